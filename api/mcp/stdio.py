"""MCP on the standard streams: for clients that start a process of their own."""

import httpx

from api.app import App
from settings import Settings

PROBE_SECONDS = 2.0


def is_served(settings: Settings) -> bool:
    """Whether a server of ours listens where the settings say."""
    try:
        answer = httpx.get(f"{_address(settings)}/health", timeout=PROBE_SECONDS)
        return "version" in answer.json()
    except (httpx.HTTPError, ValueError, TypeError):
        return False


async def pass_on(settings: Settings) -> None:
    """Has the server that runs answer, with the first of the keys that it knows."""
    from api.mcp.bridge import bridge  # the SDK takes its time, and few need it

    known = settings.api_keys
    headers = {"Authorization": f"Bearer {known[0].key}"} if known else {}
    await bridge(f"{_address(settings)}/mcp", headers)


async def serve(app: App) -> None:
    """Speaks with whoever started the process, until they close its input. What else is printed
    meanwhile goes to standard error."""
    from api.mcp.server import made  # likewise

    await made(app).run_stdio_async()


def _address(settings: Settings) -> str:
    """Where the server listens, as this machine reaches it."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "localhost") else settings.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
