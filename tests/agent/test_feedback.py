"""Words mean the same before the yes as after it: feedback on a plan, change to the same page."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from agent.planner.seam import Heard
from tests.agent.embedded_planner import Designed, answered, designed, revised
from tests.support.change_structures import WISHES, workspace
from tests.support.change_wishes import Case, cases
from tests.support.named import shown, told_apart
from tests.support.structures import WORKSPACE, Team
from tools.blueprint.model import Blueprint, Meta
from tools.blueprint.parse import parse
from tools.workspace.apply import apply
from tools.workspace.changes import CHANGES
from tools.workspace.meant import meant
from tools.workspace.to_blueprint import blueprint_of

CASES = [case for language in ("ko", "en", "ja") for case in cases(language)]
REFUSED = {
    "delete this page": "the plan itself is declined, not put into the trash",
    "move How we work to https://notion.so/abc-1234567890abcdef1234567890abcdef": (
        "what a plan holds cannot lie on another page"
    ),
}


@cache
def design_of(name: str) -> Designed:
    """The design that a workspace of the wishes was built of."""
    if name == "team":
        return Designed(Heard(kind="create", language="ko", said=["팀 홈"]), parse(WORKSPACE), "")
    with ThreadPoolExecutor(1) as elsewhere:  # a loop of its own, beside the test's
        return elsewhere.submit(asyncio.run, designed(WISHES[name])).result()


def made(blueprint: Blueprint) -> Blueprint:
    """What is made, without what is told of it: how good it is changes with it."""
    return blueprint.model_copy(update={"meta": Meta()})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.workspace}: {case.say}")
async def test_feedback_changes_the_plan_as_it_would_change_the_page(case: Case):
    before, built = design_of(case.workspace), workspace(case.workspace)

    after = await answered(before, built, case.say)

    if case.say in REFUSED:
        assert (after.blueprint, after.agreed.changes) == (before.blueprint, [])
        return
    draft, changes = meant(before.blueprint, built), CHANGES.validate_python(case.changes)
    for change in changes:
        draft = apply(draft, change)
    assert made(after.blueprint) == made(blueprint_of(draft.structure))
    is_so_already = made(after.blueprint) == made(before.blueprint)
    assert after.agreed.changes == ([] if is_so_already else changes)


def of_each_kind() -> list[Case]:
    """The first wish for each set of actions: building all of them takes minutes."""
    first: dict[frozenset[str], Case] = {}
    for case in CASES:
        actions = frozenset(change["action"] for change in case.changes)
        if case.say not in REFUSED:
            first.setdefault(actions, case)
    return list(first.values())


@pytest.mark.parametrize("case", of_each_kind(), ids=lambda case: f"{case.workspace}: {case.say}")
async def test_the_plan_is_built_as_the_page_that_the_words_would_have_changed(case: Case):
    before = design_of(case.workspace)
    team = await Team.built(before.blueprint.model_dump(mode="json"))
    after = await answered(before, team.before, case.say)
    plan = await shown(await Team.built(after.blueprint.model_dump(mode="json")))

    await team.change(*case.changes)

    page = await shown(team)
    assert told_apart(plan, case.changes, team.before) == told_apart(
        page, case.changes, team.before
    )


@pytest.mark.parametrize(
    "said",
    [
        "이거 만들면 기존 페이지가 지워지나요?", "지금 계획에 뭐가 들어 있어?",
        "will this delete my existing pages?", "what's in the plan now?",
        "既存のページは消えますか？", "今の計画には何が入っていますか",
    ],
)  # fmt: skip
async def test_a_question_about_the_plan_leaves_it_and_is_answered(said: str):
    before = design_of("ko")
    after = await answered(before, workspace("ko"), said)
    assert (after.blueprint, after.agreed.changes) == (before.blueprint, [])
    assert "알아듣지 못" not in after.introduction


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ko", "등급 속성에 '면제' 넣고 빨간색으로 해줘"),
        ("en", "add Waived to the Tier property and make it red"),
    ],
)
async def test_a_colour_beside_what_was_not_understood_is_not_taken_for_the_page(
    name: str, said: str
):
    before = design_of(name)
    after = await answered(before, workspace(name), said)
    assert after.blueprint == before.blueprint


async def test_a_wish_comes_to_the_same_however_the_ids_of_what_was_built_fall():
    """Notion gives properties in the order of their ids, which are drawn by lot."""
    plan = await designed("병원 직원 휴가 신청 관리. 이름, 부서, 시작일, 종료일, 사유")
    plan = await revised(plan, "캘린더 보기는 지워줘")

    found = [(await revised(plan, "달력으로 볼래요")).blueprint for _ in range(5)]

    assert [view.type for view in found[0].databases[0].views].count("calendar") == 1
    assert "시작일" in str(found[0].databases[0].views)
    assert all(one == found[0] for one in found)


async def test_a_calendar_that_stands_is_not_repeated():
    plan = await designed("병원 직원 휴가 신청 관리. 이름, 부서, 시작일, 종료일, 사유")

    after = await revised(
        plan, "승인 상태가 있어야 돼요. 대기, 승인, 반려요. 그리고 달력으로 볼래요"
    )

    (home,) = after.blueprint.databases
    assert [view.type for view in home.views].count("calendar") == 1
    assert [option.name for option in home.properties[-1].options] == ["대기", "승인", "반려"]
