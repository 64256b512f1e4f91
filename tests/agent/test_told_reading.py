"""What is told that came about: its words, the names that are called by a part, what is denied."""

import pytest

from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.told.alike import Parts
from agent.planner.embedded.grammar.told.happenings import happenings
from agent.planner.embedded.grammar.told.words import words
from tests.agent.test_told_changes import TODAY
from tests.support.facts import facts
from tests.support.told import page
from tools.notion.modify.compile import drafted

NAMES = {
    "sean": "Sean Walsh",
    "set": "Problem set 6",
    "ko": "최은영",
    "ja": "柴田健",
    "oil": "천연 오일",
}


def parts(text: str) -> dict[str, set[str]]:
    """The pieces of a text that are parts of names, with the keys of these."""
    found = Parts(NAMES, lexis()).of(text)
    return {text[one.start : one.end]: set(one.keys) for one in found}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Sean is here", {"Sean": {"sean"}}),
        ("은영씨 냈어요", {"은영": {"ko"}}),
        ("柴田くんから", {"柴田": {"ja"}}),
        ("오일을 썼다", {"오일": {"oil"}}),
        ("nothing of any", {}),
    ],
)
def test_a_part_of_a_name_says_whose_it_is(text, named):
    assert parts(text) == named


def test_a_number_beside_a_part_of_a_name_is_that_of_the_name():
    assert parts("problem set 6") != {}
    assert parts("problem set 7") == {}


@pytest.mark.parametrize(
    ("text", "kind", "denied"),
    [
        ("Sean paid", "paid", False),
        ("Sean hasn't paid", "paid", True),
        ("회비 입금했어요", "paid", False),
        ("아직 입금 안 됐어요", "paid", True),
        ("会費を払った", "paid", False),
        ("Petra can't make it", "away", False),
        ("못 온대요", "away", False),
        ("来れないって", "away", False),
    ],
)
def test_what_happened_is_told_apart_from_what_did_not(text, kind, denied):
    found = [(kind in one.kinds, one.denied is not None) for one in happenings(text)]
    assert found == [(True, denied)]


def told(page_name: str, text: str) -> tuple[list[str], list[str]]:
    """The differences that a text makes to a page, and what of it is not understood."""
    structure, language = page(page_name)
    found = propose(structure, [text], language, TODAY)
    draft, problems = drafted(structure, found.changes, language)
    assert not problems
    return facts(structure, draft.structure), list(found.unread)


def test_each_of_two_rows_grows_or_shrinks_by_what_is_said_of_it():
    made, _ = told("workshop_ko", "오일 두 병 썼고 판재 3개 들어왔어요")

    assert set(made) == {"~ row 재료/천연 오일: 수량=3", "~ row 재료/호두나무 판재: 수량=15"}


@pytest.mark.parametrize(
    "text", ["도마 마감 9999999999일 밀렸어요", "원목 선반 마감 1000000주 앞당겨졌어요"]
)
def test_a_day_that_no_calendar_has_is_not_understood(text):
    made, unread = told("workshop_ko", text)

    assert made == []
    assert unread


def test_every_word_is_of_a_kind_whose_opposite_there_is():
    kinds = words().kinds

    assert all(one.denied in {"", *kinds} for one in kinds.values())
    assert {tuple(one.said) for one in kinds.values()} == {("en", "ko", "ja")}
