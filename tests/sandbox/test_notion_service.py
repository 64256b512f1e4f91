"""The service around the objects: tokens, versions, limits, faults, clients, recordings."""

import httpx
import pytest
from notion_client import APIResponseError, AsyncClient
from starlette.applications import Starlette
from starlette.routing import Mount

from sandbox.notion import Faults, RateWindow, Workspace, create_app
from sandbox.notion.chaos import Chaos
from sandbox.notion.faults import DroppedConnection
from tests.sandbox.notionkit import HEADERS, Api, paragraph, runs, serving
from tests.support.conformance import SHARED, beside_the_schemas, tool

HOME = {"parent": {"workspace": True}, "properties": {"title": {"title": runs("Home")}}}


async def error(api: Api, headers: dict, **more) -> tuple[int, str]:
    response = await api.http.request("GET", "/v1/users", headers=headers, **more)
    return response.status_code, response.json()["code"]


async def test_a_request_needs_a_known_token_and_a_known_version(api: Api):
    version = {"Notion-Version": "2026-03-11"}
    assert await error(api, {**version, "Authorization": "Bearer nope"}) == (401, "unauthorized")
    assert await error(api, version) == (401, "unauthorized")
    token = {"Authorization": "Bearer sandbox"}
    assert await error(api, token) == (400, "missing_version")
    assert await error(api, {**token, "Notion-Version": "1999-01-01"}) == (400, "missing_version")


async def test_an_unknown_path_is_an_invalid_request_url(api: Api):
    for method, path in (("GET", "/v1/nope"), ("PUT", "/v1/pages"), ("GET", "/v2/users")):
        assert await api.refused(method, path) == "Invalid request URL."


async def test_what_is_not_json_or_no_object_is_refused(api: Api):
    response = await api.http.post("/v1/pages", content="{", headers=HEADERS)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_json")
    assert "body should be an object" in await api.refused("POST", "/v1/pages", [1])


async def test_a_body_over_500_kilobytes_is_refused(api: Api):
    blocks = [paragraph("x" * 2000) for _ in range(100)]
    body = {**HOME, "children": [paragraph(children=blocks), *blocks, *blocks]}
    assert "≤" in await api.refused("POST", "/v1/pages", body)


async def test_ids_are_checked_before_they_are_looked_up(api: Api):
    broken = "12345678-1234-1234-1234-123456789abc"
    assert await api.refused("GET", f"/v1/pages/{broken}") == (
        f'path failed validation: path.page_id should be a valid uuid, instead was `"{broken}"`.'
    )
    zero = "00000000-0000-0000-0000-000000000000"
    assert await api.refused("GET", f"/v1/pages/{zero}", status=404) == (
        f"Could not find page with ID: {zero}. Make sure the relevant pages and databases are"
        ' shared with your integration "Sandbox".'
    )


async def test_the_older_version_speaks_of_archived_and_after():
    async with serving(version="2025-09-03") as api:
        home = await api.ok("POST", "/v1/pages", HOME)
        assert list(home)[-2:] == ["archived", "request_id"]
        [first, _] = await api.append(home["id"], paragraph("a"), paragraph("c"))
        await api.append(home["id"], paragraph("b"), after=first["id"])
        shown = await api.ok("PATCH", f"/v1/pages/{home['id']}", {"archived": True})
        assert (shown["in_trash"], shown["archived"]) == (True, True)


async def test_the_current_version_knows_neither_archived_nor_after(api: Api):
    home = await api.page()
    assert "archived" not in home
    body = {"archived": True}
    assert "archived should be not present" in await api.refused(
        "PATCH", f"/v1/pages/{home['id']}", body
    )


async def test_an_internal_token_may_not_make_top_level_pages():
    async with serving(tokens={"sandbox": "internal"}) as api:
        message = await api.refused("POST", "/v1/pages", HOME, status=403)
        assert message.startswith("Internal integrations")


async def test_a_window_of_requests_is_spent_in_one_burst_and_opens_again():
    clock = [0.0]
    rate = RateWindow(limit=3, seconds=60, clock=lambda: clock[0])
    async with serving(rate=rate) as api:
        for _ in range(3):
            await api.ok("GET", "/v1/users/me")
        clock[0] = 20.5
        response = await api.http.get("/v1/users/me", headers=HEADERS)
        data = response.json()["additional_data"]
        assert (response.status_code, response.headers["Retry-After"]) == (429, "40")
        assert data["rate_limit_reason"] == "public_api_request_rate_limit"
        clock[0] = 60.0
        await api.ok("GET", "/v1/users/me")


async def test_faults_strike_before_or_after_the_write():
    faults = Faults()
    async with serving(faults=faults) as api:
        faults.inject(method="POST", path=r"/v1/pages$", status=502, times=1)
        assert (await api.send("POST", "/v1/pages", HOME))[0] == 502
        faults.inject(method="POST", path=r"/v1/pages$", status=503, after_write=True)
        status, answer = await api.send("POST", "/v1/pages", HOME)
        found = await api.ok("POST", "/v1/search", {"query": "Home"})
        [made] = [page["id"] for page in found["results"]]
        assert (status, answer["additional_data"]["committed_resource_id"]) == (503, made)
        faults.inject(status=429, retry_after=7)
        response = await api.http.get("/v1/users", headers=HEADERS)
        assert response.headers["Retry-After"] == "7"
        faults.inject(drop=True)
        with pytest.raises(DroppedConnection):
            await api.http.get("/v1/users", headers=HEADERS)
        assert faults.struck == 4


async def test_an_append_that_failed_after_the_write_names_its_children():
    faults = Faults()
    async with serving(faults=faults) as api:
        home = await api.page()
        first, _ = await api.append(home["id"], paragraph("first"), paragraph("last"))
        faults.inject(method="PATCH", status=503, after_write=True)
        body = {
            "children": [paragraph("a"), paragraph("b")],
            "position": {"type": "after_block", "after_block": {"id": first["id"]}},
        }
        _, answer = await api.send("PATCH", f"/v1/blocks/{home['id']}/children", body)
        told = answer["additional_data"]
        made = [block["id"] for block in (await api.children(home["id"]))[1:3]]
        assert told["committed_resource_id"] == home["id"]
        assert told["committed_child_ids"] == made


async def test_the_official_client_makes_finds_and_deletes_a_page():
    app = create_app(await Workspace.open(None), public_url="http://localhost:9500/workspace")
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app))
    async with http:
        client = AsyncClient(
            auth="sandbox",
            base_url="http://notion.test",
            notion_version="2026-03-11",
            retry=False,
            client=http,
        )
        page = await client.pages.create(**HOME)
        hex_id = page["id"].replace("-", "")
        assert page["url"] == f"http://localhost:9500/workspace/{hex_id}"
        assert (await client.search(query="home"))["results"][0]["id"] == page["id"]
        await client.blocks.delete(page["id"])
        assert (await client.search(query="home"))["results"] == []
        with pytest.raises(APIResponseError) as refused:
            await client.blocks.children.append(page["id"], children=[paragraph()])
        assert refused.value.code == "validation_error"


async def test_it_answers_below_a_mount():
    app = Starlette(routes=[Mount("/sandbox/notion", create_app(await Workspace.open(None)))])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://t") as http:
        answer = await http.get("/sandbox/notion/v1/users/me", headers=HEADERS)
        assert answer.json()["type"] == "bot"


async def test_search_ranks_by_title_and_filters_by_object(api: Api):
    for title in ("Reading list", "Reading", "Shopping list"):
        await api.page(title)
    found = await api.ok("POST", "/v1/search", {"query": "reading list"})
    titles = [p["properties"]["title"]["title"][0]["plain_text"] for p in found["results"]]
    assert titles[0] == "Reading list"
    assert set(titles) == {"Reading list", "Reading", "Shopping list"}
    body = {"filter": {"property": "object", "value": "data_source"}}
    assert (await api.ok("POST", "/v1/search", body))["results"] == []


async def test_comments_form_discussions(api: Api):
    home = await api.page()
    body = {"parent": {"page_id": home["id"]}, "rich_text": runs("first")}
    first = await api.ok("POST", "/v1/comments", body)
    reply = {"discussion_id": first["discussion_id"], "markdown": "**bold** reply"}
    second = await api.ok("POST", "/v1/comments", reply)
    assert second["rich_text"][0]["annotations"]["bold"]
    path = f"/v1/comments?block_id={home['id']}"
    assert len((await api.ok("GET", path))["results"]) == 2
    await api.ok("DELETE", f"/v1/comments/{first['id']}")
    assert len((await api.ok("GET", path))["results"]) == 1


async def test_an_uploaded_file_can_be_shown_and_a_pending_one_cannot(api: Api):
    home = await api.page()
    upload = await api.ok("POST", "/v1/file_uploads", {"filename": "a.png"})
    image = {"image": {"type": "file_upload", "file_upload": {"id": upload["id"]}}}
    path = f"/v1/blocks/{home['id']}/children"
    assert "is pending" in await api.refused("PATCH", path, {"children": [image]})
    sent = await api.http.post(
        f"/v1/file_uploads/{upload['id']}/send",
        headers=HEADERS,
        files={"file": ("a.png", b"\x89PNG\r\n", "image/png")},
    )
    assert (sent.json()["status"], sent.json()["content_length"]) == ("uploaded", 6)
    [made] = await api.append(home["id"], image)
    assert made["image"]["type"] == "file"
    assert "/a.png?" in made["image"]["file"]["url"]


async def test_an_upload_of_several_parts_is_complete_when_all_are_sent(api: Api):
    body = {"mode": "multi_part", "filename": "a.bin", "number_of_parts": 2}
    upload = await api.ok("POST", "/v1/file_uploads", body)
    path = f"/v1/file_uploads/{upload['id']}"
    await api.refused("POST", f"{path}/complete", {})
    for number in ("1", "2"):
        await api.http.post(
            f"{path}/send",
            headers=HEADERS,
            files={"file": ("a.bin", b"abc")},
            data={"part_number": number},
        )
    assert (await api.ok("POST", f"{path}/complete", {}))["content_length"] == 6


@beside_the_schemas
async def test_every_recorded_conversation_is_answered_as_notion_did():
    from starlette.testclient import TestClient

    tokens = {"sandbox": "personal", "recorded": "internal"}
    client = TestClient(create_app(await Workspace.open(None), tokens=tokens))
    home = client.post("/v1/pages", json=HOME, headers=HEADERS).json()["id"]
    cassettes = tool().load_all([SHARED / "notion-spec" / "cassettes"])
    things = tool().things_shown(cassettes)
    verdicts = [
        verdict
        for cassette in cassettes
        for verdict in tool().replay(
            cassette, client, root_page=home, token="recorded", things=things
        )
    ]
    assert [verdict for verdict in verdicts if verdict.verdict == "differs"] == []
    assert sum(verdict.verdict == "same" for verdict in verdicts) >= 329


async def test_a_request_whose_client_went_away_before_its_end_does_nothing():
    workspace = await Workspace.open(None)
    messages = [
        {"type": "http.request", "body": b'{"parent": ', "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/pages",
        "query_string": b"",
        "headers": [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()],
    }

    async def receive():
        return messages.pop(0)

    async def send(message):
        raise AssertionError("nobody is there to be answered")

    await create_app(workspace)(scope, receive, send)
    assert workspace.state.records == (await Workspace.open(None)).state.records


async def test_chaos_makes_about_its_share_of_requests_fail_and_the_same_again():
    async def statuses(seed: int) -> list[int | None]:
        workspace = await Workspace.open(None)
        chaos = Chaos(0.4, seed, late=0)
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(workspace, faults=chaos)),
            base_url="http://notion.test",
            headers=HEADERS,
        )
        found = []
        for _ in range(60):
            try:
                found.append((await http.post("/v1/pages", json=HOME)).status_code)
            except DroppedConnection:
                found.append(None)
        return found

    first = await statuses(7)
    assert first == await statuses(7) != await statuses(8)
    assert 12 < sum(status != 200 for status in first) < 36
    assert {409, 429, 529, 503} & set(first)
