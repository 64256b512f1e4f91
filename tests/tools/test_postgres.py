"""Records and checkpoints in a Postgres database, as in a file."""

import asyncio
import contextlib
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from langgraph.graph import START, StateGraph
from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from agent.checkpoints_shared import SharedCheckpoints
from embedded import EmbeddedWorkspace
from settings import Settings
from stores import stores
from tests.agent.test_graph import Counting, ask
from tests.support.postgres import own_database
from tests.support.sharing import writing_at_length
from tests.support.waiting import PATIENCE, until
from tests.tools.test_records import keep, names
from tools.errors import CannotStart, StorageFailed
from tools.notion.connect import NotionConnector
from tools.records import Records
from tools.records import servers as living_servers
from tools.records.compiled import Compiled, as_json, driver, insert_or
from tools.records.others import Others
from tools.records.servers import SharedServers, _clock
from tools.records.tables import credentials, threads
from tools.records.tables import servers as living
from tools.starting import opening
from tools.vault import Vault, load_key


@pytest.fixture
async def records(database: str) -> AsyncIterator[Records]:
    records = await Records.open(database)
    yield records
    await records.close()


def kill_connections(connection: Connection) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    ours = " AND application_name = 'notionforge' AND datname = current_database()"
    connection.execute(text(others + ours))


async def test_a_failing_piece_of_work_does_not_take_its_neighbours_along(records: Records) -> None:
    works = [lambda c: keep(c, "a"), lambda c: keep(c, "a"), lambda c: keep(c, "b")]
    outcomes = await asyncio.gather(*map(records.write, works), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), IntegrityError, type(None)]
    assert sorted(await records.read(names)) == ["a", "b"]


async def test_a_compiled_statement_reads_json_as_it_was_written(records: Records) -> None:
    row = {"id": "t1", "owner": "", "title": "", "settings": as_json({"가": [1, None]})}
    row |= {"last_seq": 0, "created_at": 1.0, "updated_at": 1.0}
    keeping, reading = Compiled(insert(threads), row), Compiled(select(threads.c.settings))
    await records.write(lambda c: keeping(c, row) and None)
    assert await records.read(lambda c: reading(c, {}).fetchall()) == [(row["settings"],)]
    parsed = await records.read(lambda c: c.execute(select(threads.c.settings)).scalar_one())
    assert parsed == {"가": [1, None]}


async def test_what_two_servers_count_at_once_is_counted_by_both(database: str) -> None:
    """Each reads, then writes what it read and one more: in turn, or one of them again."""
    servers = [await Records.open(database) for _ in range(2)]

    def count_one(connection: Connection) -> None:
        counted = connection.execute(select(credentials.c.expires_at)).scalar() or 0.0
        row = {"name": "count", "secret": b"", "expires_at": counted + 1}
        kept = insert_or(credentials).values(row)
        connection.execute(kept.on_conflict_do_update(index_elements=["name"], set_=row))

    writes = [server.write(count_one) for server in servers for _ in range(20)]
    await asyncio.gather(*writes)
    count = select(func.max(credentials.c.expires_at))
    assert await servers[0].read(lambda c: c.execute(count).scalar_one()) == 40
    for server in servers:
        await server.close()


async def test_servers_that_open_an_empty_database_at_once_make_its_tables_once(
    database: str,
) -> None:
    opened = await asyncio.gather(*(Records.open(database) for _ in range(4)))
    await opened[0].write(lambda c: keep(c, "a"))
    assert [await records.read(names) for records in opened] == [["a"]] * 4
    for records in opened:
        await records.close()


async def test_lost_connections_fail_what_they_held_and_are_made_anew(
    records: Records, database: str
) -> None:
    await records.write(lambda c: keep(c, "before"))
    other = await Records.open(database)
    await other.read(kill_connections)
    with pytest.raises(StorageFailed):
        await records.write(lambda c: keep(c, "lost"))
    await records.write(lambda c: keep(c, "after"))
    assert sorted(await records.read(names)) == ["after", "before"]
    await other.close()


async def test_what_is_written_together_is_tried_again_together(database: str) -> None:
    """Of several pieces in one transaction none is refused because another server came between."""
    servers = [await Records.open(database) for _ in range(5)]

    def count_one(connection: Connection) -> None:
        counted = connection.execute(select(credentials.c.expires_at)).scalar() or 0.0
        row = {"name": "count", "secret": b"", "expires_at": counted + 1}
        kept = insert_or(credentials).values(row)
        new = {"expires_at": counted + 1}
        connection.execute(kept.on_conflict_do_update(index_elements=["name"], set_=new))

    for _ in range(12):
        await asyncio.gather(*(each.write(count_one) for each in servers for _ in range(4)))
    found = await servers[0].read(lambda c: c.execute(select(credentials.c.expires_at)).scalar())
    for each in servers:
        await each.close()
    assert found == 240


async def test_of_a_thread_the_newest_checkpoint_alone_is_kept(database: str) -> None:
    async with SharedCheckpoints.open(database) as checkpoints:
        builder = StateGraph(Counting)
        builder.add_node("first", ask)
        builder.add_edge(START, "first")
        graph = builder.compile(checkpointer=checkpoints.saver)
        for thread in ("a", "b"):
            await graph.ainvoke({"heard": ["one"]}, checkpoints.config(thread))
        kept = [found.config["configurable"]["thread_id"] async for found in _all(checkpoints)]
        assert sorted(kept) == ["a", "b"]
        assert (await checkpoints.state("a"))["heard"] == ["one"]
        await checkpoints.drop("a")
        assert await checkpoints.state("a") == {}
        await checkpoints.probe()


async def test_servers_set_checkpoints_up_once_between_them(database: str) -> None:
    async with (
        SharedCheckpoints.open(database) as one,
        SharedCheckpoints.open(database) as other,
    ):
        await asyncio.gather(one._set_up(), other._set_up())
        await asyncio.gather(one.probe(), other.probe())


def until_gone(database: str, backend: int) -> None:
    """Stands still, as a process that was stopped, until Postgres has ended its connection."""
    there = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
    give_up = time.monotonic() + PATIENCE
    with psycopg.connect(database, autocommit=True) as other:
        while other.execute(there, (backend,)).fetchone():
            assert time.monotonic() < give_up


async def test_a_process_that_stands_still_behind_many_rows_holds_nobody_up(
    records: Records, database: str
) -> None:
    rows = [{"name": name, "secret": b"", "expires_at": 0.0} for name in "ab"]

    def stand_still(connection: Connection) -> None:
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '100ms'"))
        Compiled(insert(credentials), rows[0]).many(connection, rows)
        until_gone(database, driver(connection).info.backend_pid)

    with pytest.raises(StorageFailed):
        await records.write(stand_still, long=True)
    assert await records.read(lambda c: c.execute(select(credentials.c.name)).all()) == []


@pytest.mark.parametrize("rows", [0, 2])
async def test_a_process_that_stands_still_amid_a_checkpoint_holds_nobody_up(
    database: str, rows: int
) -> None:
    async with SharedCheckpoints.open(database, (b"SELECT 1", {})) as checkpoints:

        async def stand_still() -> None:
            async with checkpoints.saver._cursor(pipeline=True) as cursor:
                await cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '100ms'")
                if rows:
                    await cursor.executemany("SELECT %s", [(row,) for row in range(rows)])
                until_gone(database, cursor.connection.info.backend_pid)
                await cursor.execute("SELECT 1")

        with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
            await stand_still()
        await checkpoints.probe()


async def test_a_server_that_was_struck_off_writes_nothing_to_the_workspace_either(
    records: Records, database: str
) -> None:
    servers = SharedServers(records, on_struck_off=lambda: None)
    await servers.join()
    embedded = await EmbeddedWorkspace.open(database, "http://here", servers.alive)
    notion = NotionConnector(embedded).open(None)
    page = {"parent": {"workspace": True}, "properties": {}}
    made = await notion.call("POST", "pages", page)
    async with writing_at_length(embedded.workspace, made["id"]):
        await records.write(servers._beat)  # waits for none of its own transactions
    await records.write(lambda c: c.execute(delete(living)))
    with pytest.raises(StorageFailed):
        await notion.call("POST", "pages", page)
    assert [shown["id"] for shown in await embedded.index("/files")] == [made["id"]]
    await embedded.close()
    await servers.leave()


async def test_who_was_kept_from_the_database_takes_nobody_for_dead_who_was_so_too(
    records: Records,
) -> None:
    """Else, when it comes back, the first server would have all the others end."""
    servers = SharedServers(records, on_struck_off=lambda: None)
    silent = [{"id": name, "beat_at": 0.0} for name in (servers.me, "another")]
    await records.write(lambda c: c.execute(insert(living).values(silent)))

    async def alive() -> set[str]:
        return {row.id for row in await records.read(lambda c: c.execute(select(living)).all())}

    await records.write(servers._beat)
    assert await alive() == {servers.me, "another"}
    servers._reached = _clock()  # its own sign of life was kept; the other's did not come
    await records.write(servers._beat)
    assert await alive() == {servers.me}


@pytest.fixture
def _beats_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(living_servers, "BEAT_SECONDS", 0.01)


@pytest.mark.usefixtures("_beats_fast")
async def test_a_server_gives_signs_of_life_again_after_any_fault(records: Records) -> None:
    servers, met = SharedServers(records, on_struck_off=lambda: None), asyncio.Event()

    def is_left(_: Connection) -> bool:
        if not met.is_set():
            met.set()
            raise LookupError("nobody thought of it")
        return False

    servers.watch(is_left, lambda: None)
    await servers.join()
    begun = servers._beaten
    await until(lambda: met.is_set() and servers._beaten > begun)
    await servers.leave()


@pytest.mark.usefixtures("_beats_fast")
async def test_a_server_that_no_sign_of_life_succeeds_ends_once_it_is_struck_off(
    records: Records,
) -> None:
    off = asyncio.Event()
    servers = SharedServers(records, off.set)

    def is_left(_: Connection) -> bool:
        raise LookupError("nobody thought of it")

    servers.watch(is_left, lambda: None)
    await servers.join()
    records.guard = lambda _: None
    await records.write(lambda c: c.execute(delete(living)))
    records.guard = servers._check
    async with asyncio.timeout(PATIENCE):
        await off.wait()
    await servers.leave()


async def test_what_no_server_says_keeps_nobody_from_hearing_the_others(
    records: Records, database: str
) -> None:
    heard = asyncio.Event()
    records.signals.on("news", lambda said: heard.set() if said else None)
    other = await Records.open(database)

    def stray(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT pg_notify(%s, 'no JSON')", (records.signals._channel,))

    async def tell() -> None:
        while not heard.is_set():
            await other.write(lambda c: other.signals.send(c, "news"))
            await asyncio.sleep(0.01)

    await other.write(stray)
    async with asyncio.timeout(PATIENCE):
        await tell()
    await other.close()


async def test_what_others_told_is_taken_up_again_where_that_failed(records: Records) -> None:
    tries: list[int] = []
    tell: list[Callable[[], None]] = []

    async def take_up() -> None:
        tries.append(len(tries))
        if len(tries) == 1:
            raise LookupError("nobody thought of it")

    others = Others(records.signals, "job", take_up)
    others.join(tell.append)
    tell[0]()
    await until(lambda: len(tries) == 2)
    await others.leave()


async def test_a_server_beside_others_has_their_key_and_after_them_any(
    records: Records, database: str, tmp_path: Path
) -> None:
    other = await Records.open(database)
    one, two = (SharedServers(each, on_struck_off=lambda: None) for each in (records, other))
    await one.join()
    await Vault(records, load_key("of-all", tmp_path)).join(one.are_others)
    await two.join()
    vault = Vault(other, load_key("of-this-one", tmp_path))
    with pytest.raises(CannotStart, match="SECRET_KEY"):
        await vault.join(two.are_others)
    await one.leave()
    await vault.join(two.are_others)
    await two.leave()
    await other.close()


async def test_a_database_that_is_not_there_is_named_without_its_password() -> None:
    address = "postgresql://me:s3cret@127.0.0.1:1/nowhere"
    with pytest.raises(CannotStart, match=r"127\.0\.0\.1:1/nowhere") as caught, opening(address):
        await Records.open(address)
    assert "s3cret" not in str(caught.value)


def to_port(port: int | None) -> Iterator[socket.socket]:
    """This process's connections to a port of the machine."""
    for number in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(number)) as found:
            if found.getpeername()[1:2] == (port,):
                yield found


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux of its sockets")
async def test_every_connection_notices_that_the_database_is_gone_without_a_word(
    database: str, tmp_path: Path
) -> None:
    """Above all the one that only listens, for which firewalls forget who is behind it."""
    settings = Settings(data_dir=tmp_path, database_url=database, secret_key="of-all")
    port = urlsplit(database).port
    of_tests = {found.getsockname() for found in to_port(port)}

    def of_servers() -> list[tuple[int, int]]:
        """How long each is silent before it asks (s), and waits for an answer (ms)."""
        return [
            (
                found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
                found.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
            )
            for found in to_port(port)
            if found.getsockname() not in of_tests
        ]

    async with stores(settings, tmp_path) as opened:
        assert opened.allowances is not None
        await opened.allowances.acquire_entry("anybody", 9, 60)
        await until(lambda: len(of_servers()) >= 4)  # records, signals, checkpoints, allowances
        assert set(of_servers()) == {(5, 10_000)}
        opened.tickets.close()


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
async def test_a_database_that_has_no_letters_for_all_words_is_refused_at_once(
    postgres_database: str, encoding: str
) -> None:
    made = f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    with (
        own_database(postgres_database, made) as address,
        pytest.raises(CannotStart, match=f"as {encoding}: make one of UTF8"),
    ):
        await Records.open(address)


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        ("role%3Dpg_read_all_data", "the owner of the database"),
        ("default_transaction_read_only%3Don", "one that can be written"),
    ],
)
async def test_who_may_not_make_tables_is_told_who_may(
    database: str, asked: str, remedy: str
) -> None:
    address = f"{database}%20-c{asked}"
    with pytest.raises(CannotStart, match=remedy), opening(address):
        await Records.open(address)


async def test_a_database_of_other_tables_is_told_from_one_that_fails(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE threads (wool text)")
    with pytest.raises(CannotStart, match="name an empty database"), opening(database):
        await Records.open(database)


async def test_a_database_of_a_newer_release_asks_for_that_or_another(
    records: Records, database: str
) -> None:
    await records.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9'")))
    with pytest.raises(CannotStart, match="newer release: install that one, or set DATABASE_URL"):
        await Records.open(database)


async def _all(checkpoints: SharedCheckpoints) -> AsyncIterator[Any]:
    async for found in checkpoints.saver.alist(None):
        yield found
