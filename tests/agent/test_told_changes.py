"""Wishes to change a page, as others told them: nothing else is done without a word."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.support.told import Told, told_changes, verdict, what_became, what_became_of

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
    ("told_columns.yaml", 46), ("told_plain_views.yaml", 49), ("told_plain_rows.yaml", 22),
    ("told_plain_props.yaml", 16), ("told_plain_orders.yaml", 60), ("told_plain_telling.yaml", 26),
    ("told_newcomers.yaml", 62), ("told_marking.yaml", 51), ("told_adding.yaml", 20),
    ("told_frames.yaml", 410),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right"), FLOORS)
def test_wishes_are_done_to_the_letter_and_none_otherwise_without_a_word(name: str, right: int):
    found = {wish.say: verdict(wish, TODAY) for wish in told_changes(SUPPORT / name)}

    assert [say for say, how in found.items() if how == "wrong"] == []
    assert Counter(found.values())["right"] >= right


@pytest.mark.parametrize(
    ("page", "say", "affected"),
    [
        ("orders_fleet", "delete the Cost column", "Without it “Total” (Trips) will no longer"),
        ("orders_fleet", "remove the Van column from trips", "With it goes “Trips” (Vans)."),
        ("orders_fleet", "delete the vans database", "Without it “Van” (Trips) will no longer"),
        ("orders_camp", "예약의 자리 칸 삭제해줘", "‘예약’ (자리)도 함께 사라져요."),
        (
            "orders_studio",
            "レッスンの参加者の列を削除して",
            "「レッスン」 (会員)も一緒になくなります",
        ),
    ],
)
def test_what_stands_on_what_is_deleted_is_named(page: str, say: str, affected: str):
    assert affected in what_became(Told(page, say), TODAY)[-1]


@pytest.mark.parametrize(
    ("page", "said", "then"),
    [
        ("orders_pilates", ["add notes to members", "actually both members and classes"],
         ["+ Classes.Notes: rich_text", "+ Members.Notes: rich_text"]),
        ("orders_pilates", ["add notes to members", "and classes too"],
         ["+ Classes.Notes: rich_text", "+ Members.Notes: rich_text"]),
        ("orders_pilates_ko", ["회원에 메모 추가해줘", "수업에도 넣어줘"],
         ["+ 수업.메모: rich_text", "+ 회원.메모: rich_text"]),
        ("orders_chonaikai", ["会費に備考を追加", "行事にも"],
         ["+ 会費.備考: rich_text", "+ 行事.備考: rich_text"]),
        ("orders_pilates", ["add a class Mat Flow on December 3", "no wait, make it December 4"],
         ["+ row Classes: Class=Mat Flow; Date=2026-12-04"]),
    ],
)  # fmt: skip
def test_what_is_said_next_is_of_what_was_asked_for(page: str, said: list[str], then: list[str]):
    assert sorted(what_became_of(page, said, TODAY)) == then
