"""Within the process a workspace is reached without HTTP, and answers as it does over HTTP."""

import asyncio
from pathlib import Path

import pytest

from embedded import InMemory
from sandbox.notion import Workspace, create_app
from sandbox.notion.snapshot import page_snapshot
from tests.support.designs import design, everything
from tests.support.disk import failing_workspace
from tests.support.notion import Notion
from tests.support.portrait import Snapshot, portrait
from tests.support.uploads import FILES
from tools.blueprint.model import Blueprint
from tools.errors import NotionError, StorageFailed
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import MemoryJournal
from tools.notion.operations import WORKSPACE
from tools.notion.rehearse import rehearse
from tools.notion.transport import BYTES_OF_A_CALL, UNBROKEN_BYTES, DirectTransport

NOBODY = "01234567-89ab-cdef-0123-456789abcdef"
PAGE = {"parent": {"workspace": True}, "markdown": "one\n\ntwo\n\nthree"}


def direct(workspace: Workspace) -> NotionGateway:
    return NotionGateway(DirectTransport(create_app(workspace)), settle=0)


async def looks(workspace: Workspace, page_id: str) -> Snapshot:
    async def look(name: str) -> Snapshot:
        return page_snapshot(workspace, name)

    return await portrait(look, page_id)


async def silence(_: Step) -> None:
    return None


def with_files() -> Blueprint:
    return design(*({"type": kind, "upload": file} for kind, file in FILES.items()))


@pytest.mark.parametrize("blueprint", [everything(), with_files()], ids=["all", "files"])
async def test_builds_over_http_and_direct_ones_leave_the_same(blueprint: Blueprint) -> None:
    plan, far, near = from_nothing(blueprint, WORKSPACE), await Notion.fresh(), Workspace()
    there = await looks(far.workspace, await far.forge(plan).run())
    forge = Forge(plan, direct(near), MemoryJournal(), silence)
    assert await looks(near, await forge.run()) == there
    rehearsal = await rehearse(blueprint, InMemory())
    assert await looks(rehearsal.embedded.workspace, rehearsal.page_id) == there
    assert len(far.wire.sent) == len(plan.operations)


async def test_a_refusal_reads_the_same(notion: Notion) -> None:
    told = []
    for gateway in (notion.gateway(), direct(Workspace())):
        with pytest.raises(NotionError) as caught:
            await gateway.call("GET", f"pages/{NOBODY}")
        told.append((type(caught.value), str(caught.value), caught.value.notion_code))
        assert caught.value.request_id
    assert told[0] == told[1]


async def test_a_query_in_the_path_is_understood() -> None:
    gateway = direct(Workspace())
    page = await gateway.call("POST", "pages", PAGE)
    first = await gateway.call("GET", f"blocks/{page['id']}/children?page_size=2")
    rest = f"blocks/{page['id']}/children?start_cursor={first['next_cursor']}"
    assert [len(first["results"]), len((await gateway.call("GET", rest))["results"])] == [2, 1]


async def test_a_brief_answer_says_what_others_name_of_what_was_made() -> None:
    workspace = Workspace()
    brief = NotionGateway(DirectTransport(create_app(workspace), brief=True))
    page = await brief.call("POST", "pages", PAGE)
    whole = await direct(workspace).call("GET", f"pages/{page['id']}")
    assert page["properties"] == {"title": {"id": whole["properties"]["title"]["id"]}}
    assert page.keys() == {"object", "id", "url", "properties", "request_id"}
    assert page["url"] == whole["url"]


async def test_others_have_their_turn_amid_many_calls() -> None:
    gateway, turns = direct(Workspace()), 0
    page = await gateway.call("POST", "pages", PAGE)

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    for _ in range(100):
        await gateway.call("GET", f"pages/{page['id']}")
    counting.cancel()
    assert turns >= 100 * BYTES_OF_A_CALL // UNBROKEN_BYTES - 1


async def test_what_was_sent_and_answered_is_nobody_elses() -> None:
    gateway, icon = direct(Workspace()), {"type": "emoji", "emoji": "🍎"}
    page = await gateway.call("POST", "pages", {**PAGE, "icon": icon})
    icon["emoji"] = page["icon"]["emoji"] = "🍐"
    again = await gateway.call("GET", f"pages/{page['id']}")
    assert again["icon"]["emoji"] == "🍎"


async def test_a_file_that_cannot_be_written_is_told_as_ours(tmp_path: Path) -> None:
    workspace = await failing_workspace(tmp_path / "workspace.db", failing=[1])
    with pytest.raises(StorageFailed):
        await direct(workspace).call("POST", "pages", PAGE)
    await workspace.close()
