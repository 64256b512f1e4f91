"""A client of the embedded workspace, and short ways to write what it is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from sandbox.notion import Workspace, create_app

VERSION = "2026-03-11"
HEADERS = {"Authorization": "Bearer sandbox", "Notion-Version": VERSION}


class Api:
    """Calls the workspace."""

    def __init__(self, http: httpx.AsyncClient, version: str = VERSION) -> None:
        self.http = http
        self.version = version

    async def send(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        headers = {**HEADERS, "Notion-Version": self.version}
        response = await self.http.request(method, path, json=body, headers=headers)
        return response.status_code, response.json()

    async def ok(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        status, answer = await self.send(method, path, body)
        assert status in (200, 202), answer
        return answer

    async def refused(self, method: str, path: str, body: Any = None, *, status: int = 400) -> str:
        got, answer = await self.send(method, path, body)
        assert got == status, answer
        message: str = answer["message"]
        return message

    async def page(self, title: str = "Home", **more: Any) -> dict[str, Any]:
        body = {"parent": {"workspace": True}, "properties": {"title": text_value(title)}, **more}
        return await self.ok("POST", "/v1/pages", body)

    async def database(
        self, page_id: str, title: str, properties: dict[str, Any], **more: Any
    ) -> tuple[str, str]:
        """Ids of a new database and of its data source."""
        body = {
            "parent": {"type": "page_id", "page_id": page_id},
            "title": runs(title),
            "initial_data_source": {"properties": properties},
            **more,
        }
        made = await self.ok("POST", "/v1/databases", body)
        return made["id"], made["data_sources"][0]["id"]

    async def row(self, source_id: str, **properties: Any) -> dict[str, Any]:
        body = {"parent": {"data_source_id": source_id}, "properties": properties}
        return await self.ok("POST", "/v1/pages", body)

    async def children(self, name: str) -> list[dict[str, Any]]:
        answer = await self.ok("GET", f"/v1/blocks/{name}/children")
        found: list[dict[str, Any]] = answer["results"]
        return found

    async def append(self, name: str, *blocks: Any, **more: Any) -> list[dict[str, Any]]:
        body = {"children": list(blocks), **more}
        answer = await self.ok("PATCH", f"/v1/blocks/{name}/children", body)
        made: list[dict[str, Any]] = answer["results"]
        return made


@asynccontextmanager
async def serving(
    workspace: Workspace | None = None, version: str = VERSION, **settings: Any
) -> AsyncIterator[Api]:
    """An API over a workspace, in memory unless one is given."""
    app = create_app(workspace or await Workspace.open(None), **settings)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://notion.test") as http:
        yield Api(http, version)


def runs(content: str, **more: Any) -> list[dict[str, Any]]:
    return [{"text": {"content": content}, **more}]


def text_value(content: str) -> dict[str, Any]:
    return {"title": runs(content)}


def paragraph(content: str = "text", **more: Any) -> dict[str, Any]:
    return {"paragraph": {"rich_text": runs(content), **more}}


def plain(value: dict[str, Any]) -> str:
    return "".join(run["plain_text"] for run in value[value["type"]]["rich_text"])


TASKS = {
    "Name": {"title": {}},
    "Status": {"status": {}},
    "Due": {"date": {}},
    "Hours": {"number": {"format": "number"}},
    "Tags": {"multi_select": {"options": [{"name": "red", "color": "red"}]}},
    "ID": {"unique_id": {"prefix": "T"}},
    "Late": {"formula": {"expression": 'prop("Due") < now()'}},
}


async def tasks(api: Api) -> tuple[str, str, str]:
    """A page with a database of tasks: the ids of the page, the database, its data source."""
    home = await api.page()
    return home["id"], *await api.database(home["id"], "Tasks", TASKS)


async def schema(api: Api, source: str) -> dict[str, Any]:
    """The properties of a data source, by name."""
    found: dict[str, Any] = (await api.ok("GET", f"/v1/data_sources/{source}"))["properties"]
    return found
