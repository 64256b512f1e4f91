"""Whatever is typed: nothing is raised, nothing invalid comes out, and it takes milliseconds."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.planner.embedded.changing.asking import asks_to_change
from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.changing.reader import read_changes
from tests.agent.any_text import texts
from tests.support.change_structures import workspace
from tests.support.change_wishes import cases
from tests.support.examples import examples
from tests.support.growth import READ, superlinear
from tools.notion.modify.compile import problems
from tools.workspace.changes import CHANGES

TODAY = date(2026, 11, 22)
WISHES = [case.say for language in ("ko", "en", "ja") for case in cases(language)]


@examples(150)
@given(st.sampled_from(["team", "ko"]), texts)
@example("team", "add a page '···'")
@example("team", "(( 작업 삭제")
@example("ko", "완료 옵션을 '끝'으로 바꿔줘. 끝 옵션 삭제. 그거 삭제")
@example("ko", "작업 DB에 표 추가하고 표 삭제. 보드 삭제, 목록 삭제. 마감일순으로 정렬")
def test_any_text_gives_a_valid_reading(built, text):
    structure = workspace(built)

    reading = read_changes(structure, text, "ko", TODAY)

    assert problems(structure, reading.changes, "ko") == []
    assert CHANGES.validate_json(CHANGES.dump_json(reading.changes)) == reading.changes
    assert reading.question is None or not reading.changes
    assert isinstance(asks_to_change(text), bool)


@examples(50)
@given(st.lists(st.sampled_from(WISHES), min_size=1, max_size=4))
def test_wishes_in_any_order_add_up_to_valid_changes(said):
    structure = workspace("ko")

    proposal = propose(structure, said, "ko", TODAY)

    assert problems(structure, proposal.changes, "ko") == []
    assert proposal.introduction


@pytest.mark.parametrize(
    "unit",
    [
        "추가", "를 로 ", "옵션은 ", "称", "A, ", " and ", "우선순위 ", "add the ", "not a but ",
        "라는 ", "내일 ", "12월 ", "with options ", "  ", "별", "x=", "called ", "아래에 ", "하",
    ],
)  # fmt: skip
def test_what_is_said_of_a_page_again_and_again_is_read_in_linear_time(unit):
    """Beside the units of test_reading_is_linear, which are read in every way."""
    structure = workspace("team")
    assert not superlinear(lambda text: read_changes(structure, text, "ko", TODAY), unit, READ)
