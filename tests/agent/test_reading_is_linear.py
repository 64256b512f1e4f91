"""Whatever is repeated in a text, twice the text takes about twice the time."""

import asyncio
import contextlib
import re
import time
from collections.abc import Iterator

import pytest

from agent.guard import LONGEST, check_content
from agent.planner.embedded.changing.asking import asks_to_change
from agent.planner.embedded.helpdesk.reader import read_helpdesk
from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.language import language_of
from agent.planner.managing import read_manage
from agent.planner.seam import About, Design, Heard, NothingYet, PageRead, Question, Said
from agent.planner.words import read_reply, wants_redo, wants_retry, wants_undo
from embedded import InMemory
from tests.agent.embedded_planner import TODAY, by_words, skills, understood
from tests.support.change_structures import workspace
from tests.support.examples import EXPLORING
from tests.support.growth import HOPELESS, READ, Use, superlinear
from tests.support.patterns import patterns
from tools.blueprint.model import Blueprint
from tools.errors import RequestRefused
from tools.notion.rehearse import rehearse, structure_of
from tools.workspace.model import Structure

UNITS = [
    " ", "\n", "\t", "가", "한", "ㅋ", "a", "A", "あ", "ア", "漢", "1", "(", "()", "[", ",",
    ", ", "、", ".", ": ", "'", '"', '"a" ', "「あ」", "a/b/", "a ", "가 ", "の", "を", "は ",
    "는 ", "에 ", "로 ", "을 ", "작업에 ", "습관 트래커에 ", "속성 ", "추가 ", "add ", "and ",
    "to ", "with ", "DB ", "옵션", "새 ", "보드 ", "\ue000", "\U000f0000 ", "🚀", "상태 ",
    "3개 ", "という", "not ", "말고 ",
    "“", "’", "“a” ", "‘a’ ", "«a» ", "『a』", "《a》", "„a“ ", "“가”을 ", "\u200d",
    "\u200d🙂", "👨\u200d👩\u200d👧", "🙂🏽", "\u1112\u1161\u11ab", "a\u0301", "Ａ", "Ａ１ ",
    "＂ａ＂", "“a” 가 ", "「あ」🙂", "a’s «b» ", "🙂a ", "가(",
    "가나를 다라, ", "문의가 오면 가, ", "あを、い、", "1. a ", '"a" is "b" ', "1일차~",
]  # fmt: skip
READ_OVER = UNITS if EXPLORING else UNITS[::3]  # each through ten readers; the patterns take all
STRETCH = 120  # characters
WISH = "프로젝트 관리 만들어줘"


def test_a_single_disturbed_look_is_no_growth():
    disturbances = [1.1 * HOPELESS]  # seconds of CPU, as a collection of garbage takes

    def disturbed(_: str) -> None:
        end = time.thread_time() + (disturbances.pop() if disturbances else 0)
        while time.thread_time() < end:
            pass

    assert not superlinear(disturbed, "a")


def test_a_pattern_that_looks_again_from_every_place_is_growth():
    """One look that was disturbed acquits, so this is tried more often."""
    assert any(superlinear(lambda text: re.findall("a+b", text), "a") for _ in range(5))


def test_the_patterns_are_found():
    places = {used.place for used in patterns()}

    assert len(patterns()) > 100
    assert "agent.planner.embedded.grammar.text.blocks._ITEM" in places
    assert "agent.guard._ATTACKS" in places
    assert "agent.planner.embedded.grammar.text.lattice.SHAPES" in places


@pytest.mark.parametrize("unit", UNITS)
def test_no_pattern_takes_more_than_twice_as_long_for_twice_the_text(unit: str):
    bad = [used.place for used in patterns() if superlinear(used.run, unit)]

    assert bad == []


async def _built(plan: Blueprint) -> Structure:
    return await structure_of(await rehearse(plan, InMemory()))


class _Readers:
    """All that reads what people type, over one conversation."""

    def __init__(self, question: Question, agreed: Heard, plan: Blueprint) -> None:
        self.question = question
        self.planner = EmbeddedPlanner(skills(), _Vectors())
        self.design = Design(agreed, plan, asyncio.run(_built(plan)))
        self.page = PageRead(workspace("team"))

    def all(self) -> Iterator[tuple[str, Use]]:
        yield "understand", self._reading(NothingYet())
        yield "answer", self._reading(NothingYet(), self.question)
        yield "revise", self._reading(self.design)
        yield "changes", self._reading(self.page)
        yield "asks to change", asks_to_change
        yield "asks of the helpdesk", lambda text: read_helpdesk(f"티켓 {text}", TODAY)
        yield "manage", lambda text: (read_manage(text), wants_redo(text))
        yield "language", lambda text: language_of(text, None)
        yield "reply", lambda text: (read_reply(text), wants_retry(text), wants_undo(text))
        yield "guard", _guarded

    def _reading(self, about: About, question: Question | None = None) -> Use:
        def read(text: str) -> None:
            said = Said(text, TODAY, question=question)
            asyncio.run(self.planner.understand(said, about))

        return read


class _Vectors:
    """An encoder to which all texts are alike: what is timed is the reading."""

    async def encode(self, texts: list[str]) -> list[list[float]]:
        return [[1.0] for _ in texts]


def _guarded(text: str) -> None:
    with contextlib.suppress(RequestRefused):
        check_content(text)


@pytest.fixture(scope="module")
def readers() -> _Readers:
    async def conversation() -> tuple[Question, Heard, Blueprint]:
        question = (await understood("뭔가 만들어줘")).question
        assert question is not None
        agreed = await understood(WISH)
        return question, agreed, await by_words().design(agreed, TODAY)

    return _Readers(*asyncio.run(conversation()))


@pytest.mark.parametrize("unit", READ_OVER)
def test_no_reader_takes_more_than_twice_as_long_for_twice_the_text(readers, unit: str):
    stretch = (unit * STRETCH)[:STRETCH] + "+"  # longer ones are cut before they are read

    assert [name for name, use in readers.all() if superlinear(use, stretch, READ)] == []


@pytest.mark.parametrize("unit", UNITS)
async def test_what_is_said_again_and_again_is_read_a_few_dozen_times(unit: str):
    room = LONGEST - len(WISH) - 1

    intent = await understood(f"{WISH}\n{(unit * room)[:room]}")

    assert len(intent.said[0]) < LONGEST // 8


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u3000", "\n", " \n\t"])
async def test_blanks_around_a_wish_mean_nothing(blank: str):
    run = (blank * LONGEST)[: LONGEST - len(WISH)]

    intent = await understood(f"{WISH}{run}")
    between = await understood(WISH.replace(" ", run))

    assert intent.brief == between.brief == (await understood(WISH)).brief
    assert intent.skill == "project"
