"""A model that is slow or small is asked for less, and what it says is used where it is of use: the
draft of the embedded planner stands beneath it."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from agent.planner.model.answer import Answer, Usage
from agent.planner.model.pace import Pace, pace_of
from agent.planner.model.tokens import tokens_in
from agent.planner.seam import Heard, NothingYet, Said
from tests.agent.embedded_planner import TODAY, by_words
from tests.agent.model_planner import Bench, Hands, bench
from tests.agent.test_model_planner import about_of
from tests.support.models import DONE, Answering, chunk, replies, says, streams, usage_of
from tests.support.virtual import virtually

LOCAL = "ollama/small"
WISH = "프로젝트 관리 만들어줘, 점수도 매길 거야"
COUNTED = {"prompt_tokens": 200, "completion_tokens": 20, "total_tokens": 220}
FAST, SLOW, SLOWER = 0.5, 20.0, 44.0  # seconds in which 200 tokens are read


def paced(text: str, reading: float, cached: int = 0) -> Answering:
    """An answer before which a server reads for so long, and which it writes at once."""
    usage = {**COUNTED, "prompt_tokens_details": {"cached_tokens": cached}}
    first, rest = chunk({"content": text[:5]}), chunk({"content": text[5:]})
    return streams(": …\n\n", reading, first, 0.4, rest, chunk({}, "stop"), usage_of(usage), DONE)


def colour(reading: float, cached: int = 0) -> Answering:
    return paced('{"colour": "blue"}', reading, cached)


def adds(name: str, database: str = "작업") -> dict[str, Any]:
    prop = {"name": name, "type": "number", "options": []}
    return {"action": "add_property", "database": database, "property": prop}


def on(folder: Path, work: Callable[[Bench], Awaitable[Any]]) -> Any:
    """Work with a local server of models, on a loop whose time is virtual."""

    async def main() -> Any:
        async with bench(folder) as found:
            found.server.key = None
            return await work(found)

    return virtually(main)


async def understood(found: Bench, text: str = WISH, task: str = "create") -> tuple[Heard, Any]:
    said = Said(text, TODAY, hands=Hands())
    return await found.planners.understand(LOCAL, said, about_of(task))


async def own(text: str, task: str = "create") -> Heard:
    return await by_words().understand(Said(text, TODAY), about_of(task))


def properties(found: Bench) -> set[str]:
    """The fields that the last answer could have, or those of its first alternative."""
    schema = found.server.asked[-1]["response_format"]["json_schema"]["schema"]
    return set(schema.get("properties") or schema["anyOf"][0]["properties"])


@pytest.mark.parametrize(("reading", "is_slight"), [(FAST, False), (SLOW, True)])
def test_the_slower_it_reads_the_less_it_is_asked(tmp_path: Path, reading: float, is_slight: bool):
    async def work(found: Bench) -> None:
        whole = replies(kind="create", base="draft", reply="네.", changes=[adds("점수")])
        found.server.plays(colour(reading), whole)
        await understood(found)
        system, human = (message["content"] for message in found.server.asked[-1]["messages"])
        assert (properties(found) == {"kind", "changes"}) == is_slight
        assert (tokens_in(system) < 300) == is_slight
        if is_slight:
            assert tokens_in(human) <= 200 / reading * 20
            assert WISH in human

    on(tmp_path, work)


def test_what_it_adds_stands_on_the_draft_and_what_it_makes_up_is_left(tmp_path: Path):
    async def work(found: Bench) -> None:
        changes = [{"action": "rename", "to": 3}, adds("점수"), adds("작업"), adds("The Big Bang")]
        odd = [adds("점수", "없다"), {"action": "paint", "option": "점수"}, None]
        found.server.plays(colour(SLOW), replies(kind="create", changes=[*changes, *odd]))
        told, why = await understood(found)
        draft = await own(WISH)
        assert why is None
        assert [change.action for change in told.changes] == [
            *(change.action for change in draft.changes),
            "add_property",
        ]
        assert "점수" in str(told.changes[-1])
        assert "‘점수’" in told.reply

    on(tmp_path, work)


def test_of_an_answer_that_is_cut_all_whole_changes_count(tmp_path: Path):
    said = json.dumps(
        {"kind": "create", "changes": [adds("점수"), adds("매길 거야")]}, ensure_ascii=False
    )

    async def work(found: Bench) -> None:
        found.server.plays(colour(SLOW), says(said[:-40], "length"))
        told, why = await understood(found)
        assert why is None
        assert [change.action for change in told.changes] == ["add_property"]
        assert "점수" in str(told.changes[0])

    on(tmp_path, work)


@pytest.mark.parametrize("task", ["create", "revise", "change"])
def test_where_it_has_nothing_to_add_the_draft_stands(tmp_path: Path, task: str):
    async def work(found: Bench) -> None:
        found.server.plays(colour(SLOW))
        found.server.otherwise = replies(kind="create", changes=[adds("Nothing of the sort")])
        told, why = await understood(found, task=task)
        assert (told, why) == (await own(WISH, task), None)

    on(tmp_path, work)


def test_it_answers_what_is_only_asked(tmp_path: Path):
    async def work(found: Bench) -> None:
        found.server.plays(colour(SLOW), replies(kind="answer", reply="안녕하세요!"))
        told, why = await understood(found, "안녕")
        assert (told.reply, why) == ("안녕하세요!", None)
        assert properties(found) == {"kind", "reply"}

    on(tmp_path, work)


@pytest.mark.parametrize(
    ("task", "text"), [("revise", "데이터베이스가 몇 개야?"), ("change", "작업이 뭐가 있어?")]
)
def test_what_is_asked_of_a_plan_or_a_page_is_answered_from_facts(
    tmp_path: Path, task: str, text: str
):
    async def work(found: Bench) -> None:
        found.server.plays(colour(SLOW))
        told, why = await understood(found, text, task)
        assert (told, why) == (await own(text, task), None)
        assert len(found.server.asked) == 1

    on(tmp_path, work)


@pytest.mark.parametrize("echo", ["안녕", "⟦안녕⟧"])
def test_who_only_repeats_what_was_said_has_said_nothing(tmp_path: Path, echo: str):
    async def work(found: Bench) -> None:
        found.server.plays(colour(SLOW), replies(kind="answer", reply=echo))
        told, why = await understood(found, "안녕")
        assert (told, why.reason) == (await own("안녕"), "ai_unusable")

    on(tmp_path, work)


def test_words_that_it_could_not_read_in_time_are_heard_by_the_embedded_planner(tmp_path: Path):
    text = f"{WISH}. " * 20

    async def work(found: Bench) -> None:
        found.server.plays(colour(SLOWER))
        told, why = await understood(found, text)
        assert (told, why.reason) == (await own(text), "ai_context")
        assert len(found.server.asked) == 1

    on(tmp_path, work)


def test_who_is_left_amid_an_answer_is_asked_for_less_next_time(tmp_path: Path):
    async def work(found: Bench) -> None:
        found.server.plays(colour(FAST * 2), streams(": …\n\n", 1_000.0))
        _, why = await understood(found)
        assert why.reason == "ai_timeout"
        assert "databases" in properties(found)
        found.server.plays(replies(kind="create", changes=[]))
        _, why = await understood(found)
        assert properties(found) == {"kind", "changes"}

    on(tmp_path, work)


def test_its_pace_is_known_to_the_next_process(tmp_path: Path):
    async def first(found: Bench) -> None:
        found.server.plays(colour(SLOW), replies(kind="create", changes=[]))
        await understood(found)

    async def second(found: Bench) -> None:
        found.server.plays(replies(kind="create", changes=[]))
        await understood(found)
        assert len(found.server.asked) == 1
        assert properties(found) == {"kind", "changes"}

    on(tmp_path, first)
    on(tmp_path, second)


def test_what_a_server_kept_from_before_was_not_read_again():
    kept = Answer(usage=Usage(200, 20, cached=160), reading=2.0, writing=4.0)

    assert pace_of(kept) == Pace(20.0, 5.0)
    assert pace_of(Answer(usage=Usage(200, 20, cached=199), reading=2.0, writing=4.0)) is None
    assert pace_of(Answer(usage=Usage(200, 20))) is None


def test_a_provider_elsewhere_is_never_taken_for_slow(tmp_path: Path):
    async def work(found: Bench) -> None:
        found.server.plays(colour(SLOW), replies(kind="create", base="draft", reply="네."))
        said = Said(WISH, TODAY, hands=Hands())
        await found.planners.understand("openai/gpt-5-mini", said, NothingYet())
        assert "databases" in properties(found)

    on(tmp_path, work)


@pytest.mark.parametrize("task", ["create", "answer"])
async def test_words_in_no_language_of_the_persons_are_not_passed_on(tmp_path: Path, task: str):
    foreign = "This is the first thought of the next question."
    pieces: list[str] = []

    async def say(piece: str) -> None:
        pieces.append(piece)

    text = WISH if task == "create" else "데이터베이스가 몇 개야?"
    said = Said(text, TODAY, hands=Hands(), say=say)
    reply = {"kind": task, "base": "draft", "reply": foreign, "changes": [adds("점수")]}
    async with bench(tmp_path) as found:
        found.server.plays(says('{"colour": "blue"}'), replies(**reply))
        found.server.otherwise = replies(**{**reply, "reply": "두 개예요."})
        told, why = await found.planners.understand(
            None, said, about_of("create" if task == "create" else "revise")
        )
    assert why is None
    assert foreign not in f"{told.reply}{pieces}"
    assert told.reply
