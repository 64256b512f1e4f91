"""Blocks from markdown: line by line, children indented with tabs.

Each pattern reads a line once, and each line is looked at once a level: a text takes time by its
length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Self

from sandbox.notion.blocks.reading import Draft
from sandbox.notion.checks import shown
from sandbox.notion.errors import ValidationError
from sandbox.notion.markdown.inline import inline
from sandbox.notion.records import Json, RichText
from sandbox.notion.richtext import COLORS, text_run

_HEADING = re.compile(r"(#{1,4}) (.*)")
_TO_DO = re.compile(r"[-*] \[([ xX])\] ?(.*)")
_BULLET = re.compile(r"[-*] (.*)")
_NUMBER = re.compile(r"\d+\. (.*)")
_QUOTE = re.compile(r"> ?(.*)")
_ATTRIBUTES = re.compile(r"(?<!\\)\{((?:\s*[\w-]+=\"[^\"]*\")+)\s*\}$")
_TAG = re.compile(r"<([a-z_-]+)((?:\s+[\w-]+=\"[^\"]*\")*)\s*/?>(.*)")
_PAIR = re.compile(r'([\w-]+)="([^"]*)"')
_CELL = re.compile(r"<t[dh][^<>]*>((?:(?!<t[dh]).)*?)</t[dh]>")
_BLANK = re.compile(r"\s")
_MEDIA = frozenset({"video", "audio", "file", "pdf"})
_KEPT = frozenset({"page", "database", "unknown"})
MAX_LEVELS = 40
"""How deep blocks may stand in blocks."""

MAX_BLOCKS = 20_000
"""Of one text: as many as Notion answers as markdown."""


class Lines(list[str]):
    """The lines of a text or of a block in it, `level` blocks deep."""

    def __init__(self, lines: Iterable[str], level: int = 0) -> None:
        super().__init__(lines)
        self.level = level

    def below(self, start: int, end: int) -> Self:
        """The lines from `start` to `end`, which stand in a block. Raises ValidationError."""
        if self.level == MAX_LEVELS:
            line = shown(self[start - 1].strip())
            raise ValidationError(f"Blocks nest deeper than {MAX_LEVELS} levels in line {line}.")
        return type(self)((line.removeprefix("\t") for line in self[start:end]), self.level + 1)

    def behind(self, start: int) -> Self:
        """The lines from `start` on."""
        return type(self)(self[start:], self.level)

    @cached_property
    def last(self) -> dict[str, int]:
        """Where each line stands last."""
        return {line.rstrip(): index for index, line in enumerate(self)}


def blocks_of(markdown: str) -> tuple[Draft, ...]:
    """The blocks that a text describes; pages and databases in it are left where they are.

    Raises ValidationError for more blocks, or deeper ones, than there may be.
    """
    drafts = _blocks(Lines(markdown.replace("\r\n", "\n").split("\n")))
    if (count := sum(draft.count() for draft in drafts)) > MAX_BLOCKS:
        raise ValidationError(f"The markdown has {count} blocks; there may be {MAX_BLOCKS}.")
    return drafts


def leading_title(markdown: str) -> tuple[RichText, str]:
    """The text of a heading in the first line, and what follows it."""
    first, _, rest = markdown.lstrip("\n").partition("\n")
    match = _HEADING.fullmatch(first.strip())
    if match is None or match[1] != "#":
        return [], markdown
    return inline(match[2]), rest


def _blocks(lines: Lines) -> tuple[Draft, ...]:
    drafts: list[Draft] = []
    index = 0
    while index < len(lines):
        draft, index = _next(lines, index)
        if draft is not None:
            drafts.append(draft)
    return tuple(drafts)


def _next(lines: Lines, index: int) -> tuple[Draft | None, int]:
    """The block that starts at a line, None for a line without one, and where it ends."""
    line = lines[index]
    if not line.strip():
        return None, index + 1
    if line.startswith("```"):
        return _code(lines, index)
    if line.strip() == "$$":
        return _equation(lines, index)
    tag = _TAG.fullmatch(line.strip())
    if tag and tag[1] in _TAGS:
        return _tagged(tag, lines, index)
    end = _end_of_children(lines, index + 1)
    below = _blocks(lines.below(index + 1, end)) if end > index + 1 else ()
    return replace(_line_block(line.strip()), children=below), end


def _end_of_children(lines: Lines, index: int) -> int:
    """Where the indented lines end; blank ones count if indented ones follow, as in code."""
    end = index
    while index < len(lines) and (lines[index].startswith("\t") or not lines[index].strip()):
        index += 1
        end = index if lines[index - 1].strip() else end
    return end


def _code(lines: Lines, index: int) -> tuple[Draft, int]:
    language = lines[index][3:].strip() or "plain text"
    end = _line_with(lines, index + 1, lambda line: line.startswith("```"))
    code = "\n".join(lines[index + 1 : end])
    content = {"caption": [], "rich_text": [text_run(code)] if code else [], "language": language}
    return Draft("code", content), end + 1


def _equation(lines: Lines, index: int) -> tuple[Draft, int]:
    end = _line_with(lines, index + 1, lambda line: line.strip() == "$$")
    expression = "\n".join(line.rstrip() for line in lines[index + 1 : end])
    return Draft("equation", {"expression": expression}), end + 1


def _line_with(lines: Lines, index: int, test: Callable[[str], bool]) -> int:
    while index < len(lines) and not test(lines[index]):
        index += 1
    return index


def _end_of_tag(lines: Lines, index: int, closing: str) -> int:
    """The closing tag that stands as far left as the opening one, else the first of any."""
    if lines.last.get(closing, -1) >= index:
        return _line_with(lines, index, lambda line: line.rstrip() == closing)
    return _line_with(lines, index, lambda line: line.strip() == closing)


def _tagged(tag: re.Match[str], lines: Lines, index: int) -> tuple[Draft | None, int]:
    name, after = tag[1], tag[3]
    attributes = dict(_PAIR.findall(tag[2]))
    alone = lines[index].rstrip().endswith("/>") or f"</{name}>" in after
    closing = f"</{name}>"
    end = index if alone else _end_of_tag(lines, index + 1, closing)
    following = min(end, len(lines) - 1) + 1
    if name in _KEPT:
        return None, following
    if builder := _BUILDERS.get(name):
        return builder(attributes, lines.below(index + 1, end)), following
    if name in _MEDIA and "src" in attributes:
        caption = inline(after.removesuffix(closing))
        return Draft(name, _file(attributes["src"], caption)), following
    return _line_block(lines[index].strip()), index + 1


def _line_block(line: str) -> Draft:
    words, attributes = _split_attributes(line)
    color = _color(attributes.get("color"))
    if words in ("---", "***"):
        return Draft("divider", {})
    if words.startswith("![") and words.endswith(")"):
        caption, middle, url = words[2:-1].rpartition("](")
        if middle and url and not _BLANK.search(url):
            return Draft("image", _file(url, inline(caption)))
    if heading := _HEADING.fullmatch(words):
        toggles = attributes.get("toggle") == "true"
        content = {"rich_text": inline(heading[2]), "is_toggleable": toggles, "color": color}
        return Draft(f"heading_{len(heading[1])}", content)
    if task := _TO_DO.fullmatch(words):
        checked = task[1] != " "
        content = {"rich_text": inline(task[2]), "checked": checked, "color": color}
        return Draft("to_do", content)
    for pattern, kind in _PROSE:
        if match := pattern.fullmatch(words):
            return Draft(kind, {"rich_text": inline(match[1]), "color": color})
    return Draft("paragraph", {"rich_text": inline(words), "icon": None, "color": color})


def _split_attributes(line: str) -> tuple[str, dict[str, str]]:
    match = _ATTRIBUTES.search(line) if line.endswith("}") else None
    if match is None:
        return line, {}
    return line[: match.start()].rstrip(), dict(_PAIR.findall(match[1]))


def _color(name: str | None) -> str:
    color = (name or "default").replace("_bg", "_background")
    return color if color in COLORS else "default"


def _file(url: str, caption: RichText) -> Json:
    return {"caption": caption, "type": "external", "external": {"url": url}}


def _callout(attributes: dict[str, str], body: Lines) -> Draft:
    icon = attributes.get("icon")
    words, below = _first_words(body)
    content = {
        "rich_text": words,
        "icon": {"type": "emoji", "emoji": icon} if icon else None,
        "color": _color(attributes.get("color")),
    }
    return Draft("callout", content, below)


def _first_words(body: Lines) -> tuple[RichText, tuple[Draft, ...]]:
    """The text of a block that holds blocks: its first paragraph."""
    drafts = _blocks(body)
    if drafts and drafts[0].type == "paragraph" and not drafts[0].children:
        return drafts[0].content["rich_text"], drafts[1:]
    return [], drafts


def _details(attributes: dict[str, str], body: Lines) -> Draft:
    summary = next((line.strip() for line in body if line.strip()), "")
    words = summary.removeprefix("<summary>").removesuffix("</summary>")
    rest = body.behind(body.index(summary) + 1 if summary in body else 1)
    color = _color(attributes.get("color"))
    return Draft("toggle", {"rich_text": inline(words), "color": color}, _blocks(rest))


def _columns(_attributes: dict[str, str], body: Lines) -> Draft:
    return Draft("column_list", {}, tuple(d for d in _blocks(body) if d.type == "column"))


def _table(attributes: dict[str, str], body: Lines) -> Draft:
    rows = [
        [inline(cell) for cell in _CELL.findall(row)]
        for row in re.split(r"</tr>", "".join(line.strip() for line in body))
    ]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=1)
    content = {
        "table_width": width,
        "has_column_header": attributes.get("header-row") == "true",
        "has_row_header": attributes.get("header-column") == "true",
    }
    filled = ([*row, *([] for _ in range(width - len(row)))] for row in rows)
    return Draft("table", content, tuple(Draft("table_row", {"cells": row}) for row in filled))


_PROSE = (
    (_BULLET, "bulleted_list_item"),
    (_NUMBER, "numbered_list_item"),
    (_QUOTE, "quote"),
)
_BUILDERS: dict[str, Callable[[dict[str, str], Lines], Draft]] = {
    "callout": _callout,
    "details": _details,
    "columns": _columns,
    "column": lambda _, body: Draft("column", {}, _blocks(body)),
    "table": _table,
    "synced_block": lambda _, body: Draft("synced_block", {"synced_from": None}, _blocks(body)),
    "table_of_contents": lambda a, _: Draft("table_of_contents", {"color": _color(a.get("color"))}),
    "empty-block": lambda _, __: Draft(
        "paragraph", {"rich_text": [], "icon": None, "color": "default"}
    ),
}
_TAGS = frozenset({*_BUILDERS, *_MEDIA, *_KEPT})
