"""What the viewer gets of a table too long to come whole: a page of a view after the other."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
import time_machine

from sandbox.notion import Workspace
from sandbox.notion.errors import NotFoundError
from sandbox.notion.snapshot import PAGE, WHOLE, page_json, page_snapshot, rows_json
from tests.sandbox.notionkit import Api, serving, text_value
from tests.support.tables import longest_stall, table

ROWS = 10_000
LARGEST_FIRST = [{"property": "Size", "direction": "descending"}]
SMALL_ONES = {"property": "Size", "number": {"less_than": 3 * PAGE // 2}}
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def big() -> AsyncIterator[tuple[Workspace, str, str, str]]:
    """A workspace; a page, its table, and the table's source in it."""
    workspace = await Workspace.open(None)
    yield workspace, *await table(workspace, ROWS)


async def _view(api: Api, database: str, source: str, **settings: object) -> str:
    body = {"database_id": database, "data_source_id": source, "name": "V", "type": "table"}
    return (await api.ok("POST", "/v1/views", {**body, **settings}))["id"]


async def _pages(workspace: Workspace, database: str, view: str) -> list[dict]:
    """All pages of the rows that a view shows."""
    pages: list[dict] = []
    while not pages or pages[-1]["next_cursor"]:
        cursor = pages[-1]["next_cursor"] if pages else None
        pages.append(json.loads(await rows_json(workspace, database, view, cursor, base_url="/w")))
    return pages


def _sizes(rows: list[dict]) -> list[int]:
    return [row["properties"]["Size"]["number"] for row in rows]


@pytest.mark.parametrize(("rows", "brought", "total"), [(WHOLE, WHOLE, 0), (250, PAGE, 250)])
async def test_a_small_table_comes_whole_and_a_large_one_begins_with_a_page(
    rows: int, brought: int, total: int
):
    workspace = await Workspace.open(None)
    home, database, _ = await table(workspace, rows)
    entry = page_snapshot(workspace, home)["databases"][database]
    assert len(entry["rows"]) == brought
    assert entry.get("first", {}).get("total", 0) == total


async def test_the_page_is_as_small_and_the_loop_as_free_as_with_a_few_rows(big: tuple):
    workspace, home, _, _ = big
    few = await Workspace.open(None)
    other, _, _ = await table(few, WHOLE)
    assert await longest_stall(page_json(workspace, home, base_url="/w")) < 0.05
    shown = await page_json(workspace, home, base_url="/w")
    assert len(shown) <= len(await page_json(few, other, base_url="/w"))


async def test_a_row_opens_without_the_others(big: tuple):
    workspace, home, database, _ = big
    row = page_snapshot(workspace, home)["databases"][database]["rows"][7]["id"]
    assert await longest_stall(page_json(workspace, row, base_url="/w")) < 0.05
    assert len(await page_json(workspace, row, base_url="/w")) < 10_000


async def test_a_view_shows_all_it_lets_through_in_its_order(big: tuple):
    workspace, _, database, source = big
    async with serving(workspace) as api:
        view = await _view(api, database, source, sorts=LARGEST_FIRST, filter=SMALL_ONES)
    pages = await _pages(workspace, database, view)
    assert [len(page["rows"]) for page in pages] == [PAGE, PAGE // 2]
    assert {page["total"] for page in pages} == {3 * PAGE // 2}
    rows = [row for page in pages for row in page["rows"]]
    assert _sizes(rows) == sorted(range(3 * PAGE // 2), reverse=True)


async def test_a_table_without_views_of_its_own_comes_in_the_order_of_creation():
    workspace = await Workspace.open(None)
    _, database, _ = await table(workspace, WHOLE + 1)
    pages = await _pages(workspace, database, "no view")
    assert [len(page["rows"]) for page in pages] == [PAGE, PAGE + 1]
    shown = [row["id"] for page in pages for row in page["rows"]]
    assert shown == [name for name in workspace.state.records if name in set(shown)]


async def test_the_first_view_decides_what_comes_with_the_page():
    workspace = await Workspace.open(None)
    home, database, source = await table(workspace, WHOLE + 50)
    async with serving(workspace) as api:
        [view] = (await api.ok("GET", f"/v1/views?database_id={database}"))["results"]
        await api.ok("PATCH", f"/v1/views/{view['id']}", {"sorts": LARGEST_FIRST})
        before = page_snapshot(workspace, home)["databases"][database]
        assert _sizes(before["rows"]) == list(range(WHOLE + 49, WHOLE + 49 - PAGE, -1))
        assert before["first"]["view_id"] == view["id"]
        assert before["rows"][-1]["id"] != before["first"]["next_cursor"]
        await api.row(source, Name=text_value("new"), Size={"number": 10**6})
        after = page_snapshot(workspace, home)["databases"][database]
    assert _sizes(after["rows"])[0] == 10**6
    assert after["first"]["total"] == before["first"]["total"] + 1


async def test_a_filter_by_what_is_gone_hides_no_rows():
    workspace = await Workspace.open(None)
    _, database, source = await table(workspace, WHOLE + 1)
    async with serving(workspace) as api:
        view = await _view(api, database, source, filter=SMALL_ONES)
        await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": {"Size": None}})
    first = json.loads(await rows_json(workspace, database, view, None, base_url="/w"))
    assert first["total"] == WHOLE + 1


async def test_a_row_that_goes_while_it_is_paged_to_is_left_out():
    workspace = await Workspace.open(None)
    _, database, source = await table(workspace, WHOLE + 1)
    async with serving(workspace) as api:
        view = await _view(api, database, source, sorts=LARGEST_FIRST)
        first = json.loads(await rows_json(workspace, database, view, None, base_url="/w"))
        cursor = first["next_cursor"]
        await api.ok("PATCH", f"/v1/pages/{cursor}", {"in_trash": True})
    second = json.loads(await rows_json(workspace, database, view, cursor, base_url="/w"))
    assert _sizes(second["rows"])[0] == _sizes(first["rows"])[-1] - 2
    assert second["total"] == WHOLE


async def test_what_is_not_there_is_not_found(big: tuple):
    workspace, _, database, _ = big
    for place, cursor in ((database, "nobody"), ("0" * 32, None)):
        with pytest.raises(NotFoundError):
            await rows_json(workspace, place, "", cursor, base_url="/w")


async def test_a_week_ends_where_the_reader_is_and_is_nobody_elses():
    workspace = await Workspace.open(None)
    _, database, source = await table(workspace, 250)  # all of 2026-11-20
    async with serving(workspace) as api:
        view = await _view(
            api, database, source, filter={"property": "When", "date": {"past_week": {}}}
        )
    with time_machine.travel(datetime(2026, 11, 27, 16, tzinfo=UTC), tick=False):
        for zone, total in (("UTC", 250), ("Asia/Seoul", 0), ("UTC", 250), ("No/Where", 250)):
            shown = await rows_json(workspace, database, view, None, base_url="/w", zone=zone)
            assert json.loads(shown)["total"] == total, zone
