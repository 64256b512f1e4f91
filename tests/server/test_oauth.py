"""OAuth with a real authorization server: consent, a one-time code, a token, and its renewal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.notion.snapshot import workspace_index
from settings import ApiKey
from tests.server.test_tokens import kept
from tests.support.planners import ObedientPlanner
from tests.support.processes import server_process
from tests.support.records import opened
from tests.support.rest import rest
from tests.support.serving import OAUTH_CLIENTS, RemoteNotion, Server, remote_notion, serving
from tools.errors import Expired, InvalidInput
from tools.notion.oauth import CODE_SECONDS, Codes, Grant
from tools.vault import Vault, load_key

((CLIENT, SECRET),) = OAUTH_CLIENTS.items()
GENERATE = "/api/templates/generate"


@asynccontextmanager
async def configured(folder: Path, **more: Any) -> AsyncIterator[tuple[Server, RemoteNotion]]:
    """A server that Notion knows."""
    async with remote_notion() as notion:
        settings = {
            "notion_base_url": notion.url,
            "notion_oauth_client_id": CLIENT,
            "notion_oauth_client_secret": SECRET,
            **more,
        }
        async with serving(folder, ObedientPlanner(), **settings) as server:
            yield server, notion


async def returned(browser: httpx.AsyncClient) -> str:
    """Goes to Notion and back; where it is sent from there."""
    there = await browser.get("/api/oauth/authorize")
    assert there.status_code == 302
    asked = urlsplit(there.headers["Location"])
    form = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert form["code_challenge_method"] == "S256"
    url = f"{asked.scheme}://{asked.netloc}{asked.path}"
    back = await browser.post(url, data={**form, "decision": "allow"})
    assert back.status_code == 303
    return str(back.headers["Location"])


async def signed_in(browser: httpx.AsyncClient) -> dict[str, str]:
    """What the page gets for the code in the address that a sign-in ends at."""
    home = (await browser.get(await returned(browser))).headers["Location"]
    told = parse_qs(urlsplit(home).query)
    assert told["oauth_callback"] == ["true"]
    answer = await browser.post("/api/oauth/exchange", params={"code": told["code"][0]})
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, str] = answer.json()
    return found


async def test_a_person_signs_in_and_builds_at_the_top_of_their_workspace(tmp_path: Path):
    async with configured(tmp_path) as (server, notion), rest(server.url) as browser:
        status = (await browser.get("/api/oauth/status")).json()
        assert status == {
            "oauth_configured": True,
            "redirect_uri": f"{server.url}/api/oauth/callback",
        }
        token = await signed_in(browser)
        assert token.keys() == {"oauth_token", "workspace_name", "workspace_id"}
        assert not browser.cookies
        body = {"prompt": "만들어줘", "notion_token": token["oauth_token"]}
        made = (await browser.post(GENERATE, json=body)).json()
        assert made["page_id"] in [page["id"] for page in workspace_index(notion.workspace)]
    assert token["oauth_token"].encode() not in kept(tmp_path)
    assert SECRET.encode() not in kept(tmp_path)


async def test_a_token_that_expired_is_renewed_unseen(tmp_path: Path):
    async with configured(tmp_path) as (server, notion), rest(server.url) as browser:
        token = (await signed_in(browser))["oauth_token"]
        body = {"prompt": "만들어줘", "notion_token": token}
        made = (await browser.post(GENERATE, json=body)).json()
        for _ in range(2):  # the second time another one is renewed, which nobody was told
            await expire_all(notion)
            answer = await browser.post(GENERATE, json=body)
            assert answer.status_code == 200, answer.text
        undone = await browser.post(f"/api/templates/undo/{made['undo_id']}")
        assert undone.status_code == 200


async def test_the_embedded_workspace_can_be_signed_in_to(tmp_path: Path):
    """With nothing but the server itself: it is its own Notion then."""
    own = "http://127.0.0.1:{port}"
    env = {"PUBLIC_URL": own, "NOTION_BASE_URL": f"{own}/sandbox/notion"}
    env |= {"NOTION_OAUTH_CLIENT_ID": CLIENT, "NOTION_OAUTH_CLIENT_SECRET": SECRET}
    async with server_process(tmp_path, **env) as process, rest(process.url) as browser:
        token = await signed_in(browser)
        body = {"prompt": "습관 트래커 만들어줘", "notion_token": token["oauth_token"]}
        made = await browser.post(GENERATE, json=body)
        pages = (await browser.get("/workspace/data")).json()["pages"]
    assert made.json()["page_id"] in [page["id"] for page in pages]


async def expire_all(notion: RemoteNotion) -> None:
    """Takes from Notion all access tokens of OAuth, as time would."""
    notion.requests.forget_access()


async def test_a_state_counts_for_its_own_browser_and_its_own_sign_in(tmp_path: Path):
    async with configured(tmp_path) as (server, _):
        async with rest(server.url) as victim, rest(server.url) as attacker:
            theirs = await returned(attacker)
            answer = await victim.get(theirs)
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN")
            await returned(victim)  # has cookies of its own by now
            assert (await victim.get(theirs)).status_code == 403
            assert (await attacker.get(theirs)).status_code == 302
            assert (await attacker.get(theirs)).status_code == 403  # once
        async with rest(server.url) as browser:
            back = urlsplit(await returned(browser))
            code = parse_qs(back.query)["code"][0]
            for state in ("", "a", "a.b.c", "a.99999999999.c", "é.1.ü"):
                params = {"code": code, "state": state}
                assert (await browser.get(back.path, params=params)).status_code == 403


async def test_what_notion_refuses_is_told_to_the_page(tmp_path: Path):
    async with configured(tmp_path) as (server, _), rest(server.url) as browser:
        back = urlsplit(await returned(browser))
        state = parse_qs(back.query)["state"][0]
        params = {"error": "access_denied", "state": state}
        home = (await browser.get(back.path, params=params)).headers["Location"]
        assert parse_qs(urlsplit(home).query)["error"] == ["access_denied"]
        back = urlsplit(await returned(browser))
        params = {"code": "no-such", "state": parse_qs(back.query)["state"][0]}
        home = (await browser.get(back.path, params=params)).headers["Location"]
        told = parse_qs(urlsplit(home).query)
        assert told == {"oauth_callback": ["true"], "error": ["server_error"]}


async def test_a_code_works_once(tmp_path: Path):
    async with configured(tmp_path) as (server, _), rest(server.url) as browser:
        home = (await browser.get(await returned(browser))).headers["Location"]
        params = {"code": parse_qs(urlsplit(home).query)["code"][0]}
        assert (await browser.post("/api/oauth/exchange", params=params)).status_code == 200
        for again in (params, {"code": "none"}, {}):
            answer = await browser.post("/api/oauth/exchange", params=again)
            assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_INPUT")


async def test_a_code_is_good_for_a_minute_at_any_server_of_the_records(tmp_path: Path):
    records, now = await opened(tmp_path / "notionforge.db"), [0.0]
    vault = Vault(records, load_key(None, tmp_path))
    here, there = (Codes(vault, lambda: now[0]) for _ in range(2))
    grant = Grant("a", None, "w", "W")
    early, late = await here.put(grant), await here.put(grant)
    now[0] = CODE_SECONDS
    assert await there.take(early) == grant
    now[0] = CODE_SECONDS + 0.001
    with pytest.raises(Expired):
        await there.take(late)
    with pytest.raises(InvalidInput):
        await here.take(late)
    assert "'a'" not in repr(grant)
    await records.close()


async def test_without_settings_it_says_which_are_missing(tmp_path: Path):
    async with serving(tmp_path, ObedientPlanner()) as server, rest(server.url) as client:
        assert (await client.get("/api/oauth/status")).json()["oauth_configured"] is False
        for path in ("authorize", "callback"):
            answer = await client.get(f"/api/oauth/{path}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "UNAVAILABLE")
            assert "NOTION_OAUTH_CLIENT_ID" in answer.json()["error"]["message"]


async def test_a_browser_brings_no_key_but_the_exchange_does(tmp_path: Path):
    keys = (ApiKey("key"),)
    async with configured(tmp_path, api_keys=keys) as (server, _), rest(server.url) as browser:
        home = (await browser.get(await returned(browser))).headers["Location"]
        params = {"code": parse_qs(urlsplit(home).query)["code"][0]}
        assert (await browser.post("/api/oauth/exchange", params=params)).status_code == 401
        headers = {"Authorization": "Bearer key"}
        answer = await browser.post("/api/oauth/exchange", params=params, headers=headers)
        assert answer.status_code == 200
