"""The parser of Markdown, which loses nothing: by its rules a row's cells beyond its header go, and
footnotes that no text names."""

import re
from collections.abc import Mapping
from functools import cache, partial

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as table_rule
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.rules_core import StateCore
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from tools.documents.emphasis import mended, outside_code

_WIKI_LINK = re.compile(
    r"(?P<image>!?)\[\[(?P<name>[^\[\]|#<>\n]+)(?:#[^\[\]|\n]*)?(?:\|(?P<words>[^\[\]\n]+))?\]\]"
)
_MOST_NESTING = 120  # of the parser's own levels: what is deeper it leaves as text
_MOST_BEYOND = 50  # cells of a row, as all rows become as long; further ones share the last
BEYOND = "beyond"  # in the `meta` of a row's token: the texts of the cells that its header has not


@cache
def parser() -> MarkdownIt:
    """It keeps nothing of what it has parsed; to make one takes longer than a page."""
    made = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTING})
    made.enable(["table", "strikethrough"])
    made.use(footnote_plugin).use(front_matter_plugin)
    made.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False)
    made.block.ruler.at("table", _whole_table, {"alt": ["paragraph", "reference"]})
    made.core.ruler.before("footnote_tail", "unnamed_footnotes", _name_footnotes)
    made.core.ruler.before("inline", "mended", _mend)
    return made


def _whole_table(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """The library's rule for tables, whose rows say what it cut off."""
    before = len(state.tokens)
    found = table_rule(state, first, end, silent)
    fresh = state.tokens[before:]
    width = sum(token.type == "th_open" for token in fresh)
    for token in fresh:
        if token.type == "tr_open" and token.map:
            further = _cells(getLine(state, token.map[0]))[width:]
            kept, rest = further[:_MOST_BEYOND], further[_MOST_BEYOND:]
            token.meta[BEYOND] = [*kept, " | ".join(rest)] if rest else kept
    return found


def _cells(line: str) -> list[str]:
    """The cells of a line as the library cuts it."""
    cells = escapedSplit(line.strip())
    opened = 1 if cells and not cells[0] else 0
    closed = 1 if len(cells) > opened and not cells[-1] else 0
    return [cell.strip() for cell in cells[opened : len(cells) - closed]]


def _name_footnotes(state: StateCore) -> None:
    """Lists those that no text names behind the others."""
    notes = state.env.get("footnotes", {})
    listed = notes.get("list", {})
    for label, number in notes.get("refs", {}).items():
        if number < 0:
            listed[len(listed)] = {"label": label.removeprefix(":"), "count": 0}


def _mend(state: StateCore) -> None:
    paths: Mapping[str, str] = state.env.get("paths", {})
    for token in state.tokens:
        if token.type == "inline":
            token.content = mended(token.content)
            if paths and "[[" in token.content:
                token.content = outside_code(token.content, partial(_with_wiki_links, paths=paths))


def _with_wiki_links(text: str, paths: Mapping[str, str]) -> str:
    """`[[Plan|the plan]]`, as Obsidian links notes by their names, as links; what is not there
    stays as it is written."""

    def link(match: re.Match[str]) -> str:
        path = paths.get(match["name"].strip().lower())
        words = match["words"] or match["name"]
        return match[0] if path is None else f"{match['image']}[{words}](</{path}>)"

    return _WIKI_LINK.sub(link, text)
