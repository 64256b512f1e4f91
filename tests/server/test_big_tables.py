"""Tables too long to come whole, over HTTP: in the workspace and in a preview."""

import httpx
import pytest

from tests.support.chat import Chat
from tests.support.designs import database
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROWS = 230


async def test_a_view_of_a_plan_and_of_what_came_of_it_is_read_page_by_page(
    server: Server, chat: Chat
):
    request = await chat.asked()
    numbers = database("numbers", rows=ROWS, views=[{"type": "table"}])
    await chat.approve(request, "edit", blueprint={"title": "Many", "databases": [numbers]})
    page_id = (await chat.until("complete"))["page_id"]
    preview = f"/preview/{request['approval_id']}"
    async with rest(server.url) as browser:
        for place, data in (
            ("/workspace", f"/workspace/{page_id}/data"),
            (preview, f"{preview}/data"),
        ):
            [entry] = (await browser.get(data)).json()["databases"].values()
            titles = await _titles(browser, place, entry)
            assert titles == [f"numbers {number}" for number in range(ROWS)]


async def _titles(browser: httpx.AsyncClient, place: str, entry: dict) -> list[str]:
    """The titles of all rows: those that came with the page, then page by page."""
    rows, cursor = entry["rows"], entry["first"]["next_cursor"]
    path = f"{place}/{entry['database']['id']}/rows"
    while cursor:
        asked = {"view": entry["first"]["view_id"], "cursor": cursor}
        page = (await browser.get(path, params=asked)).json()
        rows, cursor = rows + page["rows"], page["next_cursor"]
    return [row["properties"]["Name"]["title"][0]["plain_text"] for row in rows]


async def test_rows_of_what_is_not_there_get_the_envelope(server: Server):
    async with rest(server.url) as browser:
        unknown = await browser.get(f"/workspace/{'0' * 32}/rows")
        nonsense = await browser.get("/workspace/nonsense/rows")
        made = await browser.post("/api/templates/generate", json={"prompt": "만들어줘"})
        page = await browser.get(f"/workspace/{made.json()['page_id']}/rows")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert (page.status_code, page.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert (nonsense.status_code, nonsense.json()["error"]["code"]) == (400, "INVALID_INPUT")
