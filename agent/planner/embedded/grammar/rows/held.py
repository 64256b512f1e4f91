"""What rows hold, beside what is told."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.planner.embedded.grammar.text.lexis import folded
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow
from tools.workspace.values import words

_DAY = len("2026-12-01")


def timed(home: ExistingDatabase, row: ExistingRow, values: Mapping[str, Any]) -> dict[str, Any]:
    """New values of a row, in which a day that is told keeps the time of the one before."""
    told = dict(values)
    for prop in home.properties:
        held, day = row.values.get(prop.id), told.get(prop.name)
        if prop.type == "date" and held and isinstance(day, str) and len(day) == _DAY:
            told[prop.name] = day + str(held["start"])[_DAY:]
    return told


def texts_held(home: ExistingDatabase, rows: Sequence[ExistingRow]) -> set[str]:
    """The texts that rows hold, as they are compared."""
    texts = [p.id for p in home.properties if p.type == "rich_text"]
    return {folded(words(cell)) for row in rows for key in texts if (cell := row.values.get(key))}


def holds(row: ExistingRow, prop: ExistingProperty, value: Any) -> bool:
    """Whether a row has a value, as `spoken` gives it."""
    held = row.values.get(prop.id)
    if prop.options:
        wanted = value if isinstance(value, list) else [value]
        ids = {option.id for option in prop.options if option.name in wanted}
        return bool(ids & set(held if isinstance(held, list) else [held]))
    if prop.type == "date":
        return held is not None and str(held["start"])[:10] == str(value)[:10]
    if prop.type == "checkbox":
        return bool(held) is value
    if prop.type == "number":
        return held is not None and float(held) == value
    if prop.type == "relation":
        return bool(set(value) & set(held or []))
    text = held if isinstance(held, str) else words(held or [])  # a phone number is no rich text
    return text.casefold() == str(value).casefold()
