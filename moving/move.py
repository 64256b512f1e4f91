"""The whole of a data folder into the database of DATABASE_URL."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from agent.checkpoints import CheckpointsFile
from agent.checkpoints_shared import SharedCheckpoints
from moving import checkpoints, tables, tickets, workspace
from moving.compared import Compared
from moving.tables import Reported
from settings import Settings
from tools.errors import CannotStart
from tools.freshdesk.postgres import Schemas
from tools.freshdesk.sqlite import Files
from tools.lock import FolderLock
from tools.records.postgres import PostgresDatabase
from tools.records.servers import DEAD_SECONDS
from tools.records.sqlite import SqliteFile
from tools.records.tables import servers
from tools.starting import opening
from tools.vault import bear_witness, forget_witness, load_key

_FOLDER = ""  # by which the folder itself stands among the tables' places


async def move(settings: Settings, reported: Reported) -> list[Compared]:
    """Moves all, and compares what is there with what was. The folder stays as it was.

    Broken off, it goes on where it stopped. Raises CannotStart, which says what helps, and
    StorageFailed.
    """
    folder, url = settings.data_dir, settings.database_url
    if url is None:
        raise CannotStart("DATABASE_URL names no database to move to: set it")
    if not (folder / "notionforge.db").is_file():
        raise CannotStart(f"{folder} holds nothing to move: set DATA_DIR")
    with FolderLock(folder):
        compared = await asyncio.to_thread(_records, folder, url, reported)
        compared.append(await _checkpoints(folder, url, reported))
        compared.append(await asyncio.to_thread(_workspace, folder, url, reported))
        compared += await asyncio.to_thread(_tickets, folder, url, reported)
        if all(part.is_same for part in compared):
            await asyncio.to_thread(_end, settings, url)
    return compared


def _records(folder: Path, url: str, reported: Reported) -> list[Compared]:
    with _opened(folder, url) as (here, there):
        _begin(there, str(folder.resolve()))
        for table in tables.MOVED:
            tables.move(table, here, there, reported)
        return [tables.compare(table, here, there) for table in tables.MOVED]


async def _checkpoints(folder: Path, url: str, reported: Reported) -> Compared:
    async with (
        CheckpointsFile.open(folder / "checkpoints.db") as here,
        SharedCheckpoints.open(url) as there,
    ):
        return await checkpoints.move(here, there, reported)


def _workspace(folder: Path, url: str, reported: Reported) -> Compared:
    with _database(url) as there, opening(folder / "workspace.db"):
        return workspace.move(folder / "workspace.db", url, there, reported)


def _tickets(folder: Path, url: str, reported: Reported) -> list[Compared]:
    """Those of each company that has a file."""
    files = Files(folder / "sqlite_dbs")
    with opening(url):  # no guard: by `_begin` no server is there to strike another off
        schemas = Schemas(url, connections=1, guard=lambda _: None)
    with contextlib.closing(schemas):
        return [
            part
            for company in files.known()
            for part in tickets.move(files.path(company), company, schemas, reported)
        ]


@contextlib.contextmanager
def _opened(folder: Path, url: str) -> Iterator[tuple[Connection, Connection]]:
    with opening(folder / "notionforge.db"):
        here = SqliteFile(folder / "notionforge.db")
    with contextlib.closing(here), _database(url) as there:
        yield here.writing, there


@contextlib.contextmanager
def _database(url: str) -> Iterator[Connection]:
    with opening(url):
        database = PostgresDatabase(url)
    with contextlib.closing(database):
        yield database.writing


def _begin(there: Connection, folder: str) -> None:
    """Sees to it that nothing is mixed with anything. Raises CannotStart."""
    now = func.extract("epoch", func.clock_timestamp())
    with there.begin():
        tables.begin(there)
        living = select(servers.c.id).where(servers.c.beat_at >= now - DEAD_SECONDS)
        if there.execute(living).first() is not None:
            raise CannotStart("servers use the database of DATABASE_URL: stop them first")
        place = tables.places.c.name
        begun = there.execute(select(tables.places.c.after).where(place == _FOLDER)).scalar()
        if begun not in (None, folder):
            raise CannotStart(f"what is in {begun} was being moved there: end that first")
        if begun is None:
            forget_witness(there)
            if (held := tables.first_held(there)) is not None:
                message = f"servers kept {held} in the database of DATABASE_URL: name an empty one"
                raise CannotStart(message)
        row = insert(tables.places).values(name=_FOLDER, after=folder)
        there.execute(row.on_conflict_do_nothing())


def _end(settings: Settings, url: str) -> None:
    """What an earlier release kept does not say its key: servers with another would not know."""
    key = load_key(settings.secret_key, settings.data_dir)
    with _database(url) as there, there.begin():
        bear_witness(there, key)
        tables.end(there)
