"""Reading by keyset loses nothing of a list that changes meanwhile."""

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.freshdesk.keyset import Cursor, advance, overlapping

PAGE = 5


def moment(number: int) -> str:
    return f"2026-01-01T00:00:{number:02}Z"


class Changing:
    """A list by time of change, answered a page at a time, in which things move in between."""

    def __init__(self, times: list[int]) -> None:
        self.times = dict(enumerate(times))
        self.last = max(times, default=0)

    def page(self, cursor: Cursor) -> tuple[list[dict], bool]:
        order = sorted((moment(at), number) for number, at in self.times.items())
        shown = order[bisect_left(order, (cursor.since, -1)) :]
        begin = (cursor.page - 1) * PAGE
        items = [{"id": number, "updated_at": at} for at, number in shown[begin : begin + PAGE]]
        return items, len(shown) > begin + PAGE

    def move(self, number: int) -> None:
        self.last = min(59, self.last + 1)
        self.times[number] = self.last


def read_all(changing: Changing, moves: list[int]) -> list[tuple[int, str]]:
    """Everything that a reading sees, while one that was seen moves before each page."""
    seen: list[tuple[int, str]] = []
    cursor: Cursor | None = Cursor()
    pending = iter(moves)
    while cursor is not None:
        if seen and (number := next(pending, None)) is not None:
            changing.move(seen[number % len(seen)][0])
        items, more = changing.page(cursor)
        new = [(item["id"], item["updated_at"]) for item in items]
        fresh = [item for item in new if item not in seen]
        seen += fresh
        cursor = advance(cursor, items, more=more, fresh=bool(fresh))
    return seen


@given(
    st.lists(st.integers(0, 30), max_size=40),
    st.lists(st.integers(0, 1_000), max_size=20),
)
def test_every_item_is_seen_in_its_last_state(times, moves):
    changing = Changing(times)
    seen = read_all(changing, moves)
    assert {number for number, _ in seen} == set(range(len(times)))
    assert {(number, moment(at)) for number, at in changing.times.items()} <= set(seen)


@pytest.mark.parametrize("size", [PAGE, PAGE + 1, 4 * PAGE])
def test_a_page_full_of_one_second_is_read_on_within_that_second(size):
    changing = Changing([7] * size + [8, 9])
    assert len(read_all(changing, [])) == size + 2


def test_a_next_reading_begins_minutes_before_the_last_one_ended():
    assert overlapping("2026-01-01T00:10:00Z", "2026-01-01T00:05:00Z") == "2026-01-01T00:03:00Z"
    assert overlapping("1970-01-01T00:00:30Z") == "1970-01-01T00:00:00Z"
