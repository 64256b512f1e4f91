"""The workspace that comes with the product: one store, reached from inside and over HTTP."""

from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.notion import RateWindow, Workspace, create_app
from tools.notion.transport import DirectTransport


class EmbeddedWorkspace:
    """An open workspace. From inside nothing is limited; over HTTP it is as strict as Notion."""

    def __init__(self, workspace: Workspace, public_url: str) -> None:
        self.workspace = workspace
        url = f"{public_url}/workspace"
        self.transport = DirectTransport(create_app(workspace, public_url=url))
        self.http: ASGIApp = create_app(workspace, public_url=url, rate=RateWindow())

    @classmethod
    async def open(cls, path: Path, public_url: str) -> "EmbeddedWorkspace":
        return cls(await Workspace.open(path), public_url)

    async def close(self) -> None:
        await self.workspace.close()


class Mounted:
    """A place in the routes for the workspace's HTTP side, which opens with the lifespan."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.app is None:
            raise RuntimeError("the embedded workspace is not open")
        await self.app(scope, receive, send)
