"""`notionforge mcp`: the agent's tools over standard input and output, for clients of MCP."""

import argparse

from cli.outcome import Exit
from cli.speech import Language


def run(_arguments: argparse.Namespace, _language: Language) -> Exit:
    """Serves one client until it leaves."""
    from server import serve_mcp

    serve_mcp()
    return Exit.DONE
