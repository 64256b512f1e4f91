"""Blocks of Notion's answers as Markdown in the form of its exports. Pure.

What the form has no sign for is written by what it shows: columns one below the other, panes of
tabs and toggles as items of a list with their content inside, synced blocks by their content.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import unquote

from tools.blueprint.base import Language
from tools.export.inline import Links, line_of, linked, target, text_of

Json = dict[str, Any]

_INDENT = 4
_MEDIA = frozenset({"image", "video", "audio", "file", "pdf"})
_FLAT = frozenset({"column_list", "column", "synced_block"})
_LISTED = frozenset({"bulleted_list_item", "numbered_list_item", "to_do", "toggle"})
_LANGUAGES = {"plain text": "", "c++": "cpp", "c#": "csharp", "f#": "fsharp"}


class Surroundings(Links, Protocol):
    """What a body refers to, and what is inside its blocks."""

    def below(self, block: Json) -> list[Json]:
        """The blocks directly inside a block."""
        ...

    def file(self, item: Json) -> str:
        """Where a file of Notion's or at an address lies, as seen from the body."""
        ...


class Writer:
    """Writes bodies that stand in the same surroundings."""

    def __init__(self, around: Surroundings, language: Language) -> None:
        self._around = around
        self._language: Language = language

    def body(self, blocks: list[Json]) -> str:
        """Blocks below one another: items of a list close together, others with an empty line."""
        parts: list[str] = []
        number, was_listed = 0, False
        for block in blocks:
            number = number + 1 if block["type"] == "numbered_list_item" else 0
            written = self._block(block, number)
            if not written:
                continue
            is_listed = block["type"] in _LISTED
            if parts:
                parts.append("\n" if is_listed and was_listed else "\n\n")
            parts.append(written)
            was_listed = is_listed
        return "".join(parts)

    def _block(self, block: Json, number: int) -> str:
        kind = block["type"]
        body = block.get(kind) or {}
        if kind in _FLAT:
            return self._inside(block)
        if kind == "tab":
            panes = self._around.below(block)
            return "\n".join(self._item("- ", pane["paragraph"], pane) for pane in panes)
        if kind in _MEDIA:
            return self._media(kind, body)
        write = _WRITERS.get(kind)
        return "" if write is None else write(self, block, body, number)

    def _inside(self, block: Json) -> str:
        return self.body(self._around.below(block))

    def text(self, body: Json) -> str:
        return text_of(body["rich_text"], self._around, self._language)

    def line(self, runs: list[Json]) -> str:
        return line_of(runs, self._around, self._language)

    def paragraph(self, block: Json, body: Json, _: int) -> str:
        return _joined(self.text(body), _indented(self._inside(block), _INDENT))

    def heading(self, block: Json, body: Json, _: int) -> str:
        title = f"{'#' * int(block['type'][-1])} {self.line(body['rich_text'])}"
        inner = self._inside(block)
        if not body.get("is_toggleable") and not inner:
            return title
        return _joined(f"- {title}", _indented(inner, _INDENT))

    def listed(self, block: Json, body: Json, number: int) -> str:
        match block["type"]:
            case "numbered_list_item":
                mark = f"{number}. "
            case "to_do":
                mark = "- [x]  " if body["checked"] else "- [ ]  "
            case _:
                mark = "- "
        return self._item(mark, body, block)

    def _item(self, mark: str, body: Json, block: Json) -> str:
        width = max(len(mark) if mark[0].isdigit() else 0, _INDENT)
        first = mark + _indented(self.text(body), width).lstrip()
        inner = self._around.below(block)
        between = "\n\n" if inner and inner[0]["type"] not in _LISTED else "\n"
        return _joined(first, _indented(self.body(inner), width), between)

    def quote(self, block: Json, body: Json, _: int) -> str:
        said = _joined(self.text(body), self._inside(block))
        return "\n".join(f"> {line}" if line else ">" for line in said.split("\n"))

    def callout(self, block: Json, body: Json, _: int) -> str:
        said = _joined(f"{self._icon(body.get('icon'))}{self.text(body)}", self._inside(block))
        return f"<aside>\n{said}\n\n</aside>"

    def _icon(self, icon: Json | None) -> str:
        if icon is None:
            return ""
        if icon["type"] == "emoji":
            return f"{icon['emoji']} "
        url = target(self._around.file(icon))
        return f'<img src="{url}" width="40px" />\n\n' if url else ""

    def code(self, _block: Json, body: Json, _: int) -> str:
        words = "".join(run["plain_text"] for run in body["rich_text"])
        longest = max((len(ticks) for ticks in re.findall("`{3,}", words)), default=2)
        fence, language = "`" * (longest + 1), body["language"]
        code = f"{fence}{_LANGUAGES.get(language, language)}\n{words}\n{fence}"
        return _joined(code, self.line(body.get("caption") or []))

    def equation(self, _block: Json, body: Json, _: int) -> str:
        return f"$$\n{body['expression']}\n$$"

    def divider(self, _block: Json, _body: Json, _: int) -> str:
        return "---"

    def link(self, _block: Json, body: Json, _: int) -> str:
        caption = self.line(body.get("caption") or [])
        return linked(caption or line_of(_plain(body["url"]), self._around, "en"), body["url"])

    def page(self, block: Json, body: Json, _: int) -> str:
        found = self._around.link(block["id"])
        return linked(self.line(_plain(found[0])), found[1]) if found else str(body["title"])

    def link_to_page(self, _block: Json, body: Json, _: int) -> str:
        found = self._around.link(body[body["type"]])
        return linked(self.line(_plain(found[0])), found[1]) if found else ""

    def table(self, block: Json, _body: Json, _: int) -> str:
        rows = [row["table_row"]["cells"] for row in self._around.below(block)]
        lines = ["| " + " | ".join(map(self.line, row)) + " |" for row in rows]
        if lines:
            lines.insert(1, "| " + " | ".join("---" for _ in rows[0]) + " |")
        return "\n".join(lines)

    def _media(self, kind: str, body: Json) -> str:
        path = self._around.file(body)
        caption = self.line(body.get("caption") or [])
        name = body.get("name") or unquote(path.rpartition("/")[2])
        words = caption or self.line(_plain(name))
        return f"{'!' if kind == 'image' else ''}{linked(words, path)}"


Write = Callable[[Writer, Json, Json, int], str]
_WRITERS: Mapping[str, Write] = {
    "paragraph": Writer.paragraph,
    **dict.fromkeys(("heading_1", "heading_2", "heading_3", "heading_4"), Writer.heading),
    **dict.fromkeys(_LISTED, Writer.listed),
    "quote": Writer.quote,
    "callout": Writer.callout,
    "code": Writer.code,
    "equation": Writer.equation,
    "divider": Writer.divider,
    **dict.fromkeys(("bookmark", "embed", "link_preview"), Writer.link),
    **dict.fromkeys(("child_page", "child_database"), Writer.page),
    "link_to_page": Writer.link_to_page,
    "table": Writer.table,
}


def files_of(block: Json) -> Iterator[Json]:
    """What of a block Notion may keep as a file: its content, its icon."""
    body = block.get(block["type"]) or {}
    if block["type"] in _MEDIA:
        yield body
    if isinstance(body.get("icon"), dict):
        yield body["icon"]


def _plain(words: str) -> list[Json]:
    return [{"type": "text", "text": {"content": words}, "plain_text": words}]


def _joined(first: str, then: str, between: str = "\n\n") -> str:
    return between.join(filter(None, (first, then)))


def _indented(text: str, width: int) -> str:
    """Each line of a text further in; empty ones stay empty."""
    pad = " " * width
    return "\n".join(f"{pad}{line}" if line else line for line in text.split("\n"))
