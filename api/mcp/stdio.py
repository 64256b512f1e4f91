"""MCP on the standard streams: for clients that start a process of their own."""

from api.app import App
from settings import Settings


async def pass_on(address: str, settings: Settings) -> None:
    """Has the server that runs answer, with the first of the keys that it knows. Its address is
    what it wrote into its data folder, which nobody else can write to."""
    from api.mcp.bridge import bridge  # the SDK takes its time, and few need it

    known = settings.api_keys
    headers = {"Authorization": f"Bearer {known[0].key}"} if known else {}
    await bridge(f"{address}/mcp", headers)


async def serve(app: App) -> None:
    """Speaks with whoever started the process, until they close its input. What else is printed
    meanwhile goes to standard error."""
    from api.mcp.server import made  # likewise

    await made(app).run_stdio_async()
