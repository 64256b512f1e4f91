"""A linked view whose answer was lost is found again, and never taken for another like it."""

from collections import Counter
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import pytest

from tests.support.designs import STATUS, board, database, design, paragraph
from tests.support.notion import Notion
from tools.notion.difference import from_nothing
from tools.notion.journal import MemoryJournal
from tools.notion.operations import WORKSPACE, Kind, Operation
from tools.notion.reconcile import Doubt, Reconciler

LINKED = {"type": "linked_view", "ref": "tasks", "view": board("Elsewhere")}
TWINS = from_nothing(
    design(paragraph(), LINKED, paragraph(), LINKED, databases=[database("tasks", STATUS, rows=1)]),
    WORKSPACE,
)
FATES = pytest.mark.parametrize("status", [500, 503, None], ids=str)


def linked_operation() -> Operation:
    return next(op for op in TWINS.operations if op.kind == "create_linked_view")


class Home:
    """A page beside a table, with linked views that were sent as a build sends them."""

    def __init__(self, notion: Notion) -> None:
        self.gateway = notion.gateway()
        self.claimed: set[str] = set()

    async def body(self) -> dict[str, Any]:
        """What makes one more linked view of the table."""
        words = {"title": {"title": [{"text": {"content": "Home"}}]}}
        top = {"parent": {"workspace": True}, "properties": words}
        page = await self.gateway.call("POST", "pages", top)
        parent = {"type": "page_id", "page_id": page["id"]}
        made = await self.gateway.call("POST", "databases", {"parent": parent})
        self.claimed.add(made["id"])
        return {
            "create_database": {"parent": parent},
            "data_source_id": made["data_sources"][0]["id"],
            "name": "Elsewhere",
            "type": "list",
        }

    async def make(self, body: dict[str, Any]) -> str:
        return str((await self.gateway.call("POST", "views", body))["id"])

    async def find(
        self, body: dict[str, Any], sent_at: float = 0.0, kind: Kind = "create_linked_view"
    ) -> str | None:
        async def claimed(name: str) -> bool:
            return name in self.claimed

        operation = replace(linked_operation(), kind=kind)
        doubt = Doubt(operation, "views", body, sent_at, ended=True)
        found = await Reconciler(self.gateway, claimed).find(doubt)
        return found and str(found["id"])


@pytest.fixture
def home(notion: Notion) -> Home:
    return Home(notion)


async def test_what_was_not_made_is_not_found(home: Home) -> None:
    assert await home.find(await home.body()) is None


async def test_a_linked_view_is_found_by_its_source_name_and_type(home: Home) -> None:
    body = await home.body()
    await home.make({**body, "name": "Another"})
    await home.make({**body, "type": "table"})
    made = await home.make(body)
    assert await home.find(body) == made


async def test_a_linked_view_of_a_finished_operation_is_not_found_again(home: Home) -> None:
    body = await home.body()
    home.claimed.add(await home.make(body))
    assert await home.find(body) is None
    twin = await home.make(body)
    assert await home.find(body) == twin


async def test_a_linked_view_on_another_page_or_of_another_table_is_none(home: Home) -> None:
    body, other = await home.body(), await home.body()
    await home.make(other)
    await home.make({**body, "data_source_id": other["data_source_id"]})
    assert await home.find(body) is None


async def test_a_linked_view_older_than_the_operation_is_somebody_elses(home: Home) -> None:
    body = await home.body()
    await home.make(body)
    assert await home.find(body, sent_at=4e9) is None


async def test_a_widget_is_no_tab_and_no_linked_view_of_the_same_name(home: Home) -> None:
    """These may have been made a moment ago by operations that run beside it."""
    linked = await home.body()
    source = await home.gateway.call("GET", f"data_sources/{linked['data_source_id']}")
    shown = {name: linked[name] for name in ("data_source_id", "name", "type")}
    tab = {**shown, "database_id": source["parent"]["database_id"]}
    one, other = [await home.make({**tab, "name": n, "type": "dashboard"}) for n in "AB"]
    await home.make(linked)
    await home.make({**shown, "view_id": other})
    tab_id = await home.make(tab)
    widget = {**shown, "view_id": one}

    assert await home.find(widget, kind="create_view") is None
    assert await home.find(tab, kind="create_view") == tab_id
    made = await home.make(widget)
    assert await home.find(widget, kind="create_view") == made


@FATES
@pytest.mark.parametrize("after_write", [True, False], ids=["carried-out", "never-carried-out"])
@pytest.mark.parametrize("lost", [(0,), (1,), (0, 1)], ids=["first", "second", "both"])
async def test_two_equal_linked_views_are_two_in_the_end(
    notion: Notion, lost: tuple[int, ...], after_write: bool, status: int | None
) -> None:
    sent = count()

    def lose(request: httpx.Request) -> None:
        if (request.method, request.url.path) == ("POST", "/v1/views") and next(sent) in lost:
            drop, code = status is None, status or 500
            notion.faults.inject(path="/v1/views$", status=code, drop=drop, after_write=after_write)

    notion.wire.watch = lose
    journal = MemoryJournal()
    page_id = await notion.forge(TWINS, journal).run()
    assert notion.faults.struck == len(lost)
    blocks = Counter(block["type"] for block in notion.page(page_id)["blocks"])
    assert blocks == {"paragraph": 2, "child_database": 3}
    assert notion.census()["View"] == 3
    names = [e.notion_id for n, e in journal.entries.items() if n.startswith("linked:")]
    assert len(names) == len(set(names)) == 2
