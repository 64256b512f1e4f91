"""What is wrong with a request is said in the caller's language, and where it is."""

import re
from typing import Any

import pytest

from tests.support.chat import Chat
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

GENERATE, JOBS, RECIPES = "/api/templates/generate", "/ingest/jobs", "/api/recipes"
ACCOUNT = {
    "X-Company-ID": "aurora",
    "X-Platform": "freshdesk",
    "X-Domain": "demo.freshdesk.localhost",
    "X-API-Key": "demo",
}
RECIPE = {
    "name": "x",
    "description": "d",
    "category": "c",
    "icon": "x",
    "blueprint": {"title": "x"},
}
NO_OBJECT = "이름과 값으로 된 JSON 객체여야 해요"
NO_ZONE = "올바른 시간대가 아니에요(예: Asia/Seoul)"
NO_DATE = "2026-01-31처럼 쓴 날짜여야 해요 (1970년부터 2199년까지)"


def option(name: str, value: Any) -> dict[str, Any]:
    return {"prompt": "가나", "options": {name: value}}


WRONG: list[tuple[str, Any, str, str]] = [
    (GENERATE, {}, "prompt", "값이 필요해요"),
    (GENERATE, {"prompt": 5}, "prompt", "글자여야 해요"),
    (GENERATE, [1], "body", NO_OBJECT),
    (GENERATE, {"prompt": "가나", "options": 5}, "options", NO_OBJECT),
    (GENERATE, option("sample_count", "many"), "options.sample_count", "숫자여야 해요"),
    (GENERATE, option("sample_count", -1), "options.sample_count", "0 이상이어야 해요"),
    (GENERATE, option("sample_count", 101), "options.sample_count", "100 이하여야 해요"),
    (
        GENERATE,
        option("include_sample_data", "so"),
        "options.include_sample_data",
        "true나 false여야 해요",
    ),
    (GENERATE, option("language", "fr"), "options.language", "허용되는 값: 'ko', 'en', 'ja'"),
    (GENERATE, option("time_zone", "Mars/Base"), "options.time_zone", NO_ZONE),
    (GENERATE, option("time_zone", "../etc/passwd"), "options.time_zone", NO_ZONE),
    (JOBS, {"start_date": "soon"}, "start_date", NO_DATE),
    (JOBS, {"start_date": "1600-01-01"}, "start_date", NO_DATE),
    (RECIPES, {**RECIPE, "tags": "a"}, "tags", "목록이어야 해요"),
    (RECIPES, {**RECIPE, "id": "A"}, "id", "^[a-z0-9][a-z0-9-]{0,63}$ 형식이어야 해요"),
    (RECIPES, {**RECIPE, "description": ""}, "description", "너무 짧아요"),
]


@pytest.mark.parametrize(("route", "body", "field", "message"), WRONG)
async def test_a_wrong_field_is_named_in_the_callers_language(
    server: Server, route: str, body: Any, field: str, message: str
):
    async with rest(server.url, headers=ACCOUNT) as client:
        for language in ("ko", "en", "ja"):
            answer = await client.post(route, json=body, headers={"Accept-Language": language})
            assert answer.status_code == 422, answer.text
            said = {d["field"]: d["message"] for d in answer.json()["error"]["details"]}
            if language == "ko":
                assert said[field] == message
            if language != "en":  # two English words in a row are somebody else's sentence
                assert not re.search(r"[A-Za-z]+ [a-z]+", said[field]), said


async def test_what_there_is_to_choose_from_is_told(server: Server):
    async with rest(server.url) as client:
        for route, known in (("/ingest/jobs", "'cancelled'"), ("/api/tasks", "'pending'")):
            answer = await client.get(route, params={"status": "done"})
            (detail,) = answer.json()["error"]["details"]
            assert detail["field"] == "status"
            assert known in detail["message"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/templates/undo/nothing", {}, 404),
        ("GET", "/ingest/jobs/nothing", None, 404),
        ("DELETE", "/ingest/schedules/nothing", None, 404),
        ("GET", f"/preview/{'0' * 32}/data", None, 404),
        (
            "POST",
            f"/api/templates/{'0' * 32}/modify",
            {"prompt": "바꿔줘", "page_id": "1" * 32},
            400,
        ),
        (
            "PUT",
            "/api/skills/band",
            {"skill_id": "other", "name": "a", "description": "b", "content": "c"},
            400,
        ),
    ],
)
async def test_what_is_not_there_or_not_meant_is_named_in_the_callers_language(
    server: Server, method: str, path: str, body: Any, status: int
):
    async with rest(server.url) as client:
        answer = await client.request(method, path, json=body)
    message = answer.json()["error"]["message"]
    assert answer.status_code == status, message
    assert message not in ("찾을 수 없어요.", "입력이 올바르지 않아요.")
    assert not re.search(r"[A-Za-z]+ [a-z]+", message), message


async def test_a_frame_that_is_refused_is_named_by_its_id(chat: Chat):
    for frame in ({"kind": "message", "content": 5}, {"kind": "nothing"}):
        await chat.send(**frame, id="m1")  # type: ignore[arg-type]
        assert (await chat.next())["id"] == "m1"
    await chat.send("message", content="안녕하세요", id="x" * 201)
    assert (await chat.next()).get("id") is None


async def test_a_second_init_is_refused_in_the_persons_language(chat: Chat):
    await chat.send("init")
    assert "새 연결" in (await chat.next())["content"]


async def test_a_wrong_field_of_a_frame_is_named_as_the_frame_has_it(chat: Chat):
    for frame, field in (
        ({"type": "message", "content": 5}, "content"),
        ({"type": "history", "limit": "x"}, "limit"),
        ({"type": "set_language", "language": "fr"}, "language"),
    ):
        await chat.send(**{"kind": frame.pop("type"), **frame})  # type: ignore[arg-type]
        error = await chat.next()
        assert [item["field"] for item in error["details"]] == [field]
        assert not re.search(r"[A-Za-z]+ [a-z]+", error["content"]), error
