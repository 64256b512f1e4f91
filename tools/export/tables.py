"""A database as CSV: `_all.csv` holds everything, the other what its first view shows. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tools.blueprint.base import Language
from tools.export.values import Named, cell
from tools.notion.structure.read import Reading

Json = dict[str, Any]

_MARK = "\ufeff".encode()  # by which spreadsheets know that it is UTF-8
_AT_ONCE = 200  # rows


@dataclass(frozen=True)
class Table:
    """A database that lives on a page: its properties and rows as answered, its first view."""

    database_id: str
    schema: Json
    view: Json | None
    rows: list[Json]

    @cached_property
    def columns(self) -> list[Json]:
        """All properties: the title first, then as the view orders them, then the rest."""
        order = {column["property_id"]: i for i, column in enumerate(_listed(self.view))}
        found = sorted(self.schema.values(), key=lambda prop: order.get(prop["id"], len(order)))
        return sorted(found, key=lambda prop: prop["type"] != "title")

    @cached_property
    def visible(self) -> list[Json]:
        """Those of the columns that the view shows; all of a view that does not say."""
        hidden = {c["property_id"] for c in _listed(self.view) if not c.get("visible", True)}
        return [p for p in self.columns if p["id"] not in hidden or p["type"] == "title"]


def tables_of(reading: Reading) -> Iterator[Table]:
    """The databases that live on a page, in their order."""
    rows: dict[str, list[Json]] = {}
    views: dict[str, Json] = {}
    schemas: dict[str, Json] = {}
    for answer in reading.answers:
        match answer["object"], answer.get("parent", {}):
            case "page", {"data_source_id": source_id}:
                rows.setdefault(source_id, []).append(answer)
            case "view", {"database_id": database_id}:
                views.setdefault(database_id, answer)
            case "data_source", _:
                schemas[answer["id"]] = answer["properties"]
    for database in reading.structure.databases:
        if not database.linked and database.data_source_id in schemas:
            source_id, view = database.data_source_id, views.get(database.id)
            yield Table(database.id, schemas[source_id], view, rows.get(source_id, []))


def said_above(table: Table, row: Json, named: Named, language: Language) -> str:
    """What Notion writes above a row's body: `Name: value` for each that says something."""
    props = [prop for prop in table.columns if prop["type"] != "title"]
    told = zip(props, cells(props, row, named, language), strict=True)
    return "\n".join(f"{p['name']}: {' '.join(said.split())}" for p, said in told if said)


def _listed(view: Json | None) -> list[Json]:
    return ((view or {}).get("configuration") or {}).get("properties") or []


def lines(
    found: list[Json], rows: Iterable[Json], named: Named, language: Language
) -> Iterator[bytes]:
    """The CSV in pieces: a header, a line for each row."""
    written = io.StringIO()
    sheet = csv.writer(written, lineterminator="\n")
    sheet.writerow(prop["name"] for prop in found)
    yield _MARK
    for number, row in enumerate(rows, 1):
        sheet.writerow(cells(found, row, named, language))
        if number % _AT_ONCE == 0:
            yield written.getvalue().encode()
            written.seek(0)
            written.truncate()
    yield written.getvalue().encode()


def cells(found: list[Json], row: Json, named: Named, language: Language) -> list[str]:
    """What a row says in each column."""
    by_id = {value["id"]: value for value in row["properties"].values()}
    return [
        cell(by_id[prop["id"]], prop, named, language) if prop["id"] in by_id else ""
        for prop in found
    ]
