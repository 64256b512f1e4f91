"""The event log: numbered, kept, replayed, each event once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from agent import events as events_module
from agent.events import Event, EventLog, Lagging
from agent.server_frames import AiToken, Pong, TurnEnd, UserMessage
from agent.threads import Settings, Threads
from tests.support.examples import examples
from tests.support.waiting import PATIENCE
from tools.errors import NotFound
from tools.records import Records
from tools.records.tables import events as events_table
from tools.records.tables import threads as threads_table
from tools.vault import Vault, load_key

SOMETHING = TurnEnd(status="completed")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def records(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Records]:
    folder: Path = tmp_path_factory.mktemp("events")
    records = await Records.open(folder / "records.db")
    yield records
    await records.close()


@pytest.fixture(scope="module")
def log(records: Records) -> EventLog:
    return EventLog(records)


@pytest.fixture(scope="module")
def threads(records: Records, tmp_path_factory: pytest.TempPathFactory) -> Threads:
    return Threads(records, Vault(records, load_key(None, tmp_path_factory.mktemp("key"))))


async def new_thread(threads: Threads) -> str:
    return (await threads.create("", Settings())).id


async def take(log: EventLog, thread_id: str, since: int, until: int) -> list[Event]:
    """What a follower hears up to a number."""
    heard: list[Event] = []
    async with asyncio.timeout(PATIENCE):
        async for event in log.follow(thread_id, since):
            heard.append(event)
            if event.seq >= until:
                return heard
    raise AssertionError("unreachable")


async def test_events_are_numbered_from_one(log: EventLog, threads: Threads):
    thread = await new_thread(threads)
    for number in range(1, 4):
        event = await log.append(thread, f"k{number}", SOMETHING)
        assert event is not None
        sent = {"type": "turn_end", "status": "completed"}
        assert event.frame == {**sent, "seq": number, "thread_id": thread}
    assert (await threads.get(thread)).last_seq == 3


async def test_what_is_said_twice_is_kept_once(log: EventLog, threads: Threads):
    thread = await new_thread(threads)
    first = await log.append(thread, "once", UserMessage(content="first", id=None))
    assert await log.append(thread, "once", SOMETHING) is None
    assert await log.read(thread, 0) == [first]


async def test_the_same_key_in_another_thread_is_another_event(log: EventLog, threads: Threads):
    for thread in (await new_thread(threads), await new_thread(threads)):
        event = await log.append(thread, "same", SOMETHING)
        assert event is not None
        assert event.seq == 1


async def test_nobody_speaks_in_an_unknown_thread(log: EventLog):
    with pytest.raises(NotFound):
        await log.append("nobody", "k", SOMETHING)


async def test_an_event_and_what_goes_along_happen_together(
    log: EventLog, threads: Threads, records: Records
):
    thread = await new_thread(threads)
    titled = update(threads_table).where(threads_table.c.id == thread).values(title="x")
    broken = update(threads_table).values(last_seq=None)
    await log.append(thread, "good", SOMETHING, along=titled)
    with pytest.raises(Exception, match="NOT NULL"):
        await log.append(thread, "bad", SOMETHING, along=broken)
    assert [event.seq for event in await log.read(thread, 0)] == [1]


async def test_the_newest_and_the_oldest_are_found(log: EventLog, threads: Threads):
    thread = await new_thread(threads)
    assert await log.oldest(thread) is None
    for number in range(5):
        await log.append(thread, str(number), SOMETHING if number % 2 else Pong())
    assert [event.seq for event in await log.newest(thread, ["pong", "turn_end"], 2)] == [4, 5]
    assert [event.seq for event in await log.newest(thread, ["pong"], 2)] == [3, 5]
    assert await log.oldest(thread) == 1


async def test_a_follower_that_falls_behind_is_told(
    log: EventLog, threads: Threads, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(events_module, "MOST_UNREAD", 3)
    thread = await new_thread(threads)
    with log.subscribe(thread) as feed:
        for number in range(4):
            await log.append(thread, str(number), SOMETHING)
        with pytest.raises(Lagging):
            await feed.next()


async def test_what_is_announced_comes_in_its_place_and_never_behind_what_followed_it(
    log: EventLog, threads: Threads, monkeypatch: pytest.MonkeyPatch
):
    """A reader whose look at the past is slow hears no word of a reply after the whole of it."""
    thread = await new_thread(threads)
    reading, told, read = asyncio.Event(), asyncio.Event(), log.read

    async def slow(thread_id: str, since: int, limit: int = 500) -> list[Event]:
        reading.set()
        await told.wait()
        return await read(thread_id, since, limit)

    monkeypatch.setattr(log, "read", slow)
    async with asyncio.timeout(PATIENCE), contextlib.aclosing(log.follow(thread, 0)) as feed:
        first = asyncio.create_task(anext(feed))
        await reading.wait()
        await log.append(thread, "asked", SOMETHING)
        log.announce(thread, AiToken(content="late"))
        await log.append(thread, "answered", SOMETHING)
        told.set()
        heard = [await first, await anext(feed)]
        log.announce(thread, AiToken(content="in time"))
        heard.append(await anext(feed))
    assert [event.frame.get("content", event.seq) for event in heard] == [1, 2, "in time"]


async def test_a_reader_that_fills_a_gap_hears_the_words_before_the_reply_that_is_kept_meanwhile(
    log: EventLog, threads: Threads, records: Records, monkeypatch: pytest.MonkeyPatch
):
    thread = await new_thread(threads)
    reading, told, read = asyncio.Event(), asyncio.Event(), log.read
    await log.append(thread, "before", SOMETHING)

    async def slow(thread_id: str, since: int, limit: int = 500) -> list[Event]:
        if since:
            reading.set()
            await told.wait()
        return await read(thread_id, since, limit)

    monkeypatch.setattr(log, "read", slow)
    async with asyncio.timeout(PATIENCE), contextlib.aclosing(log.follow(thread, 0)) as feed:
        heard = [await anext(feed)]
        first, second = [
            await records.write(lambda c, key=key: log.keep(c, thread, key, SOMETHING))
            for key in ("one", "two")
        ]
        log.publish(thread, second)
        filling = asyncio.create_task(anext(feed))
        await reading.wait()
        log.publish(thread, first)
        log.announce(thread, AiToken(content="in time"))
        await log.append(thread, "answered", SOMETHING)
        told.set()
        heard += [await filling, *[await anext(feed) for _ in range(3)]]
    assert [event.frame.get("content", event.seq) for event in heard] == [1, 2, 3, "in time", 4]


@examples(25)
@given(before=st.integers(0, 8), after=st.integers(1, 12), since=st.integers(0, 8))
async def test_a_follower_hears_everything_once_in_order_whenever_it_begins(
    log: EventLog, threads: Threads, before: int, after: int, since: int
):
    thread, since = await new_thread(threads), min(since, before)
    for number in range(before):
        await log.append(thread, f"a{number}", SOMETHING)
    following = asyncio.create_task(take(log, thread, since, before + after))
    await asyncio.gather(*(log.append(thread, f"b{number}", SOMETHING) for number in range(after)))
    assert [event.seq for event in await following] == list(range(since + 1, before + after + 1))


async def test_a_long_past_is_replayed_page_by_page(
    log: EventLog, threads: Threads, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(events_module, "PAGE", 4)
    thread = await new_thread(threads)
    for number in range(11):
        await log.append(thread, str(number), SOMETHING)
    assert [event.seq for event in await take(log, thread, 1, 11)] == list(range(2, 12))


async def test_what_an_older_version_said_is_still_heard(
    log: EventLog, threads: Threads, records: Records
):
    thread = await new_thread(threads)
    said = {"type": "of_old", "content": "x", "seq": 1, "thread_id": thread}
    row = {"thread_id": thread, "seq": 1, "key": "old", "frame": said, "created_at": 0.0}
    await records.write(lambda connection: connection.execute(insert(events_table).values(row)))
    assert await log.read(thread, 0) == [Event(1, said)]
