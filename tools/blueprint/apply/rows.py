"""Changes to the rows of a database. Rows are related by title, so a title changes everywhere."""

from collections.abc import Callable
from typing import Any

from tools.blueprint.apply.draft import Draft, title_of
from tools.blueprint.apply.options import choice, names, put_choice, with_options
from tools.blueprint.apply.tree import each_database, replaced, updated
from tools.blueprint.changes import AddRows, DeleteRows, EditRows
from tools.blueprint.model import Blueprint, Database, Row
from tools.blueprint.names import fail
from tools.blueprint.properties import CHOICES, RelationProperty
from tools.blueprint.schema import Field, schemas
from tools.blueprint.values import misfit, words

Json = dict[str, Any]


def change_rows(draft: Draft, change: AddRows | EditRows | DeleteRows) -> Draft:
    """The draft after a change of rows. Raises ValidationFailed."""
    key = draft.database(change.database).key
    match change:
        case AddRows(rows=rows):
            first = len(draft.keyed(key).rows)
            for row in rows:
                draft = _add(draft, draft.keyed(key), row)
            for number, row in enumerate(rows):  # values may name rows that come with them
                draft = _set(draft, key, first + number, row.values)
        case EditRows(rows=edits):
            for edit in edits:
                database = draft.keyed(key)
                at = _index(database, draft.row(database, edit.row))
                draft = _set(draft, key, at, edit.values)
        case DeleteRows(rows=titles):
            for title in titles:
                draft = _delete(draft, draft.keyed(key), title)
    return draft


def _index(database: Database, row: Row) -> int:
    return next(i for i, known in enumerate(database.rows) if known is row)


def _add(draft: Draft, database: Database, row: Row) -> Draft:
    title = {k: v for k, v in row.values.items() if k == database.title_property}
    new = updated(row, values=title)
    return draft.put(updated(database, rows=[*database.rows, new]))


def _set(draft: Draft, key: str, at: int, given: Json) -> Draft:
    for name, value in given.items():
        database = draft.keyed(key)
        field = draft.field(database, name)
        if rule := misfit(field, value):
            fail(rule, name=name, type=field.type)
        if field.type in CHOICES and value:
            draft = _choose(draft, database, field, at, value)
        elif field.target is not None:
            draft = _relate(draft, database, field, at, value or [])
        elif field.type == "title":
            draft = _retitle(draft, database, field, at, value)
        else:
            draft = _put(draft, database, field, at, value)
    return draft


def _put(draft: Draft, database: Database, field: Field, at: int, value: Any) -> Draft:
    row = database.rows[at]
    values = {k: v for k, v in row.values.items() if k != field.name}
    if value is not None and value is not False and value not in ("", []):
        values[field.name] = value
    rows = replaced(database.rows, row, updated(row, values=values))
    return draft.put(updated(database, rows=rows))


def _choose(draft: Draft, database: Database, field: Field, at: int, value: Any) -> Draft:
    """Options that are new are added, others go by the name that they have."""
    prop = choice(draft, database, field.name)
    prop = updated(prop, options=with_options(prop.options, names(value)))
    known = {option.name.casefold(): option.name for option in prop.options}
    chosen = list(dict.fromkeys(known[name.casefold()] for name in names(value)))
    draft = put_choice(draft, database, prop)
    held = chosen if isinstance(value, list) else chosen[0]
    return _put(draft, draft.keyed(database.key), field, at, held)


def _retitle(draft: Draft, database: Database, field: Field, at: int, value: Any) -> Draft:
    old = title_of(database, database.rows[at])
    draft = _put(draft, database, field, at, value)
    return _related_anew(draft, database.key, old, words(value))


def _delete(draft: Draft, database: Database, title: str) -> Draft:
    gone = draft.row(database, title)
    old = title_of(database, gone)
    draft = draft.put(updated(database, rows=replaced(database.rows, gone, None)))
    return _related_anew(draft, database.key, old, None)


def _related_anew(draft: Draft, key: str, old: str, new: str | None) -> Draft:
    """The links to a row under its new title, or none; unless another row has the old one."""
    database = draft.keyed(key)
    if old == new or any(title_of(database, row) == old for row in database.rows):
        return draft
    return draft.to(
        _links(
            draft.blueprint,
            lambda field, _, title: new if field.target == key and title == old else title,
        )
    )


def _relate(draft: Draft, database: Database, field: Field, at: int, titles: list[str]) -> Draft:
    """The links of one row, which the rows at the far side may have said before."""
    far = draft.keyed(field.target or "")
    linked = list(dict.fromkeys(title_of(far, draft.row(far, title)) for title in titles))
    origin, title = field.origin, title_of(database, database.rows[at])
    if isinstance(origin, RelationProperty) and origin.two_way is not None:
        draft = draft.to(
            _links(
                draft.blueprint,
                lambda other, home, named: (
                    None
                    if other.origin is origin
                    and other.reverse is not field.reverse
                    and home == far.key
                    and named == title
                    else named
                ),
            )
        )
    return _put(draft, draft.keyed(database.key), field, at, linked)


def _links(blueprint: Blueprint, naming: Callable[[Field, str, str], str | None]) -> Blueprint:
    """Every link of a row to another: `naming` takes the relation, the key of the database that
    the row is in, and the title that is named; it gives the title that is named then, if any."""
    fields = schemas(blueprint)

    def in_database(database: Database) -> Database:
        relations = [field for field in fields[database.key].values() if field.target is not None]
        return updated(
            database, rows=[in_row(row, relations, database.key) for row in database.rows]
        )

    def in_row(row: Row, relations: list[Field], key: str) -> Row:
        values = dict(row.values)
        for field in relations:
            if values.get(field.name):
                named = [naming(field, key, title) for title in values[field.name]]
                values[field.name] = [title for title in named if title is not None]
        return updated(row, values=values)

    return each_database(blueprint, in_database)
