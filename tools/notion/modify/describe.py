"""Changes as a person reads them: the `modifications` of the API."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from tools.blueprint.base import Language
from tools.blueprint.changes import (
    AddBlocks,
    AddDatabase,
    AddFormula,
    AddOption,
    AddProperty,
    AddRelation,
    AddRollup,
    AddRows,
    AddSubPage,
    AddView,
    Archive,
    Change,
    DeleteBlocks,
    DeleteDatabase,
    DeleteOption,
    DeleteProperty,
    DeleteRows,
    DeleteView,
    EditRows,
    Move,
    Recolor,
    RecolorOption,
    Rename,
    RenameOption,
    RenameProperty,
    RetypeProperty,
    SetCover,
    SetIcon,
    UpdateView,
)
from tools.blueprint.values import words
from tools.blueprint.views import DEFAULT_NAMES
from tools.errors import ValidationFailed
from tools.notion.modify.apply import apply
from tools.notion.modify.draft import Draft, find_option, find_property
from tools.notion.modify.pages import target_of
from tools.notion.structure.model import ExistingDatabase, ExistingRow, Json, Structure


def changes_json(
    structure: Structure, changes: Sequence[Change], language: Language = "ko"
) -> list[Json]:
    """Each change as `{action, target, property?, type?, options?, from?, to?, …}`.

    `target` is the title of the database or page that changes, `from` what stood there before.
    """
    draft, told = Draft(structure, language), []
    for change in changes:
        told.append({"action": change.action, **_told(draft, change)})
        try:
            draft = apply(draft, change)
        except ValidationFailed:
            continue  # its problem is told by the check; what follows is told all the same
    return told


def _told(draft: Draft, change: Change) -> Json:
    match change:
        case AddDatabase(database=new):
            properties = [{"name": p.name, "type": p.type} for p in new.properties]
            return {"target": new.title, "properties": properties, "rows": len(new.rows)}
        case DeleteDatabase(database=name):
            return {"target": name}
        case AddSubPage(page=page):
            return {"target": draft.structure.page.title, "page": page.title}
        case AddBlocks() | DeleteBlocks() | Recolor():
            return {"target": draft.structure.page.title, **_told_blocks(change)}
        case Rename() | SetIcon() | SetCover() | Move() | Archive():
            return _told_page(draft, change)
        case _:
            return _told_in_database(draft, change)


def _told_blocks(change: AddBlocks | DeleteBlocks | Recolor) -> Json:
    match change:
        case AddBlocks(blocks=blocks, after=after, first=first):
            place = {"after": after} if after else {"first": True} if first else {}
            return {"blocks": [_block(block) for block in blocks], **place}
        case DeleteBlocks(blocks=names):
            return {"blocks": list(names)}
        case Recolor(color=color):
            return {"to": color}


def _block(block: BaseModel) -> Json:
    kind, text = getattr(block, "type", ""), words(getattr(block, "text", ""))
    return {"type": kind, **({"text": text} if text else {})}


def _told_page(draft: Draft, change: Rename | SetIcon | SetCover | Move | Archive) -> Json:
    target = change.target or draft.structure.page.title
    told = {"target": target, **_object(draft, change)}
    match change:
        case Rename(to=to):
            return {**told, "from": target, "to": to}
        case SetIcon(icon=icon):
            return {**told, "to": icon}
        case SetCover(cover=cover):
            return {**told, "to": cover}
        case Move(to=to):
            return {**told, "to": to}
        case Archive():
            return told


def _object(draft: Draft, change: Rename | SetIcon | SetCover | Move | Archive) -> Json:
    """What kind of thing the target is, where it is not the page itself."""
    try:
        found = target_of(draft, change.target, rows=isinstance(change, SetIcon | SetCover))
    except ValidationFailed:
        return {}
    match found:
        case ExistingDatabase():
            return {"object": "database"}
        case ExistingRow():
            return {"object": "row"}
        case _ if found.id != draft.structure.page.id:
            return {"object": "sub_page"}
        case _:
            return {}


def _told_in_database(draft: Draft, change: Any) -> Json:
    try:
        database = draft.database(change.database)
    except ValidationFailed:
        return {"target": change.database, **dict(_details(None, change, draft.language))}
    return {"target": database.title, **dict(_details(database, change, draft.language))}


def _details(
    database: ExistingDatabase | None, change: Any, language: Language
) -> Iterator[tuple[str, Any]]:
    match change:
        case AddOption() | RenameOption() | RecolorOption() | DeleteOption():
            yield from _option_details(database, change)
        case AddView() | UpdateView() | DeleteView():
            yield from _view_details(change, language)
        case AddRows() | EditRows() | DeleteRows():
            yield from _row_details(change)
        case AddRelation() | AddRollup() | AddFormula():
            yield from _computed_details(change)
        case _:
            yield from _property_details(database, change)


def _property_details(
    database: ExistingDatabase | None,
    change: AddProperty | RenameProperty | RetypeProperty | DeleteProperty,
) -> Iterator[tuple[str, Any]]:
    match change:
        case AddProperty(property=new):
            yield from {"property": new.name, "type": new.type}.items()
            if options := [option.name for option in getattr(new, "options", ())]:
                yield "options", options
        case RenameProperty(property=name, to=to):
            yield from {"property": name, "from": name, "to": to}.items()
        case RetypeProperty(property=name, to=kind, options=options):
            yield from {"property": name, "from": _type(database, name), "to": kind}.items()
            if options:
                yield "options", [option.name for option in options]
        case DeleteProperty(property=name):
            yield from {"property": name, "type": _type(database, name)}.items()


def _computed_details(change: AddRelation | AddRollup | AddFormula) -> Iterator[tuple[str, Any]]:
    yield "property", change.name
    match change:
        case AddRelation(target=target, two_way=two_way):
            yield from {"type": "relation", "to": target}.items()
            if two_way:
                yield "two_way", two_way
        case AddRollup(relation=relation, property=rolled, function=function):
            yield from {"type": "rollup", "relation": relation}.items()
            yield from {"of": rolled, "function": function}.items()
        case AddFormula(expression=expression):
            yield from {"type": "formula", "expression": expression}.items()


def _type(database: ExistingDatabase | None, name: str) -> str | None:
    try:
        return find_property(database, name).type if database else None
    except ValidationFailed:
        return None


def _option_details(
    database: ExistingDatabase | None,
    change: AddOption | RenameOption | RecolorOption | DeleteOption,
) -> Iterator[tuple[str, Any]]:
    yield "property", change.property
    match change:
        case AddOption(option=option):
            yield "options", [option.name]
        case RenameOption(option=name, to=to):
            yield from {"options": [name], "from": name, "to": to}.items()
        case RecolorOption(option=name, color=color):
            before = _color(database, change.property, name)
            yield from {"options": [name], "from": before, "to": color}.items()
        case DeleteOption(option=name):
            yield "options", [name]


def _color(database: ExistingDatabase | None, prop: str, name: str) -> str | None:
    try:
        return find_option(find_property(database, prop), name).color if database else None
    except ValidationFailed:
        return None


def _view_details(
    change: AddView | UpdateView | DeleteView, language: Language
) -> Iterator[tuple[str, Any]]:
    match change:
        case AddView(view=view):
            yield "view", view.name or DEFAULT_NAMES[language][view.type]
            yield "type", view.type
        case UpdateView(view=name, to=view):
            yield from {"view": name, "type": view.type}.items()
            given = view.model_dump(mode="json", exclude_unset=True, exclude={"type"})
            yield "to", given
        case DeleteView(view=name):
            yield "view", name


def _row_details(change: AddRows | EditRows | DeleteRows) -> Iterator[tuple[str, Any]]:
    match change:
        case AddRows(rows=rows):
            yield "rows", [row.values for row in rows]
        case EditRows(rows=edits):
            yield "rows", [{"row": edit.row, "to": edit.values} for edit in edits]
        case DeleteRows(rows=titles):
            yield "rows", list(titles)
