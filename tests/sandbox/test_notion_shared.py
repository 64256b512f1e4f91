"""One workspace in Postgres, several servers over it: each sees what another answered, and they
come to what one would."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import httpx
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion import Workspace
from sandbox.notion.shared.workspace import SharedWorkspace
from sandbox.notion.snapshot import page_json
from sandbox.notion.state import State, Transaction
from tests.sandbox.notionkit import HEADERS, Api, paragraph, runs, serving, text_value
from tests.sandbox.test_notion_disk import KINDS, Hand
from tests.support.disk import same
from tests.support.examples import examples
from tests.support.postgres import own_schema
from tests.support.seeded import apart
from tests.support.sharing import in_database, shared, two_servers, writing_at_length

NOW = datetime(2026, 11, 29, tzinfo=UTC)


async def test_what_one_server_answered_the_next_request_at_another_sees(address: str):
    async with two_servers(address) as (here, there):
        home = await here.page(children=[paragraph("a")])
        [made] = await there.append(home["id"], paragraph("b"))
        assert [block["id"] for block in await here.children(home["id"])][1:] == [made["id"]]
        comment = {"parent": {"page_id": home["id"]}, "rich_text": runs("so")}
        said = await here.ok("POST", "/v1/comments", comment)
        await there.ok("DELETE", f"/v1/comments/{said['id']}")
        await here.refused("GET", f"/v1/comments/{said['id']}", status=404)
        found = await there.ok("POST", "/v1/search", {"query": "Home"})
        assert [page["id"] for page in found["results"]] == [home["id"]]


async def test_a_file_in_parts_may_come_to_any_server_and_is_shown_by_all(address: str):
    async with (
        shared(address) as one,
        shared(address) as other,
        serving(one) as here,
        serving(other) as there,
    ):
        whole = {"mode": "multi_part", "number_of_parts": 2, "filename": "a.png"}
        upload = await here.ok("POST", "/v1/file_uploads", whole)
        path = f"/v1/file_uploads/{upload['id']}"
        for number, (api, content) in enumerate([(there, b"a pic"), (here, b"ture")], 1):
            form = {"file": ("a.png", content, "image/png"), "part_number": (None, f"{number}")}
            await api.http.post(f"{path}/send", files=form, headers=HEADERS)
        await there.ok("POST", f"{path}/complete", {})
        icon = {"type": "file_upload", "file_upload": {"id": upload["id"]}}
        home = await here.page(icon=icon, children=[paragraph("seen")])

        assert b'"seen"' in await page_json(other, home["id"], base_url="")
        signed_here = (await here.ok("GET", f"/v1/pages/{home['id']}"))["icon"]["file"]["url"]
        assert (await there.http.get(signed_here)).content == b"a picture"


async def test_what_is_adopted_at_one_server_is_whole_at_all(address: str):
    rehearsed = await Workspace.open(None)
    async with serving(rehearsed) as api:
        home = await api.page(children=[paragraph(str(number)) for number in range(50)])
        await api.database(home["id"], "D", {"Name": {"title": {}}})
    async with shared(address) as one, shared(address) as other:
        await one.adopt(rehearsed, "2026-11-29T10:00:00.000Z")
        await other.catch_up()
        assert other.state.records.keys() == rehearsed.state.records.keys()
        assert same(one.state, other.state)


async def test_a_record_that_is_dropped_and_made_again_comes_last_everywhere(address: str):
    async with shared(address) as one, shared(address) as other, serving(one) as here:
        first, _ = [await here.page(name) for name in "ab"]
        await other.catch_up()
        record = one.state.records[first["id"]]
        for again in (None, record):
            tx = one.begin(record.created_time)
            tx.changes[record.id] = again
            await one.commit(tx)
        await other.catch_up()
        assert list(one.state.records)[-1] == record.id
        assert same(one.state, other.state)
        assert same(one.state, await in_database(address))


async def test_a_reading_waits_for_no_long_write_wherever_that_is(address: str):
    async with (
        shared(address) as one,
        shared(address) as other,
        serving(one) as here,
        serving(other) as there,
    ):
        home = (await here.page())["id"]
        async with writing_at_length(one, home):
            behind = asyncio.create_task(there.append(home, paragraph()))
            for api in (here, there):
                assert not (await api.ok("GET", f"/v1/pages/{home}"))["is_locked"]
            assert not behind.done()
        await behind
        assert (await there.ok("GET", f"/v1/pages/{home}"))["is_locked"]


async def test_a_reading_sees_what_was_answered_before_whatever_is_read_beside_it(address: str):
    """Those who read at the same time ask once for all: none may join who asked too early."""
    async with two_servers(address) as (here, there):
        home = (await here.page())["id"]

        async def read_on() -> None:
            while reading:
                await there.ok("GET", f"/v1/blocks/{home}")

        reading = True
        async with asyncio.TaskGroup() as tasks:
            for _ in range(3):
                tasks.create_task(read_on())
            for _ in range(20):
                [made] = await here.append(home, paragraph())
                await there.ok("GET", f"/v1/blocks/{made['id']}")
            reading = False


async def test_requests_at_the_same_time_share_their_turns_and_lose_nothing(address: str):
    async with (
        shared(address) as one,
        shared(address) as other,
        serving(one) as here,
        serving(other) as there,
    ):
        home = (await here.page())["id"]
        apis = [here, there] * 60
        made = await asyncio.gather(*(api.append(home, paragraph()) for api in apis))
        kept = [block["id"] for block in await _all_children(here, home)]
        assert sorted(kept) == sorted(block["id"] for [block] in made)
        assert one._seq < 30


async def _all_children(api: Api, name: str) -> list[dict[str, Any]]:
    first = await api.ok("GET", f"/v1/blocks/{name}/children")
    more = f"/v1/blocks/{name}/children?start_cursor={first['next_cursor']}"
    return [*first["results"], *(await api.ok("GET", more))["results"]]


# Of the request that is carried out: its ids follow from it.
NUMBER: ContextVar[int] = ContextVar("number")


class Noting:
    """Notes the writes of a workspace as they are carried out."""

    order: list[int]

    async def write(self, tx: Transaction, work: Callable[[], Any], *, is_long: bool) -> Any:
        number = NUMBER.get()

        def noted() -> Any:
            self.order.append(number)
            with apart(f"request {number}"):
                return work()

        return await super().write(tx, noted, is_long=is_long)


class NotingShared(Noting, SharedWorkspace):
    pass


class NotingAlone(Noting, Workspace):
    pass


class Requests:
    """What was sent, each by its number, and with which status it was answered."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, Any]] = []
        self.statuses: dict[int, int] = {}

    async def send(self, api: Api, method: str, path: str, body: Any) -> httpx.Response:
        self.sent.append((method, path, body))
        return await self.repeat(api, len(self.sent) - 1)

    async def repeat(self, api: Api, number: int) -> httpx.Response:
        """Sends a request that may have been answered elsewhere: then it is answered alike."""
        NUMBER.set(number)
        method, path, body = self.sent[number]
        answer = await api.http.request(method, f"/v1/{path}", json=body, headers=HEADERS)
        assert self.statuses.setdefault(number, answer.status_code) == answer.status_code
        return answer


STEP = st.tuples(
    st.sampled_from([0, 1]), st.sampled_from(KINDS), st.integers(0, 50), st.integers(0, 50)
)
ROUNDS = st.lists(st.lists(STEP, min_size=2, max_size=8), min_size=1, max_size=5)


@examples(25)
@given(ROUNDS)
def test_servers_come_to_what_one_would_that_got_the_same_requests(database: str, rounds: list):
    asyncio.run(_interleaved(own_schema(database), rounds))


async def _interleaved(address: str, rounds: list) -> None:
    requests, order = Requests(), []
    servers = [await NotingShared.shared(address) for _ in range(2)]
    for server in servers:
        server.order = order
    async with serving(servers[0], now=_now) as one, serving(servers[1], now=_now) as other:
        apis = (one, other)
        home, source = await _begun(requests, one)
        await servers[1].catch_up()
        hands = [Hand(api, each, home, source) for api, each in zip(apis, servers, strict=True)]
        for together in rounds:
            asked = [(apis[at], *hands[at].request(*step)) for at, *step in together]
            await asyncio.gather(*(requests.send(*each) for each in asked))
    for server in servers:
        await server.catch_up()
    assert same(servers[0].state, servers[1].state)
    assert same(servers[0].state, await in_database(address))
    assert same(servers[0].state, await _by_one(requests, order))
    for server in servers:
        await server.close()


async def _begun(requests: Requests, api: Api) -> tuple[str, str]:
    top = {"parent": {"workspace": True}, "properties": {"title": text_value("Home")}}
    home = (await requests.send(api, "POST", "pages", top)).json()["id"]
    schema = {"initial_data_source": {"properties": {"Name": {"title": {}}}}}
    body = {"parent": {"type": "page_id", "page_id": home}, "title": runs("D"), **schema}
    made = (await requests.send(api, "POST", "databases", body)).json()
    return home, made["data_sources"][0]["id"]


async def _by_one(requests: Requests, order: list[int]) -> State:
    """What requests come to at a workspace that nobody shares."""
    alone = NotingAlone()
    alone.order = []
    async with serving(alone, now=_now) as api:
        for number in order:
            await requests.repeat(api, number)
    return alone.state


def _now() -> datetime:
    return NOW
