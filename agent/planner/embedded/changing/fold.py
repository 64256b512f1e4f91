"""Changes to what is only about to be added: they become part of its addition."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from pydantic import TypeAdapter

from tools.blueprint.base import Strict
from tools.blueprint.changes import (
    AddDatabase,
    AddOption,
    AddProperty,
    AddRows,
    AddView,
    Change,
    DeleteDatabase,
    DeleteOption,
    DeleteProperty,
    DeleteView,
    EditRows,
    RecolorOption,
    RenameOption,
    RenameProperty,
    RetypeProperty,
    UpdateView,
)
from tools.blueprint.model import Database, Row
from tools.blueprint.properties import CHOICES, Property

_PROPERTY: TypeAdapter[Property] = TypeAdapter(Property)
M = TypeVar("M", bound=Strict)


def folded(changes: Sequence[Change], change: Change) -> list[Change] | None:
    """The changes with a further one inside them; None where it is about what exists."""
    for place in reversed(range(len(changes))):
        merged = _merged(changes[place], change)
        if merged is not None:
            return [*changes[:place], *merged, *changes[place + 1 :]]
    return None


def _merged(added: Change, change: Change) -> list[Change] | None:
    """An addition with a change of what it adds; nothing for its deletion; None for another's."""
    match added, change:
        case AddProperty(), RenameProperty() | RetypeProperty() | DeleteProperty():
            return _property(added, change)
        case AddRows(), EditRows():
            return _rows(added, change)
        case AddOption(), RenameOption() | RecolorOption() | DeleteOption():
            return _option(added, change)
        case AddView(), UpdateView() | DeleteView():
            return _view(added, change)
        case AddDatabase(), DeleteDatabase():
            return [] if added.database.title == change.database else None
        case AddDatabase(), AddProperty() | AddView() | AddRows() | DeleteProperty():
            return _database(added, change)
        case _:
            return None


def _property(
    added: AddProperty, change: RenameProperty | RetypeProperty | DeleteProperty
) -> list[Change] | None:
    if (added.database, added.property.name) != (change.database, change.property):
        return None
    match change:
        case RenameProperty():
            return [_with(added, property=_with(added.property, name=change.to))]
        case RetypeProperty():
            return [_with(added, property=_retyped(added.property.name, change))]
        case DeleteProperty():
            return []


def _view(added: AddView, change: UpdateView | DeleteView) -> list[Change] | None:
    if (added.database, added.view.name) != (change.database, change.view):
        return None
    if isinstance(change, DeleteView):
        return []
    given = {name: getattr(change.to, name) for name in change.to.model_fields_set}
    return [_with(added, view=_with(added.view, **given))]


def _retyped(name: str, change: RetypeProperty) -> Property:
    said: dict[str, object] = {"name": name, "type": change.to}
    if change.to in CHOICES:
        said["options"] = change.options
    elif change.to == "number":
        said["format"] = change.format
    return _PROPERTY.validate_python(said)


def _rows(added: AddRows, change: EditRows) -> list[Change] | None:
    """New rows with edits of theirs; None where one of the edited rows is another."""
    edits = {edit.row: edit.values for edit in change.rows}
    titles = [_title(row, edits) for row in added.rows]
    if added.database != change.database or not set(edits) <= set(titles):
        return None
    rows = [
        _with(row, values=row.values | edits[title]) if title is not None else row
        for row, title in zip(added.rows, titles, strict=True)
    ]
    return [_with(added, rows=rows)]


def _title(row: Row, names: Collection[str]) -> str | None:
    """The value of a row by which an edit names it: its title is the first that is given."""
    first = next(iter(row.values.values()), None)
    return first if isinstance(first, str) and first in names else None


def _option(
    added: AddOption, change: RenameOption | RecolorOption | DeleteOption
) -> list[Change] | None:
    named = (added.database, added.property, added.option.name)
    if named != (change.database, change.property, change.option):
        return None
    match change:
        case RenameOption():
            return [_with(added, option=_with(added.option, name=change.to))]
        case RecolorOption():
            return [_with(added, option=_with(added.option, color=change.color))]
        case DeleteOption():
            return []


def _database(
    added: AddDatabase, change: AddProperty | AddView | AddRows | DeleteProperty
) -> list[Change] | None:
    database = added.database
    if change.database != database.title:
        return None
    changed: Database
    match change:
        case AddProperty():
            changed = _with(database, properties=[*database.properties, change.property])
        case AddView():
            changed = _with(database, views=[*database.views, change.view])
        case AddRows():
            changed = _with(database, rows=[*database.rows, *change.rows])
        case DeleteProperty():
            kept = [p for p in database.properties if p.name != change.property]
            changed = _with(database, properties=kept)
    return [_with(added, database=changed)]


def _with(model: M, **parts: object) -> M:
    return model.model_copy(update=parts)
