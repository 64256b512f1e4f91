"""MCP clients: the official SDK in this process, and its 1.x in an interpreter of its own."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ElicitRequestFormParams, ElicitResult

from tests.support.processes import ROOT, environment
from tests.support.rest import PLAIN
from tests.support.waiting import PATIENCE

Told = dict[str, Any]

OLDER_PYTHON = Path(os.environ.get("MCP1_PYTHON", ROOT / ".venv-mcp1" / "bin" / "python"))
NO_OLDER = None if OLDER_PYTHON.exists() else f"MCP SDK 1.x is not there: {OLDER_PYTHON}"
STDIO = ["-m", "cli.main", "mcp"]


class Person:
    """Who sits before a client that can ask: answers each question as told, and keeps them."""

    def __init__(self, action: str = "accept", **content: Any) -> None:
        self.answer = ElicitResult(action=action, content=content or None)
        self.asked: list[str] = []
        self.forms: list[Mapping[str, Any]] = []

    async def __call__(self, _: Any, params: ElicitRequestFormParams) -> ElicitResult:
        self.asked.append(params.message)
        self.forms.append(params.requested_schema)
        return self.answer


class Talk:
    """A client that is connected; `progress` is what it was told of the last call's."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.progress: list[tuple[float, float | None, str | None]] = []
        self.building = asyncio.Event()  # it was told how many steps a build has

    async def call(self, tool: str, **arguments: Any) -> Told:
        """What a tool tells. Raises AssertionError where it refuses."""
        answer = await self.answer(tool, **arguments)
        assert not answer.is_error, answer.content
        assert answer.structured_content is not None
        return answer.structured_content

    async def refusal(self, tool: str, **arguments: Any) -> Told:
        """The error with which a tool refuses; its `text` is what a model reads."""
        answer = await self.answer(tool, **arguments)
        assert answer.is_error, answer.structured_content
        error = (answer.structured_content or {}).get("error") or {}
        return {**error, "text": answer.content[0].text}

    async def call_failed(self, tool: str, **arguments: Any) -> Told:
        """What a tool tells of a turn that failed."""
        answer = await self.answer(tool, **arguments)
        assert answer.is_error, answer.structured_content
        return answer.structured_content or {}

    async def answer(self, tool: str, **arguments: Any) -> CallToolResult:
        self.progress = []
        return await self.client.call_tool(tool, arguments, progress_callback=self._told)

    async def planned(self, wish: str = "만들어줘", **arguments: Any) -> Told:
        """A conversation whose plan waits."""
        told = await self.call("design", wish=wish, **arguments)
        assert told["status"] == "awaiting_approval", told
        return told

    async def built(self, **arguments: Any) -> Told:
        """A conversation that has built something."""
        plan = (await self.planned(**arguments))["plan"]
        told = await self.call("approve", plan_id=plan["plan_id"])
        assert told["status"] == "completed", told
        return told

    async def _told(self, progress: float, total: float | None, message: str | None) -> None:
        self.progress.append((progress, total, message))
        if total:
            self.building.set()


@asynccontextmanager
async def talking(
    url: str, person: Person | None = None, mode: str = "auto", **headers: str
) -> AsyncIterator[Talk]:
    """A client over HTTP, which has a person to ask where one is given; of mode "legacy" it speaks
    the protocol that has sessions."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx2.AsyncClient(headers=named, timeout=PATIENCE, verify=PLAIN) as http:
        transport = streamable_http_client(f"{url}/mcp", http_client=http)
        async with _client(transport, person, mode) as talk:
            yield talk


@asynccontextmanager
async def talking_to_process(
    env: Mapping[str, str], person: Person | None = None
) -> AsyncIterator[Talk]:
    """A client of a process of its own, on standard streams."""
    asked = StdioServerParameters(
        command=sys.executable, args=STDIO, env=environment(env), cwd=str(ROOT)
    )
    async with _client(stdio_client(asked), person) as talk:
        yield talk


@asynccontextmanager
async def _client(transport: Any, person: Person | None, mode: str = "auto") -> AsyncIterator[Talk]:
    client = Client(
        transport, elicitation_callback=person, read_timeout_seconds=PATIENCE, mode=mode
    )
    async with client:
        yield Talk(client)


async def older(*arguments: str, env: Mapping[str, str] | None = None) -> list[Told]:
    """What a client of SDK 1.x was told, call by call (`mcp_older.py` says which)."""
    script = str(ROOT / "tests" / "support" / "mcp_older.py")
    running = await asyncio.create_subprocess_exec(
        str(OLDER_PYTHON),
        script,
        *arguments,
        env=environment(env or {}),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        told, complaints = await running.communicate()
    assert running.returncode == 0, complaints.decode()
    return [json.loads(line) for line in told.splitlines()]
