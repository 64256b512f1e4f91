"""Writes of hundreds of kilobytes: they hold nobody, and nothing comes between."""

import asyncio
from typing import Any

import pytest

from sandbox.notion import Workspace
from tests.sandbox.notionkit import Api, paragraph, serving, text_value
from tests.support.tables import longest_stall

LINE = "a *line* with **[a link](https://example.com)** and `code`"
LONG = f"{LINE}\n" * 4000  # about 230 KB, and about a second of work


def _page(parent: str, markdown: str) -> dict[str, Any]:
    title = {"title": text_value("Long")}
    return {"parent": {"page_id": parent}, "properties": title, "markdown": markdown}


def _insert(markdown: str) -> dict[str, Any]:
    return {"type": "insert_content", "insert_content": {"content": markdown}}


async def _content(api: Api, page_id: str) -> list[str]:
    """The lines of a page; Notion writes some marks in other ways than they were sent."""
    answer = await api.ok("GET", f"/v1/pages/{page_id}/markdown")
    return [LINE if "a link" in line else line for line in answer["markdown"].splitlines()]


async def test_a_page_of_long_markdown_lets_the_loop_go_on(api: Api):
    home = (await api.page())["id"]
    assert await longest_stall(api.ok("POST", "/v1/pages", _page(home, LONG))) < 0.1


async def test_long_markdown_for_a_page_lets_the_loop_go_on(api: Api):
    home = (await api.page())["id"]
    path = f"/v1/pages/{home}/markdown"
    assert await longest_stall(api.ok("PATCH", path, _insert(LONG))) < 0.1


async def test_a_short_edit_of_a_long_page_lets_the_loop_go_on(api: Api):
    home = (await api.page())["id"]
    path = f"/v1/pages/{home}/markdown"
    await api.ok("PATCH", path, _insert(f"{LONG}the end"))
    edit = {"content_updates": [{"old_str": "the end", "new_str": "The End"}]}
    body = {"type": "update_content", "update_content": edit}

    assert await longest_stall(api.ok("PATCH", path, body)) < 0.1
    assert (await _content(api, home))[-1] == "The End"


async def test_writes_to_a_place_that_is_written_to_at_length_are_all_kept(api: Api):
    home = (await api.page())["id"]
    path = f"/v1/pages/{home}/markdown"

    async with asyncio.TaskGroup() as writes:
        writes.create_task(api.ok("PATCH", path, _insert(LONG)))
        writes.create_task(api.append(home, paragraph("short")))
        writes.create_task(api.ok("PATCH", path, _insert(f"{LONG}the end")))

    lines = await _content(api, home)
    assert (lines.count(LINE), lines.count("short"), lines.count("the end")) == (8000, 1, 1)


@pytest.mark.parametrize("turns", [1, 5, 50])
async def test_a_long_write_that_nobody_waits_for_is_all_there_or_not_at_all(turns: int):
    workspace = await Workspace.open(None)
    async with serving(workspace) as api:
        home = (await api.page())["id"]
        path = f"/v1/pages/{home}/markdown"
        writing = asyncio.create_task(api.ok("PATCH", path, _insert(LONG)))
        for _ in range(turns):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait([writing])

        await api.append(home, paragraph("short"))  # others go on

        lines = await _content(api, home)
        assert (lines.count(LINE), lines.count("short")) in ((0, 1), (4000, 1))
