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
    lines = [sheet.lines[number] for number in left] if sheet.lines else []
    if count := sum(sheet.formulas.get(line, 0) for line in lines):
        notes.add("formulas_fixed", sheet.place, count=count)
    return replace(sheet, rows=[sheet.rows[number] for number in left], lines=lines)


def _totals(rows: Sequence[Sequence[Cell]]) -> Iterator[int]:
    called = [n for n, row in enumerate(rows) if _is_called(row)]
    columns = [_numbers([row[n] for row in rows]) for n in range(len(rows[0]))] if called else []
    begins, known = 0, set[int]()
    for number in called:
        part = [n for n in range(begins, number) if n not in known]
        whole = [n for n in range(number) if n not in known]
        if len(whole) >= _FEWEST and _says_only(rows[number], number, columns, (part, whole)):
            yield number
            known.add(number)
            begins = number + 1


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


def _says_only(
    row: Sequence[Cell],
    number: int,
    columns: Sequence[dict[int, float]],
    above: Sequence[Sequence[int]],
) -> bool:
    """Whether a row holds its label, a sum of some rows above and other numbers; or nothing but its
    label, where a program has not reckoned yet."""
    said = [n for n, cell in enumerate(row) if written(cell)][1:]
    if any(number not in columns[n] for n in said):
        return False
    sums = ((columns[n], columns[n][number]) for n in said)
    if not said:
        called = _TOTAL.fullmatch(_label(row))
        return any(columns) and called is not None and called["of"] is None
    return any(
        math.isclose(value, sum(column.get(n, 0) for n in rows), abs_tol=_CLOSE)
        for column, value in sums
        for rows in above
    )
