"""Runs a workspace on its own: a stand-in for api.notion.com on this machine.

python -m sandbox.notion --port 9600 --data workspace.sqlite --token secret=personal
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import uvicorn

from sandbox.notion import RateWindow, Workspace, create_app

_KINDS = ("personal", "internal")


def _token(text: str) -> tuple[str, str]:
    token, _, kind = text.partition("=")
    if (kind or "personal") not in _KINDS:
        raise argparse.ArgumentTypeError(f"a token is personal or internal, not {kind}")
    return token, kind or "personal"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.notion", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9600)
    parser.add_argument("--data", type=Path, help="SQLite file; without it nothing is kept")
    parser.add_argument("--token", type=_token, action="append", metavar="TOKEN[=KIND]")
    parser.add_argument("--rate", type=int, help="requests per minute and token")
    parser.add_argument("--public-url", help="where pages can be looked at")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    workspace = await Workspace.open(options.data)
    app = create_app(
        workspace,
        public_url=options.public_url,
        tokens=dict(options.token or [("sandbox", "personal")]),
        rate=RateWindow(options.rate) if options.rate else None,
    )
    config = uvicorn.Config(app, options.host, options.port, lifespan="off")
    try:
        await uvicorn.Server(config).serve()
    finally:
        await workspace.close()


if __name__ == "__main__":
    asyncio.run(_serve(_options()))
