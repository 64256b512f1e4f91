"""From changes to two plans: the way there and the way back. Pure.

The changes lead from the structure to a draft of what it will be. The way there is the difference
between the two; the way back is the same difference the other way round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tools.blueprint.base import Language
from tools.errors import Problem, ValidationFailed
from tools.notion.difference import between
from tools.notion.journal import Entry, brought, is_done
from tools.notion.modify.merge import renamed
from tools.notion.modify.uploads import need_kept
from tools.notion.operations import Plan, Ref
from tools.workspace.apply import apply
from tools.workspace.change import Change
from tools.workspace.draft import Draft
from tools.workspace.model import Json, Structure

_BACK = "undo:"  # begins the operations of a way back


@dataclass(frozen=True)
class ChangePlan:
    """The way there and the way back; `expected` is the structure in between, where what the
    way there makes has ids that begin with `+`; `made` says where the real ones come from.

    The way back names what the way there makes: `resolve` fills it in from the journal.
    """

    forward: Plan
    inverse: Plan
    expected: Structure
    made: Mapping[str, Ref] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The plans as JSON-ready data."""
        return {
            "forward": self.forward.to_json(),
            "inverse": self.inverse.to_json(),
            "expected": self.expected.to_json(),
            "made": {name: ref.to_json() for name, ref in self.made.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ChangePlan":
        """The plans that `to_json` described."""
        return cls(
            Plan.from_json(data["forward"]),
            Plan.from_json(data["inverse"]),
            Structure.from_json(data["expected"]),
            {name: Ref(ref["$ref"], ref["at"]) for name, ref in data["made"].items()},
        )


def compile_changes(
    structure: Structure, changes: Sequence[Change], language: Language = "ko"
) -> ChangePlan:
    """The plans of a list of changes. `language` names what has no name.

    Raises ValidationFailed with the problems that `check.problems` finds.
    """
    draft, found = drafted(structure, changes, language)
    if found:
        raise ValidationFailed(
            f"the changes break {len(found)} rule(s), first {found[0].rule} at {found[0].place}",
            found,
        )
    after = draft.structure
    there = between(structure, after, language)
    back = between(after, structure, made=there.made, prefix=_BACK)
    kept = tuple(dict.fromkeys((*_needed(back.plan), *there.made.values())))
    forward = replace(there.plan, keep=kept, present=_alike(structure, there.plan))
    inverse = replace(back.plan, present=_alike(after, back.plan))
    return ChangePlan(forward, inverse, after, there.made)


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
        except ValidationFailed as error:
            found += [_placed(problem, number) for problem in error.problems]
            told: Json = {"action": change.action, "target": structure.page.title}
            after = replace(draft, told=(*draft.told, told))
        draft = after
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
    return list(drafted(structure, changes, language)[0].told)


def _alike(structure: Structure, plan: Plan) -> tuple[str, ...]:
    """The ids of what is there and is called like something that the plan makes."""
    made = {op.title for op in plan.operations if op.kind.startswith("create_")}
    databases = structure.databases
    views = [v for d in databases for tab in d.views for v in (tab, *tab.widgets)]
    named = [(row.id, row.title) for database in databases for row in database.rows]
    named += [(page.id, page.title) for page in structure.sub_pages]
    named += [(database.id, database.title) for database in databases]
    named += [(view.id, view.name) for view in views]
    return tuple(name for name, title in named if title in made)


def made_ids(plan: ChangePlan, entries: Mapping[str, Entry]) -> Structure:
    """What was expected, with the ids that the way there brought as far as it came."""
    names: dict[str, str] = {}
    for name, ref in plan.made.items():
        if is_done(entries.get(ref.operation)):
            names[name] = str(brought(entries, ref))
    return Structure.from_json(renamed(plan.expected.to_json(), names))


def restore_plan(now: Structure, then: Structure) -> Plan:
    """From what is read now to what is to be there: all of it is part of one or the other."""
    return between(now, then, prefix=_BACK).plan


def _needed(inverse: Plan) -> tuple[Ref, ...]:
    """What the way back needs from the answers to the way there."""
    own = {operation.id for operation in inverse.operations}
    found = (ref for operation in inverse.operations for ref in operation.refs)
    return tuple(dict.fromkeys(ref for ref in found if ref.operation not in own))


def resolve(inverse: Plan, entries: Mapping[str, Entry]) -> Plan:
    """The way back with the ids that the way there brought, from its journal.

    Raises KeyError where an operation of the way there was not done.
    """
    own = {operation.id for operation in inverse.operations}

    def look_up(ref: Ref) -> Any:
        return ref if ref.operation in own else brought(entries, ref)

    operations = tuple(operation.resolved(look_up) for operation in inverse.operations)
    return replace(inverse, operations=operations)
