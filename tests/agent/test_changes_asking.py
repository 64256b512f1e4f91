"""Whether words speak of changing the workspace that there is, and what becomes of them then."""

import pytest

from agent.planner.embedded.changing.asking import asks_to_change
from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.questions import replaces
from agent.planner.seam import (
    Choice,
    Heard,
    NothingYet,
    PageRead,
    Preferences,
    Question,
    Said,
)
from embedded import InMemory
from tests.agent.embedded_planner import TODAY, by_words, designed, understood
from tests.support.change_structures import workspace
from tests.support.told import page
from tools.blueprint.model import Row
from tools.notion.rehearse import rehearse, structure_of
from tools.workspace.actions.rows import AddRows
from tools.workspace.changes import CHANGES
from tools.workspace.model import Structure

MAKING = [
    "독서 기록장 만들어줘", "make me a reading tracker", "새로운 워크스페이스 만들어줘",
    "가계부 만들어줘", "create a project dashboard", "読書記録を作って", "여행 계획 짜줘",
    "build a CRM with 3 databases", "습관 트래커 만들어줘", "I want to track my habits",
    "습관 트래커 보여줘", "show me some examples",
    "家計簿を作成して", "new workspace for recipes", "독서 기록 데이터베이스 만들어줘",
]  # fmt: skip
# Said in a conversation that has a page, of which no verb of change says so.
OF_THE_PAGE = [
    "과제 상태는 안함 / 하는중 / 제출완료 이렇게", "계약 만료 가까운 순으로",
    "종류를 한식 중식 일식으로",
    "오늘 예약만 보이는 거 만들어주세요", "카테고리는 맛집, 육아, 일상 이렇게 세개",
    "미납 학생만 보는 화면 만들어주세요", "오답노트 칸도 만들어줘", "담당자 나/남편 구분 되게요",
    "거래처 목록도 관리하고 싶어요", "I also need attendance for practices",
    "statuses are open, sent, paid", "soonest first please",
    "支払い済みだけ見たい", "担当は田中、佐藤の二人で", "期限が近い順で",
]  # fmt: skip
ANOTHER = [
    "독서 기록장 만들어줘", "가계부 만들고 싶어요", "I need a reading tracker",
    "make me a page for my recipes", "家計簿を作って", "旅行の計画を立てたい",
]  # fmt: skip
TALKING = ["안녕", "고마워", "what can you do", "되돌려줘", "undo", "뭘 할 수 있어?", "취소"]
CHANGING = [
    "작업에 캘린더 뷰 만들어줘", "우선순위 속성 추가", "독서 DB도 추가해줘", "제목을 우리 팀으로",
    "완료된 작업 지워줘", "색을 초록으로", "mark X as done", "add three rows", "칸반 빼줘",
    "rename Tasks to Issues", "make it blue", "サーバー点検を追加して", "ボードビューを作って",
    "タイトルを変更して", "sort tasks by due date", "create a calendar view", "아이콘 바꿔줘",
    "delete the board", "작업을 프로젝트와 연결해줘", "하위 페이지 하나 만들어줘",
    "새 작업 '서버 점검' 추가해줘", "完了したタスクを削除して", "마감일 기준 캘린더 추가",
    "전체를 파란색으로", "make High red", "hide finished tasks", "끝난 작업은 숨겨줘",
    "show the tasks as a timeline", "작업을 칸반으로 보고 싶어", "마감을 12월 5일로 미뤄줘",
    "完了したタスクは隠して", "全部のタスクを未着手に戻して", "tasks: add Effort (S, M, L)",
    "push the launch to Friday", "메모 컬럼 필요없음", "残り日数はいらない", "로고 배포 끝났어",
    "what about a chart of tasks by status?", "ロゴを公開する、完了にしてもらえますか",
    "add a new stage called Lost", "create a new status called Blocked",
    "새로운 상태 '검토중' 추가", "상태 하나 추가: 검토중",
    "「保留」ステータスを作って", "'검토중'이라는 상태 만들어줘",
    "로고 배포 하루 미뤄줘", "postpone the launch by two days", "ロゴの公開を一日延期して",
]  # fmt: skip


@pytest.mark.parametrize("text", CHANGING)
def test_words_about_what_there_is_ask_to_change_it(text):
    assert asks_to_change(text)


@pytest.mark.parametrize("text", [*MAKING, *TALKING])
def test_words_about_another_workspace_and_mere_talk_do_not(text):
    assert not asks_to_change(text)


@pytest.mark.parametrize("text", OF_THE_PAGE)
async def test_what_is_said_beside_a_page_is_said_of_it(text):
    assert (await understood(text, about=NothingYet("팀 홈"))).kind == "modify"


@pytest.mark.parametrize("text", ANOTHER)
async def test_beside_a_page_another_one_can_be_asked_for(text):
    assert (await understood(text, about=NothingYet("팀 홈"))).kind != "modify"


async def test_a_wish_is_a_change_only_where_there_is_a_workspace():
    text = "우선순위 속성 추가해줘"

    assert (await understood(text, about=NothingYet("팀 홈"))).kind == "modify"
    assert (await understood(text)).kind == "answer"


async def test_what_must_be_a_change_is_one_unless_it_is_mere_talk():
    assert (
        await understood("독서 기록장 만들어줘", about=NothingYet(must_change=True))
    ).kind == "modify"
    assert (await understood("고마워", about=NothingYet(must_change=True))).kind == "answer"


async def test_the_answer_to_a_question_joins_the_wish_on_a_line_of_its_own():
    options = [Choice(value="작업", label="작업"), Choice(value="프로젝트", label="프로젝트")]
    asked = Question(content="어느 것?", options=options, about="비용 추가", kind="modify")

    for said in ("프로젝트", "2번", "두 번째"):
        intent = await understood(said, pending=asked)
        assert (intent.kind, intent.said) == ("modify", ["비용 추가\n프로젝트"])
    assert (await understood("취소", pending=asked)).kind == "answer"


async def test_the_planner_proposes_changes_to_a_structure():
    said = Said("점수 속성 삭제", TODAY)

    heard = await by_words().understand(said, PageRead(workspace("team")))

    assert [change.action for change in heard.changes] == ["delete_property"]


@pytest.mark.parametrize(
    ("said", "is_another"),
    [
        ("delete all lost deals", True),
        ("캘린더 보기 추가해줘", True),
        ("完了したタスクを削除して", True),
        ("delete Quoted from Deals", True),
        ("how many are overdue?", True),
        ("고객이 몇 명이야?", True),
        ("完了した取引はいくつある？", True),
        ("Deals", False),
        ("in Deals please", False),
        ("rename the stage in Deals", False),
        ("rename it in Deals", False),
        ("Deals에 있는 걸로", False),
        ("작업에 있는 걸 바꿔줘", False),
        ("それを変更して", False),
    ],
)
async def test_a_wish_of_its_own_replaces_the_question_that_waits(said: str, is_another: bool):
    about = 'rename the stage "Quoted" to "Proposal sent"'
    homes = [Choice(value=name, label=name) for name in ("Deals", "Customers")]
    which = "Which database do you mean?"
    asked = Question(content=which, options=homes, about=about, kind="modify")
    heard = await understood(said, pending=asked)
    whole = f"{about}\n{'Deals' if 'Deals' in said else said}"
    assert (heard.kind, heard.said) == ("modify", [said if is_another else whole])


@pytest.mark.parametrize("said", ["delete all lost deals", "상태에 보류 추가해줘"])
async def test_a_change_that_is_asked_for_replaces_a_question_about_a_creation(said: str):
    asked = (await understood("make it")).question
    assert asked is not None
    crm = NothingYet("CRM")
    heard = await understood(said, pending=asked, about=crm)
    assert (heard.kind, heard.said) == ("modify", [said])
    for answer in ("2", "travel", "가계부 만들어줘"):
        assert (await understood(answer, pending=asked, about=crm)).kind == "create"


async def test_where_one_database_has_the_option_that_is_named_nothing_is_asked():
    """Both have a `Stage`, and the deals alone can be `Quoted`."""
    design = await designed("make a CRM with deals, contacts and companies")
    built = await structure_of(await rehearse(design.blueprint, InMemory()))
    text = 'rename the stage "Quoted" to "Proposal sent"'
    heard = await understood(text, about=PageRead(built))
    assert heard.question is None
    [change] = CHANGES.dump_python(heard.changes)
    assert change["database"] == "Deals"
    assert (change["option"], change["to"]) == ("Quoted", "Proposal sent")


async def deletion() -> Heard:
    """A plan that waits, to delete a property."""
    agreed = await understood("delete the Notes property in Companies", about=PageRead(told_page()))
    assert [change.action for change in agreed.changes] == ["delete_property"]
    return agreed


def told_page() -> Structure:
    return page("agency")[0]


@pytest.mark.parametrize("text", ["will this delete my data?", "where is it?"])
async def test_a_question_about_changes_that_wait_says_what_they_are(text: str):
    agreed = await deletion()
    heard = await understood(text, about=PageRead(told_page(), agreed))
    assert heard.changes == agreed.changes
    assert "“Notes”" in heard.reply
    assert "before you approve" in heard.reply


@pytest.mark.parametrize("text", ["actually keep it", "그냥 둬", "아니 지우지 마", "消さないで"])
async def test_to_leave_all_as_it_is_takes_the_changes_out(text: str):
    heard = await understood(text, about=PageRead(told_page(), await deletion()))
    assert (heard.kind, heard.changes, heard.unread) == ("modify", [], [])


async def test_changes_that_name_a_database_by_its_id_are_told_by_its_title():
    home = told_page().databases[0]
    row = Row(values={home.properties[0].name: "New"})
    agreed = Heard(
        kind="modify",
        language="en",
        said=["refresh the dashboard"],
        changes=[AddRows(action="add_rows", database=home.id, rows=[row])],
    )
    heard = await understood("where is it?", about=PageRead(told_page(), agreed))
    assert heard.changes == agreed.changes
    assert home.title in heard.reply
    assert home.id not in heard.reply


def test_a_name_that_is_given_in_quotes_is_no_answer_to_an_earlier_question():
    options = [Choice(value=name, label=name) for name in ("Meetings", "Tasks")]
    about = "add a column for decisions"
    question = Question(content="Which?", options=options, about=about, kind="modify")
    assert replaces(question, "add a 'Decision' column to Tasks")
    assert not replaces(question, "to 'Tasks'")
    assert not replaces(question, "add the column to Tasks")


async def test_a_view_over_what_two_databases_have_is_asked_for_and_made_of_the_one_that_is_said():
    wish = "카페 재고 관리 만들어줘"
    made = await designed(wish, preferences=Preferences(complexity="standard"))
    structure = await structure_of(await rehearse(made.blueprint, InMemory()))
    said = "수량이 10개 이하인 것만 보는 뷰 추가해줘"

    question = propose(structure, [said], "ko", TODAY).question

    assert question is not None
    assert [option.label for option in question.options] == ["품목", "발주"]
    answered = propose(structure, [f"{question.about}\n{question.options[1].value}"], "ko", TODAY)
    (view,) = (change.model_dump() for change in answered.changes)
    assert (view["action"], view["database"]) == ("add_view", "발주")
    assert view["view"]["filter"]["property"] == "수량"
