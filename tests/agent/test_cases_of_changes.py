"""Small wishes from the field, each for a kind of them, and what is right."""

from datetime import date

import pytest

from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.changing.reading import Proposed
from tests.support.facts import facts
from tests.support.told import page
from tools.notion.modify.compile import drafted

TODAY = date(2026, 11, 28)


def heard(name: str, *said: str, zone: str | None = None) -> Proposed:
    structure, language = page(name)
    return propose(structure, said, language, TODAY, zone=zone)


def made(name: str, *said: str, zone: str | None = None) -> list[str]:
    """The differences that a wish makes; it is done whole, and nothing is asked."""
    structure, language = page(name)
    found = heard(name, *said, zone=zone)
    assert (found.question, list(found.unread)) == (None, [])
    draft, problems = drafted(structure, found.changes, language)
    assert problems == []
    return sorted(facts(structure, draft.structure))


DUE = "~ row 작업/메인 화면 퍼블리싱: 마감일="


@pytest.mark.parametrize(
    ("name", "say", "then"),
    [
        (
            "project",
            "마감일이 지난 작업만 보이는 '지연' 보기 추가",
            "+ view 작업/지연: table where {'property': '마감일', 'date': {'before': *",
        ),
        ("project", "작업에 금액 속성을 원화로 추가", "+ 작업.금액: number won"),
        ("project", "작업에 금액 숫자 속성 추가, 형식은 원", "+ 작업.금액: number won"),
        ("project", "작업에 지역 선택 속성 추가: '서울', '부산'", "+ 작업.지역: select 서울, 부산"),
        ("agency", "could you stick a budget column onto deals", "+ Deals.Budget: number dollar"),
        (
            "agency",
            "Add a deal called Bakery rebrand, $3,500, proposal",
            "+ row Deals: Deal=Bakery rebrand; Stage=Proposal; Value=3500",
        ),
        ("agency", "change the value format to euro", "~ Deals.Value: number euro"),
        ("inventory", "margin on products = price * 0.4", "+ Products.Margin: formula *"),
    ],
)
def test_a_wish_is_done_to_the_letter(name: str, say: str, then: str):
    [fact] = made(name, say)

    assert fact == then or (then[-1] == "*" and fact.startswith(then[:-1]))


def test_points_out_of_ten_are_a_number():
    assert "~ 読書記録.評価: number number" in made("reading", "評価を10点満点の数値に変えて")


def test_a_relation_to_the_database_itself_is_seen_from_both_ends():
    say = "'상위 작업' 관계 속성을 추가해줘. 대상은 작업 데이터베이스"

    assert made("project", say) == [
        "+ 작업.상위 작업: relation 작업",
        "+ 작업.상위 작업의 반대쪽: relation 작업",
    ]


@pytest.mark.parametrize(
    ("say", "zone", "moment"),
    [
        ("12월 24일 오후 3시", "Asia/Seoul", "2026-12-24T15:00:00+09:00"),
        ("12월 24일 15:00 KST", None, "2026-12-24T15:00:00+09:00"),
        ("12월 24일 15:00 KST", "Europe/Paris", "2026-12-24T15:00:00+09:00"),
        ("7월 1일 오후 3시", "Europe/Paris", "2026-07-01T15:00:00+02:00"),
        ("12월 24일", "Asia/Seoul", "2026-12-24"),
    ],
)
def test_a_time_of_day_is_one_of_the_zone_that_is_named_else_of_the_person(
    say: str, zone: str | None, moment: str
):
    wish = f"'메인 화면 퍼블리싱' 마감일을 {say}로 바꿔줘"

    assert made("project", wish, zone=zone) == [f"{DUE}{moment}"]


def test_a_day_that_the_filter_cannot_follow_is_told():
    introduction = heard("project", "마감일이 지난 작업만 보이는 '지연' 보기 추가").introduction

    assert "2026-11-28 기준" in introduction


def test_a_view_comes_first_and_is_told_to_be_made_anew():
    found = heard("project", "칸반 보드를 맨 앞으로 옮겨줘")

    assert made("project", "칸반 보드를 맨 앞으로 옮겨줘") == [
        "~ order 작업: 칸반 보드, 전체, 남은 일"
    ]
    assert "주소가 바뀌어요" in found.introduction


def test_a_column_comes_first_in_the_table():
    structure, language = page("project")
    found = heard("project", "작업의 마감일 열을 맨 앞으로 옮겨줘")
    [change] = found.changes
    assert change.model_dump()["to"]["properties"][0] == "마감일"
    assert drafted(structure, found.changes, language)[1] == []


def test_an_option_alone_may_go_itself_or_with_its_rows():
    question = heard("project", "완료만 지워줘").question
    assert question is not None
    assert [choice.label for choice in question.options] == ["옵션", "항목"]
    assert made("project", "완료만 지워줘\n항목") == ["- row 작업/로고 사용 가이드 배포"]


def test_it_is_what_was_spoken_of_right_before():
    assert made("agency", "add a cost column to deals and make it euros") == [
        "+ Deals.Cost: number euro"
    ]


def test_two_targets_keep_their_own_values():
    say = "set Rebrand to Won and New menu to Proposal"

    assert made("agency", say) == [
        "~ row Deals/New menu: Stage=Proposal",
        "~ row Deals/Rebrand: Stage=Won",
    ]
