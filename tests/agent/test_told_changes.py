"""Wishes to change a page, as others told them: nothing else is done without a word."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.support.told import told_changes, verdict

TODAY = date(2026, 11, 28)
SUPPORT = Path(__file__).parent.parent / "support"
# The file, and how many of its wishes are done to the letter; what is built for more raises it.
FLOORS = [
    ("told_changes.yaml", 55), ("told_changes_2.yaml", 50), ("strangers/changes.yaml", 18),
    ("told_changes_3.yaml", 24), ("told_changes_4.yaml", 71),
    ("told_changes_5.yaml", 74), ("told_changes_6.yaml", 40),
    ("told_changes_7.yaml", 72), ("told_changes_8.yaml", 30),
    ("told_changes_9.yaml", 38),
    ("told_changes_rows.yaml", 27), ("told_rows_2.yaml", 52), ("told_late.yaml", 29),
    ("told_properties.yaml", 45),
    ("told_speech.yaml", 25), ("told_views.yaml", 34), ("ordinary_views.yaml", 244),
    ("ordinary_changes.yaml", 197), ("ordinary_en_ja.yaml", 98), ("told_events.yaml", 36),
    ("told_columns.yaml", 46), ("told_plain_views.yaml", 43), ("told_plain_rows.yaml", 22),
    ("told_plain_props.yaml", 16),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right"), FLOORS)
def test_wishes_are_done_to_the_letter_and_none_otherwise_without_a_word(name: str, right: int):
    found = {wish.say: verdict(wish, TODAY) for wish in told_changes(SUPPORT / name)}

    assert [say for say, how in found.items() if how == "wrong"] == []
    assert Counter(found.values())["right"] >= right
