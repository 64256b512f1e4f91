"""Whatever is repeated in a text, twice the text takes about twice the time."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator

import pytest

from agent.guard import LONGEST, check_content
from agent.planner.embedded.changing import asks_to_change
from agent.planner.embedded.helpdesk.reader import asked_of_helpdesk
from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.language import language_of
from agent.planner.managing import read_manage
from agent.planner.seam import About, Design, Heard, NothingYet, PageRead, Question, Said
from agent.planner.words import read_reply, wants_redo, wants_retry, wants_undo
from embedded import InMemory
from tests.agent.embedded_planner import TODAY, by_words, skills, understood
from tests.support.change_structures import workspace
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
]  # fmt: skip
WISH = "프로젝트 관리 만들어줘"
HARMLESS = 0.001  # seconds of CPU: below that, growth is of no interest
HOPELESS = 0.1  # at a quarter of the length
GROWTH = 2.5

Use = Callable[[str], object]


def _seconds(use: Use, *texts: str, times: int = 1) -> list[float]:
    """The least CPU time of this thread for each text: by turns, so that what disturbs one of them
    disturbs the others too."""
    taken: list[list[float]] = [[] for _ in texts]
    for _ in range(times):
        for text, seconds in zip(texts, taken, strict=True):
            begun = time.thread_time()
            use(text)
            seconds.append(time.thread_time() - begun)
    return [min(seconds) for seconds in taken]


def _repeated(unit: str, length: int) -> str:
    """A unit again and again, and something at last that no pattern ends with."""
    return (unit * length)[: length - 1] + "\0"


def _growth(use: Use, unit: str, doublings: int, tries: int) -> float:
    """How many times the CPU time grows as a text doubles, up to the longest; 0 below 1 ms."""
    part = _repeated(unit, LONGEST // 2**doublings)
    short, whole = _seconds(use, part, _repeated(unit, LONGEST), times=tries)
    return (whole / short) ** (1 / doublings) if whole > HARMLESS else 0.0


def _superlinear(use: Use, unit: str) -> bool:
    """Whether it grows too fast however often one looks: other processes disturb single looks."""
    quarter = _repeated(unit, LONGEST // 4)
    if all(_seconds(use, quarter)[0] > HOPELESS for _ in range(3)):
        return True
    looks = ((1, 1), (1, 5), (1, 25), (2, 25), (1, 50))  # doublings, tries
    return all(_growth(use, unit, *look) > GROWTH for look in looks)


def test_a_single_disturbed_look_is_no_growth():
    disturbances = [2 * HOPELESS]  # seconds of CPU, as a collection of garbage takes

    def disturbed(_: str) -> None:
        end = time.thread_time() + (disturbances.pop() if disturbances else 0)
        while time.thread_time() < end:
            pass

    assert not _superlinear(disturbed, "a")


def test_the_patterns_are_found():
    places = {used.place for used in patterns()}

    assert len(patterns()) > 100
    assert "agent.planner.embedded.grammar.blocks._ITEM" in places
    assert "agent.guard._ATTACKS" in places
    assert "agent.planner.embedded.grammar.tokens._HARD" in places


@pytest.mark.parametrize("unit", UNITS)
def test_no_pattern_takes_more_than_twice_as_long_for_twice_the_text(unit: str):
    bad = [used.place for used in patterns() if _superlinear(used.run, unit)]

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
        yield "asks of the helpdesk", lambda text: asked_of_helpdesk(f"티켓 {text}", TODAY)
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


@pytest.mark.parametrize("unit", UNITS)
def test_no_reader_takes_more_than_twice_as_long_for_twice_the_text(readers, unit: str):
    assert [name for name, use in readers.all() if _superlinear(use, unit)] == []


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u3000", "\n", " \n\t"])
async def test_blanks_around_a_wish_mean_nothing(blank: str):
    run = (blank * LONGEST)[: LONGEST - len(WISH)]

    intent = await understood(f"{WISH}{run}")
    between = await understood(WISH.replace(" ", run))

    assert intent.brief == between.brief == (await understood(WISH)).brief
    assert intent.skill == "project"
