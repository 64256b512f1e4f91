"""Spans by which people move a date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planner.embedded.grammar.text.dates import with_dates
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.shifts import Shift, shift_at
from agent.planner.embedded.grammar.text.tokens import tokens_of
from agent.planner.embedded.grammar.text.trie import Trie


def find_shift(text: str):
    """The first span of days that a text speaks of."""
    tokens = with_dates(tokens_of(text, lexis(), Trie()), text, date(2026, 11, 22))
    found = (shift_at(tokens, at) for at in range(len(tokens)))
    return next((said for said in found if said is not None), None)


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("하루", Shift(1)),
        ("이틀만", Shift(2)),
        ("3일", Shift(3)),
        ("두 달", Shift(months=2)),
        ("일주일", Shift(7)),
        ("2주일", Shift(14)),
        ("by two days", Shift(2)),
        ("a couple of weeks", Shift(14)),
        ("another month", Shift(months=1)),
        ("一日", Shift(1)),
        ("1週間", Shift(7)),
        ("2か月", Shift(months=2)),
    ],
)
def test_a_span_is_read_as_days_or_months(text, shift):
    found = find_shift(text)

    assert found is not None
    assert found[0] == shift


@pytest.mark.parametrize("text", ["금요일", "12월 3일", "3일 뒤", "someday", "来週", ""])
def test_other_words_and_days_are_no_shift(text):
    assert find_shift(text) is None


def test_a_month_after_its_last_day_ends_with_the_shorter_month():
    assert Shift(months=1).of(date(2026, 1, 31)) == date(2026, 2, 28)


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_days_moved_there_and_back_change_nothing(day, days):
    assert Shift(days).earlier().of(Shift(days).of(day)) == day
