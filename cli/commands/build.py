"""`notionforge build "wish"`: a workspace from a person's words."""

import argparse
from typing import Any

from cli.commands.planning import plan, wished_in
from cli.outcome import Exit
from cli.reach import Reach
from cli.speech import Language


def run(arguments: argparse.Namespace, language: Language) -> Exit:
    async def opening(_: Reach) -> dict[str, Any]:
        return {"content": " ".join(arguments.wish)}

    return plan(arguments, wished_in(arguments, language), opening)
