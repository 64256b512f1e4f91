"""Documents of Word, with their tracked changes as accepted."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import mammoth

from tools.documents.addresses import Addresses
from tools.documents.html.elements import Elements
from tools.documents.notes import Notes, Refused
from tools.documents.numbering import NO_LIST, W, is_on, write_numbers
from tools.documents.paper import Paper, Source
from tools.documents.runs import plain

# Styles beyond those that mammoth knows; of a style its name counts, which no language changes.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h3:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='heading 7'] => h6:fresh
r[style-name='Code'] => code
u => u
strike => s
"""

_DOCUMENT = "word/document.xml"
_NUMBERING = "word/numbering.xml"
_STYLESHEET = "word/styles.xml"
_BETWEEN = "\u200b"  # words that nobody sees: an empty line would be dropped


def read(source: Source, addresses: Addresses, notes: Notes) -> Paper:
    """A page, called as its first heading where it begins with one."""
    try:
        content, hides = _prepared(source.content)
        found = mammoth.convert_to_html(io.BytesIO(content), style_map=_STYLES)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, OSError):
        raise Refused("unreadable", "file_broken", source.name) from None
    blocks = [
        {**block, "text": ""} if block.get("text") == _BETWEEN else block
        for block in Elements(addresses, source.name).blocks(found.value)
    ]
    _note(source, notes)
    if hides:
        notes.add("hidden_left_out", source.name)
    paper = Paper(source.stem, source.name, blocks)
    if blocks and blocks[0]["type"] == "heading_1":
        said = blocks[0]["text"]
        paper.title = said if isinstance(said, str) else plain(said)
        paper.blocks = blocks[1:]
    return paper


def _prepared(content: bytes) -> tuple[bytes, bool]:
    """The same document without what it hides, and whether there was such; with the numbers that
    only Word counts written out, and a line between lists that follow each other: the reader tells
    them by their levels alone, and would have the second go on counting the first."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if _NUMBERING not in parts and b"<w:vanish" not in parts[_DOCUMENT]:
        return content, False
    root = ET.fromstring(parts[_DOCUMENT])  # noqa: S314 - within bounds of time and memory
    if _NUMBERING in parts:
        numbering = ET.fromstring(parts[_NUMBERING])  # noqa: S314 - the same
        styles = ET.fromstring(parts[_STYLESHEET]) if _STYLESHEET in parts else None  # noqa: S314
        write_numbers(root, numbering, styles)
        parts[_NUMBERING] = ET.tostring(numbering)
    hidden = 0
    for parent in root.iter():
        _part_lists(parent)
        hidden += _without_hidden(parent)
    parts[_DOCUMENT] = ET.tostring(root)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return whole.getvalue(), hidden > 0


def _without_hidden(parent: ET.Element) -> int:
    """Takes the runs away that are formatted as hidden: how many of them said something."""
    found = [run for run in parent.iterfind(f"{W}r") if _is_hidden(run)]
    for run in found:
        parent.remove(run)
    return sum(run.find(f"{W}t") is not None for run in found)


def _is_hidden(run: ET.Element) -> bool:
    return is_on(run.find(f"{W}rPr/{W}vanish"))


def _part_lists(parent: ET.Element) -> None:
    following: str | None = None
    for number, child in reversed(list(enumerate(parent))):
        current = _list_of(child)
        if following is not None and current not in (None, following):
            line = ET.Element(f"{W}p")
            run = ET.SubElement(line, f"{W}r")
            ET.SubElement(run, f"{W}t").text = _BETWEEN
            parent.insert(number + 1, line)
        following = current


def _list_of(paragraph: ET.Element) -> str | None:
    """The list of which a paragraph is an item at the first level."""
    numbers = paragraph.find(f"{W}pPr/{W}numPr")
    level, name = (
        None if numbers is None else numbers.find(f"{W}{part}") for part in ("ilvl", "numId")
    )
    if name is None or (level is not None and level.get(f"{W}val") != "0"):
        return None
    listed = name.get(f"{W}val")
    return None if listed == NO_LIST else listed


def _note(source: Source, notes: Notes) -> None:
    """Names what a document has that is not carried over: headers, comments, drawings."""
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        names = archive.namelist()
        if "word/comments.xml" in names:
            notes.add("comments_left_out", source.name)
        margins = [name for name in names if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
        if any(re.search(rb"<w:t[ >]", archive.read(name)) for name in margins):
            notes.add("margins_left_out", source.name)
