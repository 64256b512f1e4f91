"""Plain text: paragraphs between empty lines, and lists as people type them. Pure."""

import re

from tools.documents.addresses import with_links
from tools.documents.bodies import settled, text_blocks
from tools.documents.columns.inference import Asked
from tools.documents.decoding import decoded
from tools.documents.notes import Notes
from tools.documents.paper import Json, Paper, Source

_BULLET = re.compile(r"\s*(?:[-*•·‣◦▪▶■●○]\s+|・\s*)(?=\S)")
_BOX = re.compile(r"\s*(?:[-*]\s+)?(?:\[([ xX✓])\]|([☐☑✓✔□]))\s*(?=\S)")
_RULE = re.compile(r"\s*([-=*_─━])\1{4,}\s*")


def read(source: Source, asked: Asked, notes: Notes) -> Paper:
    """A page. What looks like a list is one; numbers before lines stay as they are written."""
    text = decoded(source.content, asked.language).removeprefix("\ufeff")
    if "\ufffd" in text:
        notes.add("letters_lost", source.name)
    blocks = [block for part in re.split(r"\n[ \t]*\n", _lined(text)) for block in _part(part)]
    return Paper(source.stem, source.name, settled(blocks, source.name, notes))


def _lined(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")


def _part(part: str) -> list[Json]:
    """The blocks of what stands between empty lines."""
    found: list[Json] = []
    words: list[str] = []
    for line in part.split("\n"):
        block = _line(line)
        if block is None:
            words.append(line)
            continue
        found += _paragraph(words)
        found.append(block)
        words = []
    return found + _paragraph(words)


def _line(line: str) -> Json | None:
    """The block that a line is by itself."""
    if _RULE.fullmatch(line):
        return {"type": "divider"}
    if box := _BOX.match(line):
        done = (box[1] or box[2]) not in (" ", "☐", "□")
        return text_blocks("to_do", with_links(line[box.end() :], {}), checked=done)[0]
    if bullet := _BULLET.match(line):
        return text_blocks("bulleted_list_item", with_links(line[bullet.end() :], {}))[0]
    return None


def _paragraph(lines: list[str]) -> list[Json]:
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return text_blocks("paragraph", with_links(text, {})) if text.strip() else []
