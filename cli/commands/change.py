"""`notionforge change PAGE "wish"`: changes to a page that is there."""

import argparse
import re
from typing import Any

from cli.commands.planning import plan, wished_in
from cli.outcome import CommandFailed, Exit
from cli.reach import Reach
from cli.speech import Language

_ID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)


def run(arguments: argparse.Namespace, language: Language) -> Exit:
    page = address(arguments.page)

    async def opening(_: Reach) -> dict[str, Any]:
        # A message that begins with a page's address is about that page.
        return {"content": f"{page} {' '.join(arguments.wish)}"}

    return plan(arguments, wished_in(arguments, language), opening)


def address(page: str) -> str:
    """A page's address, also where its id alone is given. Raises CommandFailed for neither."""
    found = page_id(page)
    is_address = page.startswith(("http://", "https://")) and not re.search(r"\s", page)
    return page if is_address else f"https://www.notion.so/{found}"


def page_id(page: str) -> str:
    """The id in a page's address, or the id itself. Raises CommandFailed where there is none."""
    found = [*_ID.finditer(page.split("?")[0])]
    if not found:
        raise CommandFailed("bad_page", Exit.USAGE, page=page)
    return found[-1][0].replace("-", "").lower()
