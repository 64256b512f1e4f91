"""The embedded workspace, in the way that it has itself: byte by byte, compared at its end."""

from collections.abc import Callable
from pathlib import Path

import orjson
from sqlalchemy import Connection

from embedded import move_workspace
from moving.compared import Compared, Digest
from moving.tables import Reported, place, stand

NAME = "workspace"


def move(file: Path, url: str, there: Connection, reported: Reported) -> Compared:
    """Moves it, unless an earlier try did; goes on with one that was broken off. It may block.

    Raises StorageFailed where there is a workspace already, sqlite3.Error.
    """
    if known := place(there, NAME):
        same = Digest(*map(int, orjson.loads(known)))
        return Compared(NAME, same, same)
    moved = move_workspace(file, url, _counting(reported))
    before, after = (
        Digest(held.records + held.parts, int(held.digest[:32], 16))
        for held in (moved.source, moved.target)
    )
    if before == after:
        stand(there, NAME, orjson.dumps([after.count, str(after.sum)]).decode())
    return Compared(NAME, before, after)


def _counting(reported: Reported) -> Callable[[int], None]:
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        reported(NAME, done)

    return count
