"""What a filter may ask of one property, by the kind of its values.

Notion: the `…PropertyFilter` schemas of "Query a data source". An operator knows which argument it
takes and whether a value, read once by its kind, satisfies it.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sandbox.notion.query import values as read
from sandbox.notion.query.values import Moment, PropertyValue

Holds = Callable[[Any, Any, datetime], bool]

UUID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Argument:
    """What an operator may compare with: `expected` is how Notion's messages call it."""

    expected: str
    accepts: Callable[[Any], bool]


@dataclass(frozen=True)
class Operator:
    """One condition. `holds` gets the value read, the argument, and now with its time zone."""

    argument: Argument
    holds: Holds


@dataclass(frozen=True)
class Kind:
    """Values that are read alike and answer to the same operators."""

    read: Callable[[PropertyValue], Any]
    operators: Mapping[str, Operator]


def _is_number(argument: Any) -> bool:
    return isinstance(argument, int | float) and not isinstance(argument, bool)


def _is_name_or_names(argument: Any) -> bool:
    return isinstance(argument, str) or (
        isinstance(argument, list) and all(isinstance(name, str) for name in argument)
    )


def _is_id(argument: Any) -> bool:
    return isinstance(argument, str) and UUID.fullmatch(plain_id(argument)) is not None


STRING = Argument("a string", lambda argument: isinstance(argument, str))
NUMBER = Argument("a number", _is_number)
BOOLEAN = Argument("a boolean", lambda argument: isinstance(argument, bool))
NAMES = Argument("a string or an array of strings", _is_name_or_names)
DAY_OR_TIME = Argument(
    "a valid ISO 8601 date string", lambda argument: read.parse_moment(argument) is not None
)
ID = Argument("a valid uuid", _is_id)
USER_ID = Argument('a valid uuid or "me"', lambda argument: argument == "me" or _is_id(argument))
STATE = Argument(
    '"verified", "expired" or "none"',
    lambda argument: argument in ("verified", "expired", "none"),
)
TRUE = Argument("`true`", lambda argument: argument is True)
NOTHING = Argument("an empty object", lambda argument: argument == {})


def plain_id(identifier: str) -> str:
    """An id without dashes, in lower case: both ways of writing it become one."""
    return identifier.replace("-", "").lower()


def wanted_names(argument: str | list[str]) -> list[str]:
    """Views filter by one option or by a list of them (Notion: views)."""
    return [argument] if isinstance(argument, str) else argument


def _is_empty(operand: Any) -> bool:
    return operand is None or operand in ("", frozenset())


EXISTENCE = {
    "is_empty": Operator(TRUE, lambda operand, _, __: _is_empty(operand)),
    "is_not_empty": Operator(TRUE, lambda operand, _, __: not _is_empty(operand)),
}


def _opposites(name: str, opposite: str, argument: Argument, holds: Holds) -> dict[str, Operator]:
    """An operator and the one that holds exactly where it does not, empty values included."""
    return {
        name: Operator(argument, holds),
        opposite: Operator(argument, lambda *operands: not holds(*operands)),
    }


def _folded(test: Callable[[str, str], bool]) -> Holds:
    """Searching inside a text ignores case, as Notion's search fields do."""
    return lambda operand, argument, _: test(operand.casefold(), argument.casefold())


def _numeric(test: Callable[[Any, Any], bool]) -> Holds:
    return lambda operand, argument, _: operand is not None and test(operand, argument)


def _equal(operand: Any, argument: Any, _: datetime) -> bool:
    return bool(operand == argument)


def _has_option(operand: frozenset[str], argument: str | list[str], _: datetime) -> bool:
    return not operand.isdisjoint(wanted_names(argument))


def _has_id(operand: frozenset[str], argument: str, _: datetime) -> bool:
    return plain_id(argument) in operand


def _chronological(test: Callable[[Any, Any], bool]) -> Holds:
    """Compare as days if the argument is a day, else as times, both cut to the minute."""

    def holds(operand: Moment | None, argument: str, now: datetime) -> bool:
        wanted = read.parse_moment(argument)
        if operand is None or wanted is None:
            return False
        zone = now.tzinfo or UTC
        if isinstance(wanted, datetime):
            return test(read.minute(read.instant(operand, zone)), read.minute(wanted))
        return test(read.day(operand, zone), wanted)

    return holds


def _within(days: Callable[[date], tuple[date, date]]) -> Operator:
    """The value's day lies between the two days that `days` gives for today, both included."""

    def holds(operand: Moment | None, _: Any, now: datetime) -> bool:
        if operand is None:
            return False
        first, last = days(now.date())
        return first <= read.day(operand, now.tzinfo or UTC) <= last

    return Operator(NOTHING, holds)


def _this_week(today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)


def _months_away(today: date, months: int) -> date:
    """The same day some months on, or that month's last day if it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


RANGES = {
    "this_week": _within(_this_week),
    "past_week": _within(lambda today: (today - timedelta(days=7), today)),
    "past_month": _within(lambda today: (_months_away(today, -1), today)),
    "past_year": _within(lambda today: (_months_away(today, -12), today)),
    "next_week": _within(lambda today: (today, today + timedelta(days=7))),
    "next_month": _within(lambda today: (today, _months_away(today, 1))),
    "next_year": _within(lambda today: (today, _months_away(today, 12))),
}


def _start(value: PropertyValue) -> Moment | None:
    span = read.span(value)
    return span and span[0]


# Filters name options; views that the app wrote may hold their ids instead.
def _texts(items: Iterable[Mapping[str, Any]], *keys: str) -> frozenset[str]:
    return frozenset(item[key] for item in items for key in keys if isinstance(item.get(key), str))


TEXT = Kind(
    read.text,
    {
        **_opposites("equals", "does_not_equal", STRING, _equal),
        **_opposites(
            "contains", "does_not_contain", STRING, _folded(lambda text, part: part in text)
        ),
        "starts_with": Operator(STRING, _folded(str.startswith)),
        "ends_with": Operator(STRING, _folded(str.endswith)),
        **EXISTENCE,
    },
)
NUMERIC = Kind(
    read.number,
    {
        **_opposites("equals", "does_not_equal", NUMBER, _equal),
        "greater_than": Operator(NUMBER, _numeric(lambda a, b: a > b)),
        "less_than": Operator(NUMBER, _numeric(lambda a, b: a < b)),
        "greater_than_or_equal_to": Operator(NUMBER, _numeric(lambda a, b: a >= b)),
        "less_than_or_equal_to": Operator(NUMBER, _numeric(lambda a, b: a <= b)),
        **EXISTENCE,
    },
)
CHECKBOX = Kind(read.checked, _opposites("equals", "does_not_equal", BOOLEAN, _equal))
OPTION = Kind(
    lambda value: _texts(read.items(value), "name", "id"),
    {**_opposites("equals", "does_not_equal", NAMES, _has_option), **EXISTENCE},
)
OPTIONS = Kind(
    OPTION.read,
    {**_opposites("contains", "does_not_contain", NAMES, _has_option), **EXISTENCE},
)
DATE = Kind(
    _start,
    {
        "equals": Operator(DAY_OR_TIME, _chronological(lambda a, b: a == b)),
        "before": Operator(DAY_OR_TIME, _chronological(lambda a, b: a < b)),
        "after": Operator(DAY_OR_TIME, _chronological(lambda a, b: a > b)),
        "on_or_before": Operator(DAY_OR_TIME, _chronological(lambda a, b: a <= b)),
        "on_or_after": Operator(DAY_OR_TIME, _chronological(lambda a, b: a >= b)),
        **RANGES,
        **EXISTENCE,
    },
)


def _ids(value: PropertyValue) -> frozenset[str]:
    return frozenset(map(plain_id, _texts(read.items(value), "id")))


PEOPLE = Kind(_ids, {**_opposites("contains", "does_not_contain", USER_ID, _has_id), **EXISTENCE})
RELATION = Kind(_ids, {**_opposites("contains", "does_not_contain", ID, _has_id), **EXISTENCE})
# Files can only be there or not: how many is all that must be read.
FILES = Kind(lambda value: frozenset(range(len(read.items(value)))), EXISTENCE)


def _verification(value: PropertyValue) -> str:
    held = read.content(value)
    state = held.get("state") if isinstance(held, Mapping) else None
    return "none" if state in (None, "unverified") else str(state)


VERIFICATION = Kind(_verification, _opposites("status", "does_not_equal", STATE, _equal))

TEXTS = frozenset({"title", "rich_text", "url", "email", "phone_number"})
"""Types of texts: a filter of one of them fits the others (recorded)."""

PROPERTY_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(TEXTS, TEXT),
    **dict.fromkeys(("number", "unique_id"), NUMERIC),
    "checkbox": CHECKBOX,
    **dict.fromkeys(("select", "status"), OPTION),
    "multi_select": OPTIONS,
    **dict.fromkeys(("date", "created_time", "last_edited_time"), DATE),
    **dict.fromkeys(("people", "created_by", "last_edited_by"), PEOPLE),
    "relation": RELATION,
    "files": FILES,
    "verification": VERIFICATION,
}
"""Kind by property type. Formulas and rollups hold values of several kinds and are not here."""

FORMULA_KINDS: Mapping[str, Kind] = {
    "string": TEXT,
    "checkbox": CHECKBOX,
    "number": NUMERIC,
    "date": DATE,
}

ENTRY_KINDS: Mapping[str, Kind] = {
    kind: PROPERTY_KINDS[kind]
    for kind in (
        "rich_text",
        "number",
        "checkbox",
        "select",
        "multi_select",
        "relation",
        "date",
        "people",
        "files",
        "status",
    )
}
"""What the entries of a rollup's array may be asked (Notion: rollupSubfilterPropertyFilter)."""

ROLLUP_KINDS: Mapping[str, Kind] = {"number": NUMERIC, "date": DATE}
QUANTIFIERS: Mapping[str, Callable[[Iterable[bool]], bool]] = {
    "any": any,
    "every": all,
    "none": lambda answers: not any(answers),
}
