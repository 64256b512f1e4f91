"""What can be typed. Imports next to nothing, as `--help` has to come at once."""

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from cli.speech import LANGUAGES, Language, say

Told = Callable[[str], str]  # the help of a word

# What speaks to no server, or is one.
_BY_THEMSELVES = frozenset({"serve", "mcp", "keys", "migrate-to-postgres"})


def parser(language: Language) -> argparse.ArgumentParser:
    """The whole grammar, its help in a language."""

    def told(key: str) -> str:
        return say(f"help_{key}", language)

    top = argparse.ArgumentParser(
        "notionforge", description=told("notionforge"), epilog=told("more")
    )
    top.add_argument("--version", action=_Version, nargs=0, help=told("version"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str) -> argparse.ArgumentParser:
        key = name.replace("-", "_")
        added = commands.add_parser(name, help=told(key), description=told(key))
        added.add_argument("--language", choices=LANGUAGES, help=told("language"))
        if name not in _BY_THEMSELVES:
            added.add_argument("--server", metavar="URL", help=told("server"))
            added.add_argument("--json", action="store_true", help=told("json"))
        return added

    serve = command("serve")
    serve.add_argument("--open", action="store_true", help=told("open"))
    _wishing(command("build"), told, "WISH")
    change = command("change")
    change.add_argument("page", metavar="PAGE", help=told("page"))
    _wishing(change, told, "WISH")
    undo = command("undo")
    undo.add_argument("id", metavar="ID", help=told("undo_id"))
    importing = command("import")
    importing.add_argument("files", metavar="FILE", nargs="+", help=told("files"))
    _planning(importing, told)
    export = command("export")
    export.add_argument("page", metavar="PAGE", help=told("page"))
    export.add_argument("-o", "--output", metavar="FILE", help=told("output"))
    export.add_argument("--force", action="store_true", help=told("force"))
    ingest = command("ingest")
    ingest.add_argument("--company", metavar="ID", default="demo", help=told("company"))
    ingest.add_argument("--domain", metavar="NAME", help=told("domain"))
    ingest.add_argument("--max-tickets", metavar="N", type=int, help=told("max_tickets"))
    ingest.add_argument("--full", action="store_true", help=told("full"))
    recipes = command("recipes")
    recipes.add_argument("id", metavar="ID", nargs="?", help=told("recipe_id"))
    command("mcp")
    keys = command("keys")
    command("migrate-to-postgres")
    keys.add_argument("act", choices=("list", "new"), nargs="?", default="list", help=told("act"))
    return top


class _Version(argparse.Action):
    """Says which version this is, and ends; it alone needs to know."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from settings import VERSION

        sys.stdout.write(f"notionforge {VERSION}\n")
        parser.exit()


def _wishing(command: argparse.ArgumentParser, told: Told, metavar: str) -> None:
    command.add_argument("wish", metavar=metavar, nargs="+", help=told("wish"))
    _planning(command, told)


def _planning(command: argparse.ArgumentParser, told: Told) -> None:
    """What a plan may be made and approved with."""
    command.add_argument("-y", "--yes", action="store_true", help=told("yes"))
    command.add_argument("--model", metavar="NAME", help=told("model"))
    command.add_argument("--parent", metavar="PAGE", help=told("parent"))


def language_in(words: Sequence[str]) -> str | None:
    """The language that is asked for, wherever it stands: help comes before all is parsed."""
    for word, following in pairwise([*words, ""]):
        if word == "--language":
            return following
        if word.startswith("--language="):
            return word.partition("=")[2]
    return None
