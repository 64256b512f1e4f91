"""Wishes to change a workspace, each read as exactly the changes that it asks for."""

from datetime import date

import pytest

from agent.planner.embedded.changing.reader import read_changes
from tests.support.change_structures import spoken_in, workspace
from tests.support.change_wishes import Case, cases
from tools.notion.modify.compile import problems
from tools.workspace.changes import CHANGES

TODAY = date(2026, 11, 22)
CASES = [case for language in ("ko", "en", "ja") for case in cases(language)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.workspace}: {case.say}")
def test_a_wish_is_read_as_the_changes_that_it_asks_for(case: Case):
    structure, language = workspace(case.workspace), spoken_in(case.workspace)

    reading = read_changes(structure, case.say, language, TODAY)

    assert reading.changes == CHANGES.validate_python(case.changes)
    assert (reading.question, reading.unread) == (None, [])
    assert problems(structure, reading.changes, language) == []


def read(name: str, text: str):
    return read_changes(workspace(name), text, spoken_in(name), TODAY)


@pytest.mark.parametrize(
    ("name", "text", "title", "properties"),
    [
        ("team", "독서 DB도 추가해줘 (제목, 저자, 평점)", "독서", ["제목", "저자", "평점"]),
        ("en", "create a Books database with title and author", "Books", ["Title", "Author"]),
        (
            "ko",
            "독서 목록 데이터베이스 추가해줘. 속성은 제목, 저자, 별점",
            "독서 목록",
            ["제목", "저자", "별점"],
        ),
        ("ja", "議事録というデータベースを作って、結論を入れて", "議事録", None),
        ("ko", "가계부 DB 만들어줘", "가계부", None),
        ("ko", "가계부도 하나 추가해줘", "가계부", None),
        (
            "en",
            "we need an invoices database too, with number, amount, due date",
            "Invoices",
            ["Invoice", "Number", "Amount", "Due date"],
        ),
    ],
)
def test_a_new_database_has_what_was_said_else_what_fits_its_name(name, text, title, properties):
    reading = read(name, text)

    added = reading.changes[0].database
    assert added.title == title
    assert added.rows == []
    assert len(added.properties) >= 3 or properties is not None
    if properties is not None:
        assert [p.name for p in added.properties] == properties
    assert problems(workspace(name), reading.changes) == []


def test_a_block_without_words_is_deleted_by_its_id():
    structure = workspace("ko")
    divider = next(block for block in structure.blocks if block.type == "divider")

    assert read("ko", "구분선 지워줘").changes[0].blocks == [divider.id]


def test_rows_of_the_same_title_are_named_by_id():
    structure = workspace("team")
    tasks = structure.databases[0]
    twin = tasks.rows[0].model_copy(update={"id": "twin"})
    doubled = tasks.model_copy(update={"rows": [*tasks.rows, twin]})
    twice = structure.model_copy(update={"databases": [doubled, *structure.databases[1:]]})

    reading = read_changes(twice, "완료된 작업 삭제해줘", "ko", TODAY)

    assert reading.changes[0].rows == [tasks.rows[0].id, "twin"]


@pytest.mark.parametrize(
    "text",
    [
        "모든 작업의 담당자를 민수로",
        "delete everything",
        "make Critical red",
        "다 고쳐줘",
        "작업의 지구를 지워줘",
        "예시 작업 지워줘",
        "예시 작업들 다 지워줘",
        "이번 주에 끝난 작업 지워줘",
        "담당자를 민수로",
        "상태는 이제 필요한 걸로 해줘",
        "작업 이름들 앞에 번호 붙여줘",
        "콜아웃 문구를 매주 월요일 회의로 바꿔줘",
    ],
)
def test_what_is_not_understood_is_quoted_and_nothing_is_changed(text):
    reading = read("ko", text)

    assert reading.changes == []
    assert reading.unread == [text]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en", "delete the example tasks"),
        ("en", "delete all tasks about the newsletter"),
        ("en", "give every task a cost of 100"),
        ("en", "assign everything to Anna"),
        ("en", "rename the status property"),
        ("en", "make the headings red"),
        ("ja", "サンプルのタスクを消して"),
        ("ja", "見出しを赤くして"),
        ("crm", "add a delivery status to deals"),
        ("en", "delete the Tasks list"),
        ("ko", "작업에 배송 상태 추가"),
        ("en", "add a status report to tasks"),
        ("en", "push Build the new home page forward by a day"),
        ("ja", "期限を一日延期して"),
    ],
)
def test_words_that_may_mean_less_or_other_things_change_nothing(name, text):
    reading = read(name, text)

    assert (reading.changes, reading.unread) == ([], [text])


@pytest.mark.parametrize(
    ("name", "text", "option"),
    [
        ("en", "set all priorities to high", {"Priority": "High"}),
        ("ko", "우선순위 전부 높음으로 바꿔줘", {"우선순위": "높음"}),
        ("ja", "優先度を全部「高」にして", {"優先度": "高"}),
        ("en", "set Priority to high\nall", {"Priority": "High"}),
        ("ko", "우선순위를 높음으로 바꿔줘\n전체", {"우선순위": "높음"}),
    ],
)
def test_an_option_of_a_property_is_never_its_new_name(name, text, option):
    rows = workspace(name).databases[0].rows

    edits = read(name, text).changes[0].rows

    assert [edit.values for edit in edits] == [option] * len(rows)


def test_a_value_without_rows_asks_which_rows_are_meant():
    reading = read("en", "set Priority to high")

    assert reading.question is not None
    assert [option.value for option in reading.question.options][:2] == [
        "all",
        "Summarize five customer interviews",
    ]


def test_all_rows_are_offered_in_the_language_that_is_spoken():
    reading = read("ko", "우선순위를 높음으로 바꿔줘")

    assert reading.question is not None
    assert reading.question.options[0].label == "모두"


def test_a_number_that_could_be_of_two_properties_is_not_dropped():
    reading = read("crm", "add a deal 'Menu reprint' for Harbour Coffee Roasters, 4500")

    assert reading.changes[0].rows[0].values["Customer"] == ["Harbour Coffee Roasters"]
    assert reading.unread == ["4500"]


def test_what_was_understood_is_kept_beside_what_was_not():
    reading = read("ko", "칸반 뷰 지우고 xyz해줘 그리고 우주로 날아가줘")

    assert [change.action for change in reading.changes] == ["delete_view"]
    assert any("우주로" in text for text in reading.unread)


def test_a_condition_that_is_not_understood_never_means_all_rows_or_the_database():
    reading = read("read", "여름에 산 책 삭제")

    assert reading.changes == []


def test_a_row_is_not_added_where_words_beside_its_name_say_something_else():
    reading = read("crm", "add 'Menu reprint' blah blah to deals")

    assert reading.changes == []
    assert reading.unread != []


def test_a_stage_that_two_databases_have_is_asked_about():
    reading = read("crm", "add a new stage called Dead")

    assert reading.question is not None
    assert [option.value for option in reading.question.options] == ["Deals", "Customers"]


def test_an_option_that_is_there_already_is_quoted_beside_what_is_added():
    reading = read("crm", "add a 'Lost' status, and a budget number to deals")

    assert [change.action for change in reading.changes] == ["add_property"]
    assert reading.unread == ["add a Lost status to deals"]


def test_rows_without_a_date_stay_where_the_others_are_moved():
    structure = workspace("team")
    tasks = structure.databases[0]
    due = next(p for p in tasks.properties if p.name == "마감").id
    dated = {row.title for row in tasks.rows if row.values.get(due)}

    reading = read("team", "모든 작업의 마감을 이틀 미뤄줘")

    assert {edit.row for edit in reading.changes[0].rows} == dated != {r.title for r in tasks.rows}
