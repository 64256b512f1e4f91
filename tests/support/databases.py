"""Where a test's records are: in files, or, with `TEST_DATABASE_URL`, in a Postgres database."""

import hashlib
from pathlib import Path

from tests.support.postgres import ADDRESS
from tools.freshdesk.companies import AT_ONCE
from tools.freshdesk.sqlite import Files
from tools.freshdesk.tables import Homes


def records_at(path: Path) -> Path | str:
    """The file itself, or the address of a schema that stands for it."""
    return shared_at(path) or path


def homes_at(folder: Path, url: str | None = None) -> Homes:
    """Companies' files in a folder; where there are none, schemas beside that of an address, or of
    the folder's own."""
    url = url or shared_at(folder)
    if url is None:
        return Files(folder)
    from tools.freshdesk.postgres import Schemas

    return Schemas(url, AT_ONCE, lambda _: None)


def shared_at(path: Path) -> str | None:
    """The address of the schema that stands for a file or folder; None where files are used."""
    if not ADDRESS:
        return None
    import psycopg

    schema = _schema_of(path)
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
    return f"{ADDRESS}?options=-csearch_path%3D{schema}"


def place_of(company: str, folder: Path) -> str:
    """Where the operator of a server over a folder finds what is kept of a company."""
    if not ADDRESS:
        return f"sqlite_dbs/{company}.db"
    from tools.freshdesk.postgres import schema_of

    return schema_of(_schema_of(folder), company)


def _schema_of(path: Path) -> str:
    return "t" + hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:24]
