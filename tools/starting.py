"""What can fail before there is a server: each is one sentence with what, where and the remedy."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.exc import DBAPIError

from tools.errors import CannotStart, StorageFailed

_FULL = "cannot be written because the disk is full: make room, then start again"
_DAMAGED = (
    "is damaged, or a newer release made it: put a backup in its place, or move it away "
    "(what it held is then gone)"
)
_IN_USE = "is held by another program: close that, then start again"
_SHUT = "cannot be opened for writing: let this user write it and its folder, or set DATA_DIR"

_BY_SQLITE = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_SCHEMA: _DAMAGED,
    sqlite3.SQLITE_ERROR: _DAMAGED,  # it has other tables than ours
    sqlite3.SQLITE_READONLY: _SHUT,
    sqlite3.SQLITE_CANTOPEN: _SHUT,
    sqlite3.SQLITE_PERM: _SHUT,
}
_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _SHUT,
    errno.EPERM: _SHUT,
    errno.EROFS: _SHUT,
    errno.EEXIST: "is a file where a folder is needed: set DATA_DIR to a folder",
    errno.ENOTDIR: "is below a file, which is no folder: set DATA_DIR to a folder",
}
# By SQLSTATE (Postgres, appendix A), where what it says does not help by itself.
_BY_POSTGRES = {
    "42501": "make the user of that address the owner of the database",  # no right to
    "42P07": "it has other tables than ours: name an empty database",
    "25006": "name one that can be written: a standby only reads",
}


# What files say for themselves, and what shows when they hold something else.
_FAILURES = (
    *(OSError, sqlite3.Error, DBAPIError, StorageFailed),
    *(LookupError, TypeError, ValueError),
)


@contextmanager
def opening(place: Path | str) -> Iterator[None]:
    """Around what opens a file, a folder or the database of an address. Raises CannotStart, which
    names it and the remedy."""
    try:
        yield
    except _FAILURES as error:
        if isinstance(place, str):
            raise CannotStart(_far_trouble(place, error)) from error
        raise CannotStart(f"{place} {_trouble(place, error)}") from error
    except ModuleNotFoundError as error:
        if isinstance(place, Path):
            raise
        raise CannotStart("DATABASE_URL needs: pip install 'notionforge[postgres]'") from error


def _trouble(path: Path, error: Exception) -> str:
    cause = error.__cause__ if isinstance(error, StorageFailed) else error
    if isinstance(cause, DBAPIError):
        cause = cause.orig
    if isinstance(cause, sqlite3.Error):
        if _is_full(path):  # SQLite may call it an I/O error
            return _FULL
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # without what extends it
        return _BY_SQLITE.get(code) or _unknown(str(cause))
    if isinstance(cause, OSError):
        return _BY_ERRNO.get(cause.errno or 0) or _unknown(cause.strerror or str(cause))
    return _DAMAGED


def _far_trouble(url: str, error: Exception) -> str:
    """Without the password, which an address may hold."""
    where = urlsplit(url)
    cause = error.__cause__ if isinstance(error, StorageFailed) else error
    if isinstance(cause, DBAPIError):
        cause = cause.orig
    said = str(cause).strip().partition("\n")[0]
    remedy = _BY_POSTGRES.get(getattr(cause, "sqlstate", None) or "", "see to it")
    name = f"{where.netloc.rpartition('@')[2] or 'localhost'}{where.path}"
    return f"the database {name} of DATABASE_URL cannot be used ({said}): {remedy}, start again"


def _unknown(cause: str) -> str:
    return f"cannot be used ({cause}): see to its disk, or set DATA_DIR to another folder"


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free == 0
    except OSError:
        return False


def private_folder(path: Path) -> Path:
    """The folder, made for its owner only where it is missing. Raises CannotStart."""
    with opening(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
