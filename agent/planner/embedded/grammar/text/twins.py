"""Rows of one name, told apart by what they hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from agent.planner.embedded.grammar.text.lexis import folded
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow, key_of
from tools.workspace.values import given_value, is_empty, words

_TYPES = ("date", "select", "status", "rich_text", "number")


def twins(databases: Iterable[ExistingDatabase]) -> dict[str, str]:
    """How each row is called that has the name of another one of its database, by its id: with
    what of it no other of that name has ("Milk (2026-12-01)"), else with its place."""
    return {row: label for home in databases for row, label in _labels(home)}


def _labels(home: ExistingDatabase) -> Iterator[tuple[str, str]]:
    alike = defaultdict[str, list[ExistingRow]](list)
    for row in home.rows:
        alike[folded(row.title)].append(row)
    for rows in (rows for title, rows in alike.items() if title and len(rows) > 1):
        apart = _apart(home, rows) or [str(place + 1) for place in range(len(rows))]
        yield from ((r.id, f"{r.title} ({one})") for r, one in zip(rows, apart, strict=True))


def _apart(home: ExistingDatabase, rows: Sequence[ExistingRow]) -> list[str]:
    """The values of the first property of which each row has another one."""
    props = sorted((p for p in home.properties if p.type in _TYPES), key=_rank)
    held = ([_said(prop, row) for row in rows] for prop in props)
    return next((said for said in held if all(said) and len({*said}) == len(said)), [])


def _rank(prop: ExistingProperty) -> int:
    return _TYPES.index(prop.type)


def _said(prop: ExistingProperty, row: ExistingRow) -> str:
    value: Any = row.values.get(prop.id)
    if is_empty(value):
        return ""
    given = given_value(prop, value, {}, key_of)
    if prop.type == "date":
        return str(value["start"])[:10]
    return words(value) if prop.type == "rich_text" else str(given)
