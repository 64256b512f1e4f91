"""Markdown from blocks."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.notion.answers import Answers
from sandbox.notion.blocks.kinds import KINDS
from sandbox.notion.markdown.inline import short_color, written_inline
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
_FIXED = {"divider": "---", "table_of_contents": "<table_of_contents/>"}


class Writer:
    """Writes blocks; `unknown` collects the ids of those that markdown cannot express."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.unknown: list[str] = []

    def text(self, names: Iterable[str]) -> str:
        """The markdown of blocks one below the other."""
        return "\n".join(self._lines(names))

    def _lines(self, names: Iterable[str], indent: str = "") -> list[str]:
        return [f"{indent}{line}" for name in names for line in self._block(name)]

    def _block(self, name: str) -> list[str]:
        block = self._answers.tx.get(Block, name)
        if block is None:
            return [self._subpage(name)]
        content = block.content
        below = self._answers.children(block)
        kind = block.type
        if kind in _PREFIXES or kind == "to_do":
            return [self._prose(kind, content), *self._lines(below, "\t")]
        if kind in _FIXED:
            return [_FIXED[kind]]
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
                return ["<details>", summary, *inner, "</details>"]
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
                return [f'<table header-row="{header}">', *inner, "</table>"]
            case "table_row":
                cells = (f"\t<td>{written_inline(cell)}</td>" for cell in content["cells"])
                return ["<tr>", *cells, "</tr>"]
        self.unknown.append(block.id)
        url = self._answers.urls.page(block.id, "")
        return [f'<unknown url="{url}" alt="{block.type}"/>']

    def _callout(self, content: Json) -> str:
        icon = content["icon"]
        emoji = f' icon="{icon["emoji"]}"' if icon and icon["type"] == "emoji" else ""
        color = content["color"]
        hue = "" if color == "default" else f' color="{short_color(color)}"'
        return f"<callout{emoji}{hue}>"

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
