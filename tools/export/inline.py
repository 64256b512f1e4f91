"""Rich text within a line of Markdown, as Notion exports it: no colours, no underlines. Pure.

Escaped is what CommonMark would read as a sign, so that words stay words.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Protocol
from urllib.parse import quote

from tools.blueprint.base import Language
from tools.workspace.dates import span

Json = dict[str, Any]

_SPECIAL = re.compile(r"[\\`*\[\]<$~|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_AT_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+>=]|\d{1,9}(?=[.)]))")
_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
_BREAK = "<br>"
_HARD = "  \n"
_MARKS = (("bold", "**"), ("italic", "*"), ("strikethrough", "~~"))


class Links(Protocol):
    """Where a page or database stands, as seen from the text; None where that is unknown."""

    def link(self, notion_id: str) -> tuple[str, str] | None:
        """Its title and its address."""
        ...


def text_of(runs: Iterable[Json], links: Links, language: Language) -> str:
    """A text that may have several lines, of which none is read as the beginning of a block."""
    written = "".join(_run(run, links, language) for run in runs)
    lines = [_guarded(line) for line in written.split("\n")]
    joined = lines[0]
    for before, line in pairwise(lines):
        # An empty line would end the paragraph.
        joined += (_HARD if before and line else _BREAK) + line
    return joined


def line_of(runs: Iterable[Json], links: Links, language: Language) -> str:
    """A text of one line: a heading, a cell."""
    return _guarded("".join(_run(run, links, language) for run in runs).replace("\n", _BREAK))


def escaped(words: str) -> str:
    """Words as Markdown that says just them."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", words)


def target(url: str) -> str:
    """An address as it stands in the brackets of a link."""
    return quote(url, safe="/:?#@!$&'*+,;=%~-._") if re.search(r"[\s()<>\[\]\\]", url) else url


def linked(words: str, url: str) -> str:
    return f"[{words}]({target(url)})"


def _guarded(line: str) -> str:
    """A line that begins no block, and whose outer blanks are kept."""
    before, core, after = _edges(line)
    core = _AT_START.sub(_literal, core)
    return "".join(f"&#{ord(c)};" for c in before) + core + "".join(f"&#{ord(c)};" for c in after)


def _literal(found: re.Match[str]) -> str:
    sign = found[0]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _edges(text: str) -> tuple[str, str, str]:
    found = _EDGES.match(text)
    assert found is not None  # noqa: S101 - each part may be empty
    before, core, after = found.groups()
    return (before, core, after) if core else ("", "", before)


def _run(run: Json, links: Links, language: Language) -> str:
    body = run[run["type"]]
    match run["type"]:
        case "equation":
            return f"${body['expression']}$"
        case "mention":
            return _mention(run, body, links, language)
        case _:
            url = (body.get("link") or {}).get("url")
            return _formatted(body["content"], run.get("annotations") or {}, url)


def _mention(run: Json, body: Json, links: Links, language: Language) -> str:
    kind = body["type"]
    if kind in ("page", "database"):
        found = links.link(body[kind]["id"])
        return linked(escaped(found[0]), found[1]) if found else escaped(run["plain_text"])
    if kind == "date":
        return f"@{span(body['date'], language)}"
    return escaped(run["plain_text"])


def _formatted(words: str, annotations: Json, url: str | None) -> str:
    """Words in their signs; outer blanks stand outside of these, where they end the format."""
    before, core, after = _edges(words)
    if not core:
        return after
    said = _code(core) if annotations.get("code") else escaped(core)
    for name, mark in _MARKS:
        if annotations.get(name):
            said = f"{mark}{said}{mark}"
    return f"{before}{linked(said, url) if url else said}{after}"


def _code(words: str) -> str:
    """Words between more ticks than stand together in them."""
    longest = max((len(ticks) for ticks in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{blank}{words}{blank}{fence}"
