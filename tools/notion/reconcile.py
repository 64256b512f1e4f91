"""Finding out whether a write happened whose answer was lost.

There are no idempotency keys, so the look is at the parent: what is there, is new, looks like what
was sent, and belongs to no finished operation, is what was made. Operations of one parent that
look alike run one at a time, so at most one of them is ever in doubt. A request whose connection
broke, or whose sender died, may be carried out after the look: it is looked for until it must be
over.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote

from tools.errors import NotionNotFound
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Journal
from tools.notion.operations import Kind, Operation, Plan
from tools.notion.transport import Answer

Claimed = Callable[[str], Awaitable[bool]]

FIRST_PAUSE = 0.5  # seconds between two looks, doubling
CLOCK_SKEW = 120.0  # seconds: Notion cuts times to the minute, and its clock is not ours


@dataclass(frozen=True)
class Doubt:
    """A write whose fate is unknown: `path` and `body` are those sent, at `sent_at` (Unix seconds).

    `before` is how many blocks this build had put into the parent, for appends. `ended` says that
    Notion is through with it, `committed` is what a 503 told.
    """

    operation: Operation
    path: str
    body: Mapping[str, Any]
    sent_at: float = 0.0
    before: int = 0
    ended: bool = False
    committed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_top_page(self) -> bool:
        """Whether it makes a page of the workspace itself, which only search can find."""
        return self.operation.kind == "create_page" and "page_id" not in self.body["parent"]


async def settled(plan: Plan, gateway: NotionGateway, journal: Journal) -> dict[str, Entry]:
    """All traces of a plan, none of which is of something intended any more.

    What was to come all at once is there as a whole or not at all, so its first page tells.
    """
    entries = await journal.load()
    intended = {name: entry for name, entry in entries.items() if entry.is_intended}
    if not intended:
        return entries
    first = plan.operations[0].id
    try:
        page = await gateway.call("GET", f"pages/{intended[first].notion_id}")
    except NotionNotFound:
        await journal.withdraw(*intended)
        return {name: entry for name, entry in entries.items() if name not in intended}
    # What it brought was noted before the page had the address at which it is seen now.
    captured = {**(intended[first].captured or {}), "/url": page["url"]}
    intended[first] = replace(intended[first], captured=captured)
    await journal.confirm(intended)
    return {**entries, **{name: replace(e, state="done") for name, e in intended.items()}}


class Reconciler:
    """Looks for the result of one build's doubtful operations."""

    def __init__(self, gateway: NotionGateway, claimed: Claimed) -> None:
        self._gateway = gateway
        self._claimed = claimed

    async def find(self, doubt: Doubt) -> Answer | None:
        """The answer that the operation would have had, or None if it did not happen."""
        look = _LOOKS.get(doubt.operation.kind)
        if look is None:
            return None
        told = doubt.committed.get("committed_resource_id")
        if doubt.operation.kind in ("create_page", "create_row") and isinstance(told, str):
            return await self._gateway.call("GET", f"pages/{told}")
        pause = FIRST_PAUSE
        while (found := await look(self, doubt)) is None and not self._is_settled(doubt):
            await self._gateway.sleep(pause)
            pause *= 2
        answer: Answer | None = found
        return answer

    def _is_settled(self, doubt: Doubt) -> bool:
        """Whether what is not there now cannot come any more. Search finds things late."""
        if doubt.ended and not doubt.is_top_page:
            return True
        return time.time() >= doubt.sent_at + self._gateway.settle

    async def page(self, doubt: Doubt) -> Answer | None:
        if doubt.is_top_page:
            return await self._top_page(doubt)
        title = _title(doubt.body["properties"])
        async for block in self._children(doubt.body["parent"]["page_id"]):
            if block["type"] == "child_page" and block["child_page"]["title"] == title:
                page = await self._gateway.call("GET", f"pages/{block['id']}")
                if await self._is_sent(page, doubt):
                    return page
        return None

    async def _top_page(self, doubt: Doubt) -> Answer | None:
        """A page of the workspace itself has no parent to list: search knows it by its title."""
        title = _title(doubt.body["properties"])
        body = {
            "query": title,
            "filter": {"property": "object", "value": "page"},
            "sort": {"timestamp": "last_edited_time", "direction": "descending"},
            "page_size": 100,
        }
        found = await self._gateway.call("POST", "search", body, repeatable=True)
        for page in found["results"]:
            top = page["parent"].get("type") == "workspace" and not page.get("in_trash")
            same = top and _title(page["properties"]) == title
            if same and await self._is_sent(page, doubt):
                answer: Answer = page
                return answer
        return None

    async def _is_sent(self, page: Answer, doubt: Doubt) -> bool:
        """Whether a page of the right title is the one that was sent, not somebody else's."""
        looks = all(_look_of(page[key]) == _look_of(doubt.body.get(key)) for key in _LOOKS_OF_PAGES)
        if not looks or not await self._is_new(page, doubt):
            return False
        blocks = [block["type"] async for block in self._children(page["id"])]
        if "children" in doubt.body:
            return blocks == [block["type"] for block in doubt.body["children"]]
        return len(blocks) == doubt.operation.first_level

    async def _is_new(self, found: Answer, doubt: Doubt) -> bool:
        """Whether it came after the operation was sent and nobody knows whose it is."""
        earliest = datetime.fromtimestamp(max(doubt.sent_at - CLOCK_SKEW, 0), UTC)
        fresh = datetime.fromisoformat(found["created_time"]) >= earliest
        return fresh and not await self._claimed(found["id"])

    async def row(self, doubt: Doubt) -> Answer | None:
        title = _title(doubt.body["properties"])
        source = doubt.body["parent"]["data_source_id"]
        asked: dict[str, Any] = {"page_size": 100}
        while True:
            found = await self._gateway.call(
                "POST", f"data_sources/{source}/query", asked, repeatable=True
            )
            for row in found["results"]:
                if _title(row["properties"]) == title and await self._is_new(row, doubt):
                    answer: Answer = row
                    return answer
            if not found["has_more"]:
                return None
            asked["start_cursor"] = found["next_cursor"]

    async def database(self, doubt: Doubt) -> Answer | None:
        title = _words(doubt.body["title"])
        async for block in self._children(doubt.body["parent"]["page_id"]):
            if block["type"] != "child_database" or not await self._is_new(block, doubt):
                continue
            database = await self._gateway.call("GET", f"databases/{block['id']}")
            if _words(database["title"]) == title and database["data_sources"]:
                return database
        return None

    async def view(self, doubt: Doubt) -> Answer | None:
        body = doubt.body
        if "database_id" not in body:  # a dashboard's widget: looked up over its data source
            return await self._view_of(f"data_source_id={body['data_source_id']}", body)
        return await self._view_of(f"database_id={body['database_id']}", body)

    async def linked(self, doubt: Doubt) -> Answer | None:
        parent = doubt.body["create_database"]["parent"]["page_id"]
        async for block in self._children(parent):
            if block["type"] == "child_database" and await self._is_new(block, doubt):
                found = await self._view_of(f"database_id={block['id']}", doubt.body)
                if found is not None:
                    return found
        return None

    async def _view_of(self, query: str, body: Mapping[str, Any]) -> Answer | None:
        """The view of this name and type, on the dashboard that was meant, or on none: another of
        the same name may be on its way at the same time, as a tab or beside the database."""
        listed = await self._gateway.call("GET", f"views?{query}")
        for item in listed["results"]:
            if await self._claimed(item["id"]):
                continue
            view = await self._gateway.call("GET", f"views/{item['id']}")
            place = view.get("data_source_id"), view.get("dashboard_view_id")
            if place != (body["data_source_id"], body.get("view_id")):
                continue
            if (view["name"], view["type"]) == (body["name"], body["type"]):
                return view
        return None

    async def append(self, doubt: Doubt) -> Answer | None:
        parent = doubt.path.split("/")[1]
        children = [block async for block in self._children(parent)]
        sent = doubt.body["children"]
        start = _start(children, doubt.body, len(sent))
        if start is None or len(children) < doubt.before + len(sent):
            return None
        found = children[start : start + len(sent)]
        same = [block["type"] for block in found] == [block["type"] for block in sent]
        fresh = same and all([await self._is_new(block, doubt) for block in found])
        return {"object": "list", "results": found} if fresh else None

    async def schema(self, doubt: Doubt) -> Answer | None:
        """A schema without the properties that were to go; a change without any is repeated."""
        gone = {key for key, config in doubt.body["properties"].items() if config is None}
        if not gone:
            return None
        source = await self._gateway.call("GET", doubt.path)
        known = {unquote(prop["id"]) for prop in source["properties"].values()}
        known |= source["properties"].keys()
        return None if any({key, unquote(key)} & known for key in gone) else source

    async def upload(self, doubt: Doubt) -> Answer | None:
        """A file upload whose content has arrived."""
        found = await self._gateway.call("GET", doubt.path.removesuffix("/send"))
        return found if found["status"] == "uploaded" else None

    async def gone_view(self, doubt: Doubt) -> Answer | None:
        """A deleted view's answer, once there is no such view any more."""
        try:
            await self._gateway.call("GET", doubt.path)
        except NotionNotFound:
            return {"object": "view", "id": doubt.path.rpartition("/")[2]}
        return None

    async def comment(self, doubt: Doubt) -> Answer | None:
        words = doubt.body["rich_text"][0]["text"]["content"]
        path = f"comments?block_id={doubt.body['parent']['page_id']}&page_size=100"
        for found in (await self._gateway.call("GET", path))["results"]:
            said = "".join(part["plain_text"] for part in found["rich_text"])
            if said == words and await self._is_new(found, doubt):
                answer: Answer = found
                return answer
        return None

    async def _children(self, parent: str) -> AsyncIterator[dict[str, Any]]:
        cursor = ""
        while True:
            path = f"blocks/{parent}/children?page_size=100{cursor}"
            try:
                found = await self._gateway.call("GET", path)
            except NotionNotFound:
                return  # a parent that vanished has no children
            for block in found["results"]:
                yield block
            if not found["has_more"]:
                return
            cursor = f"&start_cursor={quote(found['next_cursor'])}"


_LOOKS_OF_PAGES = ("icon", "cover")
_LOOKS: dict[Kind, Any] = {
    "create_page": Reconciler.page,
    "create_row": Reconciler.row,
    "create_database": Reconciler.database,
    "create_view": Reconciler.view,
    "create_linked_view": Reconciler.linked,
    "append_blocks": Reconciler.append,
    "update_schema": Reconciler.schema,
    "send_upload": Reconciler.upload,
    "delete_view": Reconciler.gone_view,
    "add_comment": Reconciler.comment,
}


def _start(children: list[dict[str, Any]], body: Mapping[str, Any], count: int) -> int | None:
    """Where an append's blocks would stand: behind their anchor, at the start or at the end."""
    position = body.get("position", {})
    anchor = position.get("after_block", {}).get("id")
    if anchor is None:
        return 0 if position.get("type") == "start" else len(children) - count
    ids = [block["id"] for block in children]
    return ids.index(anchor) + 1 if anchor in ids else None


def _look_of(value: Mapping[str, Any] | None) -> tuple[str, Any] | None:
    """What an icon or a cover shows, sent or answered; where an upload stands is told to nobody."""
    if value is None:
        return None
    if value["type"] in ("file", "file_upload"):
        return "file", None
    shown = value[value["type"]]
    return value["type"], shown.get("url") if isinstance(shown, Mapping) else shown


def _title(properties: Mapping[str, Any]) -> str:
    """The title among a page's property values, sent or answered."""
    for value in properties.values():
        if "title" in value and isinstance(value["title"], list):
            return _words(value["title"])
    return ""


def _words(texts: list[Mapping[str, Any]]) -> str:
    """The words of rich text; what was sent has no `plain_text` yet."""
    return "".join(
        item.get("plain_text") or item.get("text", {}).get("content", "") for item in texts
    )
