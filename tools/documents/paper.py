"""What a reader makes of a file: pages with blocks, and tables whose cells are still as they stood.

Blocks are in the form of a blueprint (`tools/blueprint/blocks.py`), as plain JSON: it is checked
where it arrives, in the process that asked.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

Json = dict[str, Any]
Cell = str | int | float | bool | datetime | date | time | timedelta


@dataclass
class Source:
    """A file of an upload. `name` is its path where it came in a folder."""

    name: str
    content: bytes
    packed: bool = False  # whether it came out of an archive

    @property
    def stem(self) -> str:
        """Its name without folders and ending."""
        last = self.name.rpartition("/")[2]
        stem, dot, _ = last.rpartition(".")
        return stem if dot and stem else last

    @property
    def ending(self) -> str:
        """`csv` of `Sales.CSV`; empty where there is none."""
        stem, dot, ending = self.name.rpartition("/")[2].rpartition(".")
        return ending.lower() if dot and stem else ""

    def numbered(self, number: int) -> str:
        """`2026/Sales (2).csv` of `2026/Sales.csv`."""
        folder, slash, last = self.name.rpartition("/")
        return f"{folder}{slash}{self.stem} ({number}){last[len(self.stem) :]}"


def told_apart(sources: Iterable[Source]) -> list[Source]:
    """The files, with a number in the names of those that came under one that others have."""
    known = dict[str, Source]()
    for source in sources:
        name, number = source.name, 1
        while name in known:
            number += 1
            name = source.numbered(number)
        known[name] = replace(source, name=name)
    return list(known.values())


@dataclass
class Sheet:
    """A table: `rows` are as long as `header`. `place` is its file (and sheet) as it is named.

    `bodies` are the pages behind the rows, by their number, where a file has such.
    """

    title: str
    place: str
    header: list[str]
    rows: list[list[Cell]]
    bodies: dict[int, Json] = field(default_factory=dict)
    top: int = 1  # the line of the header, or of the first row where there is none
    named_by: int | None = None  # the column that names the rows, where a file's form says so
    first_column: int = 0  # of the sheet: those before it are empty
    formats: dict[int, str] = field(default_factory=dict)  # of numbers, where a file tells them
    lines: list[int] = field(default_factory=list)  # of the rows: some between may be empty
    formulas: dict[int, int] = field(default_factory=dict)  # cells of a line that are reckoned
    decimal_comma: bool = False  # whether `1,234` is rather one and a bit, as `;` parts its cells

    @property
    def key(self) -> str:
        return key_of(self.place)

    def at(self, row: int, column: int) -> str:
        """Where a cell stands as its program shows it: `sales.csv B7`."""
        return self._cell(self.lines[row], column)

    def begins(self, column: int) -> str:
        """Where a column begins: `sales.csv B1`."""
        return self._cell(self.top, column)

    def _cell(self, line: int, column: int) -> str:
        return f"{self.place} {column_name(column + self.first_column)}{line}"


@dataclass
class Paper:
    """A page: its blocks, the tables on it, and the pages below."""

    title: str
    place: str
    blocks: list[Json] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    papers: list["Paper"] = field(default_factory=list)

    @property
    def key(self) -> str:
        return key_of(self.place)


def key_of(place: str) -> str:
    """The key of what a path leads to, the same wherever it is named."""
    return "d" + hashlib.blake2b(place.encode(), digest_size=8).hexdigest()


def column_name(number: int) -> str:
    """`A` for 0, `AA` for 26."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
