"""Pages of lists: `page_size`, cursors, and what a list answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sandbox.notion import checks
from sandbox.notion.answers import listed
from sandbox.notion.calls import Call
from sandbox.notion.checks import BODY
from sandbox.notion.errors import ValidationError
from sandbox.notion.records import Json

MAX_PAGE_SIZE = 100
CursorOf = Callable[[str], str]


def plain_cursor(name: str) -> str:
    """The cursor of children and views: the id of what comes next."""
    return name


def opaque_cursor(scope: str) -> CursorOf:
    """The cursors of queries and searches: `s:<scope>:<id of what comes next>`."""
    return lambda name: f"s:{scope}:{name}"


def page_of(
    call: Call,
    names: Sequence[str],
    show: Callable[[str], Any],
    kind: str,
    cursor_of: CursorOf = plain_cursor,
) -> Json:
    """One page of a list of ids, each shown by `show`."""
    size, cursor = _wanted(call)
    start = _position(names, cursor, cursor_of)
    end = start + size
    following = cursor_of(names[end]) if end < len(names) else None
    return listed([show(name) for name in names[start:end]], kind, following)


def _wanted(call: Call) -> tuple[int, str | None]:
    if call.method == "GET":
        written = call.parameter("page_size")
        if written is not None and not written.isdecimal():
            raise ValidationError(
                "query failed validation: query.page_size should be a number,"
                f" instead was `{checks.shown(written)}`."
            )
        size, cursor = int(written or MAX_PAGE_SIZE), call.parameter("start_cursor")
    else:
        size = checks.integer(call.body.get("page_size", MAX_PAGE_SIZE), (BODY, "page_size"))
        cursor = call.body.get("start_cursor")
    if not 1 <= size <= MAX_PAGE_SIZE:
        part = "query" if call.method == "GET" else "body"
        limit = "≥ `1`" if size < 1 else f"≤ `{MAX_PAGE_SIZE}`"
        raise ValidationError(
            f"{part} failed validation: {part}.page_size should be {limit}, instead was `{size}`."
        )
    return size, cursor


def _position(names: Sequence[str], cursor: Any, cursor_of: CursorOf) -> int:
    if cursor is None:
        return 0
    for index, name in enumerate(names):
        if cursor in (cursor_of(name), name):
            return index
    raise ValidationError(f"The start_cursor provided is invalid: {cursor}")
