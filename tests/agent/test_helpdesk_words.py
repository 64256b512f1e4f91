"""What is asked of a helpdesk is understood in three languages, nothing else is taken for it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from agent.planner.embedded.helpdesk.amount import amount_of
from agent.planner.embedded.helpdesk.reader import read_helpdesk
from tests.agent.any_text import texts
from tools.freshdesk.tools import ASKED, READING, call

CASES_FILE = Path(__file__).parent.parent / "support" / "helpdesk_words.yaml"
TODAY = date(2026, 11, 28)
CASES = yaml.load(CASES_FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
ASKS: list[tuple[str, str, dict[str, Any]]] = [tuple(case) for case in CASES["asks"]]


@pytest.mark.parametrize(("text", "tool", "given"), ASKS)
def test_a_text_asks_for(text: str, tool: str, given: dict[str, Any]):
    asked = read_helpdesk(text, TODAY).asked
    assert asked is not None
    assert asked.model_dump(mode="json", exclude_defaults=True) == {"tool": tool, **given}


@pytest.mark.parametrize("text", CASES["others"])
def test_a_text_asks_nothing_of_the_helpdesk(text: str):
    assert read_helpdesk(text, TODAY).asked is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("최근 티켓 0건 가져와줘", "fetch_no_number"),
        ("최근 티켓 -5건 가져와줘", "fetch_no_number"),
        ("긴급 티켓만 가져와줘", "fetch_not_chosen"),
        ("환불 티켓만 가져와줘", "fetch_not_chosen"),
        ("fetch only the refund tickets", "fetch_not_chosen"),
        ("fetch the open tickets", "fetch_not_chosen"),
        ("최근 티켓 100건 가져와줘", ""),
        ("Fetch the last 50 tickets from Freshdesk", ""),
        ("2026-11-01 이후 티켓 가져와줘", ""),
        ("긴급 티켓 보여줘", ""),
    ],
)
def test_what_cannot_be_fetched_as_it_is_said_is_told(text: str, reason: str):
    assert read_helpdesk(text, TODAY).refusal == reason


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("티켓 100건 전부 담아줘", 100),
        ("티켓 전부 담아줘", 100),
        ("최근 티켓 30건만 담아줘", 30),
        ("티켓 500건 담아줘", 100),
        ("include all tickets", 100),
        ("show the latest 20 tickets", 20),
        ("チケットを全部入れて", 100),
        ("티켓에 '환불 접수' 넣어줘", None),
        ("티켓 담아줘", None),
        ("담당자 속성 넣어줘", None),
    ],
)
def test_how_many_tickets_a_workspace_is_to_hold(text: str, amount: int | None):
    assert amount_of(text) == amount


@given(texts)
def test_whatever_is_typed_is_a_call_that_can_be_kept_or_none(text: str):
    asked = read_helpdesk(f"티켓 보여줘 {text}", TODAY).asked
    if asked is not None:
        kept = asked.model_dump(mode="json", exclude_defaults=True)
        assert ASKED.validate_python(kept) == asked


@given(st.sampled_from([text for text, _, _ in ASKS]), texts)
def test_no_day_is_too_early_or_too_late(text: str, more: str):
    for day in (date.min.replace(year=2), date.max.replace(year=9990)):
        read_helpdesk(f"{text} {more}", day)


def test_the_tools_are_described_for_who_cannot_read_code():
    names = [tool.name for tool in READING]
    assert names == ["find_tickets", "count_tickets", "read_ticket", "find_articles"]
    for tool in READING:
        assert len(tool.description) > 20
        assert "tool" not in tool.schema["properties"]
        assert tool.schema["additionalProperties"] is False


def test_a_call_is_checked_like_any_input():
    found = call("count_tickets", {"by": "type", "since": "2026-11-01"})
    assert found.model_dump(exclude_defaults=True)["since"] == date(2026, 11, 1)
    with pytest.raises(ValueError, match="limit"):
        call("find_tickets", {"limit": 10**9})
