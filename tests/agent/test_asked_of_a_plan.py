"""What is asked while a plan waits is answered from the plan, and said not to be built yet."""

import pytest

from agent.planner.seam import Design
from embedded import InMemory
from tests.agent.embedded_planner import designed, understood
from tools.notion.rehearse import rehearse, structure_of

CLUB = "a book club: member, book, meeting date, has paid checkbox"
MEMBERS = "회원 관리 만들어줘: 이름, 전화번호, 회비 납부 체크박스"


@pytest.mark.parametrize(
    ("wish", "asked", "told"),
    [
        (
            CLUB,
            "what columns are there?",
            "nothing built yet: Properties of Book club (4)",
        ),
        (CLUB, "how much will it cost?", "The plan does not answer that"),
        (
            MEMBERS,
            "회원 몇 명이에요?",
            "계획대로라면 이래요. 회원에서 찾은 항목은",
        ),
        (MEMBERS, "다음 수업 언제야?", "아직 만들기 전이라 계획만으로는 답할 수 없어요."),
        (MEMBERS, "기존 페이지는 지워지나요?", "이미 있는 페이지는 바뀌거나 지워지지 않아요."),
    ],
)
async def test_a_question_leaves_the_plan_as_it_is_and_is_answered(wish, asked, told):
    plan = await designed(wish)
    built = await structure_of(await rehearse(plan.blueprint, InMemory()))

    heard = await understood(asked, about=Design(plan.agreed, plan.blueprint, built))

    assert (heard.kind, heard.changes) == ("answer", plan.agreed.changes)
    assert told in heard.reply
