"""Whoever waits for Notion hears what for within 15 seconds, and is heard within two.

Everything that waits, in each way in which Notion may keep somebody waiting, on a virtual clock.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest

from tests.support.designs import everything
from tests.support.examples import EXPLORING
from tests.support.notion import TOKEN, URL, Notion
from tests.support.structures import Team, portrait
from tests.support.virtual import now, virtually
from tools.errors import NotionError, Stopped
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import MemoryJournal
from tools.notion.limiter import Limiter
from tools.notion.modify.compile import compile_changes
from tools.notion.modify.undo import Journals, WayBack, take_back
from tools.notion.operations import WORKSPACE
from tools.notion.patience import TELL_SECONDS, Patience, Silence
from tools.notion.rollback import roll_back
from tools.notion.structure.read import read_page
from tools.notion.transport import HttpTransport
from tools.workspace.changes import CHANGES

# After how many steps Notion begins to misbehave; `make explore` tries more.
BUILT = [0, 4, 9] if EXPLORING else [0, 4]
TAKEN_BACK = [0, 1, 2, 3] if EXPLORING else [0, 2]
PLAN = from_nothing(everything(), WORKSPACE)
HEARD = 2.0  # seconds in which a cancel takes effect
FOR_EVER = 10**9

FAULTS: dict[str, dict[str, Any]] = {
    "502": {"status": 502},
    "502 to writes": {"status": 502, "method": "POST", "path": "/v1/(pages|databases|views)$"},
    "times out": {"drop": True},  # after 65 seconds, see `misbehave`
    "429 for minutes": {"status": 429, "retry_after": 240},
    "503 for minutes": {"status": 503, "retry_after": 240},
    "drops": {"drop": True},
}


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def misbehave(notion: Notion, fault: str, *, after_write: bool = False) -> None:
    notion.faults.latency = 65.0 if fault == "times out" else 0.0
    notion.faults.inject(times=FOR_EVER, after_write=after_write, **FAULTS[fault])


@dataclass
class Person:
    """Somebody who waits: when they heard something, and of what."""

    patience: Patience = field(init=False)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    heard: list[float] = field(default_factory=list)
    told: list[Silence] = field(default_factory=list)
    limit: float = float("inf")

    def __post_init__(self) -> None:
        self.patience = Patience(self.stop, self._tell, limit=self.limit, clock=now)
        self.patience.heard("create_page")
        self.heard.append(now())

    async def _tell(self, silence: Silence) -> None:
        self.heard.append(now())
        self.told.append(silence)

    async def step(self, step: Step) -> None:
        self.heard.append(now())
        self.patience.heard(step.operation.step)

    def gateway(self, notion: Notion, limiter: Limiter | None = None) -> NotionGateway:
        limiter = limiter or Limiter(clock=now)
        gateway = NotionGateway(HttpTransport(TOKEN, notion.wire, URL), limiter=limiter)
        return gateway.with_patience(self.patience)

    async def cancels(self, after: float) -> None:
        await asyncio.sleep(after)
        self.stop.set()

    @property
    def longest_silence(self) -> float:
        moments = [*self.heard, now()]
        return max(later - earlier for earlier, later in pairwise(moments))


async def outcome(person: Person, work: Any, cancel_after: float | None) -> float:
    """How long the work went on after the cancel, 0 where it had ended before."""
    cancel = person.cancels(FOR_EVER if cancel_after is None else cancel_after)
    cancelling, begun = asyncio.create_task(cancel), now()
    try:
        async with asyncio.timeout(1_000):
            await person.patience.over(work)
    except (NotionError, Stopped, TimeoutError):
        pass
    finally:
        cancelling.cancel()
    return 0.0 if cancel_after is None else max(0.0, now() - begun - cancel_after)


@pytest.fixture(scope="module")
def whole() -> Counter[str]:
    """What there is once the plan is carried out."""

    async def scenario() -> Counter[str]:
        notion = await Notion.fresh()
        await notion.forge(PLAN).run()
        return notion.census()

    return virtually(scenario)


@pytest.mark.parametrize("steps", BUILT)
def test_a_build_that_gets_no_answer_is_never_silent(fault: str, steps: int) -> None:
    async def scenario() -> None:
        notion, person = await Notion.fresh(), Person()
        if not steps:
            misbehave(notion, fault)

        async def tell(step: Step) -> None:
            if step.done == steps:
                misbehave(notion, fault)

        forge = Forge(PLAN, person.gateway(notion), MemoryJournal(), tell)
        await outcome(person, forge.run(), None)
        assert person.longest_silence <= TELL_SECONDS + 0.01

    virtually(scenario)


@pytest.mark.parametrize("cancel_after", [0.3, 3.0, 14.0])
@pytest.mark.parametrize("steps", BUILT)
def test_a_cancel_of_a_build_is_heard_and_the_build_goes_on_exactly_once(
    fault: str, steps: int, cancel_after: float, whole: Counter[str]
) -> None:
    async def scenario() -> None:
        notion, person, journal = await Notion.fresh(), Person(), MemoryJournal()
        if not steps:
            misbehave(notion, fault)

        async def tell(step: Step) -> None:
            if step.done == steps:
                misbehave(notion, fault)

        forge = Forge(PLAN, person.gateway(notion), journal, tell)
        assert await outcome(person, forge.run(), cancel_after) <= HEARD
        notion.faults.clear()
        later = Person()
        await Forge(PLAN, later.gateway(notion), journal, later.step).run()
        assert notion.census() == whole

    virtually(scenario)


@pytest.mark.parametrize("steps", [0, 4, 9])
@pytest.mark.parametrize("applied", [False, True], ids=["not carried out", "carried out"])
def test_what_was_under_way_at_a_cancel_is_found_by_the_roll_back(
    steps: int, applied: bool
) -> None:
    """The answer is lost and the person cancels; when Notion answers again nothing is left."""

    async def scenario() -> None:
        notion, person, journal = await Notion.fresh(), Person(), MemoryJournal()
        fault = {"method": "POST", "drop": True, "after_write": applied, "times": FOR_EVER}
        if not steps:
            notion.faults.inject(**fault)

        async def tell(step: Step) -> None:
            if step.done == steps:
                notion.faults.inject(**fault)

        forge = Forge(PLAN, person.gateway(notion), journal, tell)
        await outcome(person, forge.run(), 5.0)
        notion.faults.clear()
        await roll_back(PLAN, Person().gateway(notion), journal)
        assert notion.top() == []

    virtually(scenario)


def test_what_was_never_sent_leaves_nothing_to_look_for() -> None:
    async def scenario() -> None:
        notion, person, journal = await Notion.fresh(), Person(), MemoryJournal()
        limiter = Limiter(clock=now)
        limiter.pause(600)
        forge = Forge(PLAN, person.gateway(notion, limiter), journal, person.step)
        assert await outcome(person, forge.run(), 40.0) <= HEARD
        assert journal.entries == {}
        assert notion.wire.sent == []
        assert [(s.wait.kind, round(s.left or 0)) for s in person.told] == [
            ("pause", 585),
            ("pause", 570),
        ]

    virtually(scenario)


def test_a_full_window_of_requests_is_told_and_can_be_left() -> None:
    async def scenario() -> None:
        notion, person = await Notion.fresh(), Person()
        gateway = person.gateway(notion, Limiter(1, clock=now))
        await gateway.call("GET", "users/me")
        assert await outcome(person, gateway.call("GET", "users/me"), 20.0) <= HEARD
        assert [silence.wait.kind for silence in person.told] == ["pause"]
        assert len(notion.wire.sent) == 1

    virtually(scenario)


def test_what_a_dead_process_had_sent_is_looked_for_aloud(whole: Counter[str]) -> None:
    """It may still be carried out for a minute: then it is sent again."""

    async def scenario() -> None:
        notion, person, journal = await Notion.fresh(), Person(), MemoryJournal()
        await journal.start(PLAN.operations[0].id)
        forge = Forge(PLAN, person.gateway(notion), journal, person.step)
        assert await outcome(person, forge.run(), None) == 0.0
        assert person.longest_silence <= TELL_SECONDS + 0.01
        assert {silence.wait.kind for silence in person.told} == {"fate"}
        assert notion.census() == whole

    virtually(scenario)


def test_a_look_that_gets_no_answer_is_told_and_can_be_left(fault: str) -> None:
    """So before a rehearsal, and while a page is read for changes."""

    async def scenario() -> None:
        team = await Team.built()
        misbehave(team.notion, fault)
        page_id = team.before.page.id
        for cancel_after in (None, 0.5, 5.0):
            person = Person()
            reading = read_page(person.gateway(team.notion), page_id)
            assert await outcome(person, reading, cancel_after) <= HEARD
            assert person.longest_silence <= TELL_SECONDS + 0.01

    virtually(scenario)


def test_ones_turn_is_waited_for_aloud_and_not_longer_than_one_likes() -> None:
    async def scenario() -> None:
        person = Person()
        gateway = person.gateway(await Notion.fresh())

        async def take_turn() -> None:
            async with gateway.at("page"):
                pass

        async with gateway.locks.at("page"):
            assert await outcome(person, take_turn(), 40.0) <= HEARD
        assert [silence.wait.kind for silence in person.told] == ["turn", "turn"]
        await asyncio.wait_for(take_turn(), 1.0)

    virtually(scenario)


def test_the_roll_back_of_a_dead_notion_is_left_after_a_second_and_done_later(fault: str) -> None:
    async def scenario() -> None:
        notion, journal = await Notion.fresh(), MemoryJournal()
        await notion.forge(PLAN, journal).run()
        misbehave(notion, fault if fault != "502 to writes" else "502")
        hurried = Person(limit=1.0)
        begun = now()
        with pytest.raises(Stopped):
            await hurried.patience.over(roll_back(PLAN, hurried.gateway(notion), journal))
        assert now() - begun <= 1.01
        notion.faults.clear()
        await roll_back(PLAN, Person().gateway(notion), journal)
        assert notion.top() == []

    virtually(scenario)


CHANGED: list[dict[str, Any]] = [
    {"action": "add_property", "database": "작업", "property": {"name": "비고", "type": "url"}},
    {"action": "delete_view", "database": "작업", "view": "달력"},
    {"action": "add_rows", "database": "작업", "rows": [{"values": {"이름": "새"}}]},
    {"action": "delete_rows", "database": "작업", "rows": ["빈 줄"]},
    {"action": "rename", "to": "새 이름"},
]


@pytest.mark.parametrize("limit", [float("inf"), 1.0], ids=["undo", "cancel"])
@pytest.mark.parametrize("steps", TAKEN_BACK)
@pytest.mark.parametrize("applied", [False, True], ids=["not carried out", "carried out"])
def test_taking_changes_back_is_left_where_it_stands_and_taken_up_again(
    fault: str, steps: int, applied: bool, limit: float
) -> None:
    """Nothing is lost and nothing is doubled, however it was cut off."""

    async def scenario() -> None:
        team = await Team.built()
        plan = compile_changes(team.before, CHANGES.validate_python(CHANGED))
        journals = Journals(MemoryJournal(), MemoryJournal(), MemoryJournal())
        way_back = WayBack(plan, team.before)
        await team.notion.forge(plan.forward, journals.made).run()
        person = Person(limit=limit)

        async def tell(step: Step) -> None:
            await person.step(step)
            if step.done == steps:
                misbehave(team.notion, fault, after_write=applied)

        if not steps:
            misbehave(team.notion, fault, after_write=applied)
        gateway = person.gateway(team.notion)
        undoing = take_back(way_back, gateway, journals, tell)
        cancel_after = 5.0 if limit > 5 else None
        assert await outcome(person, undoing, cancel_after) <= HEARD
        assert cancel_after is not None or now() <= HEARD
        team.notion.faults.clear()
        again = Person()
        await take_back(way_back, again.gateway(team.notion), journals, again.step)
        assert portrait(await team.read(), ordered=False) == portrait(team.before, ordered=False)

    virtually(scenario)


def test_a_slow_notion_that_answers_is_no_dead_one() -> None:
    """A roll-back after a cancel takes as long as it needs where there are answers."""

    async def scenario() -> None:
        team = await Team.built()
        plan = compile_changes(team.before, CHANGES.validate_python(CHANGED))
        journals = Journals(MemoryJournal(), MemoryJournal(), MemoryJournal())
        await team.notion.forge(plan.forward, journals.made).run()
        team.notion.faults.latency = 0.6
        person, begun = Person(limit=1.0), now()
        undoing = take_back(
            WayBack(plan, team.before), person.gateway(team.notion), journals, person.step
        )
        await person.patience.over(undoing)
        assert now() - begun > HEARD
        team.notion.faults.clear()
        assert portrait(await team.read(), ordered=False) == portrait(team.before, ordered=False)

    virtually(scenario)


def test_what_is_said_names_the_failure_and_the_attempt() -> None:
    async def scenario() -> None:
        notion, person = await Notion.fresh(), Person()
        notion.faults.inject(method="POST", path="/v1/pages$", status=502, times=FOR_EVER)
        forge = Forge(PLAN, person.gateway(notion), MemoryJournal(), person.step)
        assert await outcome(person, forge.run(), 130.0) <= HEARD
        said = [(s.step, s.wait.status, s.wait.attempt, round(s.seconds)) for s in person.told]
        assert said[:4] == [("create_page", 502, 2, 15 * n) for n in range(1, 5)]
        assert said[-1] == ("create_page", 502, 3, 120)

    virtually(scenario)


def test_work_that_waits_for_nobody_is_not_spoken_of() -> None:
    async def scenario() -> None:
        person = Person()
        await person.patience.over(asyncio.sleep(100))
        assert person.told == []

    virtually(scenario)


def test_a_patience_that_has_ended_begins_nothing() -> None:
    async def scenario() -> None:
        person, begun = Person(), []

        async def work() -> None:
            begun.append(True)

        person.stop.set()
        with pytest.raises(Stopped):
            await person.patience.over(work())
        assert begun == []

    virtually(scenario)
