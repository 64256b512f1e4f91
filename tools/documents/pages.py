"""The pages of a PDF as paragraphs: it knows letters and their places, and nothing of lines."""

import re
import statistics
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise

import pypdfium2

from tools.documents import ruled
from tools.documents.addresses import with_links
from tools.documents.bodies import settled, table, text_blocks
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Json, Paper, Source
from tools.documents.printed import Line, marked, without_margins

_MOST_PAGES = 300
_CJK = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_BULLET = re.compile(r"[•·‣◦▪▶■●○❖\uf0b7-]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
# The number of a page: `3`, `- 3 -`, `Page 3 of 10`.
_FOLIO = re.compile(
    r"[-–—\s]*(?:p(?:age)?\.?\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
_LARGER = 1.25  # times the usual height of a line, from which it is a heading
_FULL = 0.8  # of the widest line, from which the next may go on with it
_FLOWING = 0.35  # of a page, from which lines are a column of text
_SHORTEST = 6  # heights of a line, from which it may end within a word
_APART = 2.2  # heights of a line between two, from which they are two paragraphs


def read(source: Source, notes: Notes) -> Paper:
    """A page with what all pages say, one after the other."""
    document = _opened(source)
    count = len(document)
    pages = [_lines(document[number]) for number in range(min(count, _MOST_PAGES))]
    width = max((document.get_page_size(number)[0] for number in range(len(pages))), default=0.0)
    if not any(pages):
        raise Refused("unreadable", "pdf_without_text", source.name)
    if count > _MOST_PAGES:
        notes.add("pages_left_out", source.name, most=_MOST_PAGES, count=count)
    if any(_has_pictures(document[number]) for number in range(len(pages))):
        notes.add("pdf_pictures", source.name)
    within = without_margins(pages)
    if within != pages:
        notes.add("margins_left_out", source.name)
    blocks = list(_blocks([_without_folios(lines) for lines in within], width))
    paper = Paper(source.stem, source.name, settled(blocks, source.name, notes))
    if blocks and blocks[0]["type"] == "heading_1" and isinstance(blocks[0]["text"], str):
        paper.title, paper.blocks = blocks[0]["text"], paper.blocks[1:]
    return paper


def _opened(source: Source) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(source.content)
    except pypdfium2.PdfiumError as error:
        rule = "file_locked" if "password" in str(error).lower() else "file_broken"
        raise Refused("unreadable", rule, source.name) from None


def _has_pictures(page: pypdfium2.PdfPage) -> bool:
    kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    return next(iter(page.get_objects(filter=kinds, max_depth=2)), None) is not None


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines in the order in which they are read. What is behind `\\x02` ended with a hyphen."""
    words = page.get_textpage()
    text, at = words.get_text_range(), 0
    found: list[Line] = []
    for line in re.split(r"(\r?\n)", text):
        if line.strip():
            found += _line(words, line, at)
        at += len(line)
    boxes = ruled.boxes_of(page)
    found = marked(found, boxes)
    for (left, bottom, right, top), cells in ruled.tables(boxes, words):
        inside = [
            n
            for n, line in enumerate(found)
            if left <= line.left <= right and bottom <= line.base <= top and not line.cells
        ]
        if inside:
            table_ = Line("", left, right, bottom, top - bottom, tuple(map(tuple, cells)))
            kept = [line for n, line in enumerate(found) if n not in inside]
            found = [*kept[: inside[0]], table_, *kept[inside[0] :]]
    return found


def _line(words: pypdfium2.PdfTextPage, line: str, at: int) -> Iterator[Line]:
    """A line by the places of its first and last letters. Letters beyond the Basic Multilingual
    Plane count twice to the library, so a place may be missing: then all of the line is usual."""
    first, last = at + len(line) - len(line.lstrip()), at + len(line.rstrip()) - 1
    try:
        left, bottom, _, top = words.get_charbox(first, loose=True)
        _, _, right, _ = words.get_charbox(last, loose=True)
    except (pypdfium2.PdfiumError, IndexError):
        left = bottom = right = top = 0.0
    yield Line(line.rstrip("\r\n"), left, right, bottom, top - bottom)


def _without_folios(lines: Sequence[Line]) -> list[Line]:
    """Without the number of the page, at its top or end."""
    kept = list(lines)
    for end in (0, -1):
        if len(kept) > 1 and _FOLIO.fullmatch(kept[end].text.strip()):
            kept.pop(end)
    return kept


def _blocks(pages: Sequence[Sequence[Line]], width: float) -> Iterator[Json]:
    lines = [line for page in pages for line in page]
    heights = [line.height for line in lines if not line.cells]
    usual = statistics.median(heights) if heights else 1.0
    sizes = sorted({_size(line) for line in lines if _is_large(line, usual)}, reverse=True)
    runs = [list(run) for _, run in groupby(lines, key=partial(_kind, usual=usual))]
    for group in (group for run in runs for group in _grouped(run, usual, width * _FLOWING)):
        text = _joined([line.text for line in group])
        if group[0].cells:
            yield from table([[[{"text": cell}] for cell in row] for row in group[0].cells])
        elif _is_large(group[0], usual) and len(text) <= 200:
            level = min(sizes.index(_size(group[0])) + 1, 3)
            yield from text_blocks(f"heading_{level}", [{"text": text}])
        else:
            yield from _block(text)


def _is_large(line: Line, usual: float) -> bool:
    return not line.cells and line.height >= usual * _LARGER


def _kind(line: Line, usual: float) -> tuple[object, ...]:
    """What the lines of a paragraph have in common. The height is that of a line's first letter:
    Latin ones are of another font than those of Korea and Japan, and a little higher."""
    is_usual = usual / _LARGER < line.height < usual * _LARGER
    return line.column, round(usual) if is_usual else _size(line), line.cells


def _size(line: Line) -> int:
    return round(line.height)


def _block(text: str) -> list[Json]:
    if bullet := _BULLET.match(text):
        return text_blocks("bulleted_list_item", with_links(text[bullet.end() :], {}))
    return text_blocks("paragraph", with_links(text, {}))


def _grouped(run: Sequence[Line], usual: float, flowing: float) -> Iterator[list[Line]]:
    """The paragraphs of lines that begin at one place and are of one size. From the width `flowing`
    on they are a column of text; short lines stand for themselves."""
    widest = max(line.right - line.left for line in run)
    group: list[Line] = []
    for line in run:
        if group and not _goes_on(group[-1], line, usual, widest, is_column=widest >= flowing):
            yield group
            group = []
        group.append(line)
    yield group


def _goes_on(before: Line, line: Line, usual: float, widest: float, *, is_column: bool) -> bool:
    """Whether a line goes on with the one before it: that reaches the right edge, this is near."""
    said = line.text.strip()
    if _BULLET.match(said) or _NUMBER.match(said):
        return False
    gap = before.base - line.base  # below nothing: at the top of another page or column
    if gap > usual * _APART or (gap < 0 and not is_column):
        return False
    if _is_large(before, usual) or before.text.endswith("\x02"):
        return True
    is_text = widest >= usual * _SHORTEST  # items of a list are as short
    goes_on = is_column or (is_text and _within_a_word(before.text, said))
    return goes_on and before.right - before.left >= widest * _FULL


def _joined(lines: Sequence[str]) -> str:
    """Lines as one, with the words whole that the end of a line had cut."""
    text = lines[0].strip()
    for before, line in pairwise(lines):
        following = line.strip()
        if before.endswith(("\x02", "\u00ad")):
            text = text.rstrip("\x02\u00ad") + following
        elif before[-1:].isspace() or not _within_a_word(text, following):
            text = f"{text} {following}"
        else:
            text += following
    return text.replace("\x02", "-").strip()


def _within_a_word(before: str, after: str) -> bool:
    return bool(re.search(f"[{_CJK}]$", before) and re.match(f"[{_CJK}]", after))
