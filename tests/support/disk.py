"""Files of the embedded workspace that fail when a test says so."""

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

from sandbox.notion import Workspace
from sandbox.notion.state import State
from sandbox.notion.storage import Storage, Write


class FailingStorage(Storage):
    """A storage whose commits fail by their numbers, counted from 1."""

    failing: Collection[int] = ()
    commits = 0

    def commit(self, batch: Sequence[Write]) -> None:
        self.commits += 1
        if self.commits in self.failing:
            raise sqlite3.OperationalError("database or disk is full")
        super().commit(batch)


async def failing_workspace(path: Path, failing: Collection[int] = ()) -> Workspace:
    """A workspace over a file whose commits of these numbers fail."""
    storage = await FailingStorage.open(path)
    storage.failing = failing
    return await Workspace.over(storage)


async def in_file(path: Path) -> State:
    """What a workspace would hold that is opened now."""
    workspace = await Workspace.open(path)
    await workspace.close()
    return workspace.state


def same(one: State, other: State) -> bool:
    """Whether two states hold the same, in the same order, below the same parents."""
    parents = {(type(r), r.parent.id) for r in (*one.records.values(), *other.records.values())}
    return list(one.records.items()) == list(other.records.items()) and all(
        one.members(*parent) == other.members(*parent) for parent in parents
    )
