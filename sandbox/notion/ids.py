"""Identifiers: UUIDs as Notion takes and gives them, property ids, urls."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, unquote
from uuid import UUID

# Notion checks the version and the variant of a UUID; the zero UUID is valid and never found.
_HEX = (
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?[1-8][0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}"
    r"|0{8}-?0{4}-?0{4}-?0{4}-?0{12}"
)
_UUID = re.compile(_HEX, re.IGNORECASE)
_NOT_IN_SLUG = re.compile(r"[^0-9A-Za-z]+")
# Printable, and free of the characters that mark a property inside a formula.
_PROPERTY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789;<=>?@[]^_`|~"

TITLE_ID = "title"
WORKSPACE_ID = "5f0e7a11-9c1d-4d55-8a6e-0d5a2c7b1f90"


# All that is random here, in bytes; tests give a source that repeats itself.
_draw: Callable[[int], bytes] = os.urandom
# Random bytes in stock: asking the system for each id costs more than all else about an id.
_STOCK: list[bytes] = []
_STOCKED = 256
os.register_at_fork(after_in_child=_STOCK.clear)  # or both processes would give the same ids


def _random() -> bytes:
    """Sixteen random bytes, from any thread."""
    while True:
        try:
            return _STOCK.pop()
        except IndexError:
            drawn = _draw(16 * _STOCKED)
            _STOCK.extend(drawn[at : at + 16] for at in range(0, len(drawn), 16))


def new_id() -> str:
    """A random UUID with dashes."""
    text = _random().hex()
    variant = "89ab"[int(text[16], 16) & 3]
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"


def as_uuid(text: str) -> str | None:
    """The canonical spelling (dashes, lower case) of a UUID, or None if it is not a valid one."""
    if not _UUID.fullmatch(text):
        return None
    # Nearly all ids come in this spelling; parsing them would cost more than the rest.
    if len(text) == 36 and text.islower():
        return text
    return str(UUID(text))


def bare(name: str) -> str:
    """A UUID without its dashes, as in urls."""
    return name.replace("-", "")


def new_property_id(taken: set[str]) -> str:
    """Four printable characters, URL-encoded, that are not among `taken` (URL-encoded too)."""
    while True:
        drawn = _random()[:4]
        letters = "".join(_PROPERTY_LETTERS[byte % len(_PROPERTY_LETTERS)] for byte in drawn)
        encoded = quote(letters, safe="")
        if encoded not in taken:
            return encoded


@lru_cache(maxsize=4096)
def decoded(property_id: str) -> str:
    """A property id without its URL-encoding, as rollups and formulas name it."""
    return unquote(property_id)


def slug(title: str) -> str:
    """The readable part of a page's url, with a closing dash; empty without Latin letters."""
    words = _NOT_IN_SLUG.sub("-", title).strip("-")
    return f"{words}-" if words else ""
