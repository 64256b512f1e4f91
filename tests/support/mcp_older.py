"""A client of MCP SDK 1.x, run by an interpreter that has it: designs, approves, changes, undoes.

    mcp_older.py http URL [asks]
    mcp_older.py stdio asks|- COMMAND…

Prints what each call was told, a line of JSON each. With `asks` it has a person, who says yes.
"""

import asyncio
import json
import os
import sys
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client
from mcp.types import ElicitResult


async def person(_: Any, params: Any) -> ElicitResult:
    show("asked", {"message": params.message})
    return ElicitResult(action="accept", content={"approve": True})


def show(tool: str, told: Any) -> None:
    print(json.dumps({"tool": tool, "told": told}), flush=True)


async def converse(read: Any, write: Any, asks: bool) -> None:
    async with ClientSession(read, write, elicitation_callback=person if asks else None) as session:
        shaken = await session.initialize()
        show("initialize", {"version": shaken.protocolVersion, "name": shaken.serverInfo.name})

        async def call(tool: str, **arguments: Any) -> Any:
            answer = await session.call_tool(tool, arguments)
            show(tool, answer.structuredContent)
            return answer.structuredContent

        told = await call("design", wish="a habit tracker please")
        built = await call("approve", plan_id=told["plan"]["plan_id"])
        page = built["result"]["page_id"]
        told = await call("change", wish="rename the page to Garden", page_id=page)
        changed = await call("approve", plan_id=told["plan"]["plan_id"])
        await call("undo", thread_id=changed["thread_id"])
        await call("status", thread_id=changed["thread_id"])


async def main(kind: str, *arguments: str) -> None:
    if kind == "http":
        url, *asks = arguments
        async with streamablehttp_client(url) as (read, write, _):
            await converse(read, write, bool(asks))
        return
    asks, command, *rest = arguments
    server = StdioServerParameters(command=command, args=rest, env=dict(os.environ))
    async with stdio_client(server) as (read, write):
        await converse(read, write, asks == "asks")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
