"""Markdown from blocks."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.notion.answers import Answers
from sandbox.notion.blocks.kinds import KINDS
from sandbox.notion.markdown.inline import short_color, written_inline
from sandbox.notion.markdown.reading import MAX_LEVELS
from sandbox.notion.records import Block, Database, Json
from sandbox.notion.richtext import plain

_PREFIXES = {
    "paragraph": "",
    "bulleted_list_item": "- ",
    "numbered_list_item": "1. ",
    "quote": "> ",
    "heading_1": "# ",
    "heading_2": "## ",
    "heading_3": "### ",
    "heading_4": "#### ",
}


class Writer:
    """Writes blocks; `unknown` collects the ids of those that markdown cannot express.

    What stands deeper than a text can be read is left out; `truncated` tells.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._level = 0
        self.unknown: list[str] = []
        self.truncated = False

    def text(self, names: Iterable[str]) -> str:
        """The markdown of blocks one below the other."""
        return "\n".join(self._lines(names))

    def _lines(self, names: Iterable[str], indent: str = "") -> list[str]:
        if self._level > MAX_LEVELS:
            left_out = list(names)
            self.unknown += left_out
            self.truncated = self.truncated or bool(left_out)
            return []
        self._level += 1
        lines = [f"{indent}{line}" for name in names for line in self._block(name)]
        self._level -= 1
        return lines

    def _block(self, name: str) -> list[str]:
        block = self._answers.tx.get(Block, name)
        if block is None:
            return [self._subpage(name)]
        content = block.content
        below = self._answers.children(block)
        kind = block.type
        if kind in _PREFIXES or kind == "to_do":
            return [self._prose(kind, content), *self._lines(below, "\t")]
        if kind == "divider":
            return ["---"]
        if kind == "table_of_contents":
            return [f"<table_of_contents{_hue(content)}/>"]
        if kind == "code":
            language = content["language"]
            return [f"```{language}", *plain(content["rich_text"]).split("\n"), "```"]
        if kind == "equation":
            return ["$$", content["expression"], "$$"]
        if KINDS[kind].is_media:
            return [self._media(kind, content)]
        return self._container(block, below)

    def _prose(self, kind: str, content: Json) -> str:
        words = written_inline(content["rich_text"])
        if kind == "paragraph" and not words:
            return "<empty-block/>"
        marks = 'toggle="true"' if content.get("is_toggleable") else ""
        if content["color"] != "default":
            marks = f'{marks} color="{short_color(content["color"])}"'.strip()
        prefix = _PREFIXES.get(kind) or ("- [x] " if content.get("checked") else "- [ ] ")
        prefix = "" if kind == "paragraph" else prefix
        return f"{prefix}{words}{f' {{{marks}}}' if marks else ''}"

    def _container(self, block: Block, below: list[str]) -> list[str]:
        content = block.content
        inner = self._lines(below, "\t")
        match block.type:
            case "toggle":
                summary = f"<summary>{written_inline(content['rich_text'])}</summary>"
                return [f"<details{_hue(content)}>", summary, *inner, "</details>"]
            case "callout":
                words = written_inline(content["rich_text"])
                first = [f"\t{words}"] if words else []
                return [self._callout(content), *first, *inner, "</callout>"]
            case "column_list":
                return ["<columns>", *inner, "</columns>"]
            case "column":
                return ["<column>", *inner, "</column>"]
            case "synced_block":
                return ["<synced_block>", *inner, "</synced_block>"]
            case "table":
                header = str(content["has_column_header"]).lower()
                column = ' header-column="true"' if content["has_row_header"] else ""
                return [f'<table header-row="{header}"{column}>', *inner, "</table>"]
            case "table_row":
                cells = (f"\t<td>{written_inline(cell)}</td>" for cell in content["cells"])
                return ["<tr>", *cells, "</tr>"]
        self.unknown.append(block.id)
        url = self._answers.urls.page(block.id, "")
        return [f'<unknown url="{url}" alt="{block.type}"/>']

    def _callout(self, content: Json) -> str:
        icon = content["icon"]
        emoji = f' icon="{icon["emoji"]}"' if icon and icon["type"] == "emoji" else ""
        return f"<callout{emoji}{_hue(content)}>"

    def _media(self, kind: str, content: Json) -> str:
        shown = self._answers.files.shown(content)
        url, caption = shown[shown["type"]]["url"], written_inline(content["caption"])
        if kind == "image":
            return f"![{caption}]({url})"
        return f'<{kind} src="{url}">{caption}</{kind}>'

    def _subpage(self, name: str) -> str:
        title = self._answers.label(name)["title"]
        if database := self._answers.tx.get(Database, name):
            inline = str(database.is_inline).lower()
            url = self._answers.urls.database(name)
            return f'<database url="{url}" inline="{inline}">{title}</database>'
        return f'<page url="{self._answers.urls.page(name, title)}">{title}</page>'


def _hue(content: Json) -> str:
    color = content["color"]
    return "" if color == "default" else f' color="{short_color(color)}"'
