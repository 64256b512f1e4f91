"""The contract for machines says what the server does, and the server does nothing else."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.routing import Route
from websockets.asyncio.client import connect

from api import schemas
from settings import Settings
from tests.support.chat import Chat
from tests.support.rest import rest
from tests.support.serving import Server
from wiring import create_app

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTRACT = schemas.openapi(create_app(Settings()).routes)
OPERATIONS = [
    (method, path, operation)
    for path, operations in CONTRACT["paths"].items()
    for method, operation in operations.items()
    if not path.startswith("/ingest")  # it has a suite of its own
]
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)
ACCOUNT = {
    "X-Company-ID": "described",
    "X-Platform": "freshdesk",
    "X-Domain": "demo.freshdesk.localhost",
    "X-API-Key": "demo",
}
ODD = st.sampled_from(["", "0", "-1", "x" * 300, "한글", "%00", "null", "a/b", "..", "true", "2"])


def whole(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that can be looked up in by itself."""
    text = json.dumps({**schema, "$defs": CONTRACT["components"]["schemas"]})
    found: dict[str, Any] = json.loads(text.replace("#/components/schemas/", "#/$defs/"))
    return found


ERROR = Draft202012Validator(whole(CONTRACT["components"]["schemas"]["Error"]))


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def test_every_route_and_every_body_is_described(client: httpx.AsyncClient):
    contract = (await client.get("/openapi.json")).json()
    described = {
        f"{method.upper()} {path}"
        for path, operations in contract["paths"].items()
        for method in operations
    }
    for table in (schemas._BODIES, schemas._QUERIES, schemas._GOOD):
        assert set(table) <= described
    features = (await client.get("/api/features")).json()["features"]
    served = {name for name in features if re.match(r"[A-Z]+ /(api|health|ingest|metrics)", name)}
    assert served <= described
    ids = [op["operationId"] for ops in contract["paths"].values() for op in ops.values()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", CONTRACT["components"]["schemas"])
async def test_every_schema_is_one(name: str):
    Draft202012Validator.check_schema(whole(CONTRACT["components"]["schemas"][name]))


async def sent_on(client: httpx.AsyncClient, channel: str) -> Draft202012Validator:
    """What knows the frames that the server sends on a channel."""
    contract = (await client.get("/asyncapi.json")).json()
    sent = contract["channels"][channel]["messages"]["sent"]["payload"]
    text = json.dumps({**sent, "$defs": contract["components"]["schemas"]})
    return Draft202012Validator(json.loads(text.replace("#/components/schemas/", "#/$defs/")))


async def test_the_frames_of_a_jobs_stream_are_those_that_are_described(
    server: Server, client: httpx.AsyncClient
):
    known = await sent_on(client, "job")
    job = (await client.post("/ingest/jobs", json={"max_tickets": 3}, headers=ACCOUNT)).json()
    url = server.socket_url.replace("/ws/chat", "/ingest/jobs/{}/stream")
    kinds = set()
    for job_id in (job["job_id"], "ingest-job-none-20260101-001"):
        async with connect(url.format(job_id)) as socket:
            async for text in socket:
                frame = json.loads(text)
                known.validate(frame)
                kinds.add(frame["type"])
    assert kinds >= {"progress", "status", "error"}


async def test_the_frames_of_a_conversation_are_those_that_are_described(
    client: httpx.AsyncClient, chat: Chat
):
    known = await sent_on(client, "chat")
    await chat.approve(await chat.asked())
    await chat.turn()
    await chat.send("undo")
    await chat.turn()
    await chat.send("cancel")
    await chat.until("error")
    assert {frame["type"] for frame in chat.frames} >= {"system", "complete", "cancelled", "error"}
    for frame in chat.frames:
        known.validate(frame)


async def test_the_documents_can_be_read_without_a_network(client: httpx.AsyncClient):
    answer = await client.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert "POST /api/templates/generate" in answer.text
    assert not re.search(r"(src|href)=.?https?:", answer.text)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
async def test_nothing_that_is_sent_brings_an_answer_that_is_not_described(
    client: httpx.AsyncClient, method: str, path: str, operation: dict[str, Any]
):
    requests: list[dict[str, Any]] = []

    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        query = [p["name"] for p in operation["parameters"] if p["in"] == "query"]
        body = data.draw(ANY_JSON)
        if isinstance(body, dict) and data.draw(st.booleans()):
            body = {"prompt": "만", **body}
        url = re.sub(r"{\w+}", lambda _: data.draw(ODD).replace("/", "%2F") or "x", path)
        params = {name: data.draw(ODD) for name in query if data.draw(st.booleans())}
        requests.append({"url": url, "params": params, "json": body})

    draw()
    for request in requests:
        answer = await client.request(method.upper(), **request)
        if answer.status_code in (307, 404, 405):  # the odd name may have led elsewhere
            continue
        assert str(answer.status_code) in operation["responses"], (request, answer.text)
        assert answer.status_code not in (500, 502), answer.text
        if answer.status_code >= 400:
            ERROR.validate(answer.json())


async def test_routes_of_the_tests_are_those_of_the_server():
    paths = {route.path for route in create_app(Settings()).routes if isinstance(route, Route)}
    assert {"/openapi.json", "/asyncapi.json", "/docs"} <= paths
