"""The application's own database: group commits, honest answers, migrations that fit the tables."""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.exc import IntegrityError

from tests.support.waiting import PATIENCE
from tools.errors import CannotStart, Conflict
from tools.notion.journal import Entry, RecordsJournal
from tools.records import Records, database, store
from tools.records.compiled import Compiled
from tools.records.sqlite import sqlite_engine
from tools.records.tables import approvals, builds, credentials, metadata


def keep(connection: Connection, name: str) -> None:
    row = {"name": name, "secret": b"x", "expires_at": 1.0}
    connection.execute(insert(credentials).values(row))


def names(connection: Connection) -> list[str]:
    return list(connection.execute(select(credentials.c.name)).scalars())


async def test_what_was_written_is_read(records: Records) -> None:
    await records.write(lambda connection: keep(connection, "a"))
    assert await records.read(names) == ["a"]


async def test_a_write_answers_with_what_its_work_returns(records: Records) -> None:
    assert await records.write(lambda connection: 42) == 42


async def test_writes_that_come_together_are_committed_together(records: Records) -> None:
    commits = []
    event.listen(records._database.engine, "commit", lambda connection: commits.append(1))
    await asyncio.gather(*(records.write(lambda c, i=i: keep(c, f"n{i:03}")) for i in range(150)))
    assert len(commits) < 10
    assert len(await records.read(names)) == 150


async def test_a_failing_piece_of_work_does_not_take_its_neighbours_along(
    records: Records,
) -> None:
    def keep_and_fail(connection: Connection) -> None:
        keep(connection, "half done")
        raise LookupError("on purpose")

    works = [
        lambda c: keep(c, "a"),
        keep_and_fail,
        lambda c: keep(c, "b"),
        lambda c: keep(c, "a"),
        lambda c: keep(c, "c"),
    ]
    outcomes = await asyncio.gather(*map(records.write, works), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [
        *(type(None), LookupError, type(None)),
        *(IntegrityError, type(None)),
    ]
    assert sorted(await records.read(names)) == ["a", "b", "c"]


async def test_a_fault_in_a_write_that_nobody_waits_for_any_more_is_logged(
    records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(error: Exception) -> Callable[[Connection], None]:
        def work(_: Connection) -> None:
            raise error

        return work

    asking = [
        asyncio.create_task(records.write(failing(error)))
        for error in (LookupError("nobody thought of it"), Conflict("somebody did"))
    ]
    await asyncio.sleep(0)  # both are in line
    for each in asking:
        each.cancel()
    await records.write(lambda connection: keep(connection, "a"))

    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [LookupError]


async def test_what_a_write_answered_may_be_dropped_amid_the_next(records: Records) -> None:
    """As one thread drops it while another runs the same statement; here within one thread."""
    keeping = Compiled(insert(credentials), ("name", "secret", "expires_at"))

    class Dropping(dict[str, Any]):
        def __getitem__(self, column: str) -> Any:  # called as the driver binds
            answered.clear()
            return super().__getitem__(column)

    def row(name: str) -> Dropping:
        return Dropping(name=name, secret=b"x", expires_at=1.0)

    answered: list[object] = []
    answered.append(await records.write(lambda c: keeping.many(c, [row("a")])))
    await records.write(lambda c: keeping.many(c, [row("b"), row("c")]))
    assert sorted(await records.read(names)) == ["a", "b", "c"]


async def test_a_read_sees_what_is_committed_and_nothing_else(records: Records) -> None:
    inside, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def keep_slowly(connection: Connection) -> None:
        keep(connection, "slow")
        loop.call_soon_threadsafe(inside.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(5)

    writing = asyncio.create_task(records.write(keep_slowly, long=True))
    await inside.wait()
    assert await records.read(names) == []
    go_on.set()
    await writing
    assert await records.read(names) == ["slow"]


async def test_a_writer_that_gave_up_waiting_does_no_harm(records: Records) -> None:
    hasty = asyncio.create_task(records.write(lambda connection: keep(connection, "hasty")))
    await asyncio.sleep(0)
    hasty.cancel()
    await records.write(lambda connection: keep(connection, "patient"))
    assert "patient" in await records.read(names)


async def test_what_is_due_now_and_then_may_fail_and_keeps_no_write_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(store, "KEPT_UP_AFTER", 1)
    records = await Records.open(tmp_path / "notionforge.db")

    def broken() -> None:
        raise sqlite3.DatabaseError("file is not a database")

    monkeypatch.setattr(records._database, "keep_up", broken)
    async with asyncio.timeout(PATIENCE):
        await records.write(lambda connection: keep(connection, "a"))
        await records.write(lambda connection: keep(connection, "b"))
        assert sorted(await records.read(names)) == ["a", "b"]
        await records.close()
    assert "file is not a database" in caplog.text


async def test_closing_commits_what_waits(tmp_path: Path) -> None:
    records = await Records.open(tmp_path / "app.sqlite")
    writes = [asyncio.create_task(records.write(lambda c, i=i: keep(c, str(i)))) for i in range(20)]
    await asyncio.sleep(0)
    await records.close()
    await asyncio.gather(*writes)
    connection = sqlite3.connect(tmp_path / "app.sqlite")
    assert connection.execute("SELECT count(*) FROM credentials").fetchone() == (20,)
    connection.close()


async def test_long_queries_wait_for_their_turn_where_many_are_asked(records: Records) -> None:
    go_on, asked = threading.Event(), store.MOST_READING + 50
    reads = [
        asyncio.create_task(records.read(lambda _: go_on.wait(60), long=True)) for _ in range(asked)
    ]
    await asyncio.sleep(0)
    kept = records._read_threads._work_queue.qsize()  # nothing else tells how many there are
    go_on.set()
    assert kept <= store.MOST_READING
    assert await asyncio.gather(*reads) == [True] * asked


async def test_a_file_is_opened_again_with_all_that_it_holds(tmp_path: Path) -> None:
    for name in ("a", "b"):
        records = await Records.open(tmp_path / "app.sqlite")
        await records.write(lambda connection, name=name: keep(connection, name))
        await records.close()
    records = await Records.open(tmp_path / "app.sqlite")
    assert await records.read(names) == ["a", "b"]
    await records.close()


async def test_the_migrations_make_exactly_the_tables(records: Records) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert await records.read(differences) == []


async def test_a_migrated_file_is_not_migrated_again() -> None:
    """`NEWEST_REVISION` lets a start do without Alembic; it must name the newest migration."""
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_current_head() == database.NEWEST_REVISION


async def test_plans_of_an_older_release_are_read_as_plans_to_create(tmp_path: Path) -> None:
    path = tmp_path / "app.sqlite"
    engine = sqlite_engine(path)
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    row = {"title": "팀 홈"}, {"type": "workspace", "workspace": True}
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        kept = "INSERT INTO approvals VALUES ('a', 't', 'pending', 1, ?, ?, NULL, 1.0, 2.0)"
        connection.exec_driver_sql(kept, tuple(map(json.dumps, row)))
    engine.dispose()
    records = await Records.open(path)
    found = await records.read(lambda c: c.execute(select(approvals.c.subject)).scalar_one())
    await records.close()
    assert found == {"kind": "create", "blueprint": row[0], "parent": row[1]}


async def test_builds_of_an_older_release_keep_their_plans(tmp_path: Path) -> None:
    plan = {"operations": [{"id": "page", "title": "팀 홈"}]}
    engine = sqlite_engine(tmp_path / "app.sqlite")
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        names = "id, thread_id, plan, status, stop_requested, attempt, started_at"
        kept = f"INSERT INTO builds ({names}) VALUES (?, 't', ?, 'completed', 0, '', 1.0)"
        for build_id in range(450):  # more than are read at once
            connection.exec_driver_sql(kept, (str(build_id), json.dumps(plan)))
    engine.dispose()
    records = await Records.open(tmp_path / "app.sqlite")
    found = await records.read(lambda c: c.execute(select(builds.c.plan)).scalars().all())
    await records.close()
    assert found == [plan] * 450


async def test_the_file_is_in_write_ahead_mode(records: Records) -> None:
    mode = await records.read(lambda c: c.execute(text("PRAGMA journal_mode")).scalar())
    assert mode == "wal"


# The journal of builds lives in these tables.


async def test_an_operation_goes_from_started_to_done(records: Records) -> None:
    journal = RecordsJournal(records, "b1")
    await journal.start("page")
    assert await journal.load() == {"page": Entry("started")}
    await journal.finish("page", "id-1", {"/url": "u"}, 3)
    assert await journal.load() == {"page": Entry("done", "id-1", {"/url": "u"})}
    assert await journal.calls() == 3


async def test_starting_twice_is_starting_once(records: Records) -> None:
    journal = RecordsJournal(records, "b1")
    await journal.start("page")
    await journal.finish("page", "id-1", {}, 1)
    await journal.start("page")
    assert (await journal.load())["page"].state == "done"


async def test_an_operation_that_only_reads_is_journalled_with_its_answer(
    records: Records,
) -> None:
    journal = RecordsJournal(records, "b1")
    await journal.finish("read_schema:a", None, {"/properties/x/id": "p"}, 1)
    assert (await journal.load())["read_schema:a"].captured == {"/properties/x/id": "p"}


async def test_builds_have_journals_of_their_own_but_know_of_each_others_objects(
    records: Records,
) -> None:
    mine, other = RecordsJournal(records, "b1"), RecordsJournal(records, "b2")
    await other.start("page")
    await other.finish("page", "id-1", {}, 1)
    assert await mine.load() == {}
    assert await mine.claimed("id-1")
    assert not await mine.claimed("id-2")
    assert await mine.calls() == 0


async def test_a_file_of_a_newer_release_is_not_opened(tmp_path: Path) -> None:
    records = await Records.open(tmp_path / "app.sqlite")
    await records.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num='9999'")))
    await records.close()
    with pytest.raises(CannotStart, match="newer release"):
        await Records.open(tmp_path / "app.sqlite")
