"""`notionforge recipes [ID]`: what finished designs there are, and what one of them makes."""

import argparse
import asyncio
from typing import Any
from urllib.parse import quote

from cli.outcome import Exit
from cli.reach import reached
from cli.rest import asked
from cli.screen import screen
from cli.speech import Language
from cli.words import outline, table


def run(arguments: argparse.Namespace, language: Language) -> Exit:
    return asyncio.run(_recipes(arguments, language))


async def _recipes(arguments: argparse.Namespace, language: Language) -> Exit:
    shown = screen(as_json=arguments.json)
    async with reached(arguments.server, language) as reach, reach.client() as client:
        path = f"/{quote(arguments.id, safe='')}" if arguments.id else ""
        found: Any = await asked(client, "GET", f"/api/recipes{path}")
    for recipe in found if isinstance(found, list) else [found]:
        shown.frame(recipe)
    if isinstance(found, list):
        rows = [(r["id"], f"{r['icon']} {r['name']}", r["description"]) for r in found]
        shown.lines(table(rows) if rows else [])
    else:
        shown.lines([found["description"], "", *outline(found["blueprint"], language)])
    return Exit.DONE
