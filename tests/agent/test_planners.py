"""Whatever another planner does, the embedded one goes on with all that was agreed."""

import asyncio
from collections.abc import Sequence

import pytest

from agent.planner.planners import Choice, Planners
from agent.planner.scripted import ScriptedPlanner
from agent.planner.seam import About, Design, Heard, NothingYet, PageRead, Question, Said
from embedded import InMemory
from tests.agent.embedded_planner import TODAY, by_words, understood
from tests.support.change_structures import workspace
from tests.support.planners import renames
from tools.blueprint.model import Blueprint
from tools.errors import InvalidInput, Unavailable
from tools.notion.rehearse import rehearse, structure_of
from tools.workspace.change import Change
from tools.workspace.changes import CHANGES

WISH = "프로젝트 관리 만들어줘"
SCRIPTED = Choice("scripted")
OPENAI = "sk-proj-of-nobody"


def planners(*script: Heard | Exception) -> Planners:
    """A planner with a script, the embedded one behind it."""
    scripted = ScriptedPlanner(script)
    both = {"scripted": lambda _: scripted, "openai": lambda _: scripted}
    return Planners(by_words(), both, default=SCRIPTED)


def heard(kind: str, **parts: object) -> Heard:
    return Heard.model_validate({"kind": kind, "language": "ko", **parts})


def option(name: str) -> list[Change]:
    said = {"action": "add_option", "database": "작업", "property": "상태"}
    return CHANGES.validate_python([{**said, "option": {"name": name}}])


FAILURES: dict[str, Heard | Exception] = {
    "an error": ZeroDivisionError("a model with a fault"),
    "a time-out": TimeoutError(),
    "a skill that nobody has": heard("create", skill="alchemy", reply="…"),
    "a change of what is not there": heard(
        "create",
        changes=[{"action": "delete_view", "database": "없는 것", "view": "없는 것"}],
        reply="…",
    ),
    "an answer without words": heard("answer"),
    "a question without one": heard("ask", reply="?"),
    "a kind that answers something else": heard("modify", changes=renames("다른 제목")),
    "a kind that nobody knows": heard("dream", reply="…"),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
async def test_a_wish_that_another_planner_fails_over_is_heard_by_the_embedded_one(
    failure: Heard | Exception,
):
    said = Said(WISH, TODAY)

    found, why = await planners(failure).understand(None, said, NothingYet())

    assert why is not None
    assert found == await by_words().understand(said, NothingYet())


async def test_the_log_says_where_another_planner_failed_and_nothing_that_was_said(
    caplog: pytest.LogCaptureFixture,
):
    failing = planners(ZeroDivisionError("a model with a fault"))

    await failing.understand(None, Said(WISH, TODAY), NothingYet())

    assert "ZeroDivisionError in scripted.py, line" in caplog.text
    assert "a model with a fault" not in caplog.text


async def test_a_planner_that_never_ends_is_not_waited_for():
    class Dreamer:
        async def understand(self, said: Said, about: About) -> Heard:
            await asyncio.Event().wait()
            raise AssertionError("nobody wakes it")

    late = Planners(by_words(), {"dreamer": lambda _: Dreamer()}, seconds=0)

    found, why = await late.understand("dreamer", Said(WISH, TODAY), NothingYet())

    assert why is not None
    assert why.reason == "ai_timeout"
    assert found.skill == "project"


async def test_what_another_planner_hears_rightly_stands():
    wish = heard("create", skill="project", changes=option("보류 중"), reply="이렇게 만들게요.")

    found, why = await planners(wish).understand(None, Said(WISH, TODAY), NothingYet())

    assert (found, why) == (wish, None)


async def test_each_thread_has_the_planner_that_it_chose():
    wish = heard("answer", reply="각본대로")
    both = planners(wish)

    chosen, _ = await both.understand("scripted/any", Said("안녕", TODAY), NothingYet())
    other, why = await both.understand("embedded", Said("안녕", TODAY), NothingYet())

    assert chosen == wish
    assert other == await understood("안녕")
    assert why is None


async def test_a_reply_is_said_piece_by_piece_and_holds_all_of_them():
    pieces: list[str] = []

    async def say(piece: str) -> None:
        pieces.append(piece)

    wish = heard("answer", reply="하나 둘\n셋")
    await planners(wish).understand(None, Said("안녕", TODAY, say=say), NothingYet())

    assert len(pieces) == 3
    assert "".join(pieces) == wish.reply


@pytest.mark.parametrize(
    ("model", "key", "now", "chosen"),
    [
        ("embedded", None, None, "embedded"),
        ("scripted/any", None, None, "scripted/any"),
        ("scripted", None, None, "scripted"),
        ("other", None, None, "scripted/other"),  # a model by itself is the default's
        ("other", None, "openai/one", "openai/other"),  # or that of whoever plans now
        ("meta/llama", OPENAI, None, "openai/meta/llama"),  # or the one that the key is of
        (None, OPENAI, None, "openai"),
        (None, None, "openai/one", None),
        ("scripted/any", OPENAI, None, "openai/scripted/any"),
    ],
)
def test_a_planner_is_chosen_by_its_model_or_its_key(
    model: str | None, key: str | None, now: str | None, chosen: str | None
):
    assert planners().chosen(model, key, now) == chosen


def test_who_is_not_there_cannot_be_chosen():
    nobody = Planners(by_words())

    with pytest.raises(Unavailable):
        nobody.chosen("gpt-9", None, None)
    with pytest.raises(InvalidInput):
        nobody.chosen(None, OPENAI, None)
    with pytest.raises(InvalidInput):
        planners().chosen(None, "ghp_0123456789", None)


def test_a_provider_that_nobody_has_a_key_for_is_not_there():
    both = Planners(by_words(), {"openai": lambda _: ScriptedPlanner([])}, locked={"openai"})

    for model in ("openai/gpt-5", "openai"):
        with pytest.raises(Unavailable) as refused:
            both.chosen(model, None, None)
        assert refused.value.reason == "ai_no_key"
        assert both.chosen(model, OPENAI, None) == model
        assert both.chosen(model, None, None, kept="openai") == model


@pytest.mark.parametrize(
    ("model", "is_there"),
    [
        *(("gpt-5", True), ("o3", True), ("of-my-own", True)),
        *(("claude-sonnet-5", False), ("anthropic/claude-x", False), ("groq/llama", False)),
    ],
)
def test_a_model_of_another_provider_than_the_keys_is_not_there(model: str, is_there: bool):
    if is_there:
        assert planners().chosen(model, OPENAI, None) == f"openai/{model}"
    else:
        with pytest.raises(Unavailable) as refused:
            planners().chosen(model, OPENAI, None)
        assert refused.value.reason == "ai_no_model"


class Talk:
    """A design that is talked about, as the graph goes on from round to round."""

    def __init__(self, planners: Planners) -> None:
        self.planners = planners
        self.stood_in: list[bool] = []

    async def about(self, *texts: str) -> Blueprint:
        about: About = NothingYet()
        for text in texts:
            said = Said(text, TODAY)
            found, why = await self.planners.understand(None, said, about)
            waiting = about if isinstance(about, Design) else None
            design = await self.planners.design(found, TODAY, waiting)
            about = Design(found, design, await structure_of(await rehearse(design, InMemory())))
            self.stood_in.append(why is not None)
        return design


ROUNDS = (WISH, "상태에 '보류 중' 옵션 추가해줘", "샘플은 2개만", "제목을 봄 계획으로")


def lines(*, failing: int) -> Sequence[Heard | Exception]:
    """What a model would hear in each round, but for one in which it fails."""
    wish = heard("create", skill="project", brief={}, reply="…")
    option_added = wish.model_copy(update={"changes": option("보류 중")})
    fewer = Heard.model_validate({**option_added.model_dump(), "brief": {"sample_count": 2}})
    titled = fewer.model_copy(update={"changes": [*fewer.changes, *renames("봄 계획")]})
    script: list[Heard | Exception] = [wish, option_added, fewer, titled]
    script[failing] = TimeoutError()
    return script


@pytest.mark.parametrize("failing", range(4))
async def test_a_failure_in_any_round_loses_nothing_that_was_agreed(failing: int):
    talk = Talk(planners(*lines(failing=failing)))

    design = await talk.about(*ROUNDS)

    assert talk.stood_in == [number == failing for number in range(4)]
    status = next(p for p in design.databases[0].properties if p.name == "상태")
    assert "보류 중" in [option.name for option in getattr(status, "options", [])]
    assert {len(database.rows) for database in design.databases} == {2}
    assert design.title == "봄 계획"


async def test_changes_to_a_page_go_on_from_what_another_planner_agreed():
    agreed = heard("modify", said=["뭔가 멋지게 해줘"], changes=renames("멋진 팀"))
    page = PageRead(workspace("ko"), agreed)

    found, why = await planners(TimeoutError()).understand(
        None, Said("작업 DB에 '점수' 속성 추가해줘", TODAY), page
    )

    assert why is not None
    assert [change.action for change in found.changes] == ["rename", "add_property"]
    assert found.changes[0] == agreed.changes[0]


async def test_a_question_of_one_planner_can_be_answered_to_the_other():
    question = Question(content="어느 데이터베이스에서 바꿀까요?", about="비용 추가", kind="modify")
    said = Said("작업", TODAY, question=question)

    found, _ = await planners(TimeoutError()).understand(None, said, NothingYet("프로젝트"))

    assert (found.kind, found.said) == ("modify", ["비용 추가\n작업"])
