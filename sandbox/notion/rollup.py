"""Roll up the values of related pages, as the Notion API does.

ValueError
└── RollupError    an unknown function, or one that does not fit the property it rolls up

The functions are those of the API's `rollupFunction`. Shares are fractions from 0 to 1. Numbers,
dates and shares of nothing are null; counts and sums of nothing are 0.
"""

import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from sandbox.notion.query import values as read
from sandbox.notion.query.values import Moment, Number, PropertyValue

Values = Sequence[PropertyValue]


class RollupError(ValueError):
    """The rollup cannot be computed; the text says what to change."""


def _entries(value: PropertyValue) -> list[str]:
    """One comparable text for every single thing a value holds: each option, user, page."""
    if read.is_empty(value):
        return []
    held = read.text(value) or read.items(value) or read.content(value)
    # Texts first: the same words in other styles are the same value.
    parts = held if isinstance(held, list) else [held]
    return [json.dumps(part, sort_keys=True, ensure_ascii=False) for part in parts]


def _all_entries(values: Values) -> list[str]:
    return [entry for value in values for entry in _entries(value)]


def _count_checked(values: Values) -> int:
    return sum(read.checked(value) for value in values)


def _count_empty(values: Values) -> int:
    return sum(read.is_empty(value) for value in values)


COUNTS: dict[str, Callable[[Values], int]] = {
    "count": len,
    "count_values": lambda values: len(_all_entries(values)),
    "unique": lambda values: len(set(_all_entries(values))),
    "empty": _count_empty,
    "not_empty": lambda values: len(values) - _count_empty(values),
    "checked": _count_checked,
    "unchecked": lambda values: len(values) - _count_checked(values),
}

SHARES = {
    "percent_empty": "empty",
    "percent_not_empty": "not_empty",
    "percent_checked": "checked",
    "percent_unchecked": "unchecked",
}

AGGREGATES: dict[str, Callable[[Sequence[Number]], Number]] = {
    "average": statistics.fmean,
    "median": statistics.median,
    "min": min,
    "max": max,
    "range": lambda numbers: max(numbers) - min(numbers),
}

# The group to count is chosen in the app and has no parameter in the API: nothing to compute.
PER_GROUP = frozenset({"count_per_group", "percent_per_group"})
DATES = frozenset({"earliest_date", "latest_date", "date_range"})
ARRAYS = frozenset({"show_original", "show_unique"})
NUMBERS = frozenset({"sum", *COUNTS, *SHARES, *AGGREGATES, *PER_GROUP})

FUNCTIONS: frozenset[str] = NUMBERS | DATES | ARRAYS

COMPUTED_TYPES = frozenset({"formula", "rollup"})
FITTING_TYPES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("sum", *AGGREGATES), frozenset({"number", "unique_id"})),
    **dict.fromkeys(DATES, frozenset({"date", "created_time", "last_edited_time"})),
    **dict.fromkeys(
        ("checked", "unchecked", "percent_checked", "percent_unchecked"),
        frozenset({"checkbox", "boolean"}),
    ),
    **dict.fromkeys(PER_GROUP, frozenset({"select", "status", "multi_select"})),
}


def rollup_result_type(function: str, target_type: str) -> str:
    """The `type` of the rollup's value: "number", "date" or "array".

    `target_type` is the type of the property rolled up. Raises RollupError for an unknown function
    and for one that the app does not offer for such a property.
    """
    if function not in FUNCTIONS:
        raise RollupError(f"Unknown rollup function {function}; use one of {_listed(FUNCTIONS)}.")
    fitting = FITTING_TYPES.get(function)
    if fitting is not None and target_type not in fitting | COMPUTED_TYPES:
        raise RollupError(
            f"Rollup function {function} needs a property of type {_listed(fitting)}, "
            f"not {target_type}; roll up another property or use count or show_original."
        )
    if function in ARRAYS:
        return "array"
    return "date" if function in DATES else "number"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def rollup(function: str, values: Sequence[PropertyValue], now: datetime) -> dict[str, Any]:
    """The `rollup` object of a page's property value.

    `values` are the related pages' property values in Notion's JSON, in the relation's order. `now`
    says in which time zone a bare day begins. Raises RollupError for an unknown function.
    """
    if function in NUMBERS:
        number = _plain(_number(function, values))
        return {"type": "number", "number": number, "function": function}
    if function in DATES:
        date = _date(function, values, now.tzinfo or UTC)
        return {"type": "date", "date": date, "function": function}
    if function in ARRAYS:
        shown = _unique(values) if function == "show_unique" else values
        array = [_without_id(value) for value in shown]
        return {"type": "array", "array": array, "function": function}
    raise RollupError(f"Unknown rollup function {function}; use one of {_listed(FUNCTIONS)}.")


def _number(function: str, values: Values) -> Number | None:
    if function in COUNTS:
        return COUNTS[function](values)
    if function in SHARES:
        return COUNTS[SHARES[function]](values) / len(values) if values else None
    if function in PER_GROUP:
        return None
    leaves = (leaf for value in values for leaf in read.leaves(value))
    numbers = [number for leaf in leaves if (number := read.number(leaf)) is not None]
    # Before the others: nothing sums up to 0, but has no average.
    if function == "sum":
        return sum(numbers)
    return AGGREGATES[function](numbers) if numbers else None


def _plain(number: Number | None) -> Number | None:
    """JSON knows one kind of number: 3.0 is written 3."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _date(function: str, values: Values, zone: tzinfo) -> dict[str, Any] | None:
    leaves = (leaf for value in values for leaf in read.leaves(value))
    spans = [span for leaf in leaves if (span := read.span(leaf)) is not None]
    if not spans:
        return None
    first = _iso(min((start for start, _ in spans), key=lambda m: read.instant(m, zone)))
    last = _iso(max((end for _, end in spans), key=lambda m: read.instant(m, zone)))
    start = last if function == "latest_date" else first
    end = last if function == "date_range" else None
    return {"start": start, "end": end, "time_zone": None}


def _iso(moment: Moment) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="milliseconds")
    return moment.isoformat()


def _unique(values: Values) -> Values:
    shown: dict[tuple[str, ...], PropertyValue] = {}
    for value in values:
        shown.setdefault(tuple(_entries(value)), value)
    return list(shown.values())


def _without_id(value: PropertyValue) -> dict[str, Any]:
    return {key: held for key, held in value.items() if key != "id"}
