"""`notionforge import FILE…`: documents become a workspace."""

import argparse
from pathlib import Path
from typing import Any

from cli.commands.planning import plan
from cli.outcome import CommandFailed, Exit
from cli.reach import Reach
from cli.rest import asked
from cli.speech import Language, say


def run(arguments: argparse.Namespace, language: Language) -> Exit:
    paths = [Path(name) for name in arguments.files]
    for path in paths:
        if path.is_dir():
            raise CommandFailed("is_folder", Exit.USAGE, path=path)
        if not path.is_file():
            raise CommandFailed("no_file", Exit.USAGE, path=path)

    async def opening(reach: Reach) -> dict[str, Any]:
        async with reach.client() as client:
            kept = [await _sent(client, path) for path in paths]
        return {"content": say("import_wish", language), "attachments": kept}

    return plan(arguments, language, opening)


async def _sent(client: Any, path: Path) -> str:
    """The id under which the server keeps a file for a while."""
    with path.open("rb") as file:
        answer = await asked(client, "POST", "/api/files", files={"file": (path.name, file)})
    return str(answer["file_id"])
