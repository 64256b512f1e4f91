"""What a workspace shows is in its file, whichever writes fail."""

import asyncio
import itertools
import tempfile
from pathlib import Path

import httpx
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion import Workspace
from sandbox.notion.storage import Storage
from tests.sandbox.notionkit import HEADERS, Api, paragraph, runs, serving, text_value
from tests.support.disk import FailingStorage, failing_workspace, in_file, same
from tests.support.examples import examples

KINDS = ("page", "append", "row", "rename", "move", "trash", "comment", "forget", "view", "drop")
STEPS = st.lists(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.integers(0, 50), st.integers(0, 50)),
        min_size=1,
        max_size=4,
    ),
    max_size=8,
)


class Hand:
    """Does what is drawn to whatever there is by now."""

    def __init__(self, api: Api, workspace: Workspace, home: str, source: str) -> None:
        self.api = api
        self.records = workspace.state.records.values
        self.home = home
        self.source = source

    def _any(self, kind: str, number: int) -> str:
        found = [r.id for r in list(self.records()) if type(r).__name__ == kind] or [self.home]
        return found[number % len(found)]

    def request(self, kind: str, one: int, two: int) -> tuple[str, str, dict | None]:
        page, other = self._any("Page", one), self._any("Page", two)
        title = {"properties": {"title": text_value(f"{one} {two}")}}
        match kind:
            case "page":
                return "POST", "pages", {"parent": {"page_id": page}, **title}
            case "append":
                return "PATCH", f"blocks/{page}/children", {"children": [paragraph()] * two}
            case "row":
                parent = {"parent": {"data_source_id": self.source}}
                return "POST", "pages", {**parent, "properties": {"Name": text_value("x")}}
            case "rename":
                return "PATCH", f"pages/{page}", title
            case "move":
                return "POST", f"pages/{page}/move", {"parent": {"page_id": other}}
            case "trash":
                return "PATCH", f"pages/{page}", {"in_trash": bool(two % 2)}
            case "comment":
                words = {"rich_text": runs("so")}
                return "POST", "comments", {"parent": {"page_id": page}, **words}
            case "forget":
                return "DELETE", f"comments/{self._any('Comment', one)}", None
            case "view":
                database = next(r.id for r in self.records() if type(r).__name__ == "Database")
                new = {"database_id": database, "data_source_id": self.source}
                return "POST", "views", {**new, "name": "V", "type": "list"}
            case _:
                return "DELETE", f"views/{self._any('View', one)}", None

    async def send(self, kind: str, one: int, two: int) -> httpx.Response:
        method, path, body = self.request(kind, one, two)
        return await self.api.http.request(method, f"/v1/{path}", json=body, headers=HEADERS)


@examples(60)
@given(STEPS, st.sets(st.integers(4, 20)))
def test_memory_and_file_hold_the_same_after_every_answer(steps: list, failing: set[int]):
    asyncio.run(_memory_follows_the_file(steps, failing))


async def _memory_follows_the_file(steps: list, failing: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "workspace.db"
        workspace = await failing_workspace(file, failing)
        async with serving(workspace) as api:
            home = await api.page()
            _, source = await api.database(home["id"], "D", {"Name": {"title": {}}})
            hand = Hand(api, workspace, home["id"], source)
            for together in steps:
                answers = await asyncio.gather(*itertools.starmap(hand.send, together))
                assert {answer.status_code for answer in answers} <= {200, 400, 404, 503}
                assert same(workspace.state, await in_file(file))
        await workspace.close()


async def test_a_write_that_fails_is_refused_as_unavailable_and_leaves_nothing(tmp_path: Path):
    file = tmp_path / "workspace.db"
    workspace = await failing_workspace(file, failing={2})
    async with serving(workspace) as api:
        home = await api.page()
        title = {"properties": {"title": text_value("Lost")}}
        body = {"parent": {"page_id": home["id"]}, **title}
        status, answer = await api.send("POST", "/v1/pages", body)
        assert (status, answer["code"]) == (503, "service_unavailable")
        assert await api.children(home["id"]) == []
        assert (await api.ok("POST", "/v1/pages", body))["object"] == "page"
        assert same(workspace.state, await in_file(file))
    await workspace.close()


async def test_what_was_made_upon_a_lost_write_is_lost_with_it(tmp_path: Path):
    file = tmp_path / "workspace.db"
    workspace = await failing_workspace(file, failing={2})
    async with serving(workspace) as api:
        home = (await api.page())["id"]
        statuses = await asyncio.gather(
            *(api.send("PATCH", f"/v1/blocks/{home}/children", _one()) for _ in range(20))
        )
        assert {status for status, _ in statuses} == {503}
        assert await api.children(home) == []
    await workspace.close()


async def test_what_comes_back_comes_back_to_its_place(tmp_path: Path):
    file = tmp_path / "workspace.db"
    workspace = await failing_workspace(file)
    async with serving(workspace) as api:
        home, other = [await api.page(name) for name in ("Home", "Other")]
        comment = {"parent": {"page_id": home["id"]}, "rich_text": runs("so")}
        first, _ = [await api.ok("POST", "/v1/comments", comment) for _ in range(2)]
        storage: FailingStorage = workspace._storage
        storage.failing = range(storage.commits + 1, storage.commits + 3)
        move = {"parent": {"page_id": other["id"]}}
        await api.refused("DELETE", f"/v1/comments/{first['id']}", status=503)
        await api.refused("POST", f"/v1/pages/{home['id']}/move", move, status=503)
        assert same(workspace.state, await in_file(file))
    await workspace.close()


def _one() -> dict:
    return {"children": [paragraph()]}


async def test_a_full_disk_is_told_and_all_goes_on_once_there_is_room(tmp_path: Path):
    file = tmp_path / "workspace.db"
    storage = await Storage.open(file)
    workspace = await Workspace.over(storage)
    async with serving(workspace) as api:
        home = (await api.page())["id"]
        await _limit(storage, "PRAGMA page_count")
        many = {"children": [paragraph("x" * 2000)] * 100}
        path = f"/v1/blocks/{home}/children"
        await api.refused("PATCH", path, many, status=503)
        assert await api.children(home) == []
        assert same(workspace.state, await in_file(file))
        await _limit(storage, "SELECT 1000000")
        await api.ok("PATCH", path, many)
        assert same(workspace.state, await in_file(file))
    await workspace.close()


async def _limit(storage: Storage, query: str) -> None:
    """Lets the file grow to so many pages."""

    def limit() -> None:
        (pages,) = storage._connection.execute(query).fetchone()
        storage._connection.execute(f"PRAGMA max_page_count = {pages}")

    await asyncio.get_running_loop().run_in_executor(storage._executor, limit)


async def test_a_record_that_no_file_can_hold_stops_nobody_else(tmp_path: Path):
    file = tmp_path / "workspace.db"
    workspace = await failing_workspace(file)
    async with serving(workspace) as api:
        home = await api.page()
        tx = workspace.begin("2026-01-01T00:00:00.000Z")
        page = tx.all(type(workspace.state.records[home["id"]]))
        tx.edit(next(page), icon={"emoji": object()})
        lost = await asyncio.gather(workspace.commit(tx), return_exceptions=True)
        assert [error.status for error in lost] == [503]
        await api.append(home["id"], paragraph())
        assert same(workspace.state, await in_file(file))
    await workspace.close()


async def test_writes_beyond_what_may_wait_are_refused_at_once(tmp_path: Path):
    workspace = await failing_workspace(tmp_path / "workspace.db")
    storage: FailingStorage = workspace._storage
    async with serving(workspace) as api:
        home = (await api.page())["id"]
        answers = await asyncio.gather(
            *(api.send("PATCH", f"/v1/blocks/{home}/children", _one()) for _ in range(1100))
        )
        statuses = [status for status, _ in answers]
        assert set(statuses) == {200, 503}
        blocks = sum(record.parent.id == home for record in workspace.state.records.values())
        assert blocks == statuses.count(200)
    assert storage.commits < 10
    await workspace.close()
