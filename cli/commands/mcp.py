"""`notionforge mcp`: the agent's tools over standard input and output, for clients of MCP."""

import argparse
from importlib import import_module
from importlib.util import find_spec

from cli.outcome import CommandFailed, Exit
from cli.speech import Language


def run(_arguments: argparse.Namespace, _language: Language) -> Exit:
    """Serves one client until it leaves. Raises CommandFailed where this release has no MCP."""
    if find_spec("api.mcp") is None:
        raise CommandFailed("no_mcp")
    import_module("api.mcp").serve_stdio()
    return Exit.DONE
