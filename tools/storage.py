"""What a database says where its file, and not the statement, is at fault."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from tools.errors import StorageFailed

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


def as_storage_failure(error: Exception) -> StorageFailed | None:
    """The failure of storage that an error of a database stands for; None for any other error."""
    said = error.orig if isinstance(error, exc.DBAPIError) else error
    code = getattr(said, "sqlite_errorcode", None)
    if code is None or code & 0xFF not in _PASSING:  # the low byte is the primary code
        return None
    failure = StorageFailed(str(said))  # without the statement: what it holds is nobody's business
    failure.__cause__ = error
    return failure


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
