"""Workbooks of Excel and its like."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from tools.documents.columns.inference import Asked, written
from tools.documents.formats import Shown, shown
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Cell, Paper, Sheet, Source
from tools.documents.tables import framed
from tools.documents.weekdays import with_weekdays

_LASTING = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")  # as every program writes it
_MOST_CELLS = 400_000  # of a sheet: what is larger takes all the memory there is


def read(source: Source, asked: Asked, notes: Notes) -> Paper:
    """A page with a table for each sheet that somebody can see."""
    book = _opened(source)
    seen = [meta for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    for meta in book.sheets_metadata:
        if meta not in seen:
            notes.add("sheet_hidden", source.name, name=meta.name)
    looks = shown(source.content)
    paper = Paper(source.stem, source.name)
    for meta in seen:
        several = len(seen) > 1
        place = f"{source.name} {meta.name}" if several else source.name
        look = looks.get(meta.name, Shown())
        cells = _cells(book.get_sheet_by_name(meta.name), place, source, notes)
        cells = with_weekdays(cells, look.weekdays, look.first, asked.language)
        above, rows = _parted(cells)
        paper.blocks += [{"type": "paragraph", "text": line} for line in above]
        # A page that stays one has a key of its own, as what leads to it names the file alone.
        place = f"{source.name} {meta.name}" if above else place
        if look.errors:
            notes.add("errors_left_out", place, count=look.errors)
        empty = Sheet(meta.name if several else source.stem, place, [], [])
        sheet = replace(empty, formats=look.formats, formulas=look.formulas)
        sheet = framed(rows, sheet, asked)
        paper.sheets += [sheet] if sheet.header else []
    if not paper.sheets and not paper.blocks:
        raise Refused("unreadable", "file_empty", source.name)
    return paper


def _opened(source: Source) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(source.content))
    except CalamineError as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        rule = "file_locked" if locked else "file_broken"
        raise Refused("unreadable", rule, source.name) from None


def _cells(
    sheet: CalamineSheet, place: str, source: Source, notes: Notes
) -> Sequence[Sequence[Cell]]:
    """The cells; of merged ones the first holds the words, in rows below a title as well."""
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        most = _MOST_CELLS
        raise Refused("unreadable", "too_many_cells", source.name, most=most)
    rows: list[list[Cell]] = [
        [_lasting(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)
    ]
    merged = sheet.merged_cell_ranges or []
    filled = _fill(rows, merged)
    for rule, count in (("cells_filled", filled), ("cells_merged", len(merged) - filled)):
        if count:
            notes.add(rule, place, count=count)
    return rows


def _lasting(cell: Cell) -> Cell:
    """A length of time of a day and more is told by ODS in ISO 8601 and left as its text by
    python-calamine 0.9.1; that of Excel is one."""
    found = _LASTING.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return cell
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _fill(rows: list[list[Cell]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> int:
    """Repeats what a merged cell says in all the rows that it stands for, and says of how many;
    across columns it is a title, and stays one."""
    filled = 0
    for (top, left), (bottom, right) in merged:
        if left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top : bottom + 1]:
            row[left] = rows[top][left]
        filled += 1
    return filled


def _parted(rows: Sequence[Sequence[Cell]]) -> tuple[list[str], Sequence[Sequence[Cell]]]:
    """What stands alone above a table of several columns, a title or a date of printing; and the
    table, whose rows keep their numbers."""
    words = [[said for cell in row if (said := written(cell))] for row in rows]
    widest = max(map(len, words), default=0)
    first = next((n for n, row in enumerate(words) if len(row) > 1), 0) if widest > 2 else 0
    above = [row[0] for row in words[:first] if row]
    return above, [*([[]] * first), *rows[first:]]
