"""Vectors of a model elsewhere: nothing is paid for twice, and where it fails something finds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.responses import JSONResponse, Response

from settings import Settings
from tests.freshdesk.collecting import COMPANY, Collecting, at_once, collecting
from tests.freshdesk.helpdesks import Clock, app_of
from tests.freshdesk.test_search import ENCODER, shop
from tests.support.embedding_server import KEY, EmbeddingServer, embedding_server
from tools.embeddings import Embeddings
from tools.errors import EncodingFailed
from tools.freshdesk.ranking import Query
from tools.freshdesk.search import Search
from tools.freshdesk.sync import MODEL

SMALL, LARGE = "text-embedding-3-small", "another-model"


@asynccontextmanager
async def searching(
    server: EmbeddingServer, folder: Path, key: str = KEY
) -> AsyncIterator[tuple[Search, Collecting]]:
    """A search whose own choice is a model of a server elsewhere."""
    app = app_of(shop())
    async with embedding_server(server) as url, collecting(app, folder) as company:
        await company.run("one")
        embeddings = Embeddings(key, url, sleep=at_once)
        yield Search(company.companies, ENCODER, embeddings, SMALL), company
        await embeddings.aclose()


async def models(company: Collecting) -> set[str | None]:
    return {row[0] for row in await company.rows("SELECT DISTINCT model FROM chunks")}


async def found(search: Search, text: str) -> set[int]:
    return {hit.id for hit in await search.find(COMPANY, Query(text))}


async def test_each_text_is_paid_for_once(tmp_path):
    server = EmbeddingServer()
    async with searching(server, tmp_path) as (search, company):
        first = await search.sync(COMPANY)
        assert (first.synced, first.failed, first.failure) == (6, 0, None)
        assert len(server.texts) == len(set(server.texts)) > 6
        assert {body["model"] for body in server.bodies} == {SMALL}
        assert {body.get("dimensions") for body in server.bodies} == {512}
        paid = len(server.texts)
        again = await search.sync(COMPANY)
        assert (again.synced, again.unchanged) == (0, 6)
        account = company.app.account
        assert isinstance(account.clock, Clock)
        account.clock.seconds += 600
        account.reply(2, body_text="드디어 왔어요")
        await company.run("two")
        assert (await search.sync(COMPANY)).synced == 1
        assert server.texts[paid:] == ["드디어 왔어요"]
        for _ in range(3):
            assert 2 in await found(search, "드디어 왔")
        assert server.texts[paid + 1 :] == ["드디어 왔"]


async def test_another_model_takes_the_whole_index(tmp_path):
    async with searching(EmbeddingServer(), tmp_path) as (search, company):
        await search.sync(COMPANY, model=MODEL)
        assert await models(company) == {MODEL}
        await search.sync(COMPANY)
        assert await models(company) == {SMALL}
        assert await found(search, "환불") >= {1, 6}
        assert (await search.sync(COMPANY, model=LARGE)).synced == 6
        assert await models(company) == {LARGE}


@pytest.mark.parametrize(
    "refusal",
    [
        JSONResponse({"error": {"message": "no such model"}}, 404),
        JSONResponse({"error": {"code": "insufficient_quota"}}, 429),
        Response("<html>", 200),
        JSONResponse({"data": []}),
        JSONResponse({"data": [{"index": 0, "embedding": ["x"]}]}),
        JSONResponse([1]),
    ],
)
async def test_where_a_model_gives_nothing_the_embedded_one_does(tmp_path, refusal):
    async with searching(EmbeddingServer([refusal]), tmp_path) as (search, company):
        synced = await search.sync(COMPANY)
        assert (synced.synced, synced.failed) == (6, 0)
        assert synced.failure
        assert await models(company) == {MODEL}
        assert 5 in await found(search, "money back please, charged twice")


async def test_a_wrong_key_is_a_failure_without_the_key_in_it(tmp_path):
    async with searching(EmbeddingServer(), tmp_path, "sk-wrong-1234567890") as (search, _):
        synced = await search.sync(COMPANY)
        assert synced.failure == "HTTP 401"


async def test_what_passes_is_asked_again(tmp_path):
    busy = [Response("", 429, {"retry-after": "7"}), Response("", 503)]
    async with searching(EmbeddingServer(busy), tmp_path) as (search, company):
        assert (await search.sync(COMPANY)).failure is None
        assert await models(company) == {SMALL}


async def test_a_model_that_stops_half_way_is_paid_for_once_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.freshdesk.sync.BATCH", 4)
    server = EmbeddingServer(most=5)
    async with searching(server, tmp_path) as (search, company):
        cut = await search.sync(COMPANY)
        assert cut.failure == "HTTP 429"
        assert cut.failed > 0
        assert await models(company) == {SMALL, None}
        assert await found(search, "접속") >= {3}  # by its word
        server.most = 10**6
        assert (await search.sync(COMPANY)).failed == 0
        assert await models(company) == {SMALL}
        assert len(server.texts) == len(set(server.texts))


async def test_a_search_finds_by_words_while_its_model_is_away(tmp_path):
    server = EmbeddingServer()
    async with searching(server, tmp_path) as (search, company):
        await search.sync(COMPANY)
        server.most = 0
        assert await found(search, "환불") == {1, 6}
        without = Search(company.companies, ENCODER)
        assert await found(without, "환불") == {1, 6}


async def test_a_model_that_does_not_answer_is_given_up(tmp_path):
    async with embedding_server(EmbeddingServer()) as url:
        pass
    embeddings = Embeddings(KEY, url, sleep=at_once)
    with pytest.raises(EncodingFailed):
        await embeddings.model(SMALL).encode(["x"])
    await embeddings.aclose()


@pytest.mark.parametrize(
    ("env", "url", "key"),
    [
        ({}, None, None),
        ({"OPENAI_API_KEY": "sk-1"}, None, "sk-1"),
        ({"AI_PROVIDER": "openai", "AI_API_KEY": "sk-2"}, None, "sk-2"),
        ({"AI_PROVIDER": "anthropic", "AI_API_KEY": "sk-ant"}, None, None),
        ({"AI_BASE_URL": "http://x/v1/", "OPENAI_API_KEY": "sk-1"}, "http://x/v1", None),
        ({"AI_BASE_URL": "http://x/v1", "AI_API_KEY": "of-x"}, "http://x/v1", "of-x"),
        (
            {"AI_PROVIDER": "anthropic", "AI_BASE_URL": "http://x", "OPENAI_API_KEY": "sk-1"},
            None,
            "sk-1",
        ),
    ],
)
def test_a_key_goes_to_its_own_address_alone(env, url, key):
    settings = Settings.from_env({"EMBEDDING_MODEL": SMALL, **env}, dotenv=None)
    assert settings.embedding_model == SMALL
    assert settings.embedding_account == (key, url)
    assert key is None or key not in repr(settings)
