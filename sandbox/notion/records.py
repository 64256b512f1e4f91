"""What a workspace consists of: one frozen record per object, as it is kept.

A record holds what cannot be derived. Content, values, icons and configurations are kept in the
form in which Notion answers them, so that reading costs nothing. Times are ISO 8601 in UTC with
milliseconds and `Z`; ids are UUIDs with dashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

Json = dict[str, Any]
RichText = list[Json]


@dataclass(frozen=True, slots=True)
class Parent:
    """Where a record lives: `type` is Notion's (`page_id`, `workspace`, …), `id` is never empty."""

    type: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all objects have. Users are named by id. `TUPLES` are the fields that JSON has as
    lists."""

    TUPLES: ClassVar[frozenset[str]] = frozenset()

    id: str
    parent: Parent
    created_time: str
    created_by: str
    last_edited_time: str
    last_edited_by: str
    in_trash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Record):
    """A block; `content` is what stands under its type's key."""

    TUPLES: ClassVar[frozenset[str]] = frozenset({"children"})

    type: str
    content: Json
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Record):
    """A page or row; `values` are by property id, `number` is its unique id in the data source."""

    TUPLES: ClassVar[frozenset[str]] = frozenset({"children"})

    icon: Json | None = None
    cover: Json | None = None
    children: tuple[str, ...] = ()
    is_archived: bool = False
    is_locked: bool = False
    number: int = 0
    values: Mapping[str, Any]  # the last, as `loading` cuts it off


@dataclass(frozen=True, slots=True, kw_only=True)
class Database(Record):
    """A container of views; a linked database shows `sources` that live in another one."""

    TUPLES: ClassVar[frozenset[str]] = frozenset({"sources", "views"})

    title: RichText
    description: RichText
    is_inline: bool = False
    is_locked: bool = False
    icon: Json | None = None
    cover: Json | None = None
    sources: tuple[str, ...] = ()
    views: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSource(Record):
    """A schema with rows; `schema` is Notion's `properties` object, in the order of making.

    `removed` are deleted properties by their ids, as they were. `made` are ids in that order, of
    what was there when the last was deleted and of those deleted before.
    """

    TUPLES: ClassVar[frozenset[str]] = frozenset({"made"})

    title: RichText
    schema: dict[str, Json]
    icon: Json | None = None
    cover: Json | None = None
    next_number: int = 1
    removed: dict[str, Json] = field(default_factory=dict)
    made: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Record):
    """A view of a data source; a widget has the dashboard's id, a dashboard has `rows`."""

    data_source_id: str
    name: str
    type: str
    configuration: Json
    filter: Json | None = None
    sorts: list[Json] | None = None
    quick_filters: Json | None = None
    dashboard_view_id: str | None = None
    rows: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Record):
    """One comment of a discussion about its parent."""

    discussion_id: str
    rich_text: RichText
    display_name: Json
    attachments: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUpload(Record):
    """An upload; sizes are in bytes, `parts` counts (sent, total) of a multi-part one, and `sizes`
    are those of its parts by their numbers: a part may be sent again.

    `expiry_time` is None once something shows it; one that was imported stays at `external_url`.
    """

    status: str
    filename: str | None
    content_type: str | None
    expiry_time: str | None
    content_length: int | None = None
    parts: list[int] | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    import_result: Json | None = None
    external_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewQuery(Record):
    """The cached result of a view; `rows` are page ids."""

    view_id: str
    expires_at: str
    rows: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsyncTask(Record):
    """A request that was answered before it was done; `result` is what it came to."""

    operation: str
    result: Json


KINDS: Mapping[str, type[Record]] = {
    kind.__name__: kind
    for kind in (
        Block,
        Page,
        Database,
        DataSource,
        View,
        Comment,
        FileUpload,
        ViewQuery,
        AsyncTask,
    )
}
