"""Tables in a PDF: it knows strokes and boxes, and nothing of cells. Where these make a grid of two
rows and columns at least, the letters within each field of it are a cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2

Box = tuple[float, float, float, float]  # left, bottom, right, top in points

_THIN = 2.5  # points, up to which a box is a stroke, and two strokes stand at one place
_MOST_PATHS = 4000  # of a page; drawings have more
_MOST_FIELDS = 3000
_KEPT = 0.98  # share of the letters between the strokes that the cells must hold


@dataclass
class Grid:
    """Strokes that touch each other: where columns and rows begin, and all that lies between."""

    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def box(self) -> Box:
        lefts, bottoms, rights, tops = zip(*self.boxes, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)

    def fields(self) -> list[list[Box]]:
        """The fields by rows, from the top."""
        xs, ys = _places(self.xs), _places(self.ys)
        return [
            [(xs[i], ys[j], xs[i + 1], ys[j + 1]) for i in range(len(xs) - 1)]
            for j in reversed(range(len(ys) - 1))
        ]


def tables(
    boxes: Sequence[Box], words: pypdfium2.PdfTextPage
) -> Iterator[tuple[Box, list[list[str]]]]:
    """Where each table of a page lies, and its cells. `boxes` are what is drawn on it."""
    for grid in _grids(boxes):
        fields = grid.fields()
        if len(fields) < 2 or len(fields[0]) < 2 or len(fields) * len(fields[0]) > _MOST_FIELDS:
            continue
        cells = [[_said(words, box) for box in row] for row in fields]
        within = _letters([_said(words, grid.box)])
        held = _letters([cell for row in cells for cell in row])
        if within and held >= within * _KEPT:
            yield grid.box, cells


def boxes_of(page: pypdfium2.PdfPage) -> list[Box]:
    """What is drawn on a page, each by its bounds; nothing of one that is a drawing as a whole."""
    paths = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=3)
    found: list[Box] = []
    for path in paths:
        found.append(path.get_bounds())
        if len(found) > _MOST_PATHS:
            return []
    return found


def _grids(boxes: Sequence[Box]) -> list[Grid]:
    """The strokes of a page, those together that touch."""
    grids: list[Grid] = []
    for box in boxes:
        touching = [grid for grid in grids if any(_touch(box, other) for other in grid.boxes[-40:])]
        joined = Grid(boxes=[box])
        _add_edges(joined, box)
        for grid in touching:
            joined.xs += grid.xs
            joined.ys += grid.ys
            joined.boxes = [*grid.boxes, *joined.boxes]
            grids.remove(grid)
        grids.append(joined)
    return grids


def _add_edges(grid: Grid, box: Box) -> None:
    """What a stroke or a box says of columns and rows."""
    left, bottom, right, top = box
    if top - bottom > _THIN:
        grid.xs += [left, right] if right - left > _THIN else [(left + right) / 2]
    if right - left > _THIN:
        grid.ys += [bottom, top] if top - bottom > _THIN else [(bottom + top) / 2]


def _touch(one: Box, other: Box) -> bool:
    apart_across = one[0] > other[2] + _THIN or other[0] > one[2] + _THIN
    return not (apart_across or one[1] > other[3] + _THIN or other[1] > one[3] + _THIN)


def _places(values: Sequence[float]) -> list[float]:
    """Different places, in their order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _THIN:
            found.append(value)
    return found


def _said(words: pypdfium2.PdfTextPage, box: Box) -> str:
    text: str = words.get_text_bounded(*box)
    return " ".join(text.split())


def _letters(texts: Sequence[str]) -> int:
    return sum(len(text.replace(" ", "")) for text in texts)
