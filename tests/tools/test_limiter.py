"""One budget per token: never more in any window than Notion grants."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tools.notion import limiter
from tools.notion.limiter import Limiter, Limiters


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        assert seconds > 0
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


@examples(50)
@given(
    limit=st.integers(1, 6),
    gaps=st.lists(st.sampled_from([0.0, 0.0, 1.0, 7.0, 30.0, 61.0]), min_size=1, max_size=40),
)
def test_no_window_ever_holds_more_than_the_limit(limit: int, gaps: list[float]) -> None:
    async def spend() -> list[float]:
        clock, started = Clock(), []
        limiter = Limiter(limit, 60.0, clock, clock.sleep)
        for gap in gaps:
            clock.now += gap
            await limiter.acquire()
            started.append(clock.now)
        return started

    started = asyncio.run(spend())
    for first, over in zip(started, started[limit:], strict=False):
        assert over - first >= 60.0


async def test_a_burst_of_the_whole_budget_is_not_delayed() -> None:
    clock = Clock()
    limiter = Limiter(180, 60.0, clock, clock.sleep)
    for _ in range(180):
        await limiter.acquire()
    assert clock.now == 0.0
    await limiter.acquire()
    assert clock.now == 60.0


async def test_waiters_together_keep_the_limit_too() -> None:
    clock, started = Clock(), []
    limiter = Limiter(2, 60.0, clock, clock.sleep)

    async def one() -> None:
        await limiter.acquire()
        started.append(clock.now)

    await asyncio.gather(*(one() for _ in range(5)))
    assert sorted(started) == [0.0, 0.0, 60.0, 60.0, 120.0]


async def test_a_pause_holds_everyone_back() -> None:
    clock = Clock()
    limiter = Limiter(180, 60.0, clock, clock.sleep)
    limiter.pause(12.0)
    limiter.pause(3.0)
    await limiter.acquire()
    assert clock.now == pytest.approx(12.0)


async def test_a_pause_that_comes_while_others_wait_holds_them_as_well() -> None:
    clock = Clock()
    limiter = Limiter(1, 60.0, clock, clock.sleep)
    await limiter.acquire()
    waiting = asyncio.create_task(limiter.acquire())
    await asyncio.sleep(0)
    limiter.pause(100.0)
    await waiting
    assert clock.now == 100.0


def test_a_token_has_one_limiter_and_shares_it_with_nobody() -> None:
    limiters = Limiters()
    assert limiters.of("a") is limiters.of("a")
    assert limiters.of("a") is not limiters.of("b")


def test_limiters_are_kept_for_those_who_came_lately_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limiter, "MOST_KNOWN", 2)
    limiters = Limiters()
    first, second = limiters.of("a"), limiters.of("b")
    assert limiters.of("a") is first
    limiters.of("c")
    assert limiters.of("a") is first
    assert limiters.of("b") is not second
    assert len(limiters._limiters.values()) == 2


def test_limiters_do_not_keep_the_tokens_themselves() -> None:
    limiters = Limiters()
    limiters.of("ntn_secret")
    assert "ntn_secret" not in repr(vars(limiters))
