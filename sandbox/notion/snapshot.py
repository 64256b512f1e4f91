"""A page or database with all that a viewer needs to draw it.

The parts are the objects of the API, so that a viewer of these can draw what Notion answers too. A
table of many rows is not among them whole: a view of it comes page by page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any

import orjson

from sandbox.notion.answers import Answers
from sandbox.notion.calls import need
from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.ids import WORKSPACE_ID, as_uuid
from sandbox.notion.records import Block, Database, DataSource, Json, Page, Record, View
from sandbox.notion.results import Results
from sandbox.notion.selection import check_conditions, rows_of, selected, still_asked
from sandbox.notion.state import Transaction
from sandbox.notion.times import minute, stamp
from sandbox.notion.urls import Urls
from sandbox.notion.views.showing import show_view
from sandbox.notion.workspace import Workspace

WHOLE = 200  # rows: a table with more of them comes page by page
PAGE = 100  # rows that a view shows first
FURTHER = 500  # rows of each page behind that: who reads on has many to come
_MAX_DEPTH = 20
_MAX_BLOCKS = 20_000  # copies of copies can make more of a few than anybody could draw


def page_snapshot(
    workspace: Workspace, page_id: str, *, public_url: str | None = None, base_url: str = "/v1"
) -> dict[str, Any]:
    """A page or database as a viewer shows it; raises NotFoundError if it is not there.

    `page` is the page object or null, `database_id` stands for a database, `breadcrumb` lists the
    pages above (`id`, `title`, `icon`, root first), `blocks` are nested through `children`,
    `databases` has `database`, `data_source`, `views` in the order of tabs and `rows` in the order
    of creation for every database on the page, `data_source` is the schema of a row, and `pages`
    has title and icon of every page that is named. `base_url` is where uploaded files are served.

    Of a table with more than `WHOLE` rows, `rows` are what its first view shows first, and `first`
    names that `view_id`, its `total` of rows, the `next_cursor` for `rows_json`, and the
    `last_edited_time` of the whole table.
    """
    tx = _begin(workspace)
    return _Snapshot(tx, workspace.results, Urls(public_url), base_url).of(page_id)


async def page_json(
    workspace: Workspace, page_id: str, *, base_url: str, zone: str | None = None
) -> bytes:
    """The same as JSON, made beside the event loop. Days are counted in a `zone`, by its IANA name;
    without, as the workspace counts them. Raises StorageError as well."""
    await workspace.catch_up()
    tx = _begin(workspace, zone)
    snapshot = _Snapshot(tx, workspace.results, Urls(None), base_url)
    return await workspace.beside(tx, lambda: orjson.dumps(snapshot.of(page_id)))


async def rows_json(
    workspace: Workspace,
    database_id: str,
    view_id: str,
    cursor: str | None,
    *,
    base_url: str,
    zone: str | None = None,
) -> bytes:
    """A page of the rows that a view shows, as JSON: `rows`, the `total` of them, the `next_cursor`
    (null for the last page), and the `pages` that they name.

    Where a database has no such view, its rows in the order of creation. Days are counted in a
    `zone` as by `page_json`. Raises NotFoundError and StorageError.
    """
    await workspace.catch_up()
    tx = _begin(workspace, zone)
    snapshot = _Snapshot(tx, workspace.results, Urls(None), base_url)
    read = partial(snapshot.rows, database_id, view_id, cursor)
    return await workspace.beside(tx, lambda: orjson.dumps(read()))


def workspace_index(workspace: Workspace, *, base_url: str = "/v1") -> list[dict[str, Any]]:
    """The top-level pages: `id`, `title`, `icon`, `created_time`, in order of creation.

    `base_url` is where uploaded files are served.
    """
    tx = _begin(workspace)
    answers = Answers(tx, Urls(None), base_url)
    return [
        {"id": page.id, **answers.label(page.id), "created_time": minute(page.created_time)}
        for page in tx.members(Page, WORKSPACE_ID)
        if not page.in_trash
    ]


def _begin(workspace: Workspace, zone: str | None = None) -> Transaction:
    tx = workspace.begin(stamp(datetime.now(UTC)))
    tx.count_days_in(zone)
    return tx


class _Snapshot:
    """Collects what one page needs."""

    def __init__(self, tx: Transaction, results: Results, urls: Urls, base_url: str) -> None:
        # The API lists properties by id, which says nothing to a reader.
        self._answers = Answers(tx, urls, base_url, as_made=True)
        self._tx = tx
        self._results = results
        self._databases: dict[str, Json] = {}
        self._pages: dict[str, Json] = {}
        self._left = _MAX_BLOCKS

    def of(self, page_id: str) -> Json:
        name = as_uuid(page_id) or page_id
        page = self._tx.get(Page, name)
        if page is None:
            return self._of_database(name)
        answers = self._answers
        shown = answers.page(page)
        blocks = self._nested(answers.children(page), _MAX_DEPTH)
        source = self._tx.get(DataSource, page.parent.id)
        self._name_pages((shown["properties"],))
        return {
            "page": shown,
            "breadcrumb": self._breadcrumb(page),
            "blocks": blocks,
            "databases": self._databases,
            "pages": self._pages,
            **({"data_source": self._answers.data_source(source)} if source else {}),
        }

    def rows(self, database_id: str, view_id: str, cursor: str | None) -> Json:
        database = need(self._tx, Database, as_uuid(database_id) or database_id)
        view = self._tx.get(View, as_uuid(view_id) or view_id)
        source = need(
            self._tx, DataSource, view.data_source_id if view else next(iter(database.sources), "")
        )
        return {**self._page_of_rows(source, view, cursor), "pages": self._pages}

    def _of_database(self, name: str) -> Json:
        database = self._tx.get(Database, name)
        if database is None:
            raise NotFoundError("page", name)
        self._add_database(database)
        return {
            "page": None,
            "database_id": database.id,
            "breadcrumb": self._breadcrumb(database),
            "blocks": [],
            "databases": self._databases,
            "pages": self._pages,
        }

    def _nested(self, names: Iterable[str], depth: int) -> list[Json]:
        blocks = [self._answers.block(name) for name in islice(names, self._left)]
        self._left -= len(blocks)
        self._name_pages(blocks)
        for block in blocks:
            block["children"] = self._below(block, depth)
            if database := self._tx.get(Database, block["id"]):
                self._add_database(database)
        return blocks

    def _below(self, block: Json, depth: int) -> list[Json]:
        """The blocks below one; those of a subpage belong to its own snapshot."""
        record = self._tx.get(Block, block["id"])
        if record is None or depth == 0:
            return []
        if record.type == "synced_block" and (origin := record.content["synced_from"]):
            record = self._tx.get(Block, origin["block_id"])
        return self._nested(self._answers.children(record), depth - 1) if record else []

    def _add_database(self, database: Database) -> None:
        if database.id in self._databases:
            return
        source = next(filter(None, (self._tx.get(DataSource, n) for n in database.sources)), None)
        views = [view for name in database.views if (view := self._tx.get(View, name))]
        widgets = [
            view
            for view in self._tx.members(View, database.id)
            if view.dashboard_view_id is not None
        ]
        self._databases[database.id] = {
            "database": self._answers.database(database),
            "data_source": self._answers.data_source(source) if source else None,
            "views": [show_view(self._tx, self._answers.urls, view) for view in views],
            "widgets": [show_view(self._tx, self._answers.urls, view) for view in widgets],
            **(self._table(source, views[0] if views else None) if source else {"rows": []}),
        }

    def _table(self, source: DataSource, view: View | None) -> Json:
        """All rows of a small table, else those that its first view shows first."""
        rows = rows_of(self._tx, source)
        if len(rows) <= WHOLE:
            return {"rows": self._shown(rows)}
        page = self._page_of_rows(source, view, None)
        edited = max(row.last_edited_time for row in rows)
        first = {"view_id": view and view.id, "last_edited_time": edited, **page}
        return {"rows": first.pop("rows"), "first": first}

    def _page_of_rows(self, source: DataSource, view: View | None, cursor: str | None) -> Json:
        found = self._found(source, view, cursor)
        if cursor is not None and cursor not in found:
            raise NotFoundError("row", cursor)
        start = found.index(cursor) if cursor else 0
        before, there = filter(self._is_row, found[:start]), filter(self._is_row, found[start:])
        names = list(there)
        size = FURTHER if cursor else PAGE
        rows = (self._tx.get(Page, name) for name in names[:size])
        return {
            "rows": self._shown(filter(None, rows)),
            "total": sum(1 for _ in before) + len(names),
            "next_cursor": names[size] if len(names) > size else None,
        }

    def _found(self, source: DataSource, view: View | None, cursor: str | None) -> Sequence[str]:
        """Ids of the rows that a view shows, in its order."""
        if view is None:
            return self._selected(source, None, None, cursor)
        try:
            condition, sorts = still_asked(source, view)
            check_conditions(self._tx, source.schema, condition, sorts)
            return self._selected(source, condition, sorts, cursor)
        except ValidationError:  # it asks for what is not there, or too much: that hides no rows
            return self._selected(source, None, None, cursor)

    def _selected(
        self, source: DataSource, condition: Any, sorts: Any, cursor: str | None
    ) -> Sequence[str]:
        def compute() -> list[str]:
            rows = rows_of(self._tx, source)
            return selected(self._answers, source, rows, condition, sorts)

        return self._results.of(self._tx, ("view", source.id, condition, sorts), compute, cursor)

    def _is_row(self, name: str) -> bool:
        row = self._tx.get(Page, name)
        return row is not None and not row.in_trash

    def _shown(self, rows: Iterable[Page]) -> list[Json]:
        shown = [self._answers.page(row) for row in rows]
        self._name_pages(row["properties"] for row in shown)
        return shown

    def _breadcrumb(self, record: Record) -> list[Json]:
        above: list[Json] = []
        found = self._tx.above(record)
        while found is not None:
            if isinstance(found, Page | Database):
                above.append({"id": found.id, **self._answers.label(found.id)})
            found = self._tx.above(found)
        return above[::-1]

    def _name_pages(self, parts: Iterable[Any]) -> None:
        for name in _named(list(parts)):
            if name not in self._pages and self._tx.get(Page, name):
                self._pages[name] = self._answers.label(name)


def _named(value: Any) -> Iterator[str]:
    """The ids of pages that JSON of the API names."""
    if isinstance(value, list):
        for item in value:
            yield from _named(item)
        return
    if not isinstance(value, dict):
        return
    kind = value.get("type")
    if kind == "child_page":
        yield value["id"]
    elif kind == "relation":
        yield from (item["id"] for item in value["relation"])
    elif kind == "page_id" and "page_id" in value:
        yield value["page_id"]
    elif kind == "mention" and value["mention"]["type"] == "page":
        yield value["mention"]["page"]["id"]
    # Children were collected when they were nested.
    for key, item in value.items():
        if isinstance(item, dict | list) and key != "children":
            yield from _named(item)
