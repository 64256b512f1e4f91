"""Tokens as people paste them, and remote services that repeat them: none comes back, or is kept
in clear."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from tests.support.chat import chatting, connected, of_type
from tests.support.examples import examples
from tests.support.leaks import written
from tests.support.planners import ObedientPlanner
from tests.support.rest import rest
from tests.support.serving import TOKEN, Server, bound, listening, remote_notion, serving
from tools.tokens import LONGEST, OddToken, cleaned

GENERATE = "/api/templates/generate"
WISH = {"prompt": "만들어줘", "parent_page_id": "0123456789abcdef0123456789abcdef"}
# Without the shape of a token, so that no filter of log lines can be what hides it.
ECHOED = "Repeat-after-me-123"
ODD = ["Odd\u200bToken-One", "Odd-Tökén-Two", "odd\ntoken-three", "x" * 501]


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """A proxy before Notion that answers with what it was sent."""
    sent = Request(scope).headers["authorization"]
    code = "validation_error" if scope["method"] == "GET" else f"bad {sent}"
    body = {"object": "error", "status": 400, "code": code, "message": f"no {sent}"}
    await JSONResponse({**body, "request_id": sent}, 400)(scope, receive, send)


@asynccontextmanager
async def serving_behind_echo(folder: Path) -> AsyncIterator[Server]:
    with bound() as sock:
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        async with (
            listening(echo, sock, lifespan="off"),
            serving(folder, ObedientPlanner(), notion_base_url=url) as server,
        ):
            yield server


def kept(folder: Path) -> bytes:
    """All that a server wrote."""
    return b"".join(written(folder).values())


async def test_what_a_remote_service_repeats_goes_no_further(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    async with serving_behind_echo(tmp_path) as server:
        async with rest(server.url) as client:
            answer = await client.post(GENERATE, json={**WISH, "notion_token": ECHOED})
        parent = {"parent_page_id": WISH["parent_page_id"]}
        async with chatting(server.socket_url, notion_token=ECHOED, **parent) as chat:
            await chat.say("만들어줘")
            error = of_type(await chat.turn(), "error")
    assert (answer.status_code, error["code"]) == (502, "NOTION_ERROR")
    for said in (answer.text, str(dict(answer.headers)), str(chat.frames), caplog.text):
        assert ECHOED not in said
    assert ECHOED.encode() not in kept(tmp_path)


@pytest.mark.parametrize("odd", ODD)
async def test_what_can_be_no_token_is_refused_and_not_repeated(tmp_path: Path, odd: str):
    async with serving(tmp_path, ObedientPlanner()) as server:
        bodies: list[dict[str, Any]] = [
            {"json": {**WISH, "notion_token": odd}},
            {"json": {**WISH, "notion_token": "sandbox", "ai_key": odd}},
            {"json": {**WISH, odd: "sandbox"}},
        ]
        if "\n" not in odd:
            bodies.append({"json": WISH, "headers": {b"X-Notion-Token": odd.encode()}})
        async with rest(server.url) as client:
            for body in bodies:
                answer = await client.post(GENERATE, **body)
                assert (answer.status_code, answer.json()["error"]["code"]) == (
                    *(422, "VALIDATION_ERROR"),
                )
                assert odd[:3] not in answer.text.replace("X-Notion", "")
        async with connected(server.socket_url) as chat:
            refusal = await chat.init(notion_token=odd)
            assert (refusal["code"], odd[:3] in str(refusal)) == ("VALIDATION_ERROR", False)
    assert odd.encode() not in kept(tmp_path)


@pytest.mark.parametrize("token", [f"\ufeff {TOKEN}\u200b\n", f"\t{TOKEN}\u00a0", TOKEN])
async def test_a_token_may_bring_along_what_nobody_sees(tmp_path: Path, token: str):
    async with (
        remote_notion() as notion,
        serving(tmp_path, ObedientPlanner(), notion_base_url=notion.url) as server,
        rest(server.url) as client,
    ):
        body = {"prompt": "만들어줘", "parent_page_id": notion.parent_id}
        answer = await client.post(GENERATE, json={**body, "notion_token": token})
        assert answer.status_code == 200
        headers = {b"X-Notion-Token": token.strip("\n\t").encode()}
        answer = await client.post(GENERATE, json=body, headers=headers)
        assert answer.status_code == 200


async def test_a_token_in_the_place_of_a_key_is_not_repeated(tmp_path: Path):
    async with serving(tmp_path, ObedientPlanner()) as server, rest(server.url) as client:
        for key in (TOKEN, "3xAmPl3K3y", "Some/Key+That=is_none"):
            answer = await client.post(GENERATE, json={"prompt": "만들어줘", key: "sandbox"})
            assert answer.status_code == 422
            assert key not in answer.text
            blueprint = {"title": "x", key: 1}
            async with chatting(server.socket_url) as chat:
                request = await chat.asked()
                await chat.approve(request, "edit", blueprint={**blueprint, TOKEN: 1})
                refusal = await chat.until("error")
            assert (refusal["code"], TOKEN in str(refusal)) == ("BLUEPRINT_INVALID", False)


@examples(200)
@given(st.text(max_size=30), st.text(st.characters(max_codepoint=126), max_size=20))
def test_what_is_cleaned_can_be_sent(text: str, plain: str):
    for token in (text, f"\u200b {plain}\ufeff"):
        with suppress(OddToken):
            found = cleaned(token)
            assert found in token
            assert found == cleaned(found) == found.strip()
            assert len(found.encode("ascii")) <= LONGEST
