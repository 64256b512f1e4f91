"""The Notion API over one page of the embedded workspace: its key edits it, and nothing else."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from settings import ApiKey
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY, OTHER = "key-of-one", "key-of-another"
TEXT = [{"text": {"content": "새 글"}}]
PARAGRAPH = {"type": "paragraph", "paragraph": {"rich_text": TEXT}}
TITLE = {"title": {"title": TEXT}}


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"api_keys": (ApiKey(KEY), ApiKey(OTHER)), "sandbox": False}


def of_key(server: Server, key: str | None) -> httpx.AsyncClient:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return rest(server.url, headers=headers)


async def built(server: Server, key: str) -> str:
    async with of_key(server, key) as client:
        answer = await client.post("/api/templates/generate", json={"prompt": "만들어줘"})
    page_id: str = answer.json()["page_id"]
    return page_id


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(server: Server) -> str:
    return await built(server, KEY)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def foreign(server: Server) -> str:
    return await built(server, OTHER)


async def test_who_has_the_address_reads_the_page_and_its_key_edits_it(server: Server, page: str):
    api = f"/workspace/{page}/api"
    async with of_key(server, None) as client:
        assert (await client.get(f"{api}/pages/{page}")).json()["id"] == page
        refused = await client.patch(f"{api}/pages/{page}", json={"properties": TITLE})
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "AUTH_FAILED")
    async with of_key(server, OTHER) as client:
        refused = await client.patch(f"{api}/pages/{page}", json={"properties": TITLE})
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "FORBIDDEN")
    async with of_key(server, KEY) as client:
        await client.patch(f"{api}/pages/{page}", json={"properties": TITLE})
        shown = (await client.get(f"{api}/pages/{page}")).json()
    assert shown["properties"]["title"]["title"][0]["plain_text"] == "새 글"


async def test_what_is_made_below_a_page_is_edited_through_its_own_address(
    server: Server, page: str
):
    async with of_key(server, KEY) as client:
        body = {"parent": {"page_id": page}, "properties": TITLE}
        made = (await client.post(f"/workspace/{page}/api/pages", json=body)).json()
        blocks = f"/workspace/{made['id']}/api/blocks/{made['id']}/children"
        added = await client.patch(blocks, json={"children": [PARAGRAPH]})
        assert added.status_code == 200, added.text
    async with of_key(server, OTHER) as client:
        assert (await client.patch(blocks, json={"children": [PARAGRAPH]})).status_code == 403


def tries(page: str, foreign: str) -> list[tuple[str, str, Any]]:
    """What would reach beyond the page."""
    relation = {"R": {"relation": {"data_source_id": foreign, "single_property": {}}}}
    return [
        ("GET", f"pages/{foreign}", None),
        ("GET", f"pages/{foreign.replace('-', '').upper()}", None),
        ("GET", f"pages/%{ord(foreign[0]):x}{foreign[1:]}", None),
        ("GET", f"pages/%25{ord(foreign[0]):x}{foreign[1:]}", None),
        ("GET", f"blocks/{foreign}/children", None),
        ("GET", f"comments?block_id={foreign}", None),
        ("PATCH", f"pages/{foreign}", {"properties": TITLE}),
        ("PATCH", f"blocks/{foreign}/children", {"children": [PARAGRAPH]}),
        ("DELETE", f"blocks/{foreign}", None),
        ("POST", "pages", {"parent": {"page_id": foreign}, "properties": TITLE}),
        ("POST", "pages", {"parent": {"workspace": True}, "properties": TITLE}),
        ("POST", "comments", {"parent": {"page_id": foreign}, "rich_text": TEXT}),
        ("POST", f"pages/{page}/move", {"parent": {"page_id": foreign}}),
        (
            "POST",
            "databases",
            {"parent": {"page_id": page}, "initial_data_source": {"properties": relation}},
        ),
        ("POST", "oauth/token", {"grant_type": "authorization_code"}),
        ("GET", "files/x/y", None),
    ]


async def test_nothing_beyond_the_page_is_seen_or_changed(server: Server, page: str, foreign: str):
    state = server.app.embedded.workspace.state  # type: ignore[attr-defined]
    before = dict(state.records)
    async with of_key(server, KEY) as client:
        for method, path, body in tries(page, foreign):
            answer = await client.request(method, f"/workspace/{page}/api/{path}", json=body)
            assert answer.status_code in (400, 403, 404), (method, path, answer.text)
            assert "plain_text" not in answer.text, (method, path)
        found = await client.post(f"/workspace/{page}/api/search", json={"page_size": 100})
        assert {item["id"] for item in found.json()["results"]} < before.keys() - {foreign}
        assert (await client.get(f"/workspace/{page}/api/file_uploads")).json()["results"] == []
    assert dict(state.records) == before
