"""Our server with nothing to plan: its planner designs a page of one block, whatever is said.

`python -m bench.peers.ours PORT FOLDER`
"""

import asyncio
import gc
import sys
from pathlib import Path

import uvicorn

from agent.planner.planners import Planners
from server import COLLECTING, SERVING
from settings import Settings
from tests.support.planners import ObedientPlanner
from tools.blueprint.parse import parse
from wiring import create_app

_PAGE = {"title": "One page", "blocks": [{"type": "paragraph", "text": "one block"}]}


async def main(port: int, folder: Path) -> None:
    settings = Settings(
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        data_dir=folder,
        rate_limit_rpm=0,
        ws_messages_per_minute=0,
        ws_connections_per_address=0,
    )
    app = create_app(settings, Planners(ObedientPlanner(parse(_PAGE))))
    gc.set_threshold(*COLLECTING)
    gc.freeze()
    await uvicorn.Server(uvicorn.Config(app, port=port, lifespan="on", **SERVING)).serve()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
