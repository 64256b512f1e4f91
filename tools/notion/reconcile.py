"""Finding out whether a write happened whose answer was lost.

There are no idempotency keys, so the look is at the parent: what is there, looks like what was
sent, and belongs to no finished operation, is what was made. Operations of one parent run one at a
time, so at most one write per parent is ever in doubt.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from tools.errors import NotionNotFound
from tools.notion.gateway import Answer, NotionGateway
from tools.notion.operations import Kind, Operation

Claimed = Callable[[str], Awaitable[bool]]


class Reconciler:
    """Looks for the result of one build's doubtful operations."""

    def __init__(self, gateway: NotionGateway, claimed: Claimed) -> None:
        self._gateway = gateway
        self._claimed = claimed

    async def find(
        self,
        operation: Operation,
        path: str,
        body: Mapping[str, Any],
        committed: Mapping[str, Any],
        before: int,
    ) -> Answer | None:
        """The answer that the operation would have had, or None if it did not happen.

        `path` and `body` are those sent; `committed` is what a 503 said; `before` is how many
        blocks this build had put into the parent, for appends.
        """
        look = _LOOKS.get(operation.kind)
        if look is None:
            return None
        if operation.kind in ("create_page", "create_row"):
            told = committed.get("committed_resource_id")
            if isinstance(told, str):
                return await self._gateway.call("GET", f"pages/{told}")
        answer: Answer | None = await look(self, path, body, before)
        return answer

    async def page(self, _path: str, body: Mapping[str, Any], _before: int) -> Answer | None:
        title = _title(body["properties"])
        parent = body["parent"]
        if "page_id" not in parent:
            return await self._top_page(title)
        async for block in self._children(parent["page_id"]):
            same = block["type"] == "child_page" and block["child_page"]["title"] == title
            if same and not await self._claimed(block["id"]):
                return await self._gateway.call("GET", f"pages/{block['id']}")
        return None

    async def _top_page(self, title: str) -> Answer | None:
        """A page of the workspace itself has no parent to list: search knows it by its title."""
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
            if same and not await self._claimed(page["id"]):
                answer: Answer = page
                return answer
        return None

    async def row(self, _path: str, body: Mapping[str, Any], _before: int) -> Answer | None:
        title = _title(body["properties"])
        source = body["parent"]["data_source_id"]
        asked: dict[str, Any] = {"page_size": 100}
        while True:
            found = await self._gateway.call(
                "POST", f"data_sources/{source}/query", asked, repeatable=True
            )
            for row in found["results"]:
                if _title(row["properties"]) == title and not await self._claimed(row["id"]):
                    answer: Answer = row
                    return answer
            if not found["has_more"]:
                return None
            asked["start_cursor"] = found["next_cursor"]

    async def database(self, _path: str, body: Mapping[str, Any], _before: int) -> Answer | None:
        title = _words(body["title"])
        async for block in self._children(body["parent"]["page_id"]):
            if block["type"] != "child_database" or await self._claimed(block["id"]):
                continue
            database = await self._gateway.call("GET", f"databases/{block['id']}")
            if _words(database["title"]) == title and database["data_sources"]:
                return database
        return None

    async def view(self, _path: str, body: Mapping[str, Any], _before: int) -> Answer | None:
        if "database_id" not in body:  # a dashboard's widget: looked up over its data source
            return await self._view_of(f"data_source_id={body['data_source_id']}", body)
        return await self._view_of(f"database_id={body['database_id']}", body)

    async def linked(self, _path: str, body: Mapping[str, Any], _before: int) -> Answer | None:
        parent = body["create_database"]["parent"]["page_id"]
        async for block in self._children(parent):
            if block["type"] == "child_database":
                found = await self._view_of(f"database_id={block['id']}", body)
                if found is not None:
                    return found
        return None

    async def _view_of(self, query: str, body: Mapping[str, Any]) -> Answer | None:
        listed = await self._gateway.call("GET", f"views?{query}")
        for item in listed["results"]:
            if await self._claimed(item["id"]):
                continue
            view = await self._gateway.call("GET", f"views/{item['id']}")
            same_source = view.get("data_source_id") == body["data_source_id"]
            if same_source and (view["name"], view["type"]) == (body["name"], body["type"]):
                return view
        return None

    async def append(self, path: str, body: Mapping[str, Any], before: int) -> Answer | None:
        parent = path.split("/")[1]
        children = [block async for block in self._children(parent)]
        sent = body["children"]
        start = _start(children, body, len(sent))
        if start is None or len(children) < before + len(sent):
            return None
        return {"object": "list", "results": children[start : start + len(sent)]}

    async def schema(self, path: str, body: Mapping[str, Any], _before: int) -> Answer | None:
        """A schema without the properties that were to go; a change without any is repeated."""
        gone = {key for key, config in body["properties"].items() if config is None}
        if not gone:
            return None
        source = await self._gateway.call("GET", path)
        known = {unquote(prop["id"]) for prop in source["properties"].values()}
        known |= source["properties"].keys()
        return None if any({key, unquote(key)} & known for key in gone) else source

    async def gone_view(self, path: str, _body: Mapping[str, Any], _before: int) -> Answer | None:
        """A deleted view's answer, once there is no such view any more."""
        try:
            await self._gateway.call("GET", path)
        except NotionNotFound:
            return {"object": "view", "id": path.rpartition("/")[2]}
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


_LOOKS: dict[Kind, Any] = {
    "create_page": Reconciler.page,
    "create_row": Reconciler.row,
    "create_database": Reconciler.database,
    "create_view": Reconciler.view,
    "create_linked_view": Reconciler.linked,
    "append_blocks": Reconciler.append,
    "update_schema": Reconciler.schema,
    "delete_view": Reconciler.gone_view,
}


def _start(children: list[dict[str, Any]], body: Mapping[str, Any], count: int) -> int | None:
    """Where an append's blocks would stand: behind their anchor, else at the end."""
    anchor = body.get("position", {}).get("after_block", {}).get("id")
    if anchor is None:
        return len(children) - count
    ids = [block["id"] for block in children]
    return ids.index(anchor) + 1 if anchor in ids else None


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
