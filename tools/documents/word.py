"""Documents of Word, with their tracked changes as accepted."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import mammoth

from tools.documents.addresses import Addresses
from tools.documents.html.elements import Elements
from tools.documents.notes import Notes, Refused
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
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
    """The same document without what it hides, and whether there was such; with a line between
    lists that follow each other: the reader tells them by their levels alone, and would have the
    second go on counting the first."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if b"<w:numId" not in parts[_DOCUMENT] and b"<w:vanish" not in parts[_DOCUMENT]:
        return content, False
    root = ET.fromstring(parts[_DOCUMENT])  # noqa: S314 - within bounds of time and memory
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
    found = [run for run in parent.iterfind(f"{_W}r") if _is_hidden(run)]
    for run in found:
        parent.remove(run)
    return sum(run.find(f"{_W}t") is not None for run in found)


def _is_hidden(run: ET.Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _part_lists(parent: ET.Element) -> None:
    following: str | None = None
    for number, child in reversed(list(enumerate(parent))):
        current = _list_of(child)
        if following is not None and current not in (None, following):
            line = ET.Element(f"{_W}p")
            run = ET.SubElement(line, f"{_W}r")
            ET.SubElement(run, f"{_W}t").text = _BETWEEN
            parent.insert(number + 1, line)
        following = current


def _list_of(paragraph: ET.Element) -> str | None:
    """The list of which a paragraph is an item at the first level."""
    numbers = paragraph.find(f"{_W}pPr/{_W}numPr")
    level, name = (
        None if numbers is None else numbers.find(f"{_W}{part}") for part in ("ilvl", "numId")
    )
    if name is None or (level is not None and level.get(f"{_W}val") != "0"):
        return None
    return name.get(f"{_W}val")


def _note(source: Source, notes: Notes) -> None:
    """Names what a document has that is not carried over: headers, comments, drawings."""
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        names = archive.namelist()
        if "word/comments.xml" in names:
            notes.add("comments_left_out", source.name)
        margins = [name for name in names if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
        if any(re.search(rb"<w:t[ >]", archive.read(name)) for name in margins):
            notes.add("margins_left_out", source.name)
