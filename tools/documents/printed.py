"""What a browser adds where it prints a page: the marks of lists as drawings, and around each sheet
the day, the title, the address and the number of the sheet. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.documents.ruled import Box

# Of a line: the signs of Chromium's lists are 0.3 of it, and end 0.8 before it.
_SMALLEST, _LARGEST = 0.15, 0.6
_NEAR = 1.2
_LARGEST_MARK = 30.0  # points; what is larger marks no line of any size
# `11/29/26, 3:04 AM The title`, `26. 11. 29. 오후 3:04`, `2026/11/29 15:04`
_DAY = r"\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}\.?"
_HEADER = re.compile(_DAY + r",?\s+(?:\S{2,4}\s+)?\d{1,2}:\d{2}(?!\d)")
_FOOTER = re.compile(r"(?:https?|file)://\S.*\s\d{1,4}/\d{1,4}")


@dataclass(frozen=True)
class Line:
    """A line of text and where it stands, in points from the left and the bottom of its page."""

    text: str
    left: float
    right: float
    base: float
    height: float
    cells: tuple[tuple[str, ...], ...] = ()  # of a table, which stands for all the lines in it

    @property
    def column(self) -> int:
        """The column that it is in: lines that begin at one place."""
        return round(self.left / 8)


def marked(lines: Sequence[Line], boxes: Sequence[Box]) -> list[Line]:
    """The lines with a bullet where a small drawing stands right before them."""
    small = [box for box in boxes if max(box[2] - box[0], box[3] - box[1]) < _LARGEST_MARK]
    return [
        replace(line, text=f"• {line.text.lstrip()}")
        if any(_is_mark(box, line) for box in small)
        else line
        for line in lines
    ]


def _is_mark(box: Box, line: Line) -> bool:
    left, bottom, right, top = box
    wide, high = right - left, top - bottom
    is_round = abs(wide - high) < 0.2 * high
    is_small = _SMALLEST * line.height < high < _LARGEST * line.height
    is_beside = 0 < line.left - right < _NEAR * line.height
    return is_round and is_small and is_beside and line.base < bottom < line.base + line.height


def without_margins(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without what the browser wrote around them; the same where it did not."""
    if not all(page and _is_around(page) for page in pages):
        return list(pages)
    return [page[:-2] for page in pages]


def _is_around(page: Sequence[Line]) -> bool:
    """Whether the last lines, in the order in which they were written, are of a browser."""
    if len(page) < 2:
        return False
    header, footer = page[-2:]
    inside = [line.base for line in page[:-2]]
    is_outside = not inside or footer.base < min(inside) <= max(inside) < header.base
    said = header.text.strip(), footer.text.strip()
    return is_outside and bool(_HEADER.match(said[0]) and _FOOTER.fullmatch(said[1]))
