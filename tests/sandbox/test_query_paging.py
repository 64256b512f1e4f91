"""Paging through a sorted query while its table changes."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion import Workspace
from sandbox.notion.results import MOST
from tests.sandbox.notionkit import Api, serving, text_value
from tests.support.examples import examples
from tests.support.tables import table

ROWS = 250
SORTED = {"sorts": [{"property": "Size", "direction": "ascending"}]}
CHANGES = st.lists(st.sampled_from(["add", "trash", "shrink", "forget", "none"]), max_size=4)


@examples(25)
@given(CHANGES, st.integers(30, 100))
def test_paging_shows_every_row_that_stays_once_and_in_order(changes: list[str], size: int):
    asyncio.run(_every_row_once(changes, size))


async def _every_row_once(changes: list[str], size: int) -> None:
    workspace = await Workspace.open(None)
    _, _, source = await table(workspace, ROWS)
    async with serving(workspace) as api:
        path = f"/v1/data_sources/{source}/query"
        asked = {**SORTED, "page_size": size}
        page = await api.ok("POST", path, asked)
        shown, touched, waiting = page["results"], set(), list(changes)
        while page["has_more"]:
            behind = page["next_cursor"].rpartition(":")[2]
            touched |= await _change(api, source, waiting.pop() if waiting else "none", behind)
            page = await api.ok("POST", path, {**asked, "start_cursor": page["next_cursor"]})
            shown += page["results"]
    sizes = [row["properties"]["Size"]["number"] for row in shown if row["id"] not in touched]
    old = [size for size in sizes if size >= 0]
    assert old == sorted(set(old))
    assert len(old) == ROWS - len(touched)


async def _change(api: Api, source: str, change: str, behind: str) -> set[str]:
    """Changes the table; returns the old rows that need not be shown any more."""
    path = f"/v1/data_sources/{source}/query"
    match change:
        case "add":
            await api.row(source, Name=text_value("new"), Size={"number": -1})
            return set()
        case "trash":  # what the next page would begin with
            await api.ok("PATCH", f"/v1/pages/{behind}", {"in_trash": True})
        case "shrink":
            body = {"properties": {"Size": {"number": -1}}}
            await api.ok("PATCH", f"/v1/pages/{behind}", body)
        case "forget":  # others ask so much that this query is forgotten
            for number in range(MOST):
                condition = {"property": "Size", "number": {"greater_than": -2 - number}}
                await api.ok("POST", path, {"filter": condition, "page_size": 1})
            return set()
        case _:
            return set()
    return {behind}
