"""Questions about changes, feedback on them, and how they are introduced."""

from datetime import date

import pytest

from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.changing.reader import read_changes
from tests.support.change_structures import spoken_in, workspace
from tests.support.told import page
from tools.notion.modify.compile import problems

TODAY = date(2026, 11, 22)


def proposed(name: str, *said: str):
    proposal = propose(workspace(name), said, spoken_in(name), TODAY)
    assert problems(workspace(name), proposal.changes, spoken_in(name)) == []
    return proposal


def told(name: str, *said: str):
    return [change.model_dump(exclude_defaults=True) for change in proposed(name, *said).changes]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ko", "비용 속성 넣어줘"),
        ("ko", "캘린더 추가해줘"),
        ("ko", "없는거 속성 지워줘"),
        ("ko", "작업에서 없는 뷰 지워줘"),
        ("ko", "남은 일수 수식 추가해줘"),
        ("en", "add a select property Size with options S, M, L"),
        ("en", "delete the Foo property"),
        ("ja", "進行中を作業中に変更"),
        ("ja", "見積もりプロパティを追加して"),
        ("read", "갤러리 뷰 추가"),
    ],
)
def test_every_answer_that_is_offered_lets_the_wish_be_understood(name, text):
    structure, language = workspace(name), spoken_in(name)
    question = read_changes(structure, text, language, TODAY).question
    assert question is not None
    assert (question.about, question.kind) == (text, "modify")
    assert question.options

    for option in question.options:
        answered = read_changes(structure, f"{question.about}\n{option.value}", language, TODAY)
        assert answered.question is None, option.value
        assert len(answered.changes) == 1
        assert option.value in answered.changes[0].model_dump_json()


def test_a_database_spoken_of_before_is_not_asked_for():
    changes = told("ko", "프로젝트에서 목표 속성 지우고 비용 속성 넣어줘")

    assert [change["database"] for change in changes] == ["프로젝트", "프로젝트"]


def test_feedback_renames_what_is_to_be_added():
    changes = told("ko", "프로젝트에 우선순위 속성 추가해줘", "이름은 중요도로 해줘")

    assert [(c["action"], c["property"]["name"]) for c in changes] == [("add_property", "중요도")]


def test_feedback_takes_what_is_to_be_added_back():
    proposal = proposed("ko", "프로젝트에 캘린더 뷰 추가해줘", "그 뷰는 빼줘")

    assert (proposal.changes, proposal.question) == ((), None)
    assert "뺐어요" in proposal.introduction


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("ko", ("프로젝트에 상태 속성 추가해줘", "상태 말고 우선순위"), "우선순위"),
        ("en", ("add a status property to Projects", "not status but priority"), "Priority"),
        ("ja", ("プロジェクトにステータスを追加", "ステータスではなく優先度にして"), "優先度"),
    ],
)
def test_not_this_but_that_is_worked_into_what_was_said(name, said, expected):
    assert [change["property"]["name"] for change in told(name, *said)] == [expected]


def test_feedback_gives_values_to_a_row_that_is_to_be_added():
    changes = told("ko", "작업에 '서버 점검' 추가", "마감은 모레로 해줘", "상태는 진행 중으로")

    values = {"작업": "서버 점검", "마감일": "2026-11-24", "상태": "진행 중"}
    assert [row["values"] for row in changes[0]["rows"]] == [values]


def test_feedback_changes_the_type_and_colour_of_what_is_to_be_added():
    retyped = told("ko", "프로젝트에 예산 속성 추가", "텍스트로 해줘")
    recolored = told("en", "add Blocked to Status", "make it red")

    assert [c["property"]["type"] for c in retyped] == ["rich_text"]
    assert [c["option"]["color"] for c in recolored] == ["red"]


def test_a_database_that_is_to_be_added_takes_further_properties_and_rows():
    changes = told("ko", "독서 DB 추가해줘", "독서 DB에 출판사 속성 추가", "독서에 '데미안' 추가")

    assert [change["action"] for change in changes] == ["add_database"]
    assert "출판사" in [p["name"] for p in changes[0]["database"]["properties"]]
    assert len(changes[0]["database"]["rows"]) == 1


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("ko", "우선순위에 긴급 추가하고 우주로 가줘", "긴급"),
        ("en", "add Urgent to Priority", "Urgent"),
        ("ja", "優先度に「最優先」を追加", "最優先"),
    ],
)
def test_the_introduction_names_what_will_change(name, said, words):
    assert words in proposed(name, said).introduction


def test_the_introduction_quotes_what_was_not_understood():
    said = "우선순위에 긴급 추가하고 중력을 없애줘"

    assert "‘중력을 없애줘’는 이해하지 못했어요" in proposed("ko", said).introduction


@pytest.mark.parametrize("name", ["ko", "en", "ja", "team", "read", "crm"])
def test_where_nothing_is_understood_two_examples_fit_this_workspace(name):
    proposal = proposed(name, "…?")

    assert (proposal.changes, proposal.question) == ((), None)
    quotes = {"ko": "“”", "en": "“”", "ja": "「」"}[spoken_in(name)]
    examples = [part.split(quotes[1])[0] for part in proposal.introduction.split(quotes[0])[1:]]
    assert len(examples) == 2
    for example in examples:
        assert len(proposed(name, example).changes) == 1, example


def test_people_are_left_to_notion():
    proposal = proposed("ko", "모든 작업의 담당자를 민수로")

    assert proposal.changes == ()
    assert "Notion에서 직접" in proposal.introduction


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("안내 페이지에서 콜아웃 지워줘", "하위 페이지의 내용은"),
        ("delete the callout on the sub-page 안내", "하위 페이지의 내용은"),
        ("サブページ「안내」のコールアウトを削除", "하위 페이지의 내용은"),
    ],
)
def test_what_no_change_of_this_page_reaches_is_told_by_name(said: str, why: str):
    proposal = proposed("team", said)
    assert (list(proposal.changes), list(proposal.unread)) == ([], [said])
    assert why in proposal.introduction


def test_a_block_behind_a_sub_page_stands_on_the_page_itself():
    assert "하위 페이지의 내용은" not in proposed("team", "add a divider below 안내").introduction


@pytest.mark.parametrize(
    ("page_name", "said", "shown"),
    [
        ("ledger", "매출의 기본 보기를 금액순으로 정렬해줘", "기본 보기"),
        ("coursework", "sort the default view by due", "Default view"),
    ],
)
def test_the_view_that_notion_names_by_itself_is_called_as_its_tab_shows_it(page_name, said, shown):
    structure, language = page(page_name)

    proposal = propose(structure, [said], language, TODAY)

    assert [change.view for change in proposal.changes] == ["Default view"]
    assert shown in proposal.introduction
    assert language == "en" or "Default view" not in proposal.introduction
