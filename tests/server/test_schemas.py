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
    for operations in contract["paths"].values():
        for operation in operations.values():
            assert re.search(r"[a-z)`][.;]?( |$)", operation["summary"]), operation
            assert " " in operation["summary"], operation
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


def asked(place: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    """All that operations are asked with at one place: by query, by header."""
    return [
        (method.upper(), path, parameter["name"], whole(parameter["schema"]))
        for path, operations in CONTRACT["paths"].items()
        for method, operation in operations.items()
        for parameter in operation["parameters"]
        if parameter["in"] == place
    ]


BOUNDED = [
    one for one in asked("query") if not Draft202012Validator(one[3]).is_valid("no such value")
]


@pytest.mark.parametrize(("method", "path", "name", "schema"), BOUNDED)
async def test_a_query_is_read_by_the_name_and_within_the_bounds_that_are_described(
    client: httpx.AsyncClient, method: str, path: str, name: str, schema: dict[str, Any]
):
    url, company = re.sub(r"{\w+}", "0" * 32, path), {"X-Company-ID": "described"}
    needed = {"q": "x"} if path == "/ingest/search" else {}
    answer = await client.request(
        method, url, params={**needed, name: "no such value"}, headers=company
    )
    assert answer.status_code == 422, answer.text
    fields = [detail["field"] for detail in answer.json()["error"]["details"]]
    assert {field.partition(".")[0] for field in fields} == {name}
    if "maximum" in schema:
        beyond = {**needed, name: str(schema["maximum"] + 1)}
        assert (await client.get(url, params=beyond, headers=company)).status_code == 422


async def test_a_key_is_taken_where_it_is_described_and_nowhere_else(client: httpx.AsyncClient):
    keyed = {
        (method, path) for method, path, name, _ in asked("header") if name == "Idempotency-Key"
    }
    for path, operations in CONTRACT["paths"].items():
        for method in map(str.upper, operations):
            url = re.sub(r"{\w+}", "0" * 32, path)
            answer = await client.request(method, url, headers={"Idempotency-Key": "k" * 201})
            refused = answer.status_code == 422 and "Idempotency-Key" in answer.text
            assert refused == ((method, path) in keyed), (method, path, answer.text)


async def test_a_recipe_is_described_in_both_forms_that_it_is_posted_in():
    body = CONTRACT["paths"]["/api/recipes"]["post"]["requestBody"]["content"]["application/json"]
    known = Draft202012Validator(whole(body["schema"]))
    about = {"name": "x", "description": "d", "category": "c", "icon": "x"}
    assert known.is_valid({**about, "blueprint": {"title": "x"}})
    assert known.is_valid({"page_id": "0" * 32, "name": "x"})
    assert not known.is_valid(about)


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
