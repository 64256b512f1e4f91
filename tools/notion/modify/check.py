"""What is wrong with a list of changes, before a single call is made."""

from collections.abc import Sequence
from dataclasses import replace

from tools.blueprint.base import Language
from tools.blueprint.changes import Change
from tools.errors import Problem, ValidationFailed
from tools.notion.modify.apply import apply
from tools.notion.modify.draft import Draft
from tools.notion.modify.uploads import need_kept
from tools.notion.structure.model import Structure


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
    draft, found = Draft(structure, language), []
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
