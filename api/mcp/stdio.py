"""MCP on the standard streams: for clients that start a process of their own."""

from api.app import App


async def serve(app: App) -> None:
    """Speaks with whoever started the process, until they close its input. What else is printed
    meanwhile goes to standard error."""
    from api.mcp.server import made  # the SDK takes its time, and few need it

    await made(app).run_stdio_async()
