"""A client of the embedded workspace that checks every answer against Notion's own schemas."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from sandbox.notion import Workspace, create_app

VERSION = "2026-03-11"
HEADERS = {"Authorization": "Bearer sandbox", "Notion-Version": VERSION}
SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def conformance() -> Any | None:
    """The conformance tool beside the checkout, if it is there."""
    file = SHARED / "tools" / "notion_conformance.py"
    if not file.exists():
        return None
    return _loaded(file)


@cache
def _loaded(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location("notion_conformance", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules["notion_conformance"] = module
    spec.loader.exec_module(module)
    return module


@cache
def schemas(version: str) -> Any | None:
    tool = conformance()
    return tool.Spec.load(version=version) if tool else None


class Api:
    """Calls the workspace; answers that Notion's schemas do not allow fail the test."""

    def __init__(self, http: httpx.AsyncClient, version: str = VERSION) -> None:
        self.http = http
        self.version = version

    async def send(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        headers = {**HEADERS, "Notion-Version": self.version}
        response = await self.http.request(method, path, json=body, headers=headers)
        answer = response.json()
        if spec := schemas(self.version):
            assert spec.check_response(method, path, response.status_code, answer) == []
        return response.status_code, answer

    async def ok(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        status, answer = await self.send(method, path, body)
        assert status in (200, 202), answer
        return answer

    async def refused(self, method: str, path: str, body: Any = None, *, status: int = 400) -> str:
        got, answer = await self.send(method, path, body)
        assert got == status, answer
        return answer["message"]

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
        return (await self.ok("GET", f"/v1/blocks/{name}/children"))["results"]

    async def append(self, name: str, *blocks: Any, **more: Any) -> list[dict[str, Any]]:
        body = {"children": list(blocks), **more}
        return (await self.ok("PATCH", f"/v1/blocks/{name}/children", body))["results"]


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
