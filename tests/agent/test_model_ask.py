"""How a model is asked: by whose address and key, for how long, and what it is counted as."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.planner.model.answer import Answer, Request, Turn, Usage
from agent.planner.model.ask import Asking
from agent.planner.model.chat import Chats
from agent.planner.model.copilot import Copilot
from agent.planner.model.gate import FAILURES, LONG_SECONDS, REST_SECONDS, Gate
from agent.planner.model.ledger import Limits
from agent.planner.model.pace import Paces
from agent.planner.model.probe import Abilities
from agent.planner.model.provider import PROVIDERS, Endpoint, preferred, provider_of
from agent.planner.model.remote import Remote
from agent.planner.seam import NothingYet, Said
from tests.agent.embedded_planner import TODAY
from tests.agent.model_planner import Hands, bench
from tests.support.models import (
    DONE,
    KEY,
    Answering,
    Dropped,
    InMemory,
    Models,
    chunk,
    drops,
    error,
    plain,
    replies,
    says,
    streams,
)
from tests.support.virtual import now, virtually
from tools.errors import AiAuthFailed, AiError

OPENAI = Endpoint(PROVIDERS["openai"], "http://models.example/v1", "small", KEY)
LOCAL = Endpoint(PROVIDERS["llamacpp"], "http://local.example/v1", "small")
SHAPE = {"type": "object", "properties": {}}
ASKED = Request([Turn("system", "s"), Turn("human", "h")], SHAPE, "json_schema", 500)


class Desk:
    """The way to one server, and what was counted."""

    def __init__(self, server: Models, http: httpx.AsyncClient) -> None:
        self.server = server
        self.asking = Asking(Chats(http), Copilot(None, Path()), http, Gate(), Paces())
        self.counted: list[Usage] = []

    async def ask(self, endpoint: Endpoint = OPENAI, request: Request = ASKED) -> Answer:
        async def hear(text: str) -> None: ...

        async def count(_: Endpoint, usage: Usage) -> None:
            self.counted.append(usage)

        return await self.asking.ask(endpoint, request, hear, count)


def on(work: Callable[[Desk], Awaitable[Any]], **server: Any) -> Any:
    """Carries work out on a loop whose time is virtual."""

    async def main() -> Any:
        models = Models(**server)
        async with httpx.AsyncClient(transport=InMemory(models)) as http:
            return await work(Desk(models, http))

    return virtually(main)


async def failure(desk: Desk, endpoint: Endpoint = OPENAI) -> tuple[str, float]:
    """The name of what a request fails in, and how long that took."""
    begin = now()
    with pytest.raises(AiError) as raised:
        await desk.ask(endpoint)
    assert KEY not in f"{raised.value} {raised.value.__cause__}"
    return raised.value.reason, now() - begin


FAILURES_BY_NAME: dict[str, tuple[Answering, str, float]] = {
    "a refused key": (error(401, f"Incorrect API key {KEY}"), "ai_auth", 0),
    "a key without rights": (error(403, "no"), "ai_auth", 0),
    "a model that is not there": (error(404, "no such model"), "ai_no_model", 0),
    "no credit": (error(429, "", "insufficient_quota", retry_after="1"), "ai_quota", 0),
    "a wait of two minutes": (error(429, "slow down", retry_after="120"), "ai_busy", 0),
    "a wait that nobody can count": (error(429, "", retry_after="soon"), "ai_busy", 1),
    "a wait until the end of days": (error(429, "", retry_after="inf"), "ai_busy", 1),
    "a context that is full": (error(400, "", "exceed_context_size_error"), "ai_context", 0),
    "a request that is refused": (error(422, "no"), "ai_refused", 0),
    "a server that fails": (error(500, "boom"), "ai_failed", 1),
    "a proxy's page": (plain("<html>502</html>", 502), "ai_failed", 1),
    "a connection that goes": (drops, "ai_failed", 1),
    "one that goes amid": (streams(chunk({"content": "a"}), Dropped()), "ai_unreachable", 1),
    "an error amid": (streams('data: {"error": {"message": "x"}}\n\n'), "ai_failed", 1),
    "no JSON amid": (streams("data: {nope\n\n", DONE), "ai_unusable", 0),
    "silence": (streams(10_000.0), "ai_timeout", 46),
    "silence amid": (streams(chunk({"content": "a"}), 10_000.0), "ai_timeout", 46),
    "signs of life and no word": (streams(*[": alive\n\n", 5.0] * 100), "ai_timeout", 46),
    "an answer without end": (
        streams(*[chunk({"content": "x" * 9_999})] * 25, DONE), "ai_unusable", 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES_BY_NAME)
def test_each_failure_has_a_name_and_takes_no_longer_than_it_must(name: str):
    answering, reason, most = FAILURES_BY_NAME[name]

    async def work(desk: Desk) -> tuple[str, float]:
        desk.server.otherwise = answering
        return await failure(desk)

    found, seconds = on(work)

    assert found == reason
    assert seconds <= most


def test_a_short_wait_is_kept_and_then_it_is_asked_again():
    async def work(desk: Desk) -> tuple[str, float]:
        desk.server.plays(error(429, "", retry_after="3"), says("yes"))
        return (await desk.ask()).text, now()

    assert on(work) == ("yes", 3.0)


def test_a_model_that_is_being_loaded_is_waited_for():
    async def work(desk: Desk) -> tuple[str, float]:
        desk.server.loading = 12
        desk.server.plays(error(503, "Loading model"), says("yes"))
        return (await desk.ask(LOCAL)).text, now()

    found, seconds = on(work, key=None)

    assert found == "yes"
    assert 12 <= seconds <= 15


def test_a_model_that_never_loads_is_given_up():
    async def work(desk: Desk) -> tuple[str, float]:
        desk.server.loading, desk.server.otherwise = 10_000, error(503, "Loading model")
        return await failure(desk, LOCAL)

    reason, seconds = on(work, key=None)

    assert reason == "ai_timeout"
    assert seconds <= 42


def test_of_usage_that_rises_from_chunk_to_chunk_the_last_counts():
    steps = [{"prompt_tokens": 90, "completion_tokens": n, "total_tokens": 90 + n} for n in (1, 2)]
    events = [chunk({"content": "a"}, usage=steps[0]), chunk({}, "stop", usage=steps[1])]

    async def work(desk: Desk) -> list[Usage]:
        desk.server.plays(streams(*events, DONE))
        await desk.ask()
        return desk.counted

    assert on(work) == [Usage(90, 2)]


def test_what_a_server_does_not_count_is_estimated():
    async def work(desk: Desk) -> list[Usage]:
        desk.server.plays(streams(chunk({"content": "yes it is"}), chunk({}, "stop"), DONE))
        await desk.ask()
        return desk.counted

    [usage] = on(work)

    assert usage.read > 0
    assert usage.written == 3


def test_a_refusal_is_kept_though_it_is_streamed():
    async def work(desk: Desk) -> Answer:
        pieces = [chunk({"refusal": "I would "}), chunk({"refusal": "rather not"})]
        desk.server.plays(streams(*pieces, chunk({}, "stop"), DONE))
        return await desk.ask()

    assert on(work).refusal == "I would rather not"


@pytest.mark.parametrize("form", ["json_schema", "tool", "json_object", "text"])
@pytest.mark.parametrize("streaming", [True, False])
def test_an_answer_is_whole_in_every_form(form: Any, streaming: bool):
    async def work(desk: Desk) -> Answer:
        desk.server.plays(says('{"a": 1}'))
        return await desk.ask(OPENAI, Request(ASKED.turns, SHAPE, form, 77, streaming))

    assert on(work).text == '{"a": 1}'


def test_the_length_is_named_as_each_provider_calls_it():
    async def work(desk: Desk) -> list[dict[str, Any]]:
        desk.server.otherwise = says("yes")
        await desk.ask(OPENAI)
        await desk.ask(LOCAL)
        return desk.server.asked

    official, local = on(work, key=None)

    assert (official["max_completion_tokens"], "max_tokens" in official) == (500, False)
    assert (local["max_tokens"], "max_completion_tokens" in local) == (500, False)


def test_a_local_server_is_asked_one_thing_at_a_time_and_others_are_not_held_up():
    async def work(desk: Desk) -> tuple[float, float]:
        desk.server.otherwise = streams(chunk({"content": "a"}), 10.0, chunk({}, "stop"), DONE)
        await asyncio.gather(*(desk.ask(OPENAI) for _ in range(3)))
        together = now()
        await asyncio.gather(*(desk.ask(LOCAL) for _ in range(3)))
        return together, now() - together

    assert on(work, key=None) == (10.0, 30.0)


def test_an_endpoint_that_fails_again_and_again_is_left_alone_for_a_while():
    async def work(desk: Desk) -> None:
        desk.server.otherwise = error(500, "boom")
        for _ in range(FAILURES):
            assert (await failure(desk))[0] == "ai_failed"
        asked = len(desk.server.asked)
        assert (await failure(desk))[0] == "ai_resting"
        assert len(desk.server.asked) == asked
        desk.server.otherwise = says("yes")
        await asyncio.sleep(REST_SECONDS)
        assert (await desk.ask()).text == "yes"
        assert (await desk.ask()).text == "yes"

    on(work)


@pytest.mark.parametrize(("seconds", "rests"), [(LONG_SECONDS, True), (1.0, False)])
def test_only_who_was_waited_for_long_is_held_to_be_slow(seconds: float, rests: bool):
    async def work(desk: Desk) -> bool:
        desk.server.otherwise = streams(10_000.0)
        for _ in range(FAILURES):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(desk.ask(), seconds)
        desk.server.otherwise = says("yes")
        try:
            return (await desk.ask()).text != "yes"
        except AiError as error:
            return error.reason == "ai_resting"

    assert on(work) is rests


def test_a_refused_key_does_not_close_the_way_for_others():
    async def work(desk: Desk) -> str:
        desk.server.otherwise = error(401, "no")
        for _ in range(FAILURES + 1):
            await failure(desk)
        desk.server.otherwise = says("yes")
        return (await desk.ask()).text

    assert on(work) == "yes"


def test_who_leaves_takes_the_request_along():
    async def work(desk: Desk) -> bool:
        gone = asyncio.Event()

        async def sent() -> Any:
            try:
                await asyncio.Event().wait()
                yield ""
            finally:
                gone.set()

        desk.server.plays(lambda _: streaming(sent()))
        asking = asyncio.create_task(desk.ask())
        await asyncio.sleep(1)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await asyncio.sleep(1)
        return gone.is_set()

    def streaming(events: Any) -> Any:
        from starlette.responses import StreamingResponse

        return StreamingResponse(events)

    assert on(work)


KEYS = {
    "sk-proj-abc": "openai",
    "sk-svcacct-abc": "openai",
    "sk-abcT3BlbkFJdef": "openai",
    "sk-ant-api03-abc": "anthropic",
    "sk-or-v1-abc": "openrouter",
    f"sk-{'0a' * 16}": "deepseek",
    "AQ.abc": "gemini",
    "AIzaabc": "gemini",
    "gsk_abc": "groq",
    "xai-abc": "xai",
    "aB3" * 10 + "xy": "mistral",
}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_tells_whose_it_is(key: str):
    found = provider_of(key)

    assert found is not None
    assert found.name == KEYS[key]


@pytest.mark.parametrize("key", ["", "hello", "ntn_123", "ghp_abc", "sk-"])
def test_a_key_of_nobody_is_sent_to_nobody(key: str):
    assert provider_of(key) is None


@pytest.mark.parametrize("provider", [p for p in PROVIDERS.values() if p.keys])
def test_a_key_is_proven_by_a_route_that_needs_it(provider: Any):
    async def work(desk: Desk) -> tuple[list[str], list[str]]:
        remote = Remote(desk.asking.http)
        place = "http://models.example/v1"
        found = await remote.proven(Endpoint(provider, place, key=KEY))
        with pytest.raises(AiAuthFailed):
            await remote.proven(Endpoint(provider, place, key="of-nobody"))
        return found, desk.server.keys

    found, keys = on(work)

    assert found == ["small", "gpt-5-mini"]
    assert keys[0] == KEY


def test_of_many_models_the_one_that_its_provider_is_known_for_is_asked():
    names = ["gpt-3.5-turbo", "gpt-5-mini", "gpt-5", "whisper-1", "gpt-4o"]

    assert preferred(PROVIDERS["openai"], names) == "gpt-5-mini"
    assert preferred(PROVIDERS["openai"], ["whisper-1"]) is None
    assert preferred(PROVIDERS["llamacpp"], ["whatever.gguf"]) == "whatever.gguf"


# what a model can do

OBEYS = says('{"colour": "blue"}')
WISH = Said("프로젝트 관리 만들어줘", TODAY, hands=Hands())
PLAN = {"thought": "", "kind": "create", "reply": "네", "base": "draft", "databases": []}
GOOD = replies(**PLAN, changes=[], not_done=[])


async def test_what_a_model_can_do_is_asked_once_and_outlives_the_process(tmp_path: Path):
    for _ in range(2):
        async with bench(tmp_path) as found:
            found.server.plays(OBEYS, GOOD, GOOD)
            if (tmp_path / "seen").exists():
                found.server.plays(GOOD, GOOD)
            for _ in range(2):
                _, why = await found.planners.understand(None, WISH, NothingYet())
                assert why is None
            probes = [b for b in found.server.asked if "colour" in found.server.words(0)]
            assert len(found.server.asked) == (2 if (tmp_path / "seen").exists() else 3), probes
        (tmp_path / "seen").touch()


@pytest.mark.parametrize(
    ("answers", "form"),
    [
        ([OBEYS], "json_schema"),
        ([says("Blue."), OBEYS], "tool"),
        ([error(400, "response_format is not supported"), OBEYS], "tool"),
        ([says("Blue."), error(400, "tools?"), OBEYS], "json_object"),
        ([says("Blue."), says("Blue."), says("Blue."), says("Blue.")], "text"),
    ],
)
async def test_the_form_is_the_best_that_the_model_obeys(
    tmp_path: Path, answers: list[Answering], form: str
):
    async with bench(tmp_path) as found:
        found.server.plays(*answers, GOOD)
        _, why = await found.planners.understand(None, WISH, NothingYet())
        asked = found.server.asked[-1]
        told = asked.get("response_format", {}).get("type") or ("tools" in asked and "tool")
        assert why is None
        assert (told or "text") == form


async def test_a_server_that_does_not_stream_is_asked_for_the_whole(tmp_path: Path):
    def only_whole(body: dict[str, Any]) -> Any:
        return streams(DONE)(body) if body.get("stream") else OBEYS(body)

    async with bench(tmp_path) as found:
        found.server.plays(only_whole, only_whole, GOOD)
        heard, why = await found.planners.understand(None, WISH, NothingYet())
        assert (heard.reply, why) == ("네", None)
        assert not found.server.asked[-1].get("stream")


def test_a_prompt_leaves_room_for_the_answer_in_a_small_context():
    small, unknown = Abilities("text", context=4_096), Abilities("text")

    assert small.room + small.most <= 4_096
    assert unknown.room == 4_500


# limits


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(calls_per_thread=2), "ai_limit_thread"), (Limits(200, 200), "ai_limit_day")],
)
async def test_a_limit_that_is_reached_is_told_and_nothing_more_is_asked(
    tmp_path: Path, limits: Limits, reason: str
):
    async with bench(tmp_path, limits=limits) as found:
        found.server.plays(OBEYS, GOOD)
        assert (await found.planners.understand(None, WISH, NothingYet()))[1] is None
        heard, why = await found.planners.understand(None, WISH, NothingYet())
        assert why is not None
        assert why.reason == reason
        assert heard.skill == "project"
        assert len(found.server.asked) == 2


async def test_a_key_of_ones_own_goes_to_its_provider_and_nowhere_else(tmp_path: Path):
    addresses = {"openai": "http://proxy.example/v1"}
    async with bench(tmp_path, addresses=addresses) as found:
        found.server.plays(OBEYS, GOOD)
        await found.planners.understand(None, WISH, NothingYet())
        assert set(found.transport.hosts) == {"proxy.example"}
        found.transport.hosts.clear()
        found.server.plays(OBEYS, GOOD)
        mine = Said(WISH.text, TODAY, hands=Hands(keys={"openai": KEY}))
        await found.planners.understand(None, mine, NothingYet())
        assert set(found.transport.hosts) == {"api.openai.com"}


async def test_without_a_key_nothing_is_sent(tmp_path: Path):
    async with bench(tmp_path, keys={}) as found:
        _, why = await found.planners.understand(None, WISH, NothingYet())
        assert why is not None
        assert why.reason == "ai_no_key"
        assert found.transport.hosts == []
