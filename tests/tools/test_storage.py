"""A file that cannot be written for a while costs time and nothing else."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from langgraph.checkpoint.base import INTERRUPT, RESUME, empty_checkpoint
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import OperationalError

from agent.checkpoints import CheckpointsFile
from tests.support.full_disk import Ceiling, at_once, filled, small_disk
from tools.errors import StorageFailed
from tools.records import Records
from tools.records.tables import credentials


def keep(connection: Connection, name: str, size: int = 1) -> None:
    row = {"name": name, "secret": bytes(size), "expires_at": 1.0}
    connection.execute(insert(credentials).values(row))


def names(connection: Connection) -> list[str]:
    return sorted(connection.execute(select(credentials.c.name)).scalars())


def read_and_keep(connection: Connection) -> None:
    keep(connection, f"after {names(connection)}")


@pytest.fixture
async def other(records: Records, tmp_path: Path) -> AsyncIterator[sqlite3.Connection]:
    """Another process that is writing to the same file."""
    connection = sqlite3.connect(tmp_path / "app.sqlite", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO credentials VALUES ('other', x'00', 1.0)")
    yield connection
    connection.close()


async def test_what_reads_before_it_writes_waits_for_another_process(
    records: Records, other: sqlite3.Connection
) -> None:
    writing = asyncio.create_task(records.write(read_and_keep))
    await asyncio.wait([writing], timeout=0.2)
    assert not writing.done()
    other.execute("COMMIT")
    await writing
    assert await records.read(names) == ["after ['other']", "other"]


async def test_a_database_that_stays_locked_is_unavailable_and_then_available(
    records: Records, other: sqlite3.Connection
) -> None:
    records.busy_seconds = 0.02
    with pytest.raises(StorageFailed) as caught:
        await records.write(read_and_keep)
    assert (caught.value.code, caught.value.retryable) == ("UNAVAILABLE", True)
    assert "INSERT" not in str(caught.value)
    other.execute("ROLLBACK")
    await records.write(read_and_keep)


async def test_a_fault_of_a_statement_is_no_fault_of_storage(records: Records) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        await records.read(lambda connection: connection.execute(text("SELECT 1 FROM nowhere")))


async def test_a_full_database_takes_nothing_until_there_is_room(records: Records) -> None:
    disk = Ceiling()
    disk.over(records._database.engine)
    await records.write(lambda c: keep(c, "before"))
    await disk.lower()
    works = [lambda c: keep(c, "small"), lambda c: keep(c, "large", 100_000)]
    outcomes = await asyncio.gather(*map(records.write, works), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {StorageFailed}
    assert await records.read(names) == ["before"]
    await disk.lift()
    await asyncio.gather(*map(records.write, works))
    assert await records.read(names) == ["before", "large", "small"]


async def test_a_disk_without_room_fails_each_write_until_there_is_some(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        records = await Records.open(disk / "app.sqlite")
        with filled(disk):
            writes = [records.write(lambda c, i=i: keep(c, str(i), 9_000)) for i in range(50)]
            outcomes = await asyncio.gather(*writes, return_exceptions=True)
            failed = [outcome for outcome in outcomes if outcome is not None]
            assert failed
            assert {type(outcome) for outcome in failed} == {StorageFailed}
        await records.write(lambda c: keep(c, "room"))
        kept = [str(i) for i, outcome in enumerate(outcomes) if outcome is None]
        assert await records.read(names) == sorted([*kept, "room"])
        await records.close()


async def test_a_checkpoint_that_finds_no_room_leaves_nothing_of_itself(tmp_path: Path) -> None:
    async with CheckpointsFile.open(tmp_path / "checkpoints.db") as checkpoints:
        disk = Ceiling()
        disk.over_connection(at_once(checkpoints._connection.execute))
        config = {"configurable": {"thread_id": "t", "checkpoint_ns": "", "checkpoint_id": "c"}}
        writes = [(INTERRUPT, "x"), (RESUME, "x" * 100_000)]
        await disk.lower()
        with pytest.raises(StorageFailed):
            await checkpoints.saver.aput_writes(config, writes, "task")
        await disk.lift()
        await checkpoints.saver.aput(config, empty_checkpoint(), {}, {})
        found = checkpoints._connection.execute("SELECT count(*) FROM writes")
        assert found.fetchall() == [(0,)]
