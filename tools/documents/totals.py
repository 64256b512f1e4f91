"""Rows that only say what others come to: a database reckons that itself, and counts them twice."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tools.documents.columns.inference import written
from tools.documents.columns.numbers import numbers
from tools.documents.notes import Notes
from tools.documents.paper import Cell, Sheet

_TOTAL = re.compile(
    r"(?P<of>.*\s)?(?:총\s?합계|합\s?계|총\s?계|소\s?계|총합|계|総合計|合計|総計|小計|計"
    r"|(?:grand|sub)?[\s-]?totals?|sum)\s*:?",
    re.IGNORECASE,
)
_FEWEST = 2  # rows above: of one alone a total cannot be told from a row like it
_LONGEST = 60  # letters of what a total is called
_CLOSE = 0.005  # by which a sum that is shown rounded may be off


def without_totals(sheet: Sheet, notes: Notes) -> Sheet:
    """The same without rows that are called a total and hold the sums of those above them, which
    are noted; with how many cells that stay were reckoned by their file."""
    totals = set(_totals(sheet.rows))
    for number in sorted(totals):
        notes.add("total_left_out", sheet.at(number, 0), name=_label(sheet.rows[number]))
    left = [number for number in range(len(sheet.rows)) if number not in totals]
    lines = [sheet.lines[number] for number in left]
    if count := sum(sheet.formulas.get(line, 0) for line in lines):
        notes.add("formulas_fixed", sheet.place, count=count)
    return replace(sheet, rows=[sheet.rows[number] for number in left], lines=lines)


def _totals(rows: Sequence[Sequence[Cell]]) -> Iterator[int]:
    called = {number for number, row in enumerate(rows) if _is_called(row)}
    if not called:
        return
    above = _Above([_numbers([row[n] for row in rows]) for n in range(len(rows[0]))])
    for number in range(max(called) + 1):
        if number in called and above.rows >= _FEWEST and above.says(rows[number], number):
            yield number
            above.begin()
        else:
            above.add(number)


class _Above:
    """What the rows above come to in each column, those that are totals left out: since the last
    of these, and all. A row is added once: a table may have as many totals as rows."""

    def __init__(self, columns: Sequence[dict[int, float]]) -> None:
        self.rows = 0
        self._columns = columns
        self._whole = [0.0] * len(columns)
        self.begin()

    def begin(self) -> None:
        """From here on another part is summed."""
        self._part = [0.0] * len(self._columns)

    def add(self, number: int) -> None:
        self.rows += 1
        for n, column in enumerate(self._columns):
            value = column.get(number, 0.0)
            self._part[n] += value
            self._whole[n] += value

    def says(self, row: Sequence[Cell], number: int) -> bool:
        """Whether a row holds its label, a sum of some rows above and other numbers; or nothing but
        its label, where a program has not reckoned yet."""
        said = [n for n, cell in enumerate(row) if written(cell)][1:]
        if any(number not in self._columns[n] for n in said):
            return False
        if not said:
            called = _TOTAL.fullmatch(_label(row))
            return any(self._columns) and called is not None and called["of"] is None
        return any(
            math.isclose(self._columns[n][number], total, abs_tol=_CLOSE)
            for n in said
            for total in (self._part[n], self._whole[n])
        )


def _label(row: Sequence[Cell]) -> str:
    """The first words of a row."""
    return next((said for cell in row if (said := written(cell))), "")


def _is_called(row: Sequence[Cell]) -> bool:
    label = _label(row)
    return len(label) <= _LONGEST and _TOTAL.fullmatch(label) is not None


def _numbers(cells: Sequence[Cell]) -> dict[int, float]:
    """The numbers of a column by their rows; none of one that holds something else."""
    filled = [number for number, cell in enumerate(cells) if written(cell)]
    found = numbers([cells[number] for number in filled])
    if found is None or isinstance(found, str):
        return {}
    return dict(zip(filled, found.values, strict=True))
