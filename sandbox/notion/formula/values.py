"""The values that formulas compute with, and their conversions.

Notion: "Formula syntax & functions". An empty value counts as 0 or "" beside another value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, TypeAlias

from sandbox.notion.formula.budget import Budget
from sandbox.notion.formula.errors import EvaluationError

Moment = date | datetime

MAX_TEXT = 10_000
"""Longest text a formula may make, in characters: far above what a property shows."""

EXACT_INTEGERS = 2**53


@dataclass(frozen=True)
class DateValue:
    """A date, or a range if it has an end. A bare day is a `date`, a time a `datetime`."""

    start: Moment
    end: Moment | None = None


@dataclass(frozen=True)
class PageValue:
    """A related page. `values` are its properties by name, for `current.prop("…")`."""

    id: str
    title: str
    values: Mapping[str, Value] = field(default_factory=dict, compare=False)


Value: TypeAlias = "str | int | float | bool | DateValue | PageValue | list[Value] | None"


@dataclass(frozen=True)
class Context:
    """What a formula is evaluated with.

    `values` are the page's properties by name. `now` says, by its time zone, when a day begins.
    `page_id` is what `id()` answers. One `budget` serves all evaluations of a request.
    """

    values: Mapping[str, Value]
    now: datetime
    page_id: str = ""
    budget: Budget = field(default_factory=Budget)


def is_empty(value: Value) -> bool:
    """Notion's `empty()`: no value, 0, "", false and [] are empty."""
    return value is None or value in (0, "", [])


def as_truth(value: Value) -> bool:
    """What a condition makes of a value: everything that is not empty is true."""
    return not is_empty(value)


def as_number(value: Value) -> float:
    """The value in arithmetic; empty is 0, true is 1. Raises EvaluationError for other types."""
    if value is None or value == "":
        return 0.0
    if isinstance(value, int | float):
        return float(value)
    raise EvaluationError(f"Not a number: {as_text(value)[:40]}")


def as_list(value: Value) -> list[Value]:
    """The value as a list: an empty one has no entries, a single value is its only entry."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_date(value: Value) -> DateValue:
    """The value as a date. Raises EvaluationError if it is none."""
    if isinstance(value, DateValue):
        return value
    raise EvaluationError(f"Not a date: {as_text(value)[:40]}")


def as_text(value: Value) -> str:
    """Notion's `format()`: how a value reads in a text; empty is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(plain_number(value))
    if isinstance(value, DateValue):
        return " → ".join(_moment_text(moment) for moment in (value.start, value.end) if moment)
    if isinstance(value, PageValue):
        return value.title
    if isinstance(value, list):
        return ", ".join(map(as_text, value))
    return value


def _moment_text(moment: Moment) -> str:
    day = f"{moment:%B} {moment.day}, {moment.year}"
    if not isinstance(moment, datetime):
        return day
    return f"{day} {moment.hour % 12 or 12}:{moment:%M} {'PM' if moment.hour >= 12 else 'AM'}"


def plain_number(number: float) -> int | float:
    """There is one kind of number: 3.0 is 3. Raises EvaluationError for infinity and NaN."""
    if not math.isfinite(number):
        raise EvaluationError("The result is not a finite number")
    exact = float(number).is_integer() and abs(number) < EXACT_INTEGERS
    return int(number) if exact else number


def bounded(text: str) -> str:
    """The text itself. Raises EvaluationError if it is longer than MAX_TEXT."""
    if len(text) > MAX_TEXT:
        raise EvaluationError(f"The text is longer than {MAX_TEXT} characters")
    return text


def instant(moment: Moment, zone: tzinfo | None) -> datetime:
    """The moment as a time; a bare day is its midnight in `zone`, UTC if there is none."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), zone or UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone or UTC)


def equal(left: Value, right: Value, zone: tzinfo | None) -> bool:
    """Whether two values are the same; of different types only no value and "" are."""
    if isinstance(left, DateValue) and isinstance(right, DateValue):
        return _instants(left, zone) == _instants(right, zone)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(
            equal(one, other, zone) for one, other in zip(left, right, strict=True)
        )
    # A text property without text may hold either, and templates compare it with "".
    if left in (None, "") and right in (None, ""):
        return True
    # Python takes true for 1; Notion does not.
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _instants(value: DateValue, zone: tzinfo | None) -> tuple[datetime, datetime]:
    return instant(value.start, zone), instant(value.end or value.start, zone)


def precedes(left: Value, right: Value, zone: tzinfo | None) -> bool | None:
    """Whether `left` comes before `right`; None if nothing can be said, as with an empty value."""
    if isinstance(left, DateValue) and isinstance(right, DateValue):
        return instant(left.start, zone) < instant(right.start, zone)
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left < right
    return None


def order_key(value: Value, zone: tzinfo | None) -> tuple[int, Any]:
    """A hashable key by which any values can be sorted: by type, then by size; empty ones last."""
    if value is None:
        return (5, None)
    if isinstance(value, DateValue):
        return (2, _instants(value, zone))
    if isinstance(value, list):
        return (4, tuple(order_key(entry, zone) for entry in value))
    if isinstance(value, PageValue):
        return (3, (value.title, value.id))
    return (1, value) if isinstance(value, str) else (0, (isinstance(value, bool), value))


def flattened(values: Sequence[Value]) -> list[Value]:
    """The values with those of inner lists in their place."""
    flat: list[Value] = []
    for value in values:
        flat.extend(flattened(value) if isinstance(value, list) else [value])
    return flat
