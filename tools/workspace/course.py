"""A list of changes as it grows: what is said of what it adds becomes part of its addition."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Protocol

from tools.blueprint.properties import Option
from tools.errors import ValidationFailed
from tools.workspace.actions.blocks import AddBlocks
from tools.workspace.actions.new_parts import AddDatabase, AddSubPage
from tools.workspace.actions.new_properties import AddFormula, AddProperty, AddRelation, AddRollup
from tools.workspace.actions.options import AddOption
from tools.workspace.actions.order import Reorder
from tools.workspace.actions.rows import AddRows
from tools.workspace.actions.views import AddView
from tools.workspace.apply import apply
from tools.workspace.change import Change
from tools.workspace.draft import Draft
from tools.workspace.model import ExistingDatabase, ExistingProperty, Structure, is_new
from tools.workspace.to_blueprint import Wording, blocks_of, option_of

# What makes something of its own: another colour of an option makes one anew that existed before.
_ADDITIONS = (
    AddBlocks, AddDatabase, AddFormula, AddOption, AddProperty, AddRelation, AddRollup, AddRows,
    AddSubPage, AddView,
)  # fmt: skip

Place = tuple[str, ...]  # of something new: its id, behind those of what it is in
Things = Mapping[Place, Any]


@dataclass(frozen=True)
class Step:
    """A change, and what it made, as it is by now."""

    change: Change
    made: Things


@dataclass(frozen=True)
class Course:
    """Changes from `start` on, and the draft that they lead to.

    Where `start` is itself yet to be made, all of it is new, and every change stays one (`folds`).
    """

    start: Draft
    draft: Draft
    steps: tuple[Step, ...] = ()
    folds: bool = True  # whether what is about earlier additions alone goes into them

    @classmethod
    def of(cls, draft: Draft) -> "Course":
        """A course at its beginning."""
        return cls(draft, draft)

    @property
    def changes(self) -> list[Change]:
        """The changes, in an order in which they can be made."""
        return [step.change for step in self.steps]

    def then(self, change: Change) -> "Course":
        """The course with a further change; what is about earlier additions alone goes into them.

        Raises ValidationFailed where the change cannot be meant.
        """
        after = apply(self.draft, change)
        if not self.folds:
            return replace(self, draft=after, steps=(*self.steps, Step(change, {})))
        before, now = dict(_new(self.draft.structure)), dict(_new(after.structure))
        is_about_them = any(map(is_new, after.named)) and not now.keys() - before.keys()
        touched = [step.change for step in self.steps if _left(step.made, now) != step.made]
        only_added = all(isinstance(change, _ADDITIONS) for change in touched)
        same = _existing(self.draft.structure) == _existing(after.structure)
        if is_about_them and only_added and same and not _orders_existing(change, after):
            wording = Wording(after.structure)
            steps = (_anew(step, now, wording) for step in self.steps)
            shorter = Course(self.start, after, tuple(step for step in steps if step is not None))
            if shorter._can_be_made():
                return shorter
        made = {place: thing for place, thing in now.items() if place not in before}
        known = (Step(step.change, _left(step.made, now)) for step in self.steps)
        return Course(self.start, after, (*known, Step(change, made)))

    def _can_be_made(self) -> bool:
        """Whether later changes still find what they name by the names of their time."""
        draft = self.start
        try:
            for change in self.changes:
                draft = apply(draft, change)
        except ValidationFailed:
            return False
        return True


def _orders_existing(change: Change, after: Draft) -> bool:
    """Whether a change only says where parts stand in a database that is there: no addition says
    that of itself."""
    fresh = {d.id for d in after.structure.databases if is_new(d.id)}
    return isinstance(change, Reorder) and not fresh & after.named


def _new(structure: Structure) -> Iterator[tuple[Place, Any]]:
    """What is yet to be made in what exists, by its place."""
    for item in _all(structure.sub_pages, structure.databases, structure.blocks):
        if is_new(item.id):
            yield (item.id,), item
    for home in (database for database in structure.databases if not is_new(database.id)):
        for part in _all(home.properties, home.views, home.rows):
            if is_new(part.id):
                yield (home.id, part.id), part
        for prop in (prop for prop in home.properties if not is_new(prop.id)):
            for option in (option for option in prop.options if is_new(option.id)):
                yield (home.id, prop.id, option.id), option


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def _all(*lists: Sequence[_Identified]) -> Iterator[_Identified]:
    return chain.from_iterable(lists)


def _existing(structure: Structure) -> Structure:
    """A workspace without what is yet to be made."""
    parts: dict[str, Any] = {
        name: [item for item in getattr(structure, name) if not is_new(item.id)]
        for name in ("sub_pages", "databases", "blocks")
    }
    parts["databases"] = [_existing_in(database) for database in parts["databases"]]
    return structure.model_copy(update=parts)


def _existing_in(database: ExistingDatabase) -> ExistingDatabase:
    def without_new(prop: ExistingProperty) -> ExistingProperty:
        options = [option for option in prop.options if not is_new(option.id)]
        return prop.model_copy(update={"options": options}) if prop.options else prop

    return database.model_copy(
        update={
            "properties": [without_new(p) for p in database.properties if not is_new(p.id)],
            "views": [view for view in database.views if not is_new(view.id)],
            "rows": [row for row in database.rows if not is_new(row.id)],
        }
    )


def _left(made: Things, now: Things) -> Things:
    return {place: now[place] for place in made if place in now}


def _anew(step: Step, now: Things, wording: Wording) -> Step | None:
    """An addition of what it has become; None where nothing of it is left."""
    left = _left(step.made, now)
    if left == step.made:
        return step
    return Step(_added(step.change, left, wording), left) if left else None


def _added(change: Change, left: Things, wording: Wording) -> Change:
    place, thing = next(iter(left.items()))
    things, home = list(left.values()), place[0]
    match change:
        case AddDatabase():
            database = wording.database(thing).model_copy(update={"key": change.database.key})
            return change.model_copy(update={"database": database})
        case AddSubPage():
            page = wording.sub_page(thing).model_copy(update={"key": change.page.key})
            return change.model_copy(update={"page": page})
        case AddBlocks():
            return change.model_copy(update={"blocks": blocks_of(things)})
        case AddRows():
            return change.model_copy(update={"rows": [wording.row(home, row) for row in things]})
        case AddView():
            return change.model_copy(update={"view": wording.view(home, thing)})
        case AddOption():
            option = Option.model_validate(option_of(thing))
            return change.model_copy(update={"option": option})
        case AddRelation():
            far = next((side.name for side in things if side.reverse), None)
            near = next(side.name for side in things if not side.reverse)
            return change.model_copy(update={"name": near, "two_way": far})
        case _:
            prop = wording.property(home, thing)
            return AddProperty(
                action="add_property", database=getattr(change, "database", None), property=prop
            )
