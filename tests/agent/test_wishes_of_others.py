"""Wishes that others wrote before they saw what reads them: how many are met, wholly and singly."""

import pytest

from tests.support.created import creation_wishes, demands
from tests.support.judging import created, fed_back

# The file, the wishes that are met wholly, and the share of single demands. The second file was
# not looked at before the reader met 37 of it wholly and 81 % of its demands.
FLOORS = [
    ("creation_wishes.yaml", 75, 0.94), ("creation_wishes_2.yaml", 70, 0.92),
    ("creation_wishes_ko.yaml", 34, 1.0), ("creation_wishes_en.yaml", 45, 1.0),
    ("creation_wishes_ja.yaml", 98, 0.97), ("creation_wishes_kinds.yaml", 156, 1.0),
    ("creation_wishes_ja_2.yaml", 42, 1.0), ("creation_wishes_en_2.yaml", 10, 1.0),
    ("creation_wishes_ko_2.yaml", 21, 1.0),  # at first sight 1
    ("creation_wishes_columns.yaml", 33, 1.0),  # at first sight 4
    ("creation_wishes_3.yaml", 24, 0.96),  # at first sight 17, and 91 % of its demands
]  # fmt: skip


@pytest.mark.parametrize(("name", "whole", "share"), FLOORS)
async def test_of_the_wishes_of_others_no_fewer_are_met_than_were(
    name: str, whole: int, share: float
):
    wishes = creation_wishes(name)

    left = [(await created(wish), demands(wish)) for wish in wishes]

    asked = sum(wanted for _, wanted in left)
    missed = sum(min(len(unmet_of), wanted) for unmet_of, wanted in left)
    assert sum(not unmet_of for unmet_of, _ in left) >= whole
    assert 1 - missed / asked >= share


# The file, how many of its answers to a plan are done to the letter.
FEEDBACK = [
    ("feedback_wishes.yaml", 30), ("feedback_wishes_2.yaml", 29), ("strangers/feedback.yaml", 13),
    ("feedback_wishes_3.yaml", 7), ("feedback_wishes_4.yaml", 27),
    ("feedback_wishes_5.yaml", 35), ("feedback_wishes_6.yaml", 29),
    ("feedback_wishes_7.yaml", 20),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right"), FEEDBACK)
async def test_answers_to_a_plan_are_done_to_the_letter_and_none_otherwise_without_a_word(
    name: str, right: int
):
    found = [(await fed_back(wish))[0] for wish in creation_wishes(name)]

    assert found.count("right") >= right
    assert "wrong" not in found
