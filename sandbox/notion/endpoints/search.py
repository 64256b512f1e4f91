"""POST /search: pages and data sources by title, best match first."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.calls import Call
from sandbox.notion.checks import BODY
from sandbox.notion.ids import WORKSPACE_ID
from sandbox.notion.paging import cursor_id, opaque, page_of
from sandbox.notion.records import Database, DataSource, Json, Page
from sandbox.notion.richtext import plain

_KEYS = frozenset({"query", "filter", "sort", "start_cursor", "page_size"})
_read_object = checks.one_of("page", "data_source")
_read_property = checks.one_of("object")
_read_timestamp = checks.one_of("last_edited_time")
_read_direction = checks.one_of("ascending", "descending")


def search(call: Call) -> Json:
    """Ranks by how well titles match; without a query, everything, last edited first."""
    body = checks.mapping(call.body, BODY, _KEYS)
    words = checks.text(body.get("query", ""), (BODY, "query")).casefold().split()
    wanted = _read_filter(body.get("filter"))
    ascending = _read_sort(body.get("sort"))
    best_first = "sort" not in body

    def compute() -> list[str]:
        return _ranked(call, words, wanted, ascending=ascending, best_first=best_first)

    cursors = opaque(WORKSPACE_ID)
    asked = ("search", words, wanted, ascending, best_first)
    names = call.results.of(call.tx, asked, compute, cursor_id(call, cursors))

    def is_there(name: str) -> bool:
        page = call.tx.get(Page, name)
        return not call.tx.in_trash(page) if page else call.tx.get(DataSource, name) is not None

    kind = "page_or_data_source"
    return page_of(call, names, lambda name: _shown(call, name), kind, cursors, is_there)


def _ranked(
    call: Call, words: list[str], wanted: str | None, *, ascending: bool, best_first: bool
) -> list[str]:
    found = [
        (_rank(call, record, words), record.last_edited_time, record.id)
        for record in _candidates(call, wanted)
    ]
    matching = [item for item in found if item[0] > 0 or not words]
    matching.sort(key=lambda item: item[1], reverse=not ascending)
    # A stable sort: equal ranks keep the order of time.
    if best_first:
        matching.sort(key=lambda item: item[0], reverse=True)
    return [name for _, _, name in matching]


def _candidates(call: Call, wanted: str | None) -> list[Page | DataSource]:
    found: list[Page | DataSource] = []
    if wanted != "data_source":
        found += [page for page in call.tx.all(Page) if not call.tx.in_trash(page)]
    if wanted != "page":
        found += list(call.tx.all(DataSource))
    return found


def _rank(call: Call, record: Page | DataSource, words: list[str]) -> int:
    """How many words of the query the title holds; all in order count more than all."""
    title = _title(call, record).casefold()
    return sum(word in title for word in words) + (" ".join(words) in title)


def _title(call: Call, record: Page | DataSource) -> str:
    if isinstance(record, Page):
        return plain(record.values.get("title", []))
    database = call.tx.get(Database, record.parent.id)
    return plain(record.title) or (plain(database.title) if database else "")


def _shown(call: Call, name: str) -> Json:
    page = call.tx.get(Page, name)
    if page:
        return call.answers.page(page)
    source = call.tx.get(DataSource, name)
    return call.answers.data_source(source) if source else {}


def _read_filter(value: Any) -> str | None:
    if value is None:
        return None
    at = (BODY, "filter")
    found = checks.mapping(value, at, ("property", "value"))
    _read_property(found.get("property", checks.MISSING), (at, "property"))
    return str(_read_object(found.get("value", checks.MISSING), (at, "value")))


def _read_sort(value: Any) -> bool:
    """Whether the oldest come first."""
    if value is None:
        return False
    at = (BODY, "sort")
    found = checks.mapping(value, at, ("timestamp", "direction"))
    _read_timestamp(found.get("timestamp", "last_edited_time"), (at, "timestamp"))
    direction = _read_direction(found.get("direction", checks.MISSING), (at, "direction"))
    return bool(direction == "ascending")
