"""Runs a workspace on its own: a stand-in for api.notion.com on this machine.

python -m sandbox.notion --port 9600 --data workspace.sqlite --token secret=personal
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import uvicorn

from sandbox.notion import RateWindow, Workspace, create_app
from sandbox.notion.chaos import Chaos

_KINDS = ("personal", "internal")


def _token(text: str) -> tuple[str, str]:
    token, _, kind = text.partition("=")
    if (kind or "personal") not in _KINDS:
        raise argparse.ArgumentTypeError(f"a token is personal or internal, not {kind}")
    return token, kind or "personal"


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"a share lies between 0 and 1, {text} does not")
    return share


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.notion", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9600)
    parser.add_argument("--data", type=Path, help="SQLite file; without it nothing is kept")
    parser.add_argument("--token", type=_token, action="append", metavar="TOKEN[=KIND]")
    parser.add_argument("--oauth-client", action="append", metavar="ID=SECRET", default=[])
    parser.add_argument("--rate", type=int, help="requests per minute and token")
    parser.add_argument("--public-url", help="where pages can be looked at")
    parser.add_argument(
        "--chaos",
        type=_share,
        metavar="SHARE",
        help="the share of requests (0 to 1) that fail: 409, 429, 529, and before or after the"
        " write 500, 502, 503, 504 or a dropped connection; some are late",
    )
    parser.add_argument("--seed", type=int, help="makes the chaos repeatable")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    workspace = await Workspace.open(options.data)
    app = create_app(
        workspace,
        public_url=options.public_url,
        tokens=dict(options.token or [("sandbox", "personal")]),
        rate=RateWindow(options.rate) if options.rate else None,
        oauth_clients=dict(client.split("=", 1) for client in options.oauth_client),
        faults=None if options.chaos is None else Chaos(options.chaos, options.seed),
    )
    config = uvicorn.Config(app, options.host, options.port, lifespan="off")
    try:
        await uvicorn.Server(config).serve()
    finally:
        await workspace.close()


if __name__ == "__main__":
    asyncio.run(_serve(_options()))
