"""Tickets in Postgres: found as in SQLite, kept whole, written by living servers alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from sandbox.freshdesk import Account, demo_account
from tests.freshdesk.collecting import COMPANY, URL, collecting
from tests.freshdesk.helpdesks import Clock, account_of, app_of
from tests.tools.test_postgres import database, server
from tools.encoder import UsemEncoder
from tools.errors import StorageFailed
from tools.freshdesk import pgvector
from tools.freshdesk.companies import AT_ONCE, Companies
from tools.freshdesk.postgres import Schemas, schema_of
from tools.freshdesk.ranking import Query
from tools.freshdesk.reading import TicketReader
from tools.freshdesk.schema import NEWEST
from tools.freshdesk.search import Search
from tools.freshdesk.sqlite import Files
from tools.freshdesk.store import Store
from tools.freshdesk.tools import call
from tools.records import Records
from tools.records.servers import SharedServers

__all__ = ["database", "server"]  # fixtures

QUERIES = yaml.load(
    (Path(__file__).parents[1] / "support" / "search_queries.yaml").read_text("utf-8"),
    Loader=yaml.CSafeLoader,
)
# What the two could read in two ways: accents, signs within words, what begins within itself.
ODD = [
    "café",
    "Việt",
    "foo_bar",
    "_",
    "・",
    "ア・",
    "ㅋㅋ",
    "ㅋㅋㅋ 환불",
    "하하하",
    "a",
    "집",
    "100%",
]
TEXTS = [
    "Café naïve, Việt Nam: foo_bar and foo bar",
    "ㅋㅋㅋㅋㅋㅋ 환불 하하하하 하하",
    "ㅋㅋㅋ 환불환불 하하하 환불",
    "ア・イ アメリカ ・ 100% 100 % ’s",
    "NUL \0 inside, 우리 집 집집마다",
    "a " * 300 + "약관" * 300,
]


def schemas(database: str) -> Schemas:
    return Schemas(database, AT_ONCE, lambda _: None)


@asynccontextmanager
async def companies_in(homes: Schemas) -> AsyncIterator[Companies]:
    companies = Companies(homes, lambda _: URL)
    yield companies
    await companies.close()


class Remembering:
    """The embedded encoder, which need not encode a text for each of two databases."""

    def __init__(self) -> None:
        self._encoder = UsemEncoder()
        self._known: dict[str, list[float]] = {}

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, await self._encoder.encode(new), strict=True))
        return [self._known[text] for text in texts]


def demo() -> Account:
    """The demo account, and some hundred tickets of what is odd."""
    account = demo_account(80, clock=Clock())
    for number, text in enumerate(TEXTS * 25):
        account.add_ticket(subject=f"{number} {text[:20]}", description_text=text, tags=[text[:5]])
    return account


async def test_both_find_the_same_in_the_same_order(tmp_path: Path, database: str):
    account, encoder = demo(), Remembering()
    searches = [query for queries in QUERIES.values() for query in queries] + ODD
    asked = [Query(text, limit=100, private=n % 3 == 0) for n, text in enumerate(searches)]
    asked += [Query(text, status="Open") for text in ("환불", "배송지 변경", "refund")]
    asked += [Query(text, type="article") for text in ("환불", "設定")]
    found, told = [], []
    for homes in (Files(tmp_path), schemas(database)):
        async with collecting(app_of(account), tmp_path, homes=homes) as company:
            await company.run("one", process_attachments=False)
            search = Search(company.companies, encoder)
            by_words = [await search.find(COMPANY, query) for query in asked]
            await search.sync(COMPANY)
            found.append((by_words, [await search.find(COMPANY, query) for query in asked[::8]]))
            told.append(await answers(TicketReader(company.companies, search)))
    for queries, in_a_file, in_a_schema in zip((asked, asked[::8]), *found, strict=True):
        for query, here, there in zip(queries, in_a_file, in_a_schema, strict=True):
            most = 10 if queries is not asked and has_pgvector(database) else None
            assert here[:most] == there[:most], query  # its index proposes others for the last
    assert told[0] == told[1]
    assert sum(map(bool, found[0][0])) > 150


async def answers(reader: TicketReader) -> list[Any]:
    """What is said to questions of each kind."""
    by = ("type", "status", "priority", "agent", "customer", "tag", "day", "month")
    asked = [("count_tickets", {"by": each, "limit": 50}) for each in by]
    asked += [("find_tickets", {"text": text, "limit": 20}) for text in ("환불", "a 약관", "zzz")]
    asked += [("find_tickets", given) for given in ({"tag": "ㅋㅋㅋㅋㅋ"}, {"status": "open"})]
    asked += [("find_tickets", {"customer": "a"}), ("find_tickets", {"status": "no such"})]
    asked += [("find_articles", {"text": "환불 배송"}), ("read_ticket", {"number": 3})]
    calls = [call(tool, arguments) for tool, arguments in asked]
    return [await reader.answer(COMPANY, each, "Asia/Kolkata") for each in calls]  # type: ignore[arg-type]


@given(st.from_regex(r"[a-z0-9][a-z0-9_-]{1,62}", fullmatch=True))
def test_a_companys_schema_has_a_name_of_its_own_that_postgres_keeps_whole(company: str):
    name = schema_of("public", company)
    assert len(name.encode()) <= 63
    assert name not in (schema_of("public", company + "x"), schema_of("other", company))


async def test_companies_of_long_names_are_known_by_them(database: str):
    names = sorted(["a" * 63, "a" * 62 + "b", "a-b_c"])
    async with companies_in(schemas(database)) as companies:
        for name in names:
            assert not await companies.exists(name)
            await companies.do(name, Store.totals)
    async with companies_in(schemas(database)) as companies:
        assert await companies.known() == names
        assert await companies.exists(names[0])


@asynccontextmanager
async def alive(database: str) -> AsyncIterator[tuple[SharedServers, Schemas]]:
    """A server among those of a database, and where its tickets are."""
    records = await Records.open(database)
    servers = SharedServers(records, lambda: None)
    await servers.join()
    yield servers, Schemas(database, AT_ONCE, records.guard)
    await servers.leave()
    await records.close()


async def test_who_was_struck_off_writes_nothing(tmp_path: Path, database: str):
    async with (
        alive(database) as (servers, homes),
        collecting(app_of(account_of(3)), tmp_path, homes=homes) as company,
    ):
        await company.run("one")
        before = await company.content()
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("DELETE FROM servers WHERE id = %s", [servers.me])
        company.app.account.add_ticket(subject="late")
        with pytest.raises(StorageFailed, match="taken for dead"):
            await company.run("two")
        assert await company.content() == before


async def test_signs_of_life_do_not_wait_for_tickets_but_to_be_struck_off_does(database: str):
    strike = "DELETE FROM servers WHERE id = %s"
    async with alive(database) as (servers, homes), companies_in(homes):
        with homes.opened("shop") as tables, tables.atomic():
            await servers._records.write(servers._beat)
            with (
                psycopg.connect(f"{database}%20-clock_timeout%3D20ms") as connection,
                pytest.raises(psycopg.errors.LockNotAvailable),
            ):
                connection.execute(strike, [servers.me])


async def test_who_stands_still_amid_a_transaction_has_lost_it(database: str):
    async with companies_in(schemas(database)) as companies:

        def stand_still(store: Store) -> None:
            [backend] = store.db.execute("SELECT pg_backend_pid()").fetchone()
            store.db.execute("SET LOCAL idle_in_transaction_session_timeout = 1")
            with psycopg.connect(database, autocommit=True) as other:
                query = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
                while other.execute(query, [backend]).fetchone() != (0,):
                    time.sleep(0.005)
            store.totals()

        with pytest.raises(StorageFailed):
            await companies.do(COMPANY, stand_still)
        assert (await companies.do(COMPANY, Store.totals))["tickets"] == 0


async def test_servers_that_write_to_a_company_at_once_leave_all_of_both(
    tmp_path: Path, database: str
):
    """Each gives what is searched numbers behind the last."""
    async with (
        collecting(app_of(account_of(40)), tmp_path, homes=schemas(database)) as one,
        collecting(app_of(account_of(40)), tmp_path, homes=schemas(database)) as other,
    ):
        for number in range(41, 81):
            other.app.account.add_ticket(number, subject=f"Ticket {number}")
        await asyncio.gather(one.run("one", batch_size=5), other.run("other", batch_size=5))
        assert await one.ids() == set(range(1, 81))
        counted = "SELECT count(*), count(DISTINCT rowid), sum(length) FROM chunks_fts"
        [(chunks, distinct, tokens)] = await one.rows(counted)
        assert chunks == distinct
        assert await one.rows("SELECT chunks, tokens FROM said") == [(chunks, tokens)]


async def test_what_one_server_synchronised_the_others_find_by_meaning(
    tmp_path: Path, database: str
):
    account, encoder = Account(clock=Clock()), Remembering()
    account.add_ticket(1, subject="환불", description_text="돈을 돌려주세요")
    async with (
        collecting(app_of(account), tmp_path, homes=schemas(database)) as one,
        companies_in(schemas(database)) as companies,
    ):
        await one.run("one")
        here, there = Search(one.companies, encoder), Search(companies, encoder)
        asked = Query("I want my money back")
        assert await there.find(COMPANY, asked) == []
        await here.sync(COMPANY)
        assert [hit.id for hit in await there.find(COMPANY, asked)] == [1]


async def test_of_more_words_than_postgres_takes_the_first_are_found(database: str):
    words = [f"{number:05}{'가' * 15}" for number in range(30_000)]  # 1.5 MB, each its own

    def keep(store: Store) -> list[int]:
        with store.db.atomic():
            store.db.add_words([(1, " ".join([*words, "x" * 5000]))])
        says = [store.db.saying(word) for word in ("00001", "29999", "x" * 100)]
        query = "SELECT count(*) FROM chunks_fts WHERE "
        return [store.db.execute(query + each.sql, each.values).fetchone()[0] for each in says]

    async with companies_in(schemas(database)) as companies:
        assert await companies.do(COMPANY, keep) == [1, 0, 0]


def has_pgvector(database: str) -> bool:
    query = "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'"
    with psycopg.connect(database) as connection:
        return connection.execute(query).fetchone() == (1,)


async def test_pgvectors_index_finds_what_comparing_all_finds(tmp_path: Path, database: str):
    if not has_pgvector(database):
        pytest.skip("this Postgres has no pgvector")
    encoder, found = Remembering(), []
    texts = [query for queries in QUERIES.values() for query in queries]
    asked = [Query(f"{one} {other}?!", private=True) for one, other in pairwise(texts[::3])]
    asked += [Query(query.text, status="no such") for query in asked[:2]]
    for homes in (Files(tmp_path), schemas(database)):
        async with collecting(app_of(demo()), tmp_path, homes=homes) as company:
            await company.run("one", process_attachments=False)
            search = Search(company.companies, encoder)
            await search.sync(COMPANY)
            found.append([{hit.id for hit in await search.find(COMPANY, each)} for each in asked])
            held = await company.companies.do(COMPANY, pgvector.indexed)
    assert held is not None
    assert len(held) > 300
    same = sum(len(here & there) for here, there in zip(*found, strict=True))
    assert same >= 0.99 * sum(map(len, found[0])) > 0


async def test_a_run_goes_on_where_its_connection_was_lost_amid_a_batch(
    tmp_path: Path, database: str
):
    writes = 0

    def lose(connection: Connection) -> None:
        nonlocal writes
        writes += 1
        if writes == 12:
            [[backend]] = connection.exec_driver_sql("SELECT pg_backend_pid()")
            kill(database, backend)

    homes = Schemas(database, AT_ONCE, lose)
    async with collecting(app_of(account_of(30)), tmp_path, homes=homes) as company:
        with pytest.raises(StorageFailed):
            await company.run("one", batch_size=5)
        assert 0 < len(await company.ids()) < 30
        await company.run("one", batch_size=5)
        resumed = await company.content()
        await company.companies.do(COMPANY, Store.purge)
        await company.run("calm", batch_size=5)
        assert await company.content() == resumed


def kill(database: str, backend: int) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 10000)", [backend])


async def test_all_companies_share_a_few_connections(database: str):
    homes = schemas(database)
    async with companies_in(homes) as companies:
        names = [f"company-{number}" for number in range(12)]
        await asyncio.gather(*(companies.do(name, Store.totals) for name in names))
        assert homes._engine.pool.checkedin() <= AT_ONCE  # type: ignore[attr-defined]


async def test_what_a_newer_release_wrote_is_left_alone(database: str):
    def newer(store: Store) -> None:
        with store.db.atomic():
            store.db.execute("UPDATE form SET number = ?", [NEWEST + 1])

    async with companies_in(schemas(database)) as companies:
        await companies.do(COMPANY, newer)
    async with companies_in(schemas(database)) as companies:
        with pytest.raises(StorageFailed, match="newer"):
            await companies.do(COMPANY, Store.totals)


async def test_what_fails_leaves_nothing_of_its_transaction(database: str):
    def fails(store: Store) -> None:
        with store.db.atomic():
            store.db.execute("INSERT INTO failures VALUES (1, 1)")
        raise ValueError("behind it")

    async with companies_in(schemas(database)) as companies:
        with pytest.raises(ValueError, match="behind it"):
            await companies.do(COMPANY, fails)
        assert await companies.do(COMPANY, _failures) == 0


def _failures(store: Store) -> int:
    return int(store.db.execute("SELECT count(*) FROM failures").fetchone()[0])
