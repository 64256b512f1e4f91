"""Whatever a person types, the planner decides, and what it designs is valid."""

from hypothesis import example, given
from hypothesis import strategies as st

from agent.planner.seam import Heard, Question
from agent.planner.words import read_reply
from tests.agent.any_text import texts
from tests.agent.embedded_planner import TODAY, designed, revised, understood, with_encoder
from tests.support.examples import examples
from tools.blueprint.parse import check

PIECES = [
    "프로젝트",
    "습관",
    "CRM",
    "독서",
    "만들어줘",
    "DB 3개",
    "하위 페이지 2개",
    "샘플 3개",
    "속성은",
    "이름, 상태(예정/완료)",
    "'고객'",
    '"a, b"',
    "데이터베이스",
    "캘린더 뷰",
    "보드만",
    "빼줘",
    "추가",
    "연결",
    "프로젝트별 예산 합계",
    "제목은",
    "작업을 태스크로",
    "with properties Title, Score (number)",
    "databases:",
    "Clients (Name, Email)",
    "and",
    "without",
    "remove the board",
    "in green",
    'called "X"',
    "🚀 아이콘",
    "영어로",
    "プロパティは",
    "名前、期限(日付)",
    "を作って",
    "サンプルなし",
    ",",
    ":",
    "(",
    ")",
    ".",
    "\n",
    "5000",
    "0",
    "link tasks to projects",
    "sum of budget per project",
    "속성 '메모' 삭제",
    "리스크 DB도 추가",
]
wishes = st.one_of(
    texts,
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join),
)
patient = examples(40)


@patient
@given(wishes)
@example("rename Deal to " + "Opportunity " * 20)
@example(":rename")
@example("만들 “" + "가" * 70 + "” to “" + "나" * 70 + "” 속성")
@example("프로젝트 관리, 프로젝트별 “" + "가" * 70 + "”“" + "나" * 70 + "” 합계")
async def test_any_text_gives_a_valid_reading_and_a_valid_design(text: str):
    heard = await understood(text, planner=with_encoder())

    assert Heard.model_validate_json(heard.model_dump_json()) == heard
    assert heard.kind != "answer" or heard.reply
    assert heard.kind != "ask" or heard.question
    if heard.kind == "create":
        check(await with_encoder().design(heard, TODAY))


@patient
@given(st.lists(wishes, min_size=1, max_size=2))
@example(["for each project a page with tasks"])
@example(['add a page "···"'])
@example(["rename 작업 to " + "x" * 101])
@example(["완료 옵션을 '끝'으로 바꿔줘. 끝 옵션 삭제. 그거 삭제"])
async def test_any_feedback_leaves_a_valid_reading_and_a_valid_design(feedback: list[str]):
    planner = with_encoder()
    before = await designed("프로젝트 관리 만들어줘, 예산 DB도 추가해줘")

    after = await revised(before, *feedback, planner=planner)

    check(after.blueprint)
    agreed = after.agreed
    assert Heard.model_validate(agreed.model_dump(mode="json")) == agreed


@patient
@given(wishes)
async def test_any_answer_to_a_question_is_a_decision(answer: str):
    question = (await understood("뭔가 만들어줘")).question
    assert isinstance(question, Question)

    decided = await understood(answer, planner=with_encoder(), pending=question)

    assert decided.kind != "ask"
    assert Heard.model_validate(decided.model_dump(mode="json")) == decided


@given(st.text(max_size=200))
def test_any_reply_means_something(text: str):
    assert read_reply(text) in {"approve", "reject", "feedback"}
