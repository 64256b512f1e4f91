"""A model plans on the ground of what the embedded planner understood: whatever it answers ends in
a plan that can be made, or in a clear word and the embedded planner, with all that was agreed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agent.planner.design import Designs
from agent.planner.model.claims import claims_done
from agent.planner.model.prompt import MOST_TOKENS, version
from agent.planner.model.tokens import tokens_in, tokens_in_schema
from agent.planner.seam import About, Design, Heard, NothingYet, PageRead, Preferences, Said
from embedded import InMemory as Stage
from tests.agent.embedded_planner import TODAY, Designed, by_words, skills, with_encoder
from tests.agent.model_planner import Bench, Hands, bench, heard
from tests.agent.test_embedded_battery import WISHES
from tests.agent.wishes import assert_obeyed
from tests.support.change_structures import workspace
from tests.support.models import (
    DONE,
    KEY,
    Answering,
    Dropped,
    chunk,
    drops,
    error,
    plain,
    replies,
    says,
    streams,
)
from tests.support.virtual import now, virtually
from tools.errors import AiError
from tools.notion.modify.compile import problems
from tools.notion.rehearse import rehearse, structure_of

OBEYS = says('{"colour": "blue"}')
HEAD: dict[str, Any] = {"thought": "", "databases": [], "changes": [], "not_done": []}
SCORE = {"name": "점수", "type": "number", "options": []}
ADDS = {"action": "add_property", "database": "작업", "property": SCORE}
Told = tuple[Heard, AiError | None]


def plan(kind: str = "create", base: str = "draft", **parts: Any) -> Answering:
    return replies(**{**HEAD, "kind": kind, "base": base, "reply": "이렇게 할게요.", **parts})


GOOD: dict[str, Answering] = {
    "create": plan(changes=[ADDS]),
    "revise": plan("change", changes=[ADDS]),
    "change": plan("change", "agreed", changes=[ADDS]),
    "answer": plan("answer", reply="작업과 프로젝트, 두 개예요."),
}
WORDS = {
    "create": "프로젝트 관리 만들어줘, 점수도 매길 거야",
    "revise": "작업에 점수도 있으면 좋겠어",
    "change": "작업에 점수도 있으면 좋겠어",
    "answer": "데이터베이스가 몇 개야?",
}


@cache
def waiting() -> Design:
    """A plan that waits, as the embedded planner made it."""

    async def planned() -> Design:
        agreed = await by_words().understand(Said("프로젝트 관리 만들어줘", TODAY), NothingYet())
        design = Designs(skills()).of(agreed, TODAY)
        return Design(agreed, design, await structure_of(await rehearse(design, Stage())))

    with ThreadPoolExecutor(1) as thread:  # a loop of its own, beside the one that may run here
        return thread.submit(asyncio.run, planned()).result()


def page() -> PageRead:
    return PageRead(workspace("ko"), heard("modify", said=["그래"]))


def about_of(task: str) -> About:
    match task:
        case "create":
            return NothingYet()
        case "change":
            return page()
        case _:
            return waiting()


async def understood(found: Bench, task: str, **parts: Any) -> Told:
    said = Said(WORDS[task], TODAY, **{"hands": Hands(), **parts})
    return await found.planners.understand(None, said, about_of(task))


@cache
def embedded(task: str) -> Heard:
    """What the embedded planner understands."""
    said = Said(WORDS[task], TODAY)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, by_words().understand(said, about_of(task))).result()


async def check(task: str, told: Heard) -> None:
    """Raises ValidationFailed where what was heard could not be made."""
    about = about_of(task)
    match told.kind:
        case "create":
            design = about if isinstance(about, Design) else None
            await by_words().design(told, TODAY, design)
        case "modify" if isinstance(about, PageRead):
            assert problems(about.structure, told.changes, told.language) == []
        case "answer":
            assert told.reply
        case kind:
            assert kind == "ask"
            assert told.question is not None


MISBEHAVIOURS: dict[str, Answering] = {
    "a refused key": error(401, f"Incorrect API key provided: {KEY}"),
    "no rights": error(403, "no"),
    "no such model": error(404, "no such model"),
    "a bad request": error(400, "no"),
    "a request that is too large": error(413, "too large"),
    "a full context": error(400, "context window", "context_length_exceeded"),
    "no credit": error(429, "quota", "insufficient_quota"),
    "too many requests": error(429, "slow down"),
    "a wait of two minutes": error(429, "slow down", retry_after="120"),
    "a wait of an hour": error(429, "slow down", retry_after="3600"),
    "a wait that is no number": error(429, "slow down", retry_after="tomorrow"),
    "a failing server": error(500, "boom"),
    "a busy server": error(503, "overloaded", retry_after="5"),
    "a page of a proxy": plain("<html>bad gateway</html>", 502),
    "a page instead of a stream": plain("<html>welcome</html>"),
    "loading for ever": error(503, "Loading model"),
    "a form that is refused": error(400, "json_schema is not supported"),
    "a connection that goes": drops,
    "one that goes amid": streams(chunk({"content": '{"kind": "cre'}), Dropped()),
    "silence": streams(100_000.0),
    "silence amid": streams(chunk({"content": '{"kind": '}), 100_000.0),
    "signs of life": streams(*[": alive\n\n", 9.0] * 200),
    "a letter in ten seconds": streams(*[chunk({"content": "a"}), 10.0] * 50),
    "an error amid": streams(chunk({"content": "{"}), 'data: {"error": {"message": "x"}}\n\n'),
    "no choices": streams('data: {"choices": []}\n\n', DONE),
    "no delta": streams(chunk(None, "stop"), DONE),
    "no JSON amid": streams("data: {nope\n\n", DONE),
    "no stream": streams(DONE),
    "nothing said": says(""),
    "blanks": says("   \n  "),
    "a cut answer": says('{"thought": "", "kind": "create", "rep', "length"),
    "a cut answer that says it is whole": says('{"thought": "", "kind": "create", "rep'),
    "an end without a word": says('{"thought": "", "kind"', None),
    "a filter": says('{"kind": "answer"}', "content_filter"),
    "a refusal": streams(chunk({"refusal": "I cannot"}), chunk({}, "stop"), DONE),
    "prose": says("Sure! I would create two databases for you."),
    "a list": says("[1, 2, 3]"),
    "null": says("null"),
    "a number": says("42"),
    "an empty object": says("{}"),
    "objects in objects": says('{"a":' * 5_000 + "1" + "}" * 5_000, size=9_000),
    "an answer without end": streams(*[chunk({"content": "ha" * 4_000})] * 40, DONE),
    "an unknown kind": plan("dance"),
    "a kind that is no text": replies(**{**HEAD, "kind": ["create"], "base": {}, "reply": 3}),
    "an unknown base": plan(base="alchemy"),
    "an unknown action": plan(changes=[{"action": "paint"}]),
    "a change of what is not there": plan(
        changes=[{"action": "delete_view", "database": "없다", "view": "없다"}]
    ),
    "changes that are no objects": plan("change", "agreed", changes=["add a column", 3, None]),
    "an answer without words": plan("answer", reply=""),
    "a question without words": plan("ask", reply="  "),
    "looking for ever": plan("look", looks=[{"tool": "recipes", "query": "x"}] * 9),
    "looking at nothing": plan("look", looks=[]),
    "a database without properties": plan(
        "create", "none", databases=[{"title": "", "properties": "many"}]
    ),
    "a loop of relations": plan(
        changes=[{"action": "add_formula", "database": "작업", "name": "가", "expression": ""}]
    ),
    "lone surrogates": says('{"kind": "answer", "reply": "\\ud83d", "thought": ""}'),
    "a call without arguments": streams(
        chunk({"tool_calls": [{"index": 0, "id": "a", "function": {"name": "reply"}}]}),
        chunk({}, "tool_calls"), DONE,
    ),
}  # fmt: skip
WAITS = {"loading for ever", "silence", "silence amid", "signs of life", "a letter in ten seconds"}


def test_there_are_misbehaviours_enough():
    assert len(MISBEHAVIOURS) >= 40


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_whatever_a_model_does_there_is_a_plan_or_a_clear_word_in_time(tmp_path: Path, name: str):
    """In each of the four situations a model may be asked in; the key is in no word of it."""

    async def work() -> None:
        for task in GOOD:
            async with bench(tmp_path / task) as found:
                found.server.plays(OBEYS)
                found.server.otherwise = MISBEHAVIOURS[name]
                begin = now()
                told, why = await understood(found, task)
                assert now() - begin <= 61
                await check(task, told)
                assert KEY not in f"{told} {why}"
                if why is not None:
                    assert told == embedded(task)

    for task in GOOD:
        (tmp_path / task).mkdir()
    virtually(work)


@pytest.mark.parametrize("task", GOOD)
def test_a_model_that_errs_once_is_told_where_and_its_second_answer_counts(
    tmp_path: Path, task: str
):
    wrong = plan(changes=[{"action": "delete_view", "database": "없다", "view": "없다"}])

    async def work() -> None:
        async with bench(tmp_path) as found:
            found.server.plays(OBEYS, wrong, GOOD[task])
            told, why = await understood(found, task)
            assert why is None
            await check(task, told)
            assert "changes[0]" in found.server.words()

    virtually(work)


async def test_what_a_model_adds_stands_on_what_the_embedded_planner_read(tmp_path: Path):
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS, GOOD["create"])
        told, why = await understood(found, "create")
    own = await by_words().understand(Said(WORDS["create"], TODAY), NothingYet())
    assert why is None
    assert (told.skill, told.brief) == (own.skill, own.brief)
    assert [c.action for c in told.changes] == [*(c.action for c in own.changes), "add_property"]
    assert told.reply == "이렇게 할게요."


async def test_a_model_may_take_another_skill_or_begin_with_nothing(tmp_path: Path):
    books = {"title": "책장", "icon": "📚", "properties": [{"name": "제목", "type": "title"}]}
    rows = [{"values": [{"name": "제목", "value": f"책 {n}"}]} for n in range(8)]
    bare = plan(base="none", title="도서관", databases=[{**books, "rows": rows}])
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS, plan(base="reading"), bare)
        other, _ = await understood(found, "create", preferences=Preferences(sample_count=2))
        empty, _ = await understood(found, "create", preferences=Preferences(sample_count=2))
    assert (other.skill, other.template_type) == (
        "reading",
        skills()["reading"].pattern.template_type,
    )
    design = await by_words().design(empty, TODAY)
    assert (design.title, [d.title for d in design.databases]) == ("도서관", ["책장"])
    assert len(design.databases[0].rows) == 2


async def test_a_model_speaks_of_a_plan_in_the_language_that_was_chosen_since(tmp_path: Path):
    before = waiting()
    design = replace(before, agreed=before.agreed.model_copy(update={"speaks": "en"}))
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS, plan("answer", reply="There are two databases in it."))
        said = Said(WORDS["answer"], TODAY, hands=Hands())
        told, why = await found.planners.understand(None, said, design)
    assert (why, told.reply) == (None, "There are two databases in it.")
    assert told.language == "ko"


async def test_a_question_of_a_model_can_be_answered_to_the_embedded_planner(tmp_path: Path):
    asks = plan("ask", reply="무엇을 정리할까요?", options=["프로젝트 관리", "가계부"])
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS, asks)
        asked, _ = await understood(found, "create")
        assert asked.question is not None
        answer = Said("프로젝트 관리", TODAY, question=asked.question)
        told, _ = await found.planners.understand("embedded", answer, NothingYet())
    assert (told.kind, told.skill) == ("create", "project")


async def test_an_answer_is_said_while_it_is_written_and_a_plan_is_not(tmp_path: Path):
    pieces: list[str] = []

    async def say(piece: str) -> None:
        pieces.append(piece)

    long = "작업과 프로젝트, 두 개예요. " * 12
    async with bench(tmp_path) as found:
        found.server.plays(
            OBEYS, GOOD["create"], plan("answer", reply=f"{long}http://evil.example")
        )
        await understood(found, "create", say=say)
        assert pieces == []
        told, _ = await understood(found, "answer", say=say)
    assert len(pieces) > 3
    assert "".join(pieces) == told.reply == long.strip()


async def test_a_model_reads_before_it_answers_but_not_for_ever(tmp_path: Path):
    looks = [{"tool": "recipes", "query": f"q{n}"} for n in range(4)]
    hands = Hands(found={"recipes": "wedding: Wedding planner"})
    async with bench(tmp_path) as found:
        found.server.plays(
            OBEYS, plan("look", looks=looks), plan("look", looks=looks), GOOD["answer"]
        )
        told, why = await understood(found, "answer", hands=hands)
    assert why is None
    assert told.reply
    assert len(hands.looked) == 6
    assert "Wedding planner" in found.server.words()


async def test_a_change_that_can_be_nothing_else_is_read_first_and_no_model_is_asked(
    tmp_path: Path,
):
    async with bench(tmp_path) as found:
        about = NothingYet("프로젝트", must_change=True)
        told, why = await found.planners.understand(None, Said("점수 추가해줘", TODAY), about)
        assert (told.kind, why, found.server.asked) == ("modify", None, [])


def after_much(task: str) -> About:
    """What words are about, after twenty long texts about the same."""
    match about_of(task):
        case Design(agreed=agreed, blueprint=blueprint, built=built):
            long = agreed.model_copy(update={"said": ["마감일과 담당자를 정리해줘. " * 25] * 20})
            return Design(long, blueprint, built)
        case PageRead(structure=structure):
            return PageRead(structure, heard("modify", said=["마감일은 3일로 해줘. " * 5] * 20))
        case about:
            return about


@pytest.mark.parametrize("task", GOOD)
@pytest.mark.parametrize("form", ["json_schema", "text"])
async def test_a_prompt_keeps_within_its_budget(tmp_path: Path, task: str, form: str):
    """With the longest that a person may say, which is in it whole."""
    words = ("작업에 점수도 있으면 좋겠어. " * 118)[:2_000]
    probe = [OBEYS] if form == "json_schema" else [says("blue")] * 4
    async with bench(tmp_path) as found:
        found.server.plays(*probe, GOOD[task])
        said = Said(words, TODAY, hands=Hands())
        await found.planners.understand(None, said, after_much(task))
        told, schema = found.server.words(len(probe)), schema_of(found.server.asked[len(probe)])
    assert tokens_in(told) + tokens_in_schema(schema) <= MOST_TOKENS
    assert words in told


@pytest.mark.parametrize("task", GOOD)
async def test_a_schema_is_counted_and_goes_along_where_it_leaves_room(tmp_path: Path, task: str):
    """Beside it stands the first of the facts whole, be that the draft or the page."""
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS, GOOD[task])
        await understood(found, task)
        told, schema = found.server.words(1), schema_of(found.server.asked[1])
    assert "changes" in schema["properties"]
    assert tokens_in(told) + tokens_in_schema(schema) <= MOST_TOKENS
    title = "The page as it stands" if task == "change" else "The draft"
    *lines, _ = told.partition(f"{title}:")[2].partition("⟧")[0].splitlines()
    assert len(lines) > 3
    assert not lines[-1].endswith("…")


async def test_a_grammar_takes_no_room_of_a_prompt(tmp_path: Path):
    """Models that run where their server is do not read the schema of their answers."""
    words = ("작업에 점수도 있으면 좋겠어. " * 118)[:2_000]
    async with bench(tmp_path) as found:
        found.server.key = None
        found.server.plays(OBEYS, GOOD["create"])
        said = Said(words, TODAY, hands=Hands())
        await found.planners.understand("ollama/small", said, NothingYet())
        assert schema_of(found.server.asked[1])


def schema_of(body: dict[str, Any]) -> dict[str, Any]:
    """The schema that a request brought; nothing where its form was said in words."""
    schema: dict[str, Any] = body.get("response_format", {}).get("json_schema", {}).get("schema")
    return schema or {}


def test_every_prompt_has_a_version():
    assert version().startswith("change1.create1.planner1")


OPTION = {"database": "작업", "property": "상태", "option": {"name": "보류 중"}}
ROUNDS = [
    ("프로젝트 관리 만들어줘", []),
    ("상태에 '보류 중' 옵션 추가해줘", [{"action": "add_option", **OPTION}]),
    ("제목을 봄 계획으로", [{"action": "rename", "to": "봄 계획"}]),
]


@pytest.mark.parametrize("failing", range(3))
async def test_a_model_that_fails_in_any_round_leaves_everything_agreed(
    tmp_path: Path, failing: int
):
    about: About = NothingYet()
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS)
        for number, (text, changes) in enumerate(ROUNDS):
            answer = plan(base="agreed" if number else "draft", changes=changes)
            found.server.script.append(says("I am a teapot") if number == failing else answer)
            said = Said(text, TODAY, hands=Hands())
            told, why = await found.planners.understand(None, said, about)
            assert (why is not None) == (number == failing)
            before = about if isinstance(about, Design) else None
            design = await found.planners.design(told, TODAY, before)
            about = Design(told, design, await structure_of(await rehearse(design, Stage())))
    status = next(p for p in design.databases[0].properties if p.name == "상태")
    assert "보류 중" in [option.name for option in getattr(status, "options", [])]
    assert design.title == "봄 계획"


async def test_with_a_model_no_expectation_is_met_less_than_without(tmp_path: Path):
    """One that takes the draft as it is: what the embedded planner obeys stays obeyed."""
    async with bench(tmp_path, own=with_encoder()) as found:
        found.server.plays(OBEYS)
        found.server.otherwise = plan(reply="")
        for wish in WISHES[::3]:
            said = Said(wish.text, TODAY, hands=Hands())
            told, why = await found.planners.understand(None, said, NothingYet())
            assert why is None
            assert_obeyed(wish, Designed(told, await found.planners.design(told, TODAY), ""))


BOOKS = "책에 '출판사' 속성을 추가했습니다."
FALSE = [  # a wish, what it is about, and a model's word that it is done
    ("Make me a reading log", "create", "Done! I created your reading log."),
    ("독서 기록 만들어줘", "create", "독서 기록을 만들었어요."),
    ("読書記録を作って", "create", "読書記録を作成しました。"),
    ("독서 기록 만들어줘", "create", "독서 기록은 책을 적어 두는 곳이에요."),
    ("책에 '출판사' 속성 추가해줘", "create", BOOKS),
    ("가격 속성도 넣어줘", "revise", "네, 가격 속성을 넣었어요."),
    ("작업에 '출판사' 속성 추가해줘", "revise", "네, 그럴게요."),
    ("작업에 '출판사' 속성 추가해줘", "change", "작업에 '출판사' 속성을 추가했습니다."),
    ("Could you add a price to the tasks?", "change", "Sure, a price has been added."),
]


@pytest.mark.parametrize(("text", "task", "claim"), FALSE)
async def test_no_wish_is_answered_in_place_of_a_plan(
    tmp_path: Path, text: str, task: str, claim: str
):
    """Nor is any of it shown while it is written; asked again, the model may still plan."""
    pieces: list[str] = []

    async def say(piece: str) -> None:
        pieces.append(piece)

    said = Said(text, TODAY, hands=Hands(), say=say)
    own = await by_words().understand(Said(text, TODAY), about_of(task))
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS)
        found.server.otherwise = plan("answer", reply=claim)
        told, why = await found.planners.understand(None, said, about_of(task))
        assert why is not None
        assert (told, pieces, len(found.server.asked)) == (own, [], 3)
        found.server.plays(plan("answer", reply=claim), plan("ask", reply="Which? 무엇을? 何を？"))
        told, why = await found.planners.understand(None, said, about_of(task))
        assert (told.kind, why) == ("ask", None)


@pytest.mark.parametrize(("text", "task", "claim"), [FALSE[1], FALSE[5], FALSE[7]])
async def test_no_question_says_that_a_wish_is_done(
    tmp_path: Path, text: str, task: str, claim: str
):
    own = await by_words().understand(Said(text, TODAY), about_of(task))
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS)
        found.server.otherwise = plan("ask", reply=f"{claim} 더 할까요?")
        said = Said(text, TODAY, hands=Hands())
        told, why = await found.planners.understand(None, said, about_of(task))
    assert (told, why is None) == (own, False)


async def test_a_wish_about_what_exists_is_no_answer_before_the_page_is_read(tmp_path: Path):
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS, plan("answer", reply=BOOKS), plan("change", reply=BOOKS))
        said = Said("책에 '출판사' 속성 추가해줘", TODAY, hands=Hands())
        told, why = await found.planners.understand(None, said, NothingYet("독서 기록"))
    assert (told.kind, told.reply, why) == ("modify", "", None)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("방금 뭐 했어?", "작업에 '점수' 속성을 추가했습니다."),
        ("고마워", "도움이 되었다니 기뻐요. 다 만들었어요."),
        ("데이터베이스가 몇 개야?", "작업과 프로젝트, 두 개예요."),
        ("이 계획 어때?", "작업이 많으면 우선순위가 있으면 좋겠어요."),
    ],
)
@pytest.mark.parametrize("task", ["create", "revise", "change"])
async def test_what_only_asks_or_thanks_is_answered(
    tmp_path: Path, task: str, text: str, reply: str
):
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS, plan("answer", reply=reply))
        said = Said(text, TODAY, hands=Hands())
        told, why = await found.planners.understand(None, said, about_of(task))
    assert (told.kind, told.reply, why) == ("answer", reply, None)


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("create", plan(reply="점수까지 모두 추가했습니다!", changes=[ADDS])),
        ("create", plan(base="reading", reply="I’ve set up your reading log.")),
        ("revise", plan("change", "agreed", reply="점수를 追加しました。", changes=[ADDS])),
        ("change", plan("change", "agreed", reply="모두 추가했습니다!", changes=[ADDS])),
    ],
)
async def test_a_plan_is_not_introduced_as_if_it_were_done(
    tmp_path: Path, task: str, answer: Answering
):
    async with bench(tmp_path) as found:
        found.server.plays(OBEYS, answer)
        told, why = await understood(found, task)
    assert why is None
    assert told.reply
    assert not claims_done(told.reply)
    if ADDS["property"]["name"] in str(told.changes):
        assert "‘점수’" in told.reply


@pytest.mark.parametrize("wish", WISHES[::5], ids=lambda wish: wish.text)
async def test_no_introduction_of_the_embedded_planner_claims_that_it_is_done(wish: Any):
    told = await with_encoder().understand(Said(wish.text, TODAY), NothingYet())
    assert not claims_done(told.reply)
