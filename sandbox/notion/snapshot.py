"""A page or database with all that a viewer needs to draw it, in one piece.

The parts are the objects of the API, so that a viewer of these can draw what Notion answers too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sandbox.notion.answers import Answers
from sandbox.notion.errors import NotFoundError
from sandbox.notion.ids import WORKSPACE_ID, as_uuid
from sandbox.notion.records import Block, Database, DataSource, Json, Page, Record, View
from sandbox.notion.state import Transaction
from sandbox.notion.times import minute, stamp
from sandbox.notion.urls import Urls
from sandbox.notion.views.showing import show_view
from sandbox.notion.workspace import Workspace

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
    """
    tx = workspace.begin(stamp(datetime.now(UTC)))
    name = as_uuid(page_id) or page_id
    return _Snapshot(Answers(tx, Urls(public_url), base_url)).of(name)


def workspace_index(workspace: Workspace, *, base_url: str = "/v1") -> list[dict[str, Any]]:
    """The top-level pages: `id`, `title`, `icon`, `created_time`, in order of creation.

    `base_url` is where uploaded files are served.
    """
    tx = workspace.begin(stamp(datetime.now(UTC)))
    answers = Answers(tx, Urls(None), base_url)
    return [
        {"id": page.id, **answers.label(page.id), "created_time": minute(page.created_time)}
        for page in tx.members(Page, WORKSPACE_ID)
        if not page.in_trash
    ]


class _Snapshot:
    """Collects what one page needs."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._tx: Transaction = answers.tx
        self._databases: dict[str, Json] = {}
        self._pages: dict[str, Json] = {}
        self._left = _MAX_BLOCKS

    def of(self, name: str) -> Json:
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
            **({"data_source": self._data_source(source)} if source else {}),
        }

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

    def _data_source(self, source: DataSource) -> Json:
        """As the API shows it, but with columns in the order in which they were made.

        The API lists properties by id, which says nothing to a reader.
        """
        shown = self._answers.data_source(source)
        made = {name: shown["properties"][name] for name in source.schema}
        return {**shown, "properties": made}

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
        rows = self._tx.members(Page, source.id) if source else []
        shown = [self._answers.page(row) for row in rows if not row.in_trash]
        self._name_pages(row["properties"] for row in shown)
        self._databases[database.id] = {
            "database": self._answers.database(database),
            "data_source": self._data_source(source) if source else None,
            "views": [show_view(self._tx, self._answers.urls, view) for view in views],
            "widgets": [show_view(self._tx, self._answers.urls, view) for view in widgets],
            "rows": shown,
        }

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
