"""Values that survive a change of type.

Whatever reads as text goes through text; what makes no sense in the new type is left empty.
"""

import re
from collections.abc import Callable
from typing import Any

from tools.blueprint.base import is_date
from tools.blueprint.properties import CHOICES
from tools.blueprint.values import words

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")
_YES = frozenset({"true", "yes", "y", "✓", "✔", "☑", "예", "네", "はい", "完了", "완료", "done"})
YES = "✓"
SPAN = " → "  # between a start and its end


def texts(kind: str, value: Any) -> list[str]:
    """What a row's value says: one text, or one for each thing it lists."""
    if value is None or value is False or value in ("", []):
        return []
    if kind in CHOICES:
        return [str(name).strip() for name in (value if isinstance(value, list) else [value])]
    return _SAID[kind](value) if kind in _SAID else [str(value)]


def _span(value: Any) -> list[str]:
    given = value if isinstance(value, dict) else {"start": value}
    return [SPAN.join(part for part in (given["start"], given.get("end")) if part)]


def _address(item: Any) -> str:
    return str(item.get("url") or item.get("name", "")) if isinstance(item, dict) else str(item)


_SAID: dict[str, Callable[[Any], list[str]]] = {
    "rich_text": lambda value: [words(value)],
    "files": lambda value: [_address(item) for item in value],
    "date": _span,
    "checkbox": lambda _: [YES],
    # People are ids here and places are coordinates: neither reads as anything else.
    "people": lambda _: [],
    "place": lambda _: [],
}


def read_as(kind: str, text: str) -> Any:
    """A text as a row's value of another type; None where it makes no sense in it."""
    return _READ[kind](text)


def options_in(kind: str, text: str) -> list[str]:
    """The options that a text names; they hold no comma and at most 100 characters."""
    cut = text.split(",") if kind == "multi_select" else [text.replace(",", " ")]
    return [part for raw in cut if (part := " ".join(raw.split())[:100].strip())]


def _number(text: str) -> int | float | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    plain = found[0].replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _date(text: str) -> dict[str, str] | None:
    start, _, end = text.partition(SPAN)
    if not is_date(start):
        return None
    return {"start": start, "end": end} if is_date(end) else {"start": start}


def _url(text: str) -> str | None:
    first = text.split(", ")[0].strip()
    return first if first.startswith(("http://", "https://")) and len(first) <= 2000 else None


def _files(text: str) -> list[str] | None:
    return [url for part in text.split(", ") if (url := _url(part))] or None


def _email(text: str) -> str | None:
    found = _EMAIL.search(text)
    return found[0] if found and len(found[0]) <= 200 else None


def _phone(text: str) -> str | None:
    return text if any(c.isdigit() for c in text) and len(text) <= 200 else None


_READ: dict[str, Callable[[str], Any]] = {
    "rich_text": lambda text: text,
    "number": _number,
    "date": _date,
    "people": lambda _: None,
    "files": _files,
    "checkbox": lambda text: text.strip().casefold() in _YES or None,
    "url": _url,
    "email": _email,
    "phone_number": _phone,
}
