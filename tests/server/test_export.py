"""The export over REST: streamed, named, and refused like any other read."""

import asyncio
import contextlib
import posixpath
import re
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.types import Message, Send

from api import export as exports
from api.app import MOST_EXPORTS
from settings import ApiKey
from tests.support.exported import Exported
from tests.support.planners import ObedientPlanner
from tests.support.rest import rest
from tests.support.serving import RemoteNotion, Server, serving
from tests.support.structures import WORKSPACE
from tests.support.uploads import PICTURE, PIXEL
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

DESIGN = {**WORKSPACE, "blocks": [{"type": "image", "upload": PICTURE}, *WORKSPACE["blocks"]]}


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"api_keys": (ApiKey("mine"), ApiKey("theirs"))}


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": "Bearer mine"}
    async with rest(server.url, headers=headers) as client:
        yield client


async def built(client: httpx.AsyncClient, **more: Any) -> str:
    body = {"blueprint": DESIGN, **more}
    answer = await client.post("/api/templates/blueprint/import", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["page_id"])


async def test_a_page_comes_as_a_zip_with_its_files(client: httpx.AsyncClient):
    page_id = await built(client)
    answer = await client.get(f"/api/workspaces/{page_id}/export", params={"language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    bare = page_id.replace("-", "")
    name = f"%ED%8C%80%20%ED%99%88%20{bare}.zip"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
    found = Exported(answer.content)
    assert found.lost == []
    assert "January 31, 2026" in found.plain("팀 홈/작업.csv")
    assert [data for path, data in found.files.items() if path.endswith(".png")] == [PIXEL]
    again = await client.post(
        "/api/templates/blueprint/import",
        json={"blueprint": found.blueprint.model_dump(mode="json")},
    )
    assert again.status_code == 200, again.text


async def test_what_a_cell_names_lies_in_the_archive_or_at_a_page_that_is_there(
    client: httpx.AsyncClient,
):
    page_id = await built(client)
    whole = Exported((await client.get(f"/api/workspaces/{page_id}/export")).content)
    [path] = [path for path in whole.files if re.search(r"/작업 \w+_all\.csv$", path)]
    links = re.findall(r"시작 사업 \(([^()]+)\)|\(([^()]+\.md)\)", whole.files[path].decode())
    named = [posixpath.join(posixpath.dirname(path), unquote(a or b)) for a, b in links]
    assert named
    assert {posixpath.normpath(each) for each in named} <= set(whole.files)
    assert b"notion.so" not in whole.files[path]

    shown = (await client.get(f"/workspace/{page_id}/data")).json()["databases"]
    tasks = next(k for k, v in shown.items() if v["database"]["title"][0]["plain_text"] == "작업")
    alone = Exported((await client.get(f"/api/workspaces/{tasks}/export")).content)
    [text] = [data.decode() for path, data in alone.files.items() if path.endswith("_all.csv")]
    [address, *_] = re.findall(r"\((http[^()]+/workspace/\w+)\)", text)
    assert (await client.get(f"{address}/data")).status_code == 200


async def test_columns_stand_as_on_the_page(client: httpx.AsyncClient):
    page_id = await built(client)
    found = Exported((await client.get(f"/api/workspaces/{page_id}/export")).content)
    shown = (await client.get(f"/workspace/{page_id}/data")).json()["databases"]
    tables = {v["database"]["title"][0]["plain_text"]: v["data_source"] for v in shown.values()}
    properties = tables["작업"]["properties"]
    columns = sorted(properties, key=lambda name: properties[name]["type"] != "title")
    assert found.plain("팀 홈/작업_all.csv").splitlines()[0].split(",") == columns
    [tasks] = [each for each in found.blueprint.databases if each.title == "작업"]
    assert [prop.name for prop in tasks.properties if prop.name in columns] == [
        name for name in properties if name in {prop.name for prop in tasks.properties}
    ]


async def test_a_page_of_notion_comes_with_its_files_too(
    client: httpx.AsyncClient, notion: RemoteNotion
):
    token, parent = notion.new_token(), await notion.new_parent()
    page_id = await built(client, notion_token=token, parent_page_id=parent)
    headers = {"X-Notion-Token": token}
    answer = await client.get(f"/api/workspaces/{page_id}/export", headers=headers)
    found = Exported(answer.content)
    assert found.lost == []
    assert [data for path, data in found.files.items() if path.endswith(".png")] == [PIXEL]
    assert token.encode() not in b"".join(found.files.values())


async def test_another_keys_page_and_pages_that_are_not_there_are_refused(
    client: httpx.AsyncClient,
):
    page_id = await built(client)
    theirs = {"Authorization": "Bearer theirs"}
    foreign = await client.get(f"/api/workspaces/{page_id}/export", headers=theirs)
    assert (foreign.status_code, foreign.json()["error"]["code"]) == (403, "FORBIDDEN")
    snapshot = (await client.get(f"/workspace/{page_id}/data")).json()
    below = next(b["id"] for b in snapshot["blocks"] if b["type"] == "child_page")
    foreign = await client.get(f"/api/workspaces/{below}/export", headers=theirs)
    assert foreign.status_code == 403
    missing = await client.get(f"/api/workspaces/{'0' * 32}/export")
    assert missing.status_code == 404
    odd = await client.get("/api/workspaces/odd/export")
    assert odd.status_code == 400
    spoken = await client.get(f"/api/workspaces/{page_id}/export", params={"language": "xx"})
    assert spoken.status_code == 422


async def test_without_a_token_the_embedded_workspace_comes_before_the_servers_notion(
    tmp_path: Path, notion: RemoteNotion
):
    own = {"notion_api_key": notion.new_token(), "notion_base_url": notion.url}
    parent = await notion.new_parent("Theirs")
    async with serving(tmp_path, ObedientPlanner(), **own) as server, rest(server.url) as client:
        here = await built(client, notion_token="sandbox")
        for page_id, title in ((here, "팀 홈"), (parent, "Theirs")):
            answer = await client.get(f"/api/workspaces/{page_id}/export")
            assert answer.status_code == 200, answer.text
            assert f"{title}.md" in Exported(answer.content).paths
        missing = await client.get(f"/api/workspaces/{'0' * 32}/export")
        assert missing.status_code == 404


async def test_more_exports_than_there_is_room_for_are_told_when_to_come_back(
    client: httpx.AsyncClient, server: Server
):
    page_id = await built(client)
    async with contextlib.AsyncExitStack() as busy:
        for _ in range(MOST_EXPORTS):
            await busy.enter_async_context(server.app.exporting)
        refused = await client.get(f"/api/workspaces/{page_id}/export")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    again = await client.get(f"/api/workspaces/{page_id}/export")
    assert again.status_code == 200


async def test_an_export_that_has_begun_keeps_its_place_until_its_reader_leaves(
    client: httpx.AsyncClient, server: Server
):
    """So nobody is promised an archive that waits for others who read slowly."""
    page_id, sending = await built(client), asyncio.Event()
    address = f"/api/workspaces/{page_id}/export"

    async def take_nothing(_: Message) -> None:
        sending.set()
        await asyncio.Event().wait()

    async with contextlib.AsyncExitStack() as others:
        for _ in range(MOST_EXPORTS - 1):
            await others.enter_async_context(server.app.exporting)
        reading = asyncio.create_task(by_reader(server, page_id, take_nothing))
        await sending.wait()
        refused = await client.get(address)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        reading.cancel()
        await asyncio.wait([reading])
        assert (await client.get(address)).status_code == 200


async def test_an_export_is_given_up_where_its_reader_takes_nothing(
    client: httpx.AsyncClient, server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(exports, "SEND_SECONDS", 0.05)
    page_id = await built(client)

    async def take_nothing(_: Message) -> None:
        await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await by_reader(server, page_id, take_nothing)
    async with contextlib.AsyncExitStack() as all_places:
        for _ in range(MOST_EXPORTS):
            assert not server.app.exporting.locked()
            await all_places.enter_async_context(server.app.exporting)


async def by_reader(server: Server, page_id: str, send: Send) -> None:
    """An export to somebody who takes it as `send` does."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer mine")],
        "path_params": {"page_id": page_id},
        "app": SimpleNamespace(state=SimpleNamespace(app=server.app)),
        "asgi": {"spec_version": "2.4"},
    }

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    response = await exports.export(Request(scope, receive))
    await response(scope, receive, send)
