"""Rows told in a sentence, or laid out: every way of telling with every record of everyday life,
each value in the column that it belongs to."""

from collections import Counter
from datetime import date

import pytest

from tests.support.row_frames import rows_told
from tests.support.told import verdict

TODAY = date(2026, 11, 28)
# How many of a language are told to the letter, and how many are read otherwise without a word.
FLOORS = [("ko", 220, 3), ("en", 153, 1), ("ja", 122, 4)]


@pytest.mark.parametrize(("language", "right", "wrong"), FLOORS)
def test_rows_are_told_in_many_ways(language: str, right: int, wrong: int):
    told = [one for one in rows_told() if one.wish.page.startswith(f"rows_{language}_")]

    found = Counter(verdict(one.wish, TODAY) for one in told)

    assert found["right"] >= right
    assert found["wrong"] <= wrong
