"""Copies the data folder of a server that runs: `python deploy/backup.py DATA_DIR NEW_FOLDER`.

A copied file of a database that is written meanwhile would be torn; SQLite's own backup is one
state of it. Each is copied in one go: one that pauses begins anew whenever the server writes.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

_RECORDS = "notionforge.db"
# Records before what they speak of: then a page may be there that no record knows yet, as after a
# crash, when it is looked for before it is made; never the other way round.
_FIRST = (_RECORDS, "checkpoints.db")
_BESIDE = ("files", "secret.key")


def main(source: Path, target: Path) -> None:
    """Copies all that a server keeps.

    Raises FileNotFoundError for a folder without a server's records, before anything is made, and
    FileExistsError for a target that is there already.
    """
    if not (source / _RECORDS).is_file():
        raise FileNotFoundError(f"no {_RECORDS} in {source}: is it the DATA_DIR of a server?")
    os.umask(0o077)  # it holds what the folder holds, keys included
    target.mkdir(parents=True)
    for path in databases(source):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(path)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
    for path in (source / name for name in _BESIDE):
        if path.is_dir():
            shutil.copytree(path, target / path.name)
        elif path.exists():
            shutil.copy2(path, target)


def databases(source: Path) -> Sequence[Path]:
    """In the order in which they are to be copied."""
    found = [*source.glob("*.db"), *source.glob("sqlite_dbs/*.db")]
    return sorted(found, key=lambda path: path.name not in _FIRST)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python deploy/backup.py DATA_DIR NEW_FOLDER")
    try:
        main(*map(Path, sys.argv[1:]))
    except OSError as failure:
        sys.exit(f"not copied: {failure}")
