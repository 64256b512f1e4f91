"""Databases' files: what one says where its file, and not the statement, is at fault; what the loop
waits for, so that it never stands still for another process or for the disk."""

import asyncio
import itertools
import operator
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy import exc

from tools.errors import StorageFailed

T = TypeVar("T")

FIRST_DELAY, LONGEST_DELAY = 1.0, 12.0  # seconds between two tries while storage fails
BUSY_SECONDS = 5.0  # for which another process that writes is waited for
_PAUSE_SECONDS = 0.02
_PAGES_AT_ONCE = 500  # that are given back in one transaction: others wait some milliseconds for it
# So that pages that hold nothing any more can be given back; for a file that has no tables yet.
SHRINKING = "PRAGMA auto_vacuum=INCREMENTAL"

# SQLite's primary result codes for what passes by itself, or once somebody makes room.
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)

# The same of Postgres, by class: connection, resources, an operator's intervention, its system; and
# by state: a transaction that others are in the way of for too long, a standby, which only reads,
# and the end of a transaction amid which this process stood still.
_PASSING_CLASSES = frozenset({"08", "53", "57", "58"})
_PASSING_STATES = frozenset({"40001", "40P01", "25006", "25P03"})


def as_storage_failure(error: Exception) -> StorageFailed | None:
    """The failure of storage that an error of a database stands for; None for any other error."""
    said = error.orig if isinstance(error, exc.DBAPIError) else error
    if not (_passes(said) or _lost_its_server(said)):
        return None
    failure = StorageFailed(str(said))  # without the statement: what it holds is nobody's business
    failure.__cause__ = error
    return failure


def _passes(said: BaseException | None) -> bool:
    code = getattr(said, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _PASSING  # the low byte is the primary code
    state = getattr(said, "sqlstate", None) or ""
    return state[:2] in _PASSING_CLASSES or state in _PASSING_STATES


def _lost_its_server(said: BaseException | None) -> bool:
    """Whether psycopg, where it is used at all, says of a connection that it is no more."""
    psycopg = sys.modules.get("psycopg")
    gone = psycopg is not None and isinstance(said, psycopg.OperationalError)
    return gone and getattr(said, "sqlstate", None) is None


@contextmanager
def storage_failures() -> Iterator[None]:
    """Raises StorageFailed where the block's database fails it."""
    try:
        yield
    except Exception as error:
        failure = as_storage_failure(error)
        if failure is None:
            raise
        raise failure from error


async def once_free(work: Callable[[], T | Awaitable[T]], seconds: float = BUSY_SECONDS) -> T:
    """What a transaction comes to, once no other process writes to its file.

    For connections with `busy_timeout=0`, which are refused at once; nothing of the transaction is
    done then. Raises what the driver raises, its refusal as well after so many seconds.
    """
    give_up = time.monotonic() + seconds
    while True:
        try:
            done = work()
            return await done if isinstance(done, Awaitable) else done
        except (sqlite3.OperationalError, exc.OperationalError) as error:
            if not _is_busy(error) or time.monotonic() >= give_up:
                raise
        await asyncio.sleep(_PAUSE_SECONDS)


def _is_busy(error: Exception) -> bool:
    said = error.orig if isinstance(error, exc.DBAPIError) else error
    return getattr(said, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def fold(path: Path) -> None:
    """Takes the log of writes back into its file, which waits for the disk: not for the loop.

    What fails now is done the next time.
    """
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


async def shrink(path: Path) -> None:
    """Gives the pages of a file that hold nothing any more back to the system, a few at a time.

    Not those of a file that was made without `SHRINKING`, by an older release: there they wait for
    what comes. What fails now is done the next time.
    """
    shrinking = True
    while shrinking:
        await asyncio.sleep(_PAUSE_SECONDS)  # in which others write
        shrinking = await asyncio.to_thread(_has_shrunk, path)
    await asyncio.to_thread(fold, path)


def _has_shrunk(path: Path) -> bool:
    """Whether some pages were given back."""
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(path)) as connection:
        before = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})").fetchall()
        return bool(connection.execute("PRAGMA page_count").fetchone() != before)
    return False


def delays() -> Iterator[float]:
    """Seconds to wait before each further try of what storage keeps from going on."""
    doubling = itertools.accumulate(itertools.repeat(2.0), operator.mul, initial=FIRST_DELAY)
    return (min(delay, LONGEST_DELAY) for delay in doubling)
