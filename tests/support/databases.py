"""Where a test's records are: in files, or, with `TEST_DATABASE_URL`, in a Postgres database."""

import hashlib
import os
from pathlib import Path

ADDRESS = os.environ.get("TEST_DATABASE_URL", "")


def records_at(path: Path) -> Path | str:
    """The file itself, or the address of a schema that stands for it."""
    return shared_at(path) or path


def shared_at(path: Path) -> str | None:
    """The address of the schema that stands for a file or folder; None where files are used."""
    if not ADDRESS:
        return None
    import psycopg

    schema = "t" + hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:24]
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
    return f"{ADDRESS}?options=-csearch_path%3D{schema}"
