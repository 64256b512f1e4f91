"""The cells of a table of HTML, each at its place."""

from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborNode

from tools.documents.paper import Json


class Grid:
    """The cells of a table, each at its place: one that spans several stands in the first, and the
    others are empty."""

    def __init__(self, read: Callable[[LexborNode], list[Json]]) -> None:
        self.rows: list[list[list[Json]]] = []
        self.merged = 0
        self._read = read
        self._taken: dict[int, int] = {}  # for how many more rows a column is

    def add(self, cells: Sequence[LexborNode]) -> None:
        row: list[list[Json]] = []
        for cell in cells:
            self._skip(row)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            self.merged += across * down > 1
            for column in range(len(row), len(row) + across):
                if down > 1:
                    self._taken[column] = down - 1
            row += [self._read(cell), *([[]] * (across - 1))]
        self._skip(row)
        self.rows.append(row)

    def _skip(self, row: list[list[Json]]) -> None:
        while self._taken.get(len(row), 0) > 0:
            self._taken[len(row)] -= 1
            row.append([])


def _span(cell: LexborNode, name: str) -> int:
    given = cell.attributes.get(name) or ""
    return max(1, min(int(given), 1000)) if given.isascii() and given.isdigit() else 1
