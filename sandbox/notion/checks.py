"""Readers of JSON values: each returns the value if it is what it should be, else refuses it.

The refusals use Notion's words: "body.children.length should be ≤ `100`, instead was `191`."
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NoReturn

import orjson

from sandbox.notion.errors import BodyError
from sandbox.notion.ids import as_uuid

# Where a value stands: a key or an index within a place; kept unformatted until it is needed.
Place = tuple["Place | None", str | int]
Reader = Callable[[Any, Place], Any]

BODY: Place = (None, "body")
MAX_ITEMS = 100
MAX_TEXT = 2000
MAX_URL = 2000
_SHOWN = 200


class Missing:
    """What stands where a key is absent; Notion calls it `undefined`."""


MISSING = Missing()


def shown_place(place: Place) -> str:
    """A place as Notion writes it: `body.children[0].paragraph`."""
    above, key = place
    if above is None:
        return str(key)
    return f"{shown_place(above)}[{key}]" if isinstance(key, int) else f"{shown_place(above)}.{key}"


def shown(value: Any) -> str:
    """A value as Notion quotes it."""
    if value is MISSING:
        return "undefined"
    text = orjson.dumps(value).decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def refuse(place: Place, expected: str, value: Any) -> NoReturn:
    """Raises BodyError: the value at a place is not what was expected."""
    raise BodyError(f"{shown_place(place)} should be {expected}, instead was `{shown(value)}`.")


def refuse_extra(place: Place, value: Any) -> NoReturn:
    """Raises BodyError: there should be nothing at this place."""
    refuse(place, "not present", value)


def mapping(value: Any, place: Place, allowed: Collection[str] | None = None) -> dict[str, Any]:
    """An object; with `allowed`, one without other keys than these."""
    if not isinstance(value, dict):
        refuse(place, "defined" if value is MISSING else "an object", value)
    if allowed is not None and not all(map(allowed.__contains__, value)):
        extra = next(key for key in value if key not in allowed)
        refuse_extra((place, extra), value[extra])
    return value


def member(value: dict[str, Any], key: str, place: Place) -> tuple[Any, Place]:
    """What stands under a key that must be there, with its place."""
    found = value.get(key, MISSING)
    if found is MISSING:
        refuse((place, key), "defined", MISSING)
    return found, (place, key)


def array(value: Any, place: Place, limit: int = MAX_ITEMS) -> list[Any]:
    """An array of at most `limit` elements."""
    if not isinstance(value, list):
        refuse(place, "defined" if value is MISSING else "an array", value)
    at_most(len(value), (place, "length"), limit)
    return value


def at_most(number: int, place: Place, limit: int) -> None:
    """Refuses a number above a limit."""
    if number > limit:
        refuse(place, f"≤ `{limit}`", number)


def string(value: Any, place: Place) -> str:
    """A string of any length."""
    if not isinstance(value, str):
        refuse(place, "defined" if value is MISSING else "a string", value)
    return value


def text(value: Any, place: Place, limit: int = MAX_TEXT) -> str:
    """A string of at most `limit` characters."""
    at_most(len(string(value, place)), (place, "length"), limit)
    return str(value)


def filled(value: Any, place: Place, limit: int = MAX_ITEMS) -> str:
    """A string of 1 to `limit` characters."""
    if not text(value, place, limit):
        refuse((place, "length"), "≥ `1`", 0)
    return str(value)


def boolean(value: Any, place: Place) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        refuse(place, "a boolean", value)
    return value


def number(value: Any, place: Place) -> int | float:
    """A number, and not a boolean."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse(place, "a number", value)
    return value


def integer(value: Any, place: Place) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        refuse(place, "an integer", value)
    return value


def uuid(value: Any, place: Place) -> str:
    """A UUID in canonical spelling."""
    found = as_uuid(value) if isinstance(value, str) else None
    if found is None:
        refuse(place, "defined" if value is MISSING else "a valid uuid", value)
    return found


def nothing(value: Any, place: Place) -> dict[str, Any]:
    """An empty object."""
    return mapping(value, place, ())


def one_of(*choices: str) -> Reader:
    """A reader of one of some strings."""
    quoted = [f'`"{choice}"`' for choice in choices]
    expected = f"{', '.join(quoted[:-1])}, or {quoted[-1]}" if len(quoted) > 1 else quoted[0]

    def read(value: Any, place: Place) -> str:
        if not isinstance(value, str) or value not in choices:
            refuse(place, expected, value)
        return value

    return read


def nullable(reader: Reader) -> Reader:
    """A reader that lets null pass."""

    def read(value: Any, place: Place) -> Any:
        return None if value is None else reader(value, place)

    return read


def items(reader: Reader, limit: int = MAX_ITEMS) -> Reader:
    """A reader of an array with this reader for each element."""

    def read(value: Any, place: Place) -> list[Any]:
        found = array(value, place, limit)
        return [reader(item, (place, index)) for index, item in enumerate(found)]

    return read


def chosen(value: dict[str, Any], kinds: Collection[str], place: Place) -> str:
    """The one key of a union that an object holds; `type` may be left out but must agree."""
    # Notion lets `type` be left out of any request.
    present = [key for key in value if key in kinds]
    if len(present) == 1 and value.get("type", present[0]) == present[0]:
        return present[0]
    if len(present) > 1:
        wanted = value.get("type", present[0])
        extra = next(key for key in present if key != wanted)
        refuse_extra((place, extra), value[extra])
    if isinstance(stated := value.get("type"), str) and stated in kinds and not present:
        refuse((place, stated), "defined", MISSING)
    if present:
        refuse((place, "type"), f'`"{present[0]}"` or `undefined`', value["type"])
    where = shown_place(place)
    raise BodyError(
        *(f"{where}.{kind} should be defined, instead was `undefined`." for kind in kinds)
    )
