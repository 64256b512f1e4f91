"""One of two servers dies at any moment: what it had begun is ended by the other, once.

`CHAOS_TAKEOVERS` says how often (`make chaos` twenty times), `CHAOS_SEED` at which moments.
"""

import asyncio
import os
import random
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.report import percentile
from tests.server.test_crash import WISH, assert_built_once, assert_whole
from tests.support.chat import Chat, Frame, chatting, types
from tests.support.postgres import NoPostgres, postgres
from tests.support.processes import Process, server_process
from tests.support.serving import RemoteNotion, remote_notion

TAKEOVERS = int(os.environ.get("CHAOS_TAKEOVERS", "0"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
TALKS = 6  # at once, half of them at the server that dies
LATEST = 2.5  # seconds after the yes: some builds have ended by then
LATENCY = 0.03  # seconds that Notion takes
TAKEN_OVER_SECONDS = 15.0


@dataclass
class Talk:
    """A conversation that is being built, below a parent of its own."""

    chat: Chat
    request: Frame
    parent: str


@pytest.mark.skipif(TAKEOVERS == 0, reason="takes half a minute each: `make chaos`")
@pytest.mark.timeout(120 + 60 * TAKEOVERS)
async def test_what_a_dead_server_had_begun_is_ended_once_by_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    draw, silences = random.Random(SEED), list[float]()
    async with AsyncExitStack() as stack:
        try:
            url = stack.enter_context(postgres())
        except NoPostgres as missing:
            pytest.skip(str(missing))
        notion = await stack.enter_async_context(remote_notion())
        notion.faults.latency = LATENCY
        env = {"NOTION_BASE_URL": notion.url, "DATABASE_URL": url, "SECRET_KEY": "of-all-servers"}
        unlimited = ("WS_MESSAGES_PER_MINUTE", "WS_CONNECTIONS_PER_ADDRESS", "RATE_LIMIT_RPM")
        env |= dict.fromkeys(unlimited, "0")
        one, two = [
            await stack.enter_async_context(server_process(_made(tmp_path / name), **env))
            for name in ("one", "two")
        ]
        for _ in range(TAKEOVERS):
            dying, living = draw.sample((one, two), 2)
            silences += await _round(dying, living, notion, draw.uniform(0, LATEST))
            await dying.ended()
            await dying.start()
    with capsys.disabled():
        late = f"p95 {percentile(silences, 0.95):.1f} s, most {max(silences):.1f} s"
        said = f"{len(silences)} builds taken over ({late})" if silences else "none was under way"
        sys.stdout.write(f"\n{TAKEOVERS} kills amid {TALKS} builds each: {said}\n")
    assert all(silence <= TAKEN_OVER_SECONDS for silence in silences)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def _round(
    dying: Process, living: Process, notion: RemoteNotion, moment: float
) -> list[float]:
    """One dies so many seconds after the yes; the seconds in which nothing came of what it did."""
    async with AsyncExitStack() as stack:
        places = [dying, living] * (TALKS // 2)
        talks = await asyncio.gather(*(_begun(stack, server, notion) for server in places))
        await asyncio.gather(*(_say_yes(talk.chat, talk.request) for talk in talks))
        await asyncio.sleep(moment)
        dying.kill()
        at = time.monotonic()
        ends = (
            _ended(talk, living, notion, at, is_at_dead=server is dying)
            for talk, server in zip(talks, places, strict=True)
        )
        silences = await asyncio.gather(*ends)
    return [silence for silence in silences if silence is not None]


async def _begun(stack: AsyncExitStack, server: Process, notion: RemoteNotion) -> Talk:
    token, parent = notion.new_token(), await notion.new_parent()
    opened = chatting(server.socket_url, notion_token=token, parent_page_id=parent)
    chat = await stack.enter_async_context(opened)
    return Talk(chat, await chat.asked(WISH), parent)


async def _say_yes(chat: Chat, request: Frame) -> None:
    await chat.approve(request, id=f"yes-{request['approval_id']}")


async def _ended(
    talk: Talk, living: Process, notion: RemoteNotion, at: float, *, is_at_dead: bool
) -> float | None:
    """Sees to it that the build came out whole, once; how long nothing came after the death."""
    frames, silence = talk.chat.numbered, None
    if is_at_dead:
        await talk.chat.close_code()
        frames = talk.chat.numbered
        since = {"thread_id": talk.chat.thread_id, "since": talk.chat.last_seq}
        async with chatting(living.socket_url, **since) as back:
            if not _is_over(frames):
                # As the page does: the dead one may not have heard it. Twice is once, by its id.
                await _say_yes(back, talk.request)
                await back.next()
                silence = time.monotonic() - at
            await _to_the_end(back, frames)
        frames = [*frames, *back.numbered]
    else:
        await _to_the_end(talk.chat, [])
        frames = talk.chat.numbered
    complete = assert_whole(frames, talk.request)
    await assert_built_once(notion, talk.parent, complete, talk.request)
    return silence


def _is_over(frames: list[Frame]) -> bool:
    """Whether the plan's turn and the build's have both ended."""
    return types(frames).count("turn_end") == 2


async def _to_the_end(chat: Chat, heard: list[Frame]) -> None:
    while not _is_over([*heard, *chat.numbered]):
        await chat.next()
