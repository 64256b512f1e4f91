"""Who calls the server by another name, or from another site's page, is not let in anywhere."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from websockets.exceptions import InvalidStatus

from tests.support.chat import connected
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVIL = "evil.example"
# A route of every kind: page, file, list, probe, REST, stream, sign-in, docs, figures, ingest, the
# mounted services, the API of a page, and none at all.
ROUTES = [
    ("GET", "/"),
    ("GET", "/static/workspace.css"),
    ("GET", "/workspace/data"),
    ("GET", "/workspace/0123456789abcdef0123456789abcdef"),
    ("GET", "/health"),
    ("GET", "/api/features"),
    ("POST", "/api/templates/generate"),
    ("POST", "/mcp"),
    ("POST", "/sandbox/notion/v1/search"),
    ("POST", "/api/templates/generate/stream"),
    ("GET", "/api/runs/0123456789ab/stream"),
    ("GET", "/api/oauth/authorize"),
    ("POST", "/api/oauth/exchange"),
    ("GET", "/docs"),
    ("GET", "/metrics"),
    ("POST", "/ingest/jobs"),
    ("GET", "/sandbox/freshdesk/api/v2/tickets"),
    ("PATCH", "/workspace/0123456789abcdef0123456789abcdef/api/pages/x"),
    ("GET", "/preview/0123456789abcdef0123456789abcdef/data"),
    ("OPTIONS", "/api/templates/generate"),
    ("GET", "/nowhere"),
]


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"allowed_hosts": ("forge.lan",), "cors_origins": ("https://desk.example",)}


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("origin", [None, f"http://{EVIL}"])
async def test_a_foreign_name_is_refused_everywhere(
    server: Server, client: httpx.AsyncClient, method: str, path: str, origin: str | None
):
    port = server.settings.port
    headers = {"Host": f"{EVIL}:{port}", "Authorization": "Bearer sandbox"}
    if origin is not None:
        headers["Origin"] = f"{origin}:{port}"  # what a browser sends after rebinding
    answer = await client.request(method, path, headers=headers, content=b'{"prompt": "a tracker"}')
    assert (answer.status_code, answer.json()["error"]["code"]) == (421, "MISDIRECTED")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Request-ID"] == answer.json()["error"]["request_id"]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_a_foreign_page_is_refused_everywhere(
    client: httpx.AsyncClient, method: str, path: str
):
    for origin in (f"http://{EVIL}", "null", "file://", "http://localhost:1", "https://["):
        answer = await client.request(method, path, headers={"Origin": origin})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": EVIL}, 421),
        ({"Host": EVIL, "Origin": f"http://{EVIL}"}, 421),
        ({"Origin": f"http://{EVIL}"}, 403),
    ],
)
async def test_a_socket_is_refused_before_it_opens(server: Server, headers: dict, status: int):
    job = server.socket_url.replace("/ws/chat", "/ingest/jobs/ingest-job-a-20260101-001/stream")
    for url in (server.socket_url, job):
        with pytest.raises(InvalidStatus) as refusal:
            async with connected(url, additional_headers=headers):
                raise AssertionError("it was let in")
        assert refusal.value.response.status_code == status


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "127.8.8.8", "forge.lan"])
async def test_its_own_names_and_those_it_was_given_are_served(
    server: Server, client: httpx.AsyncClient, host: str
):
    for port in ("", f":{server.settings.port}", ":80"):
        answer = await client.get("/api/features", headers={"Host": f"{host}{port}"})
        assert answer.status_code == 200


async def test_its_own_pages_and_those_of_cors_may_use_it(
    server: Server, client: httpx.AsyncClient
):
    own = [server.url, f"http://localhost:{server.settings.port}", "https://forge.lan"]
    for origin in (*own, "https://desk.example"):
        answer = await client.get("/api/features", headers={"Origin": origin})
        assert answer.status_code == 200
        read = answer.headers["Access-Control-Expose-Headers"]
        assert {"X-Run-ID", "X-Request-ID", "Retry-After"} <= set(read.split(", "))
        async with connected(server.socket_url, origin=origin) as chat:
            assert (await chat.init())["type"] == "system"
