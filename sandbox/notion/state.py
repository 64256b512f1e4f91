"""The workspace as a state machine in memory, and the transactions that change it.

A transaction reads through to the state and keeps what it changes to itself. So a request that
fails half-way leaves nothing behind, and a request that succeeds is applied as a whole.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from sandbox.notion.records import Block, Json, Page, Parent, Record
from sandbox.notion.users import USERS

R = TypeVar("R", bound=Record)


class State:
    """All records by id, in order of creation, with the members of each parent; and the users.

    `secret` signs the urls of files; it lives as long as the process, longer than any url.
    `knows_formulas` says that the formulas were written in Notion's app, not over its API: only
    of those it knows the type, which a filter must have.
    """

    def __init__(self) -> None:
        self.knows_formulas = False
        self.secret = secrets.token_bytes(32)
        self.records: dict[str, Record] = {}
        self.users: dict[str, Json] = dict(USERS)
        self._members: dict[tuple[type[Record], str], dict[str, None]] = {}

    def put(self, record: Record) -> None:
        """Adds a record or takes the place of the one with its id."""
        old = self.records.get(record.id)
        self.records[record.id] = record
        if old is not None and old.parent != record.parent:
            self._forget(old)
        # Blocks are found through their holder's children, which alone know the order.
        if not isinstance(record, Block):
            key = (type(record), record.parent.id)
            self._members.setdefault(key, {}).setdefault(record.id)

    def drop(self, name: str) -> None:
        """Removes a record for good."""
        self._forget(self.records.pop(name))

    def members(self, kind: type[Record], parent_id: str) -> tuple[str, ...]:
        """Ids of the records of a kind that name this parent, in order of creation."""
        return tuple(self._members.get((kind, parent_id), ()))

    def _forget(self, record: Record) -> None:
        self._members.get((type(record), record.parent.id), {}).pop(record.id, None)


class Transaction:
    """One request's view of the state: `now` is its time, `user_id` who asks.

    `contents` are what it uploads, by upload and number of the part.
    """

    def __init__(self, state: State, now: str, user_id: str) -> None:
        self.now = now
        self.user_id = user_id
        self.changes: dict[str, Record | None] = {}
        self.contents: dict[tuple[str, int], bytes] = {}
        self._state = state

    @property
    def secret(self) -> bytes:
        """What signs the urls of files."""
        return self._state.secret

    @property
    def knows_formulas(self) -> bool:
        """Whether formulas can be filtered by."""
        return self._state.knows_formulas

    def get(self, kind: type[R], name: str) -> R | None:
        """The record of that kind and id, if there is one."""
        found = self.changes[name] if name in self.changes else self._state.records.get(name)
        return found if isinstance(found, kind) else None

    def user(self, name: str) -> Json | None:
        """The whole user of that id, if the workspace knows them."""
        return self._state.users.get(name)

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, in order of creation."""
        # A record that was changed keeps its place; one that was made comes last.
        for name in dict.fromkeys((*self._state.records, *self.changes)):
            if record := self.get(kind, name):
                yield record

    def members(self, kind: type[R], parent_id: str) -> list[R]:
        """The records of a kind that name this parent, in order of creation."""
        names = dict.fromkeys(self._state.members(kind, parent_id))
        names.update(dict.fromkeys(self.changes))
        found = (self.get(kind, name) for name in names)
        return [record for record in found if record and record.parent.id == parent_id]

    def put(self, record: R) -> R:
        """Adds or replaces a record as it is."""
        self.changes[record.id] = record
        return record

    def edit(self, record: R, **changed: Any) -> R:
        """Replaces a record by itself with other fields, edited now by who asks."""
        edited = replace(record, last_edited_time=self.now, last_edited_by=self.user_id, **changed)
        return self.put(edited)

    def drop(self, name: str) -> None:
        """Removes a record for good."""
        self.changes[name] = None

    def stamp(self, parent: Parent) -> dict[str, Any]:
        """The fields that a new record has because of when, where and by whom it is made."""
        return {
            "parent": parent,
            "created_time": self.now,
            "created_by": self.user_id,
            "last_edited_time": self.now,
            "last_edited_by": self.user_id,
        }

    def in_trash(self, record: Record) -> bool:
        """Whether a record or anything above it is in the trash."""
        found: Record | None = record
        while found is not None:
            if found.in_trash:
                return True
            found = self.above(found)
        return False

    def above(self, record: Record) -> Record | None:
        """The record that a record lives in; None for the workspace."""
        return self.get(Record, record.parent.id)

    def holder(self, name: str) -> Block | Page | None:
        """The block or page that may hold children under this id."""
        return self.get(Block, name) or self.get(Page, name)

    def apply(self) -> None:
        """Carries the changes into the state."""
        for name, record in self.changes.items():
            if record is not None:
                self._state.put(record)
            elif name in self._state.records:
                self._state.drop(name)
