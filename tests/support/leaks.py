"""All that a server wrote, as it stands and as it reads: packed and encoded parts opened."""

import base64
import binascii
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

_SQLITE = b"SQLite format 3\0"
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_DEEPEST = 3  # wrappings in each other


def written(folder: Path) -> dict[str, bytes]:
    """What each file of a folder holds, by name."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name: b"\0".join(_readings(path)) for path in paths}


def _readings(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    if content.startswith(_SQLITE):
        with closing(sqlite3.connect(path)) as database:
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    for value in row:
                        yield from _opened(value)


def _opened(value: object, depth: int = 0) -> Iterator[bytes]:
    """A value, and what is packed or encoded in it."""
    if not isinstance(value, str | bytes):
        return
    held = value.encode("utf-8", "replace") if isinstance(value, str) else value
    yield held
    if depth == _DEEPEST:
        return
    with suppress(zlib.error):
        yield from _opened(zlib.decompress(held), depth + 1)
    for found in _BASE64.findall(held):
        padded = found.rstrip(b"=") + b"=" * (-len(found.rstrip(b"=")) % 4)
        for altchars in (None, b"-_"):
            try:
                yield from _opened(base64.b64decode(padded, altchars, validate=True), depth + 1)
            except binascii.Error:
                continue
