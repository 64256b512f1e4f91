"""`notionforge serve`: the server itself."""

import argparse

from cli.outcome import Exit
from cli.speech import Language


def run(arguments: argparse.Namespace, _language: Language) -> Exit:
    """Serves until it is told to stop."""
    from server import serve

    serve(in_browser=arguments.open)
    return Exit.DONE
