"""The workspace as a state machine in memory, and the transactions that change it.

A transaction reads through to the state and keeps what it changes to itself. So a request that
fails half-way leaves nothing behind, and a request that succeeds is applied as a whole.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any, Self, TypeVar

from sandbox.notion.records import Block, Json, Page, Parent, Record
from sandbox.notion.times import zone_named
from sandbox.notion.users import USERS

R = TypeVar("R", bound=Record)
Changes = Mapping[str, Record | None]  # None stands for a removal
TakeBack = Callable[[], None]
_Place = tuple[type[Record], str]  # a kind below a parent


class State:
    """All records by id, in order of creation, with the members of each parent; and the users.

    `secret` signs the urls of files; it lives as long as the process, longer than any url.
    `version` is another one after every change.
    `knows_formulas` says that the formulas were written in Notion's app, not over its API: only
    of those it knows the type, which a filter must have.
    `zone` is the time zone in which days are counted for who names none; None is where this machine
    is.
    """

    def __init__(self) -> None:
        self.knows_formulas = False
        self.zone: tzinfo | None = UTC
        self.secret = secrets.token_bytes(32)
        self.version = 0
        self.records: dict[str, Record] = {}
        self.users: dict[str, Json] = dict(USERS)
        self._members: dict[_Place, dict[str, None]] = {}
        self._own: set[_Place] = set()  # whose members no frozen state shows
        self._frozen: Self | None = None

    def put(self, record: Record) -> None:
        """Adds a record or takes the place of the one with its id."""
        self._touch()
        old = self.records.get(record.id)
        self.records[record.id] = record
        # Blocks are found through their holder's children, which alone know the order.
        if not isinstance(record, Block):
            self._below(_place(record)).setdefault(record.id)
        if old is not None and old.parent != record.parent:
            self._forget(old)
            self._arrange(record)

    def drop(self, name: str) -> None:
        """Removes a record for good."""
        self._touch()
        self._forget(self.records.pop(name))

    def apply(self, changes: Changes) -> TakeBack:
        """Carries changes in; returns what takes them back, the latest of several first."""
        before = {name: self.records.get(name) for name in changes}
        drops = any(before[name] and record is None for name, record in changes.items())
        # What is dropped loses its place, which a file keeps that never heard of it.
        take_back = partial(self._restore, before, tuple(self.records) if drops else ())
        self._carry(changes)
        return take_back

    def frozen(self) -> Self:
        """This state as it is now, for those who read it beside the event loop."""
        if self._frozen is None:
            # It keeps the tables, and this one goes on with copies; records are never changed.
            self._frozen = copy.copy(self)
            self.records = dict(self.records)
            self._members = dict(self._members)
            self._own = set()
        return self._frozen

    def members(self, kind: type[Record], parent_id: str) -> tuple[str, ...]:
        """Ids of the records of a kind that name this parent, in order of creation."""
        return tuple(self._members.get((kind, parent_id), ()))

    def below(self, kind: type[R], parent_id: str) -> list[R]:
        """The records of a kind that name this parent, in order of creation."""
        found: list[Any] = [self.records[name] for name in self._members.get((kind, parent_id), ())]
        return found

    def _carry(self, changes: Changes) -> None:
        for name, record in changes.items():
            if record is not None:
                self.put(record)
            elif name in self.records:
                self.drop(name)

    def _restore(self, before: Changes, order: tuple[str, ...]) -> None:
        self._carry(before)
        if order:
            self.records = {name: self.records[name] for name in order}
            for record in filter(None, before.values()):
                self._arrange(record)

    def _touch(self) -> None:
        self.version += 1
        self._frozen = None

    def _forget(self, record: Record) -> None:
        self._below(_place(record)).pop(record.id, None)

    def _arrange(self, record: Record) -> None:
        """Puts a record that came to its parent late among the others, in order of creation."""
        names = self._members.get(_place(record), {})
        self._members[_place(record)] = {name: None for name in self.records if name in names}

    def _below(self, place: _Place) -> dict[str, None]:
        """The members of a parent, to be changed: those that a frozen state shows stay."""
        if place not in self._own:
            self._own.add(place)
            self._members[place] = dict(self._members.get(place, ()))
        return self._members[place]


def _place(record: Record) -> _Place:
    return type(record), record.parent.id


class Transaction:
    """One request's view of the state: `now` is its time, `user_id` who asks.

    `contents` are what it uploads, by upload and number of the part. `zone` is the time zone in
    which formulas, rollups and filters count days, None where this machine is.
    """

    def __init__(self, state: State, now: str, user_id: str) -> None:
        self.now = now
        self.user_id = user_id
        self.zone = state.zone
        self.changes: dict[str, Record | None] = {}
        self.contents: dict[tuple[str, int], bytes] = {}
        self._state = state

    @property
    def secret(self) -> bytes:
        """What signs the urls of files."""
        return self._state.secret

    @property
    def version(self) -> int:
        """Another number for every state of the workspace."""
        return self._state.version

    def freeze(self) -> None:
        """From now on shows the state as it is now, also to another thread."""
        self._state = self._state.frozen()

    @property
    def knows_formulas(self) -> bool:
        """Whether formulas can be filtered by."""
        return self._state.knows_formulas

    def count_days_in(self, zone: str | None) -> None:
        """From now on counts days in the time zone of who asks, by its IANA name. One that is not
        known here changes nothing: browsers may be newer."""
        if zone and (known := zone_named(zone)):
            self.zone = known

    def moment(self) -> datetime:
        """When it is, in the time zone in which days are counted."""
        return datetime.fromisoformat(self.now).astimezone(self.zone)

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
        if not self.changes:  # as in whatever only reads, which may be of a table of many rows
            return self._state.below(kind, parent_id)
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
