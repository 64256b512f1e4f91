"""Sample rows of a pattern: whole records of their database, around today, each another."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from agent.content.parts import LANGUAGES, Column, Columns, doubles
from agent.planner.patterns import DatabasePattern, Pattern, RowPattern
from tools.blueprint.model import Blueprint, databases
from tools.blueprint.properties import COMPUTED

DATE = re.compile(r"^(today|[+-]\d+d)(\.\.(today|[+-]\d+d))?$")
_FEWEST, _MOST = 5, 8  # that show how a table is used, and can be read at a glance
_WITH_BODY = 3  # every third row
_NOT_OURS = COMPUTED | {"people", "files"}  # nobody's to invent


def row_faults(
    database: DatabasePattern, pattern: Pattern, columns: Mapping[str, Columns]
) -> Iterator[str]:
    """What is wrong with the rows of one database."""
    if not _FEWEST <= len(database.rows) <= _MOST:
        yield f"{len(database.rows)} rows; from {_FEWEST} to {_MOST}"
    keys = [row.key for row in database.rows]
    for key in doubles(keys):
        yield f"the row {key} is there twice"
    title = next((item.key for item in database.properties if item.type == "title"), "")
    for language in LANGUAGES:
        names = [_said(row.values.get(title), language) for row in database.rows]
        for name in doubles(names):
            yield f"two rows are called {name!r} in {language}"
    known = {other.key: {row.key for row in other.rows} for other in pattern.databases}
    for row in database.rows:
        if title not in row.values:
            yield f"row {row.key}: has no value for {title or 'a title'}"
        for fault in _values(row, columns[database.key], known):
            yield f"row {row.key}: {fault}"


def body_faults(design: Blueprint) -> Iterator[str]:
    """Whether enough rows say more than their columns do."""
    rows = [row for _, _, table in databases(design) for row in table.rows]
    told = sum(bool(row.blocks) for row in rows)
    if told * _WITH_BODY < len(rows):
        yield f"{told} of {len(rows)} rows have a body; a third at least"


def _said(value: Any, language: str) -> str:
    return str(value.get(language)) if isinstance(value, Mapping) else str(value)


def _values(row: RowPattern, columns: Columns, known: Mapping[str, set[str]]) -> Iterator[str]:
    for key, value in row.values.items():
        if key not in columns:
            yield f"names {key}, which is no property here"
        elif columns[key].pattern.type in _NOT_OURS:
            yield f"fills {key}, which is computed, a person or a file"
        elif not _fits(columns[key], value, known):
            told = _HINTS.get(columns[key].pattern.type, "a text, or one for each language")
            yield f"{key}: {value!r} is not {told}"


_HINTS = {
    "select": "the key of an option",
    "status": "the key of an option",
    "multi_select": "a list of keys of options",
    "relation": "a list of keys of rows there",
    "date": "`today`, `+3d`, `-2d` or a span of two such (`-2d..+1d`)",
    "number": "a number, or one for each language",
    "checkbox": "true or false",
}


def _fits(column: Column, value: Any, known: Mapping[str, set[str]]) -> bool:
    item = column.pattern
    options = [option.key for option in item.options]
    rows = list(known.get(column.target or "", ()))
    by_kind: Mapping[str, Callable[[], bool]] = {
        "select": lambda: value in options,
        "status": lambda: value in options,
        "multi_select": lambda: isinstance(value, list) and all(p in options for p in value),
        "relation": lambda: isinstance(value, list) and all(part in rows for part in value),
        "date": lambda: isinstance(value, str) and bool(DATE.match(value)),
        "number": lambda: all(type(part) in (int, float) for part in _parts(value)),
        "checkbox": lambda: isinstance(value, bool),
    }
    fits = by_kind.get(item.type, lambda: all(isinstance(part, str) for part in _parts(value)))
    return fits()


def _parts(value: Any) -> list[Any]:
    """The values by language, or the one for all."""
    return list(value.values()) if isinstance(value, Mapping) else [value]
