"""What people tell of a table without asking for anything, as its next row."""

import asyncio
import re

import pytest

from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.creating.beyond import beyond
from agent.planner.embedded.of_page import speaks_of_change
from agent.planner.seam import NothingYet
from tests.support.statements import TODAY, Statement, proposed, statements
from tests.support.structures import Team
from tools.blueprint.base import Language
from tools.workspace.model import Structure

# How many of the 48, 40 and 32 of a language come to just their row, and how many of their cells.
FLOORS = [("ko", 18, 152), ("en", 24, 132), ("ja", 18, 116)]
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.mark.parametrize(("language", "right", "cells"), FLOORS)
def test_what_is_told_plainly_becomes_a_row(language: str, right: int, cells: int):
    told = [one for one in statements() if one.language == language]
    found = [(one.row, one.cells(proposed(one)) or {}) for one in told]

    met = sum(row.get(name) == value for row, got in found for name, value in row.items())

    assert sum(row == got for row, got in found) >= right
    assert met >= cells


def test_hardly_a_statement_is_refused_or_taken_for_an_order():
    assert sum(one.cells(proposed(one)) is None for one in statements()) <= 12


def test_no_statement_about_a_page_is_taken_for_a_wish_for_another():
    there = NothingYet(workspace="회원 명단")

    assert [one.text for one in statements() if not speaks_of_change(one.text, there)] == []
    said = "어제 박수진 님이 2학년으로 가입했어요. 연락처는 010-1234-5678"
    assert speaks_of_change(said, there)
    assert not speaks_of_change("거래처 연락처 목록 만들어줘", there)


def test_no_amount_is_dropped_without_a_word():
    dropped = [one.text for one in statements() if _dropped(one)]

    assert len(dropped) <= 2, dropped


def _dropped(one: Statement) -> list[str]:
    """The numbers of a statement that are in no cell, and in nothing that is told."""
    found = proposed(one)
    cells = one.cells(found)
    held = " ".join(map(str, [*(cells or {}).values(), *found.unread])).replace(",", "")
    amounts = [number.replace(",", "") for number in NUMBER.findall(one.text)]
    return [n for n in amounts if cells is not None and n.lstrip("0") not in held and len(n) > 2]


COLUMNS = {
    "비행 일지": ["비행:title", "비행 장소:rich_text", "날짜:date", "비행 시간(분):number"],
    "출사 일정": ["일정:title", "날짜:date", "모이는 시간:rich_text", "참가 인원:number"],
    "용돈 기입장": ["내용:title", "날짜:date", "금액:number", "누구:rich_text"],
    "出欠表": ["名前:title", "部署:rich_text", "日付:date", "会費:number"],
    "Bake sale": ["Item:title", "Baker:rich_text", "Quantity:number", "Price:number"],
    "Loans": ["Tool:title", "Who:rich_text", "Lent on:date", "Due:date", "Deposit:number"],
}


def page(title: str, language: Language) -> Structure:
    pairs = (column.split(":") for column in COLUMNS[title])
    columns = [{"name": name, "type": kind} for name, kind in pairs]
    home = {"title": title, "properties": columns, "rows": []}
    blueprint = {"title": title, "language": language, "databases": [home]}
    return asyncio.run(Team.built(blueprint)).before


@pytest.mark.parametrize(
    ("title", "said", "row"),
    [
        (
            "비행 일지",
            "어제 한강공원에서 18분 날렸어",
            {
                "비행": "한강공원",
                "비행 장소": "한강공원",
                "날짜": "2026-11-30",
                "비행 시간(분)": 18,
            },
        ),
        (
            "출사 일정",
            "12월 12일 경복궁 출사, 아침 8시에 모이고 6명 참가",
            {
                "일정": "경복궁 출사",
                "날짜": "2026-12-12",
                "모이는 시간": "아침 8시",
                "참가 인원": 6,
            },
        ),
        (
            "비행 일지",
            "어제 한강공원에서 1시간 반 날렸어",
            {
                "비행": "한강공원",
                "비행 장소": "한강공원",
                "날짜": "2026-11-30",
                "비행 시간(분)": 90,
            },
        ),
    ],
)
def test_a_row_is_called_by_its_place_and_no_time_is_an_amount(
    title: str, said: str, row: dict[str, object]
):
    (change,) = propose(page(title, "ko"), [said], "ko", TODAY, otherwise=beyond).changes

    assert change.rows[0].values == row


@pytest.mark.parametrize(
    ("title", "language", "said", "row"),
    [
        (
            "용돈 기입장",
            "ko",
            "첫째가 오늘 젤리 사먹느라 금액 4500원 썼어",
            {"내용": "젤리", "누구": "첫째", "날짜": "2026-12-01", "금액": 4500},
        ),
        (
            "出欠表",
            "ja",
            "営業部の田中さん、会費5000円、12月5日",
            {"名前": "田中", "部署": "営業部", "日付": "2026-12-05", "会費": 5000},
        ),
        (
            "Bake sale",
            "en",
            "Mrs. Patel is bringing 24 samosas at $2 each",
            {"Item": "samosas", "Baker": "Patel", "Quantity": 24, "Price": 2},
        ),
        (
            "Bake sale",
            "en",
            "Mr. Gomez will bring 3 lemon cakes, $15 each",
            {"Item": "lemon cakes", "Baker": "Gomez", "Quantity": 3, "Price": 15},
        ),
    ],
)
def test_who_did_it_is_no_name_of_what_was_done(
    title: str, language: Language, said: str, row: dict[str, object]
):
    (change,) = propose(page(title, language), [said], language, TODAY, otherwise=beyond).changes

    assert change.rows[0].values == row


@pytest.mark.parametrize(
    "said",
    [
        "If Ann takes the ladder on Friday the deposit is 20",
        "Did Ann take the ladder on Friday for 20?",
        "How much is the deposit of Ann's ladder?",
    ],
)
def test_what_is_only_supposed_or_asked_adds_nothing(said: str):
    found = propose(page("Loans", "en"), [said], "en", TODAY, otherwise=beyond)

    assert [change for change in found.changes if change.action == "add_rows"] == []


MEMBERS = ["이름:title", "전화:phone_number", "가입일:date", "회비:number", "납부:checkbox"]
GUESTS = ["Name:title", "Phone:phone_number", "Party size:number", "Arrives:date", "Paid:checkbox"]
COLUMNS |= {"회원 명부": MEMBERS, "Guest list": GUESTS}


@pytest.mark.parametrize(
    ("title", "language", "said"),
    [
        ("회원 명부", "ko", "회비가 30000원이면 너무 비싼가"),
        ("회원 명부", "ko", "지난달에 비해 회원이 5명 늘었어요"),
        ("회원 명부", "ko", "2025년 자료는 다른 데 있어요"),
        ("회원 명부", "ko", "저는 강남점 점장입니다. 직원은 12명이에요"),
        ("회원 명부", "ko", "내일 3시에 회의 있어서 나중에 볼게요"),
        ("Guest list", "en", "I'll be back in 10 minutes"),
        ("Guest list", "en", "We had 12 guests last year"),
        ("Guest list", "en", "The password is 1234"),
        ("Guest list", "en", "If Mia comes on December 5, the party size is 4"),
        ("Guest list", "en", "Could Mia Wong bring a party of 4 on December 5"),
        ("Guest list", "en", "My meeting is tomorrow at 3pm so I'll finish later"),
    ],
)
def test_a_remark_in_passing_is_no_row(title: str, language: Language, said: str):
    found = propose(page(title, language), [said], language, TODAY, otherwise=beyond)

    assert list(found.changes) == []


@pytest.mark.parametrize("texts", [2, 12])
def test_what_may_be_of_any_of_several_columns_is_not_guessed(texts: int):
    names = ["Model", "Team", "Vendor", "Site", "Maker", "Color", "Serial", "Shape", "Make", "Lot"]
    names = [*names, "Bay", "Rack"][:texts]
    COLUMNS["Assets"] = ["Asset:title", *(f"{name}:rich_text" for name in names), "Price:number"]
    said = (
        "Laptop, "
        + "".join(f"{one}, " for one in ["Gram", "Rust", "Oak", "Fir", "Elm", "Ash"])
        + "$1500"
    )

    found = propose(page("Assets", "en"), [said], "en", TODAY, otherwise=beyond)

    rows = [row.values for change in found.changes for row in change.rows]
    assert all(not row.keys() & set(names) for row in rows)
    assert "Gram" in " ".join(found.unread)
