"""Wishes to change a page, as others told them: nothing else is done without a word."""

from collections import Counter
from datetime import date

from tests.support.told import told_changes, verdict

TODAY = date(2026, 11, 28)
RIGHT = 0.7  # of all; what is built for more of them raises it


def test_no_wish_is_done_otherwise_without_a_word():
    wrong = [wish.say for wish in told_changes() if verdict(wish, TODAY) == "wrong"]

    assert wrong == []


def test_most_wishes_are_done_to_the_letter():
    wishes = told_changes()
    found = Counter(verdict(wish, TODAY) for wish in wishes)

    assert found["right"] >= RIGHT * len(wishes), found
