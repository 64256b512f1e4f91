"""A workspace in Postgres whose servers die, stand still or are struck off, or whose database is
away: what was answered stays, what was refused leaves nothing."""

import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sandbox.notion import StorageError
from sandbox.notion.ids import new_id
from sandbox.notion.records import Comment, Page, Parent
from sandbox.notion.shared import tables
from sandbox.notion.shared.lines import Connection, connected
from sandbox.notion.shared.tables import Tables
from sandbox.notion.shared.workspace import SharedWorkspace
from sandbox.notion.state import Transaction
from tests.sandbox.notionkit import paragraph, runs, serving
from tests.support.databases import ADDRESS
from tests.support.disk import same
from tests.support.sharing import cut_off, in_database, shared, two_servers, writing_at_length

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import asyncio, sys
from tests.sandbox.notionkit import serving, paragraph
from sandbox.notion.shared.workspace import SharedWorkspace
from sandbox.notion.state import Transaction

async def main():
    workspace = await SharedWorkspace.shared(sys.argv[1])
    async with serving(workspace) as api:
        for _ in range(100000):
            [made] = await api.append(sys.argv[2], paragraph())
            print(made["id"], flush=True)

asyncio.run(main())
"""
NOW = "2026-11-29T10:00:00.000Z"


async def test_after_kill_9_another_server_has_exactly_what_was_answered(address: str):
    async with two_servers(address) as (here, _):
        home = (await here.page())["id"]
        command = ("-c", WRITER, address, home)
        writer = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.PIPE, cwd=ROOT
        )
        assert writer.stdout is not None
        answered = [await writer.stdout.readline() for _ in range(20)]
        await here.append(home, paragraph("amid them"))
        writer.send_signal(signal.SIGKILL)
        answered += (await writer.stdout.read()).splitlines()
        await writer.wait()
        [mine] = await here.append(home, paragraph("behind them"))
        kept = [block["id"] for block in await here.children(home)]
    theirs = [name.decode().strip() for name in answered]
    assert [name for name in kept if name in theirs] == theirs
    assert len(kept) - len(theirs) in (2, 3)  # ours, and one that was not answered any more
    assert kept[-1] == mine["id"]


STANDING_STILL = """
import asyncio, sys
from sandbox.notion.errors import StorageError
from sandbox.notion.records import Page
from sandbox.notion.shared.workspace import SharedWorkspace

async def main():
    workspace = await SharedWorkspace.shared(sys.argv[1])
    tx = workspace.begin("2026-11-29T10:00:00.000Z")

    def lock():
        print("begun", flush=True)
        sys.stdin.readline()
        tx.edit(tx.get(Page, sys.argv[2]), is_locked=True)

    try:
        await workspace.write(tx, lock, is_long=True)
    except StorageError:
        print("refused", flush=True)

asyncio.run(main())
"""


@pytest.mark.skipif(not ADDRESS, reason="takes some seconds: `make test-postgres`")
async def test_who_stands_still_holds_others_up_for_seconds_and_then_writes_nothing(
    address: str,
):
    async with two_servers(address) as (here, there):
        home = (await here.page())["id"]
        still = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", STANDING_STILL, address, home),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        assert still.stdin is not None
        assert still.stdout is not None
        assert await still.stdout.readline() == b"begun\n"
        still.send_signal(signal.SIGSTOP)
        await here.append(home, paragraph("goes on"))
        still.send_signal(signal.SIGCONT)
        still.stdin.write(b"\n")
        assert await still.stdout.readline() == b"refused\n"
        still.kill()
        await still.wait()
        assert not (await there.ok("GET", f"/v1/pages/{home}"))["is_locked"]


async def test_who_was_struck_off_writes_nothing_and_reads_on(address: str):
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE living (id text)")
        connection.execute("INSERT INTO living VALUES ('me')")
        guard = (b"SELECT 1 FROM living WHERE id = %s FOR KEY SHARE", ("me",))
        async with shared(address, guard=guard) as workspace, serving(workspace) as api:
            home = await api.page()
            connection.execute("DELETE FROM living")
            body = {"children": [paragraph()]}
            await api.refused("PATCH", f"/v1/blocks/{home['id']}/children", body, status=503)
            assert await api.children(home["id"]) == []
            assert same(workspace.state, await in_database(address))


async def test_a_turn_that_is_cut_off_amid_a_long_write_leaves_nothing_and_nobody_waits_on(
    database: str, address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sandbox.notion.shared.workspace._AWAKE_SECONDS", 0.01)
    answered = threading.Event()
    async with shared(address) as workspace, serving(workspace) as api:
        home = (await api.page())["id"]
        tx = workspace.begin(NOW)

        def cut_off_amid() -> None:
            tx.edit(tx.get(Page, home), is_locked=True)
            cut_off(database)
            answered.wait()

        before = api.send("PATCH", f"/v1/blocks/{home}/children", {"children": [paragraph()]})
        long = workspace.write(tx, cut_off_amid, is_long=True)
        (status, _), error = await asyncio.gather(before, long, return_exceptions=True)
        answered.set()
        assert (status, type(error)) == (503, StorageError)
        assert await api.children(home) == []
        assert not (await api.ok("GET", f"/v1/pages/{home}"))["is_locked"]
        await api.append(home, paragraph())
        assert same(workspace.state, await in_database(address))


async def test_a_long_write_shows_that_its_server_does_not_stand_still(address: str):
    """Else Postgres would end its transaction, as it does where nobody is there any more."""
    async with shared(address) as workspace, serving(workspace) as api:
        home = (await api.page())["id"]
        tx = workspace.begin(NOW)

        def until_heard_of() -> None:
            with psycopg.connect(address, autocommit=True) as connection:
                said: tuple[Any, ...] | None = None
                while said is None:
                    said = connection.execute(
                        "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        " AND state = 'idle in transaction' AND query = 'SELECT 1'"
                    ).fetchone()
            tx.edit(tx.get(Page, home), is_locked=True)

        await workspace.write(tx, until_heard_of, is_long=True)
        assert (await api.ok("GET", f"/v1/pages/{home}"))["is_locked"]


class Deaf(Tables):
    """Loses the connection right before or right after a commit, where it is told to."""

    loses = ""

    def commit(self, connection: Connection, *given: Any, **named: Any) -> None:
        loses, self.loses = self.loses, ""
        if loses != "before":
            super().commit(connection, *given, **named)
        if loses:
            connection.close()
            raise psycopg.OperationalError("the connection is lost")


@pytest.mark.parametrize(("loses", "status"), [("before", 503), ("after", 200)])
async def test_what_became_of_a_commit_is_asked_where_its_answer_is_lost(
    address: str, monkeypatch: pytest.MonkeyPatch, loses: str, status: int
):
    monkeypatch.setattr("sandbox.notion.shared.workspace.Tables", Deaf)
    async with shared(address) as workspace, serving(workspace) as api:
        home = (await api.page())["id"]
        workspace._tables.loses = loses
        path = f"/v1/blocks/{home}/children"
        answered, _ = await api.send("PATCH", path, {"children": [paragraph("once")]})
        assert answered == status
        assert len(await api.children(home)) == (status == 200)
        await api.append(home, paragraph("then"))
        assert same(workspace.state, await in_database(address))


@contextlib.contextmanager
def away(database: str) -> Iterator[None]:
    """While the database lets nobody in."""
    other = database.replace("/postgres", "/template1")
    allow = "ALTER DATABASE postgres WITH ALLOW_CONNECTIONS {}"
    with psycopg.connect(other, autocommit=True) as connection:
        connection.execute(allow.format("false").encode())
        try:
            cut_off(other)
            yield
        finally:
            connection.execute(allow.format("true").encode())


async def test_while_the_database_is_away_all_is_refused_and_then_goes_on(
    database: str, address: str
):
    async with shared(address) as workspace, serving(workspace) as api:
        home = (await api.page())["id"]
        path = f"/v1/blocks/{home}/children"
        body = {"children": [paragraph("lost")]}
        with away(database):
            statuses = await asyncio.gather(*(api.send("PATCH", path, body) for _ in range(3)))
            assert {status for status, _ in statuses} == {503}
            await api.refused("GET", path, status=503)
        assert await api.children(home) == []
        await api.append(home, paragraph())
        assert same(workspace.state, await in_database(address))


async def test_lost_connections_are_made_anew_and_nobody_notices(database: str, address: str):
    async with shared(address) as workspace, serving(workspace) as api:
        home = (await api.page())["id"]
        cut_off(database)
        await api.append(home, paragraph())
        cut_off(database)
        assert len(await api.children(home)) == 1
        assert same(workspace.state, await in_database(address))


async def test_a_record_that_cannot_be_kept_stops_nobody_else(address: str):
    async with shared(address) as workspace, serving(workspace) as api:
        home = await api.page()
        tx = workspace.begin(NOW)
        tx.edit(workspace.state.records[home["id"]], icon={"emoji": object()})
        lost = await asyncio.gather(workspace.commit(tx), return_exceptions=True)
        assert [error.status for error in lost] == [503]
        await api.append(home["id"], paragraph())
        assert same(workspace.state, await in_database(address))


async def test_writes_that_nobody_waits_for_any_more_are_not_carried_out(address: str):
    async with shared(address) as workspace, serving(workspace) as api:
        home = (await api.page())["id"]
        async with writing_at_length(workspace, home):
            behind = [asyncio.create_task(api.append(home, paragraph(text))) for text in "abc"]
            await asyncio.sleep(0)  # each comes as far as to wait
            for each in behind[:2]:
                each.cancel()
        [made] = await behind[2]
        assert [block["id"] for block in await api.children(home)] == [made["id"]]
        assert same(workspace.state, await in_database(address))


async def test_writes_beyond_what_may_wait_are_refused_at_once(address: str):
    async with shared(address) as one, shared(address) as other, serving(one) as api:
        home = (await api.page())["id"]
        await other.catch_up()
        async with writing_at_length(other, home):
            txs = [one.begin(NOW) for _ in range(1100)]
            writing = [
                asyncio.create_task(one.write(tx, partial(_comment, tx, home), is_long=False))
                for tx in txs
            ]
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            refused = [each for each in writing if each.done()]
            assert {type(each.exception()) for each in refused} == {StorageError}
        kept = [await each for each in writing if each not in refused]
        assert len(kept) > 1000
        assert same(one.state, await in_database(address))
        comments = {name for name, each in one.state.records.items() if isinstance(each, Comment)}
        assert comments == set(kept)


def _comment(tx: Transaction, page_id: str) -> str:
    parent = tx.stamp(Parent("page_id", page_id))
    words = {"discussion_id": "d", "rich_text": [], "display_name": {}}
    return tx.put(Comment(id=new_id(), **words, **parent)).id


async def test_who_was_away_for_longer_than_drops_are_remembered_reads_all_anew(
    address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tables, "SWEPT_AFTER", 0)
    monkeypatch.setattr(tables, "SWEEP_EVERY", 1)
    async with shared(address) as one, shared(address) as other, serving(one) as here:
        home = await here.page()
        comment = {"parent": {"page_id": home["id"]}, "rich_text": runs("so")}
        dropped, _ = [await here.ok("POST", "/v1/comments", comment) for _ in range(2)]
        await other.catch_up()
        assert dropped["id"] in other.state.records
        await here.ok("DELETE", f"/v1/comments/{dropped['id']}")
        await here.page("Another")
        await other.catch_up()
        assert same(one.state, other.state)
        with psycopg.connect(address) as connection:
            count = f'SELECT count(*) FROM "{one._tables.schema}".records WHERE body IS NULL'
            assert connection.execute(count.encode()).fetchone() == (0,)


async def test_what_came_since_is_found_by_its_number_however_little_postgres_knows(address: str):
    """Of a table that it has no figures of it takes a third for new, and would read all."""
    async with shared(address) as workspace:
        with connected(address) as connection:
            connection.execute(
                f'INSERT INTO "{workspace._tables.schema}".records'
                " SELECT n::text, 'Page', '', 1, n FROM generate_series(1, 20000) n".encode()
            )
            plan = connection.execute(b"EXPLAIN " + workspace._tables.sql["since"], (1,)).fetchall()
    ways = " ".join(line for (line,) in plan)
    assert "records_seq_idx" in ways
    assert "Seq Scan on records" not in ways


async def test_servers_that_open_an_empty_database_at_once_make_its_tables_once(address: str):
    opened = await asyncio.gather(*(SharedWorkspace.shared(address) for _ in range(4)))
    assert len({workspace.state.secret for workspace in opened}) == 1
    for workspace in opened:
        await workspace.close()
