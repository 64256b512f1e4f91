"""What is wrong with a list of changes, before a single call is made."""

from collections.abc import Sequence
from dataclasses import replace

from tools.blueprint.base import Language
from tools.blueprint.changes import Change
from tools.errors import Problem, ValidationFailed
from tools.notion.modify.uploads import need_kept
from tools.workspace.apply import apply
from tools.workspace.draft import Draft
from tools.workspace.model import Json, Structure


def problems(
    structure: Structure, changes: Sequence[Change], language: Language = "ko"
) -> list[Problem]:
    """Everything wrong with a list of changes, in order; each builds on the good ones before it.

    Places are `changes[2]`, with what is inside the change behind a dot.
    """
    return drafted(structure, changes, language)[1]


def drafted(
    structure: Structure, changes: Sequence[Change], language: Language
) -> tuple[Draft, list[Problem]]:
    """The draft that the good changes lead to, and what is wrong with the others."""
    draft, found = Draft(structure, language), list[Problem]()
    for number, change in enumerate(changes):
        try:
            after = apply(draft, change)
            need_kept(structure, after.structure)
            draft = after
        except ValidationFailed as error:
            found += [_placed(problem, number) for problem in error.problems]
    return draft, found


def _placed(problem: Problem, number: int) -> Problem:
    inside = f".{problem.place}" if problem.place else ""
    return replace(problem, place=f"changes[{number}]{inside}")


def changes_json(
    structure: Structure, changes: Sequence[Change], language: Language = "ko"
) -> list[Json]:
    """Each change as `{action, target, property?, type?, options?, from?, to?, …}`.

    `target` is the title of the database or page that changes, `from` what stood there before.
    What cannot be done is told by its action alone; its problem is told by the check.
    """
    draft, told = Draft(structure, language), list[Json]()
    for change in changes:
        try:
            draft = apply(draft, change)
        except ValidationFailed:
            told.append({"action": change.action, "target": structure.page.title})
        else:
            told.append(draft.told[-1])
    return told
