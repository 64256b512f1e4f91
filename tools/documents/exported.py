"""The form in which Notion exports: names with ids, rows as pages, relations as links. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tools.documents.paper import Cell, Sheet, Source

_ID = re.compile(r"^(.*?)[ _-]?([0-9a-f]{32})(_all)?$")
_LINK = re.compile(
    r"\s*\((?:https?://[^\s()]*(?:notion\.[^\s()]*|/workspace/[0-9a-f]{32})|[^()]*?\.md)\)"
)
_PROPERTY = re.compile(r"([^:\n]{1,100}): ?(.*)")
_HEADING = re.compile(r"\s*#[ \t]+([^\n]*)\n*")


def without_id(stem: str) -> str:
    """`Tasks` of `Tasks 0123…cdef`."""
    match = _ID.match(stem)
    return match[1].strip() or stem if match else stem


def is_export(sources: Sequence[Source]) -> bool:
    return any(_ID.match(source.stem) for source in sources)


def with_all_rows(sources: Sequence[Source]) -> list[Source]:
    """Of a database Notion writes what its first view shows, and all of it beside: that counts,
    under the name by which pages link to it."""
    whole = {s.name.removesuffix("_all.csv") for s in sources if s.name.endswith("_all.csv")}
    kept = [s for s in sources if s.name.removesuffix(".csv") not in whole]
    return [
        replace(s, name=s.name.removesuffix("_all.csv") + ".csv")
        if s.name.endswith("_all.csv")
        else s
        for s in kept
    ]


@dataclass
class RowPage:
    """The page behind a row: its title, the values above its text, and the text."""

    title: str
    text: str
    values: dict[str, str] = field(default_factory=dict)


def row_page(text: str, header: Sequence[str]) -> RowPage:
    """What the page of a row says beside what its table does."""
    heading = _HEADING.match(text)
    title, rest = (heading[1].strip(), text[heading.end() :]) if heading else ("", text)
    values: dict[str, str] = {}
    lines = rest.split("\n")
    while lines and (match := _PROPERTY.fullmatch(lines[0].rstrip("\r"))) and match[1] in header:
        values[match[1]] = match[2]
        lines.pop(0)
    return RowPage(title, "\n".join(lines).strip("\n"), values)


def row_of(sheet: Sheet, page: RowPage) -> int:
    """The number of the row that a page belongs to: the first of its title that has none yet. One
    that the table does not list joins it."""
    for number, row in enumerate(sheet.rows):
        if number not in sheet.bodies and str(row[0]).strip() == page.title:
            return number
    values = {**page.values, sheet.header[0]: page.title}
    sheet.rows.append([values.get(name, "") for name in sheet.header])
    return len(sheet.rows) - 1


def named_rows(cells: Sequence[Cell]) -> list[str] | None:
    """The cells of a relation with the names alone, separated by line breaks; None for a column
    that is none. Names may hold commas, addresses do not."""
    words = [str(cell) for cell in cells]
    if not any(_LINK.search(cell) for cell in words):
        return None
    if not all(_LINK.search(cell) for cell in words if cell.strip()):
        return None
    return [_names(cell) for cell in words]


def _names(cell: str) -> str:
    parts = [part.strip().lstrip(",").strip() for part in _LINK.split(cell)]
    return "\n".join(part for part in parts if part)
