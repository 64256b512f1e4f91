"""A real server: time to `/health` and to its first plan, memory, and what an idle socket costs."""

import asyncio
import contextlib
import json
import tempfile
import time

import websockets

from bench.report import row, title
from bench.serving import Server, serving

SOCKETS = 400


async def _first_plan(server: Server) -> None:
    """Asks for a plan and waits until it lies before the person."""
    url = f"ws://{server.address}/ws/chat"
    # It waits for the application, on a busy machine for long.
    async with websockets.connect(url, compression=None, open_timeout=60) as chat:
        await chat.send(json.dumps({"type": "init"}))
        await chat.send(json.dumps({"type": "message", "content": "습관 트래커 만들어줘"}))
        while json.loads(await chat.recv())["type"] != "approval_request":
            pass


async def _idle_sockets(server: Server) -> float:
    """KB of the server's memory per open, initialised, idle socket."""
    before = server.resident
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(SOCKETS):
            connection = websockets.connect(f"ws://{server.address}/ws/chat", compression=None)
            opened = await stack.enter_async_context(connection)
            await opened.send(json.dumps({"type": "init"}))
            await opened.recv()
        await asyncio.sleep(1)
        return (server.resident - before) / SOCKETS


async def main() -> None:
    title("A server of its own")
    with tempfile.TemporaryDirectory() as folder:
        with serving(folder) as server:
            first = server.seconds
            row("cold start to /health, first ever", f"{first:.2f} s", "<= 0.5 s", met=first <= 0.5)
        begun = time.perf_counter()
        with serving(folder) as server:
            again = server.seconds
            row("cold start to /health, again", f"{again:.2f} s", "<= 0.5 s", met=again <= 0.5)
            await asyncio.wait_for(_first_plan(server), 60)
            plan = time.perf_counter() - begun
            row("cold start to the first plan", f"{plan:.2f} s", "<= 2.5 s", met=plan <= 2.5)
            row("its CPU", f"{server.cpu:.2f} s")
            idle = server.resident / 1024
            row("memory, idle", f"{idle:.0f} MB", "<= 200 MB", met=idle <= 200)
            each = await _idle_sockets(server)
            row(f"an idle socket ({SOCKETS} open)", f"{each:.0f} KB", "<= 40 KB", met=each <= 40)


if __name__ == "__main__":
    asyncio.run(main())
