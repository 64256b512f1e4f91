"""Blocks as lines of markdown, children indented with tabs.

Version 1 has no bookmark, embed, breadcrumb or tab, no ratios of columns, no captions of code, no
uploads, no names of files and no icons but emojis. A block without words is written only where it
surely comes back: as an empty paragraph.
"""

import re

from tools.blueprint.base import Color, Text
from tools.blueprint.blocks import (
    Block,
    Callout,
    Code,
    ColumnList,
    Divider,
    Equation,
    Heading,
    ListItem,
    Media,
    Paragraph,
    Quote,
    SyncedBlock,
    Table,
    TableOfContents,
    ToDo,
    Toggle,
)
from tools.notion.render.markdown.inline import (
    Inexpressible,
    address,
    inline,
    short_color,
    verbatim,
)

_PREFIXES = {
    "paragraph": "",
    "heading_1": "# ",
    "heading_2": "## ",
    "heading_3": "### ",
    "heading_4": "#### ",
    "quote": "> ",
    "bulleted_list_item": "- ",
    "numbered_list_item": "1. ",
}
# Words at the start of a line that would be a heading, a list, a divider or a fence, and the
# signs at the end of a heading that would be dropped.
_MARKER = re.compile(r"^(?:#{1,6}|[-+])(?=\s|$)|^(?:-{2,}|=+)$|^:{3}|(?<=\s)#+$")
_NUMBER = re.compile(r"^(\d+)(?=[.)](?:\s|$))")
_FENCE = "```"
_ICON = re.compile(r"[^\s\"<>&:]+")
_LANGUAGE = re.compile(r"[\w+#./ -]+")


def to_markdown(blocks: list[Block]) -> str | None:
    """A body in Notion's markdown v1; None where it cannot be said faithfully.

    References to pages and databases are never expressed: their ids do not exist yet.
    """
    try:
        return "\n".join(_lines(blocks))
    except Inexpressible:
        return None


def _lines(blocks: list[Block]) -> list[str]:
    return [line for block in blocks for line in _block(block)]


def _below(blocks: list[Block]) -> list[str]:
    return [f"\t{line}" for line in _lines(blocks)]


def _block(block: Block) -> list[str]:
    match block:
        case Paragraph(text="" | [], color="default", children=[]):
            return ["<empty-block/>"]
        case Paragraph() | Heading() | Quote() | ListItem() | ToDo():
            return [_prose(block), *_below(block.children)]
        case Callout():
            first = f"\t{_guarded(_filled(block.text))}"
            return [_callout(block), first, *_below(block.children), "</callout>"]
        case Toggle():
            summary = _enclosed("summary", block.text, needed=True)
            opening = f"<details{_color(block.color)}>"
            return [opening, summary, *_below(block.children), "</details>"]
        case ColumnList():
            return _columns(block)
        case SyncedBlock(key=None, ref=None, children=children):
            return ["<synced_block>", *_below(children), "</synced_block>"]
        case _:
            return _leaf(block)


def _leaf(block: Block) -> list[str]:
    match block:
        case Divider(type="divider"):
            return ["---"]
        case TableOfContents(color=color):
            return [f"<table_of_contents{_color(color)}/>"]
        case Code():
            return _code(block)
        case Equation(expression=expression):
            return _equation(expression)
        case Media():
            return [_media(block)]
        case Table():
            return _table(block)
        case _:
            raise Inexpressible


def _prose(block: Paragraph | Heading | Quote | ListItem | ToDo) -> str:
    words = _guarded(_filled(block.text))
    attributes = _color(block.color)
    if isinstance(block, Heading) and (block.toggleable or block.children):
        attributes = f' toggle="true"{attributes}'
    if isinstance(block, ToDo):
        prefix = "- [x] " if block.checked else "- [ ] "
    else:
        prefix = _PREFIXES[block.type]
    return f"{prefix}{words}{f' {{{attributes.strip()}}}' if attributes else ''}"


def _filled(text: Text) -> str:
    words = inline(text)
    if not words:
        raise Inexpressible
    return words


def _guarded(line: str) -> str:
    return _NUMBER.sub(r"\1\\", _MARKER.sub(r"\\\g<0>", line))


def _color(color: Color) -> str:
    return "" if color == "default" else f' color="{short_color(color)}"'


def _callout(block: Callout) -> str:
    if block.icon is None:
        icon = ""
    elif isinstance(block.icon, str) and _ICON.fullmatch(block.icon):
        icon = f' icon="{block.icon}"'
    else:
        raise Inexpressible
    return f"<callout{icon}{_color(block.color)}>"


def _enclosed(tag: str, text: Text, attributes: str = "", *, needed: bool = False) -> str:
    """A text between tags on one line. Raises Inexpressible if it holds the closing tag."""
    words = _filled(text) if needed else inline(text)
    if f"</{tag}" in words:
        raise Inexpressible
    return f"<{tag}{attributes}>{words}</{tag}>"


def _columns(block: ColumnList) -> list[str]:
    if any(column.ratio is not None for column in block.columns):
        raise Inexpressible
    lines = ["<columns>"]
    for column in block.columns:
        inner = ["<column>", *_below(column.blocks), "</column>"]
        lines += [f"\t{line}" for line in inner]
    return [*lines, "</columns>"]


def _code(block: Code) -> list[str]:
    code = verbatim(block.text).split("\n")
    fenced = any(line.lstrip().startswith(_FENCE) for line in code)
    if block.caption or fenced or not _LANGUAGE.fullmatch(block.language):
        raise Inexpressible
    return [f"{_FENCE}{block.language}", *code, _FENCE]


def _equation(expression: str) -> list[str]:
    lines = verbatim(expression).split("\n")
    if any(line.strip() in ("", "$$") or line != line.strip() for line in lines):
        raise Inexpressible
    return ["$$", *lines, "$$"]


def _media(block: Media) -> str:
    if block.url is None or (block.type == "file" and block.name):
        raise Inexpressible
    if block.type == "image":
        return f"![{inline(block.caption)}]({address(block.url)})"
    return _enclosed(block.type, block.caption, f' src="{address(block.url)}"')


def _table(table: Table) -> list[str]:
    header = ' header-row="true"' if table.header else ""
    header += ' header-column="true"' if table.row_header else ""
    lines = [f"<table{header}>"]
    for row in table.rows:
        cells = [f"\t\t{_enclosed('td', cell)}" for cell in row]
        lines += ["\t<tr>", *cells, "\t</tr>"]
    return [*lines, "</table>"]
