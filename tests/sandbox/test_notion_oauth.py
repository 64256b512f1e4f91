"""OAuth: consent, codes, tokens, and what becomes of them."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.sandbox.notionkit import Api, runs, serving

BACK = "http://localhost:9500/api/oauth/callback"
CLIENTS = {"app": "secret"}


async def decided(http: httpx.AsyncClient, decision: str, **more: str) -> dict[str, list[str]]:
    """What the client hears of a decision."""
    asked = {"client_id": "app", "redirect_uri": BACK, "response_type": "code", "state": "s"}
    page = await http.get("/v1/oauth/authorize", params={**asked, "owner": "user", **more})
    assert page.headers["content-type"].startswith("text/html")
    assert "app" in page.text
    form = {**asked, **more, "decision": decision}
    answer = await http.post("/v1/oauth/authorize", data=form)
    assert answer.status_code == 303
    told = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert told["state"] == ["s"]
    return told


async def consent(http: httpx.AsyncClient, **more: str) -> str:
    return (await decided(http, "allow", **more))["code"][0]


async def test_who_declines_gives_no_code():
    async with serving(oauth_clients=CLIENTS) as api:
        told = await decided(api.http, "deny")
        assert (told["error"], "code" in told) == (["access_denied"], False)


async def test_a_code_with_a_challenge_is_for_who_knows_its_verifier():
    async with serving(oauth_clients=CLIENTS) as api:
        offered = (await api.http.get("/.well-known/oauth-authorization-server")).json()
        assert offered["code_challenge_methods_supported"] == ["S256"]
        verifier = "a" * 43
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        for told, status in ((verifier, 200), ("b" * 43, 400), (None, 400)):
            code = await consent(api.http, code_challenge=challenge, code_challenge_method="S256")
            body = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
            body |= {} if told is None else {"code_verifier": told}
            assert (await post(api, "token", body))[0] == status


async def test_what_a_client_calls_itself_is_no_markup():
    async with serving(oauth_clients={"<b>": "secret"}) as api:
        asked = {"client_id": "<b>", "redirect_uri": BACK, "response_type": "code"}
        page = await api.http.get("/v1/oauth/authorize", params={**asked, "state": '"><script>'})
        assert "<b>" not in page.text
        assert "<script>" not in page.text


async def post(api: Api, action: str, body: dict, secret: str = "secret") -> tuple[int, dict]:
    answer = await api.http.post(f"/v1/oauth/{action}", json=body, auth=("app", secret))
    return answer.status_code, answer.json()


async def exchange(api: Api) -> dict:
    code = await consent(api.http)
    body = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    status, answer = await post(api, "token", body)
    assert status == 200
    return answer


async def may_build(api: Api, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}", "Notion-Version": api.version}
    body = {"parent": {"workspace": True}, "properties": {"title": {"title": runs("mine")}}}
    return (await api.http.post("/v1/pages", json=body, headers=headers)).status_code


async def test_a_code_becomes_a_token_that_may_make_top_level_pages():
    async with serving(oauth_clients=CLIENTS) as api:
        answer = await exchange(api)
        assert answer["token_type"] == "bearer"
        assert await may_build(api, answer["access_token"]) == 200


async def test_a_code_works_once():
    async with serving(oauth_clients=CLIENTS) as api:
        code = await consent(api.http)
        body = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
        await post(api, "token", body)
        status, answer = await post(api, "token", body)
        assert (status, answer["code"]) == (400, "invalid_grant")


async def test_a_refresh_replaces_both_tokens():
    async with serving(oauth_clients=CLIENTS) as api:
        first = await exchange(api)
        body = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        _, second = await post(api, "token", body)
        assert await may_build(api, first["access_token"]) == 401
        assert await may_build(api, second["access_token"]) == 200


async def test_a_revoked_token_is_no_longer_active():
    async with serving(oauth_clients=CLIENTS) as api:
        token = {"token": (await exchange(api))["access_token"]}
        assert (await post(api, "introspect", token))[1]["active"] is True
        await post(api, "revoke", token)
        assert (await post(api, "introspect", token))[1]["active"] is False
        assert await may_build(api, token["token"]) == 401


async def test_a_client_must_know_its_secret():
    async with serving(oauth_clients=CLIENTS) as api:
        status, answer = await post(api, "token", {"grant_type": "refresh_token"}, secret="no")
        assert (status, answer["code"]) == (401, "invalid_client")
        status, answer = await post(api, "token", {"grant_type": "password"})
        assert (status, answer["code"]) == (400, "unsupported_grant_type")
        unknown = await api.http.get("/v1/oauth/authorize?client_id=nobody")
        assert unknown.json()["code"] == "unauthorized_client"


async def test_an_address_to_go_back_to_begins_no_further_header():
    async with serving(oauth_clients=CLIENTS) as api:
        asked = {"client_id": "app", "response_type": "code", "redirect_uri": f"{BACK}\r\nX-Odd: 1"}
        answer = await api.http.get("/v1/oauth/authorize", params=asked)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
