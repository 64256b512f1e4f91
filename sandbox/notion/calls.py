"""One call of the API as the endpoints see it: what is asked, by whom, in which version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sandbox.notion import checks
from sandbox.notion.answers import Answers
from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.ids import as_uuid
from sandbox.notion.records import Database, Json, Page, Record
from sandbox.notion.results import Results
from sandbox.notion.state import Transaction
from sandbox.notion.urls import Urls
from sandbox.notion.users import BOT_ID, BOT_NAME

CURRENT = "2026-03-11"
INTERNAL = "internal"
R = TypeVar("R", bound=Record)

# What a kind of record is called in "Could not find … with ID".
_WORDS = {"DataSource": "data_source", "FileUpload": "file_upload", "ViewQuery": "view query"}


@dataclass(frozen=True)
class Call:
    """A request that is known to be for one endpoint; `names` are the ids in its path.

    `is_brief` says that of a page ids and address are enough: its values need not be computed;
    `as_made` that properties are wanted in the order in which they were made.
    """

    tx: Transaction
    results: Results
    urls: Urls
    base_url: str
    version: str
    token_kind: str
    method: str
    path: str
    names: tuple[str, ...]
    query: dict[str, list[str]]
    body: Json
    raw: bytes = b""
    content_type: str = ""
    is_brief: bool = False
    as_made: bool = False

    @cached_property
    def answers(self) -> Answers:
        """Shows records as this call sees them."""
        return Answers(self.tx, self.urls, self.base_url, as_made=self.as_made)

    @property
    def is_current(self) -> bool:
        """Whether the call speaks 2026-03-11 or newer."""
        return self.version >= CURRENT

    def uuid(self, label: str, index: int = 0) -> str:
        """An id of the path; `label` is what a refusal calls it, such as `page_id`."""
        return need_uuid(self.names[index], f"path.{label}", "path")

    def find(self, kind: type[R], label: str) -> R:
        """The record that the path names."""
        return need(self.tx, kind, self.uuid(label))

    def parameter(self, name: str) -> str | None:
        """A query parameter, the last one if it is repeated."""
        values = self.query.get(name)
        return values[-1] if values else None


Endpoint = Callable[[Call], Json]


def need_uuid(text: str, where: str, part: str) -> str:
    """A UUID outside of a body, in canonical spelling."""
    found = as_uuid(text)
    if found is None:
        shown = checks.shown(text)
        raise ValidationError(
            f"{part} failed validation: {where} should be a valid uuid, instead was `{shown}`."
        )
    return found


def need(tx: Transaction, kind: type[R], name: str) -> R:
    """The record of that kind, or Notion's refusal if there is none."""
    found = tx.get(kind, name)
    if found is None:
        _refuse_other_kind(tx, kind, name)
        word = _WORDS.get(kind.__name__, kind.__name__.lower())
        raise NotFoundError(word, name, (BOT_ID, BOT_NAME))
    return found


def _refuse_other_kind(tx: Transaction, kind: type[Record], name: str) -> None:
    """Notion tells a page from a database; ids of data sources and blocks are not found (seen)."""
    if kind is Page and tx.get(Database, name):
        raise ValidationError(
            f"Provided ID {name} is a database, not a page. Use the retrieve database API instead."
        )
    if kind is Database and tx.get(Page, name):
        raise ValidationError(
            f"Provided database_id {name} is a page, not a database."
            " Use the pages API instead, or pass the ID of the database itself."
        )


def need_alive(tx: Transaction, record: R) -> R:
    """Refuses to change what is in the trash or below something that is."""
    if tx.in_trash(record):
        raise ValidationError(
            "Can't edit block that is archived. You must unarchive the block before editing."
        )
    return record


def trash_wish(body: Json, *, is_current: bool) -> bool | None:
    """Whether a body asks for something to be trashed (or restored); None if it does not."""
    keys = ("in_trash",) if is_current else ("in_trash", "archived")
    wishes = [checks.boolean(body[key], (checks.BODY, key)) for key in keys if key in body]
    return wishes[0] if wishes else None


def trash_keys(*, is_current: bool) -> tuple[str, ...]:
    """The keys under which a body may ask for the trash."""
    return ("in_trash",) if is_current else ("in_trash", "archived")
