"""Pages of lists: `page_size`, cursors, and what a list answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from sandbox.notion import checks
from sandbox.notion.answers import listed
from sandbox.notion.calls import Call
from sandbox.notion.checks import BODY
from sandbox.notion.errors import ValidationError
from sandbox.notion.records import Json

MAX_PAGE_SIZE = 100
PLAIN = ""
"""What stands before an id in the cursors of children and views: nothing."""


def opaque(scope: str) -> str:
    """What stands before an id in the cursors of queries and searches: `s:<scope>:`."""
    return f"s:{scope}:"


def page_of(
    call: Call,
    names: Sequence[str],
    show: Callable[[str], Any],
    kind: str,
    cursors: str = PLAIN,
    is_there: Callable[[str], bool] = bool,
) -> Json:
    """One page of a list of ids, each shown by `show`; what is not there any more is left out."""
    size, _ = _wanted(call)
    following = itertools.islice(names, _position(names, cursor_id(call, cursors)), None)
    there = filter(is_there, following)
    shown = [show(name) for name in itertools.islice(there, size)]
    further = next(there, None)
    return listed(shown, kind, None if further is None else cursors + further)


def cursor_id(call: Call, cursors: str) -> str | None:
    """The id of what a page begins with, None for the first page; the cursor may be that alone."""
    _, cursor = _wanted(call)
    return None if cursor is None else str(cursor).removeprefix(cursors)


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


def _position(names: Sequence[str], name: str | None) -> int:
    if name is None:
        return 0
    if name in names:
        return names.index(name)
    raise ValidationError(f"The start_cursor provided is invalid: {name}")
