"""Bringing a workspace of tickets up to date: what differs from the helpdesk becomes changes.

A row is known by the helpdesk's own number, in the property that holds it; where that was renamed
or deleted by hand, by the number at the end of its link. What the form does not know stays.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from agent.dashboard.form import ID, LINK, TABLES, form, known_names
from agent.dashboard.rows import Rows, Values, worded
from tools.blueprint.base import Language
from tools.blueprint.model import Row
from tools.workspace.actions.rows import AddRows, EditRows, RowEdit
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow, Structure
from tools.workspace.values import words

_NUMBER = re.compile(r"/(\d{1,18})$")
_CHOICES = ("select", "status")


@dataclass(frozen=True)
class Table:
    """A database of the page that the form knows: its properties by key, its rows by number."""

    database: ExistingDatabase
    properties: Mapping[str, ExistingProperty]
    rows: Mapping[int, ExistingRow]

    @property
    def names(self) -> dict[str, str]:
        """What properties are called by now, by key."""
        return {key: prop.name for key, prop in self.properties.items()}


def tables(structure: Structure) -> dict[str, Table]:
    """The form's databases on a page, by key; without tickets it is another page."""
    found: dict[str, Table] = {}
    for database in structure.databases:
        fitting = ((key, _table(database, key)) for key in TABLES if key not in found)
        for key, table in fitting:
            if table is not None:
                found[key] = table
                break
    return found if "tickets" in found else {}


def language_of(found: Mapping[str, Table]) -> Language:
    """The language in which a page's properties are called as the form calls them, most of them:
    its rows go on in it, whoever asks."""

    def fitting(language: Language) -> int:
        names = form(language).names["tickets"]
        return sum(names[key] == name for key, name in found["tickets"].names.items())

    return max(get_args(Language), key=fitting)


def _table(database: ExistingDatabase, key: str) -> Table | None:
    if database.linked:
        return None
    known = known_names(key)
    properties = {
        part: prop for prop in database.properties if (part := _key_of(prop, known)) is not None
    }
    numbered = ID in properties or any(_linked(row, properties) for row in database.rows)
    if not numbered or not {"title"} <= properties.keys() or not _is_of(key, properties):
        return None
    rows: dict[int, ExistingRow] = {}
    for row in database.rows:
        number = _number(row, properties)
        if number is not None:
            rows.setdefault(number, row)  # a row that was copied by hand is the person's own
    return Table(database, properties, rows)


def _key_of(prop: ExistingProperty, known: Mapping[str, frozenset[str]]) -> str | None:
    """Which property of the form it is; the title whatever it is called."""
    if prop.type == "title":
        return "title"
    named = (key for key, names in known.items() if prop.name in names)
    return next((key for key in named if key != "title"), None)


def _is_of(key: str, properties: Mapping[str, ExistingProperty]) -> bool:
    """Whether properties are those of this database of the form rather than of another one."""
    marks = {"tickets": {"status", "priority", "customer"}, "customers": {"company", "count"}}
    return bool(marks.get(key, {"folder"}) & properties.keys())


def _number(row: ExistingRow, properties: Mapping[str, ExistingProperty]) -> int | None:
    held = row.values.get(properties[ID].id) if ID in properties else None
    if isinstance(held, int | float) and not isinstance(held, bool):
        return int(held)
    return _linked(row, properties)


def _linked(row: ExistingRow, properties: Mapping[str, ExistingProperty]) -> int | None:
    held = row.values.get(properties[LINK].id) if LINK in properties else None
    found = _NUMBER.search(held) if isinstance(held, str) else None
    return None if found is None else int(found[1])


def changes(found: Mapping[str, Table], rows: Mapping[str, Rows]) -> list[Change]:
    """What brings each row to what the helpdesk says, and adds those that are missing.

    Customers come before the tickets that name them.
    """
    links = _links(found.get("customers"), rows["customers"])
    made: list[Change] = []
    for key in ("customers", "tickets", "articles"):
        if key in found:
            made += _of_table(found[key], rows[key], links)
    return made


def _links(customers: Table | None, rows: Rows) -> dict[str, str]:
    """By the title that a ticket names: the id of the row that is there, or the new row's title."""
    links = {str(values["title"]): str(values["title"]) for values in rows.values()}
    if customers is None:
        return {}
    there = customers.rows
    return links | {str(rows[n]["title"]): there[n].id for n in rows.keys() & there.keys()}


def _of_table(table: Table, rows: Rows, links: Mapping[str, str]) -> Iterator[Change]:
    names, fresh, edits = table.names, list[Row](), list[RowEdit]()
    for number, values in rows.items():
        wanted = _linking(values, links)
        if number not in table.rows:
            fresh.append(Row(values=worded(wanted, names)))
        elif differing := _differing(table, table.rows[number], wanted):
            edits.append(RowEdit(row=table.rows[number].id, values=differing))
    if edits:
        yield EditRows(action="edit_rows", database=table.database.id, rows=edits)
    if fresh:
        yield AddRows(action="add_rows", database=table.database.id, rows=fresh)


def _linking(values: Values, links: Mapping[str, str]) -> Values:
    if "customer" not in values:
        return values
    return {**values, "customer": [links[name] for name in values["customer"] if name in links]}


def _differing(table: Table, row: ExistingRow, wanted: Values) -> dict[str, Any]:
    """The values that are not there yet, by the names of their properties."""
    found: dict[str, Any] = {}
    for key, value in wanted.items():
        prop = table.properties.get(key)
        if prop is not None and _said(prop, row) != (value or None):
            found[prop.name] = value or None
    return found


def _said(prop: ExistingProperty, row: ExistingRow) -> Any:
    """What a row says of a property, as rows of tickets say it; None for nothing."""
    if prop.type == "title":
        return row.title or None
    held = row.values.get(prop.id)
    if held is None:
        return None
    if prop.type == "rich_text":
        return words(held) or None
    if prop.type in _CHOICES:
        option = prop.option(held)
        return None if option is None else option.name
    if prop.type == "multi_select":
        return [option.name for name in held if (option := prop.option(name)) is not None] or None
    if prop.type == "date":
        return held["start"][:10]
    return int(held) if prop.type == "number" else held
