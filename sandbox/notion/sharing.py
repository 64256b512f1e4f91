"""What a connection sees that one page is shared with: that page and all below it.

Everything else is not there for it, as in Notion: not found, not searched, no place to move to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from sandbox.notion.records import FileUpload, Record
from sandbox.notion.state import State, Transaction
from sandbox.notion.users import BOT_ID

R = TypeVar("R", bound=Record)


class SharedTransaction(Transaction):
    """One request's view of the page `root` and what lies below it. Uploads lie nowhere until they
    are shown: each is there for whoever knows its id."""

    def __init__(self, state: State, now: str, root: str) -> None:
        super().__init__(state, now, BOT_ID)
        self._root = root
        self._known: dict[str, bool] = {}

    def get(self, kind: type[R], name: str) -> R | None:
        found = super().get(kind, name)
        return found if found is not None and self._is_shared(found) else None

    def all(self, kind: type[R]) -> Iterator[R]:
        return iter(()) if kind is FileUpload else super().all(kind)

    def _is_shared(self, record: Record) -> bool:
        """Whether a record is below the root; what was found out holds for this request."""
        if isinstance(record, FileUpload):
            return True
        way: list[str] = []
        found: Record | None = record
        while found is not None and found.id not in self._known and found.id != self._root:
            way.append(found.id)
            found = super().get(Record, found.parent.id)
        is_shared = found is not None and self._known.get(found.id, found.id == self._root)
        self._known.update(dict.fromkeys(way, is_shared))
        return is_shared
