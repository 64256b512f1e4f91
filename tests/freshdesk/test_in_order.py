"""Work on what is listed goes on while more is listed, and ends in the order of the list."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.virtual import now, virtually
from tools.freshdesk.work import in_order

Taking = list[tuple[int, int]]  # seconds to list, seconds of work


class Failed(Exception):
    """What the list or the work on it may raise."""


async def listed(taking: Taking, *, fails: bool = False) -> AsyncGenerator[tuple[int, int], None]:
    for number, (seconds, _) in enumerate(taking):
        await asyncio.sleep(seconds)
        yield number, taking[number][1]
    if fails:
        raise Failed


class Workers:
    """Work that takes its seconds; `most` is how much of it was ever under way."""

    def __init__(self) -> None:
        self.under_way = self.most = 0

    async def __call__(self, item: tuple[int, int]) -> int:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(item[1])
            return item[0]
        finally:
            self.under_way -= 1


times = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)


@given(times, st.integers(1, 4))
def test_all_comes_in_order_and_never_more_at_once_than_may_be(taking: Taking, most: int):
    workers = Workers()

    async def main() -> list[int]:
        return [done async for _, done in in_order(listed(taking), workers, most)]

    assert virtually(main) == list(range(len(taking)))
    assert workers.most <= most


def test_what_comes_next_is_listed_while_work_goes_on_and_is_used():
    async def main() -> float:
        async for _ in in_order(listed([(5, 5)] * 4), Workers(), 2):
            await asyncio.sleep(5)
        return now()

    assert virtually(main) == 30  # one after the other it would be 60


def test_where_the_list_fails_what_was_begun_comes_first():
    found = list[int]()

    async def main() -> None:
        async for _, done in in_order(listed([(0, 9), (0, 1)], fails=True), Workers(), 4):
            found.append(done)

    with pytest.raises(Failed):
        virtually(main)
    assert found == [0, 1]


def test_to_close_it_ends_what_is_under_way():
    workers = Workers()

    async def main() -> int:
        working = in_order(listed([(0, 1), (0, 100), (0, 100), (100, 0)]), workers, 3)
        await anext(working)
        await working.aclose()
        return workers.under_way

    assert virtually(main) == 0
