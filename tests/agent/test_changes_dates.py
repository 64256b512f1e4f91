"""Days as people say them, counted from a Sunday."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from agent.planner.embedded.grammar.text.dates import with_dates
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import tokens_of
from agent.planner.embedded.grammar.text.trie import Trie

SUNDAY = date(2026, 11, 22)


def date_of(text: str, today: date):
    """The day that a text speaks of, or the span between two."""
    tokens = with_dates(tokens_of(text, lexis(), Trie()), text, today)
    days = [token.value for token in tokens if token.kind == "date"]
    if len(days) > 1:
        return {"start": days[0], "end": days[1]}
    return days[0] if days else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("오늘", "2026-11-22"),
        ("내일", "2026-11-23"),
        ("모레 오후 3시 반", "2026-11-24T15:30:00"),
        ("다음 주 월요일", "2026-11-23"),
        ("금요일", "2026-11-27"),
        ("12월 3일", "2026-12-03"),
        ("3일 뒤", "2026-11-25"),
        ("2026-12-25", "2026-12-25"),
        ("다음 달 말일", "2026-12-31"),
        ("tomorrow at 3pm", "2026-11-23T15:00:00"),
        ("next Friday", "2026-11-27"),
        ("in 2 weeks", "2026-12-06"),
        ("Dec 24", "2026-12-24"),
        ("3/14", "2027-03-14"),
        ("end of the month", "2026-11-30"),
        ("明日", "2026-11-23"),
        ("来週の水曜日", "2026-11-25"),
        ("12月3日", "2026-12-03"),
        ("3日後", "2026-11-25"),
        ("12월 1일부터 5일까지", {"start": "2026-12-01", "end": "2026-12-05"}),
        ("May", None),
        ("13월 40일", None),
        ("2월 30일", None),
    ],
)
def test_a_day_is_counted_from_today(text, day):
    assert date_of(text, SUNDAY) == day


SAID = yaml.load(
    (Path(__file__).parent.parent / "support" / "said_days.yaml").read_text("utf-8"),
    Loader=yaml.CSafeLoader,
)


@pytest.mark.parametrize(("text", "days"), SAID.items())
def test_days_are_read_as_people_say_them(text: str, days: str):
    today = date(2026, 12, 1)
    tokens = with_dates(tokens_of(text, lexis(), Trie()), text, today)
    assert ",".join(str(t.value) for t in tokens if t.kind == "date" and t.value) == days
