"""Everyday tables, and what was told of each as one further row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.changing.reading import Proposed
from agent.planner.embedded.creating.beyond import beyond
from tests.support.told import learn, page

Json = dict[str, Any]
TODAY = date(2026, 12, 1)
_FILE = Path(__file__).with_name("statements.yaml")


@dataclass(frozen=True)
class Statement:
    """What was told on a page of one table, and the cells that it stands for, as they are held."""

    page: str
    language: str
    text: str
    row: Json
    kinds: dict[str, str]

    def cells(self, proposed: Proposed) -> Json | None:
        """The cells of the one row that is proposed, without boxes that are left open; None where
        something else is."""
        changes = proposed.changes
        rows = changes[0].rows if len(changes) == 1 and changes[0].action == "add_rows" else []
        if len(rows) != 1:
            return None
        held = {name: _held(self.kinds[name], value) for name, value in rows[0].values.items()}
        return {name: value for name, value in held.items() if value is not False}


@cache
def statements() -> list[Statement]:
    """All of them, in every language."""
    return [one for table in _tables() for one in _told(table)]


def proposed(one: Statement) -> Proposed:
    """What a statement comes to."""
    structure, language = page(one.page)
    return propose(structure, [one.text], language, TODAY, otherwise=beyond)


def _tables() -> list[Json]:
    found: list[Json] = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return found


def _told(table: Json) -> Iterator[Statement]:
    name = f"statements_{table['title']}"
    kinds = {column["name"]: column["type"] for column in table["columns"]}
    formats = {column["name"]: column.get("format") for column in table["columns"]}
    rows = [{"values": {k: _value(kinds[k], v) for k, v in row.items()}} for row in table["rows"]]
    columns = [{**c, "options": [{"name": o} for o in c["options"]]} if "options" in c else c
               for c in table["columns"]]  # fmt: skip
    home = {"title": table["title"], "properties": columns, "rows": rows}
    learn(name, {"title": table["title"], "language": table["lang"], "databases": [home]})
    for told in table["told"]:
        row = {k: _held(kinds[k], _value(kinds[k], v)) for k, v in told["row"].items()}
        row |= {k: v / 100 for k, v in row.items() if formats[k] == "percent"}
        row = {k: v for k, v in row.items() if v is not False}
        yield Statement(name, table["lang"], told["text"], row, kinds)


def _value(kind: str, said: str) -> Any:
    if kind == "number":
        return float(said)
    if kind == "checkbox":
        return said == "true"
    return said.split(", ") if kind == "multi_select" else said


def _held(kind: str, value: Any) -> Any:
    """A value as two are compared: days with their minutes, words whatever their capitals."""
    if kind == "date":
        return str(value)[:16]
    if kind == "multi_select":
        return sorted(value)
    return float(value) if kind == "number" else value.lower() if isinstance(value, str) else value
