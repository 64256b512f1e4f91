"""What is told that came about: its words, the names that are called by a part, what is denied."""

import pytest

from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.told.alike import Parts
from agent.planner.embedded.grammar.told.happenings import happenings
from agent.planner.embedded.grammar.told.words import words

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
    assert [(kind in one.kinds, one.denied) for one in happenings(text)] == [(True, denied)]


def test_every_word_is_of_a_kind_whose_opposite_there_is():
    kinds = words().kinds

    assert all(one.denied in {"", *kinds} for one in kinds.values())
    assert {tuple(one.said) for one in kinds.values()} == {("en", "ko", "ja")}
