"""Changes to the rows of a database, on the draft."""

from typing import Any

from tools.blueprint.blocks import DatabasePlace, LinkedView, LinkToPage, walk
from tools.blueprint.changes import AddRows, DeleteRows, EditRows
from tools.blueprint.model import Row
from tools.blueprint.names import fail
from tools.blueprint.uploads import Uploaded
from tools.blueprint.values import misfit, read_text, read_upload
from tools.notion.modify.added import check_added
from tools.notion.modify.draft import Draft, fields, find_property, find_row, with_property
from tools.notion.modify.options import chosen
from tools.notion.render.addresses import Addresses
from tools.notion.render.properties import value as rendered
from tools.notion.render.richtext import cover, icon
from tools.notion.structure.model import (
    ExistingDatabase,
    ExistingProperty,
    ExistingRow,
    Json,
)
from tools.notion.structure.values import is_empty, words

_NOWHERE = Addresses({}, {})  # texts of changed rows mention nothing by key


def change_rows(draft: Draft, change: AddRows | EditRows | DeleteRows) -> Draft:
    """The draft after a change of rows. Raises ValidationFailed."""
    name = draft.database(change.database).id
    match change:
        case AddRows(rows=rows):
            for row in rows:
                draft = _add(draft, name, row)
            check_added(draft)
            for row, made in zip(rows, draft.database(name).rows[-len(rows) :], strict=True):
                draft = _set(draft, name, made.id, row.values)
        case EditRows(rows=edits):
            for edit in edits:
                row_id = find_row(draft.database(name), edit.row).id
                draft = _set(draft, name, row_id, edit.values)
        case DeleteRows(rows=titles):
            for title in titles:
                draft = _delete(draft, name, title)
    return draft


def _add(draft: Draft, database_id: str, row: Row) -> Draft:
    """A new row without its values: those may name rows that come with it."""
    for where, block, _ in walk(row.blocks):
        if isinstance(block, DatabasePlace | LinkedView | LinkToPage):
            fail("block_needs_ref", where, type=block.type)
    for look in ("icon", "cover"):
        if isinstance(getattr(row, look), Uploaded):
            fail("upload_in_changes", look, name=look)
    draft, name = draft.with_new(row)
    database = draft.database(database_id)
    title = next((p.name for p in database.properties if p.type == "title"), "")
    made = ExistingRow(
        id=name,
        title=words(_runs(row.values.get(title))),
        icon=icon(row.icon).get("icon"),
        cover=cover(row.cover).get("cover"),
    )
    return draft.put(database.model_copy(update={"rows": [*database.rows, made]}))


def _runs(given: Any) -> list[Json]:
    """A given text as structures keep it; nothing for what is no text."""
    if not isinstance(given, (str, list)):
        return []
    return [_kept(run) for run in rendered("rich_text", given, _NOWHERE)["rich_text"]]


def _kept(run: Json) -> Json:
    said = run.get("text", {}).get("content") or run.get("equation", {}).get("expression", "")
    return {**run, "plain_text": said}


def _set(draft: Draft, database_id: str, row_id: str, given: Json) -> Draft:
    for name, value in given.items():
        database = draft.database(database_id)
        prop = find_property(database, name)
        rule = misfit(fields(database)[prop.name], value)
        if rule is not None:
            fail(rule, name=name, type=prop.type)
        if prop.type in ("title", "rich_text"):
            _check_mentions(name, value)
        if prop.type == "files" and any(map(read_upload, value or ())):
            fail("upload_in_changes", name, name=name)
        draft, prop, kept = _read(draft, prop, value)
        database = with_property(draft.database(database_id), prop)
        draft = draft.put(_put(database, row_id, prop, kept))
    return draft


def _check_mentions(name: str, value: Any) -> None:
    """Texts of rows mention days and users; pages have no keys here."""
    for run in read_text(value) or ():
        mention = None if isinstance(run, str) else run.mention
        if mention is not None and (mention.page or mention.database):
            fail("unknown_ref", name, key=mention.page or mention.database)


def _read(draft: Draft, prop: ExistingProperty, given: Any) -> tuple[Draft, ExistingProperty, Any]:
    """A value as structures keep it, and the property with the options that it brings."""
    if is_empty(given):
        return draft, prop, None
    match prop.type:
        case "title" | "rich_text":
            return draft, prop, _runs(given)
        case "select" | "status":
            draft, prop, ids = _options(draft, prop, [given])
            return draft, prop, ids[0]
        case "multi_select":
            return _options(draft, prop, given)
        case "relation":
            return draft, prop, _related(draft, prop, given)
        case "people":
            return draft, prop, list(given)
        case "date":
            date = rendered("date", given, _NOWHERE)["date"]
            return draft, prop, {"end": None, "time_zone": None, **date}
        case _:
            return draft, prop, rendered(prop.type, given, _NOWHERE)[prop.type]


def _options(
    draft: Draft, prop: ExistingProperty, names: list[str]
) -> tuple[Draft, ExistingProperty, list[str]]:
    ids: list[str] = []
    for name in names:
        draft, prop, option_id = chosen(draft, prop, name.strip())
        ids.append(option_id)
    return draft, prop, list(dict.fromkeys(ids))


def _related(draft: Draft, prop: ExistingProperty, titles: list[str]) -> list[str]:
    far = draft.structure.source(prop.config["data_source_id"])
    if far is None:
        fail("relation_elsewhere", name=prop.name)
    return list(dict.fromkeys(find_row(far, title).id for title in titles))


def _put(
    database: ExistingDatabase, row_id: str, prop: ExistingProperty, kept: Any
) -> ExistingDatabase:
    def changed(row: ExistingRow) -> ExistingRow:
        if row.id != row_id:
            return row
        values = {name: value for name, value in row.values.items() if name != prop.id}
        values |= {} if kept is None else {prop.id: kept}
        titled = {"title": words(kept or [])} if prop.type == "title" else {}
        return row.model_copy(update={"values": values, **titled})

    return database.model_copy(update={"rows": [changed(row) for row in database.rows]})


def _delete(draft: Draft, database_id: str, title: str) -> Draft:
    database = draft.database(database_id)
    gone = find_row(database, title)
    rows = [row for row in database.rows if row.id != gone.id]
    return draft.put(database.model_copy(update={"rows": rows}))
