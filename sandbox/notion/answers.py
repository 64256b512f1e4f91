"""Records as Notion answers them: the keys, their order, the precision of times.

Everything here is of version 2026-03-11; `versions` rewords it for older ones.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sandbox.notion.blocks.kinds import KINDS
from sandbox.notion.computed import Rows
from sandbox.notion.errors import NotFoundError
from sandbox.notion.files import Files
from sandbox.notion.media import last_part
from sandbox.notion.mentions import UNTITLED, resolved, title_of
from sandbox.notion.properties.lookup import find_property, ordered
from sandbox.notion.properties.rows import PLAIN_PAGE
from sandbox.notion.records import (
    Block,
    Comment,
    Database,
    DataSource,
    FileUpload,
    Json,
    Page,
    Parent,
    Record,
)
from sandbox.notion.richtext import plain
from sandbox.notion.state import Transaction
from sandbox.notion.times import minute, precise
from sandbox.notion.urls import Urls
from sandbox.notion.users import partial

NEW_DATABASE = "New database"
UNNAMED_FILE = "file"


class Answers:
    """Shows records as one transaction sees them; properties in Notion's order, or `as_made`."""

    def __init__(
        self, tx: Transaction, urls: Urls, base_url: str, *, as_made: bool = False
    ) -> None:
        self._as_made = as_made
        self.tx = tx
        self.urls = urls
        self.files = Files(tx, base_url)

    @cached_property
    def rows(self) -> Rows:
        """The properties of pages; remembers what it computed."""
        return Rows(self.tx, self.files)

    def page(self, page: Page) -> Json:
        """A page or row."""
        return {
            "object": "page",
            "id": page.id,
            "created_time": minute(page.created_time),
            "last_edited_time": minute(page.last_edited_time),
            "created_by": partial(page.created_by),
            "last_edited_by": partial(page.last_edited_by),
            "cover": self._picture(page.cover),
            "icon": self._picture(page.icon),
            "parent": self.parent(page.parent),
            "in_trash": self.tx.in_trash(page),
            "is_archived": page.is_archived,
            "is_locked": page.is_locked,
            "properties": self.rows.properties(page),
            "url": self._page_url(page),
            "public_url": None,
        }

    def brief_page(self, page: Page) -> Json:
        """What others name of a page or row: ids and its address. Nothing is computed for it."""
        source = self.tx.get(DataSource, page.parent.id)
        schema = source.schema if source else PLAIN_PAGE
        return {
            "object": "page",
            "id": page.id,
            "properties": {name: {"id": prop["id"]} for name, prop in schema.items()},
            "url": self._page_url(page),
        }

    def database(self, database: Database) -> Json:
        """A database with references to its data sources."""
        sources = [self.tx.get(DataSource, name) for name in database.sources]
        return {
            "object": "database",
            "id": database.id,
            "title": database.title,
            "description": database.description,
            "parent": self.parent(database.parent),
            "is_inline": database.is_inline,
            "in_trash": self.tx.in_trash(database),
            "is_locked": database.is_locked,
            "created_time": precise(database.created_time),
            "last_edited_time": precise(database.last_edited_time),
            "data_sources": [
                {"id": source.id, "name": plain(source.title) or NEW_DATABASE}
                for source in sources
                if source and not source.in_trash
            ],
            "icon": self._picture(database.icon),
            "cover": self._picture(database.cover),
            "url": self.urls.database(database.id),
            "public_url": None,
        }

    def data_source(self, source: DataSource) -> Json:
        """A data source with its schema; description and layout are its database's."""
        database = self.tx.get(Database, source.parent.id)
        return {
            "object": "data_source",
            "id": source.id,
            "cover": self._picture(source.cover),
            "icon": self._picture(source.icon),
            "created_time": minute(source.created_time),
            "created_by": partial(source.created_by),
            "last_edited_by": partial(source.last_edited_by),
            "last_edited_time": minute(source.last_edited_time),
            "title": source.title,
            "description": database.description if database else [],
            "is_inline": database.is_inline if database else False,
            "properties": self.schema(source),
            "parent": self.parent(source.parent),
            "database_parent": self.parent(database.parent if database else source.parent),
            "url": self.urls.database(source.parent.id),
            "public_url": None,
            "in_trash": self.tx.in_trash(source),
        }

    def schema(self, source: DataSource) -> dict[str, Json]:
        """Notion's `properties` of a data source, with the names that others have now."""
        schema = source.schema if self._as_made else ordered(source.schema)
        return {name: self._property(prop, source) for name, prop in schema.items()}

    def block(self, name: str) -> Json:
        """A block; pages and databases show as the blocks that stand for them."""
        record = self.tx.get(Record, name)
        if isinstance(record, Block):
            below = self.children(self.origin(record))
            return self._block(record, record.type, self._content(record), below)
        if isinstance(record, Page):
            title = {"title": plain(record.values.get("title", []))}
            return self._block(record, "child_page", title, self.children(record))
        if isinstance(record, Database):
            return self._block(record, "child_database", {"title": plain(record.title)}, [])
        raise NotFoundError("block", name)

    def origin(self, holder: Block | Page) -> Block | Page:
        """The block or page whose children one shows: itself, or what a synced copy copies."""
        if not isinstance(holder, Block) or holder.type != "synced_block":
            return holder
        synced = holder.content["synced_from"]
        return (synced and self.tx.get(Block, synced["block_id"])) or holder

    def children(self, holder: Block | Page) -> list[str]:
        """Ids of what stands below a block or page, trash left out."""
        found = ((name, self.tx.get(Record, name)) for name in holder.children)
        return [name for name, record in found if record and not record.in_trash]

    def comment(self, comment: Comment) -> Json:
        """A comment."""
        shown: Json = {
            "object": "comment",
            "id": comment.id,
            "parent": self.parent(comment.parent),
            "discussion_id": comment.discussion_id,
            "created_time": minute(comment.created_time),
            "last_edited_time": minute(comment.last_edited_time),
            "created_by": partial(comment.created_by),
            "rich_text": resolved(self.tx, comment.rich_text),
            "display_name": comment.display_name,
        }
        if comment.attachments:
            shown["attachments"] = [
                {"category": item["category"], "file": self.files.signed(item["upload_id"])}
                for item in comment.attachments
            ]
        return shown

    def parent(self, parent: Parent) -> Json:
        """Where something lives; rows name their database too."""
        if parent.type == "workspace":
            return {"type": "workspace", "workspace": True}
        shown = {"type": parent.type, parent.type: parent.id}
        if parent.type == "data_source_id" and (source := self.tx.get(DataSource, parent.id)):
            shown["database_id"] = source.parent.id
        return shown

    def label(self, name: str) -> Json:
        """What a page or database is called, for breadcrumbs and lists."""
        record = self.tx.get(Record, name)
        icon = record.icon if isinstance(record, Page | Database) else None
        return {"title": title_of(self.tx, name) or UNTITLED, "icon": self._picture(icon)}

    def _block(self, record: Record, kind: str, content: Json, children: list[str]) -> Json:
        return {
            "object": "block",
            "id": record.id,
            "parent": self.parent(record.parent),
            "created_time": minute(record.created_time),
            "last_edited_time": minute(record.last_edited_time),
            "created_by": partial(record.created_by),
            "last_edited_by": partial(record.last_edited_by),
            "has_children": bool(children),
            "in_trash": self.tx.in_trash(record),
            "type": kind,
            kind: content,
        }

    def _content(self, block: Block) -> Json:
        content = block.content
        for key in ("rich_text", "caption"):
            if runs := content.get(key):
                content = {**content, key: resolved(self.tx, runs)}
        if cells := content.get("cells"):
            content = {"cells": [resolved(self.tx, cell) for cell in cells]}
        if block.type in ("callout", "paragraph"):
            return {**content, "icon": self._picture(content["icon"])}
        if block.type == "file":
            content = {**content, "name": content.get("name") or self.file_name(content)}
        kind = KINDS.get(block.type)  # a mirror has types that cannot be made here
        return self.files.shown(content) if kind and kind.is_media else content

    def file_name(self, content: Json) -> str:
        """What a file without a name of its own is called."""
        held = content[content["type"]]
        upload = self.tx.get(FileUpload, held.get("upload_id", ""))
        if upload:
            return upload.filename or UNNAMED_FILE
        return last_part(held["url"]) or UNNAMED_FILE

    def _page_url(self, page: Page) -> str:
        return self.urls.page(page.id, plain(page.values.get("title", [])))

    def _picture(self, picture: Json | None) -> Json | None:
        return picture and self.files.shown(picture)

    def _property(self, prop: Json, source: DataSource) -> Json:
        if prop["type"] == "rollup":
            return {**prop, "rollup": self._rollup(prop["rollup"], source)}
        if prop["type"] == "relation" and prop["relation"]["type"] == "dual_property":
            return {**prop, "relation": self._dual(prop["relation"])}
        return prop

    def _rollup(self, config: Json, source: DataSource) -> Json:
        relation = find_property(source.schema, config["relation_property_id"])
        if relation is None:
            return config
        target = self.tx.get(DataSource, relation["relation"]["data_source_id"])
        rolled = find_property(target.schema, config["rollup_property_id"]) if target else None
        return {
            **config,
            "rollup_property_name": (rolled or {}).get("name", config["rollup_property_name"]),
            "relation_property_name": relation["name"],
        }

    def _dual(self, config: Json) -> Json:
        target = self.tx.get(DataSource, config["data_source_id"])
        synced = config["dual_property"]
        other = find_property(target.schema, synced["synced_property_id"]) if target else None
        if other is None:
            return config
        return {**config, "dual_property": {**synced, "synced_property_name": other["name"]}}


def listed(results: list[Any], kind: str, next_cursor: str | None = None, **own: Any) -> Json:
    """A page of a list; `kind` names what it lists."""
    return {
        "object": "list",
        "results": results,
        "next_cursor": next_cursor,
        "has_more": next_cursor is not None,
        "type": kind,
        kind: own,
    }
