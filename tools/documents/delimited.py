"""CSV, TSV and what else programs call so. Pure."""

import csv
import io
import re
from collections.abc import Sequence

from tools.documents.columns.inference import Asked
from tools.documents.decoding import decoded
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Paper, Sheet, Source
from tools.documents.tables import framed

_SEPARATORS = ",;\t|"
_TOLD = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)  # a line that Excel understands
_SAMPLE_LINES = 60
_LONGEST_CELL = 4 * 1024 * 1024


def read(source: Source, asked: Asked, notes: Notes) -> Paper:
    """A page with the table."""
    return Paper(source.stem, source.name, sheets=[sheet_of(source, asked, notes)])


def sheet_of(source: Source, asked: Asked, notes: Notes) -> Sheet:
    """The table alone. Raises Refused for one that says nothing."""
    text = decoded(source.content, asked.language).removeprefix("\ufeff")
    if "\ufffd" in text:
        notes.add("letters_lost", source.name)
    separator, text = _told(text)
    csv.field_size_limit(_LONGEST_CELL)
    separator = separator or separator_of(text, source.ending)
    rows, opened = _rows(text, separator)
    if opened:
        notes.add("quote_open", f"{source.name}:{opened}")
    empty = Sheet(source.stem, source.name, [], [], decimal_comma=separator == ";")
    sheet = framed(rows, empty, asked)
    if not sheet.header:
        raise Refused("unreadable", "file_empty", source.name)
    return sheet


def _rows(text: str, separator: str) -> tuple[list[list[str]], int]:
    """The rows, and the line in which a quote opens that nothing closes: 0 for none. From there on
    each line is a row, as all of them would else be one cell."""
    lines = io.StringIO(text, newline="").readlines()
    reader, rows = csv.reader(lines, delimiter=separator, strict=True), list[list[str]]()
    while (begins := reader.line_num) < len(lines):
        try:
            rows.append(next(reader))
        except csv.Error as error:
            read = lines[begins : reader.line_num]
            if str(error) == "unexpected end of data" or _begins_anew(read, separator):
                return rows + [_row(line, separator) for line in lines[begins:]], begins + 1
            rows += csv.reader(read, delimiter=separator)  # quotes within a cell are its own
    return rows, 0


def _begins_anew(read: Sequence[str], separator: str) -> bool:
    """Whether the quote that closes a cell of several lines is in truth one that opens another."""
    return len(read) > 1 and f'{separator}"' in f"{separator}{read[-1]}"


def _row(line: str, separator: str) -> list[str]:
    """The cells of a line by itself; a quote that it leaves open is left out."""
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        cells = next(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE), [])
        return [cell.strip('"') for cell in cells]


def _told(text: str) -> tuple[str | None, str]:
    match = _TOLD.match(text)
    return (match[1], text[match.end() :]) if match else (None, text)


def separator_of(text: str, ending: str = "csv") -> str:
    """What stands between cells: the sign that cuts the first rows into equally many, and most."""
    lines = text.split("\n", _SAMPLE_LINES * 4)
    sample = "\n".join(lines[: _SAMPLE_LINES * 4])
    usual = "\t" if ending == "tsv" else ","
    order = usual + _SEPARATORS.replace(usual, "")
    return max(order, key=lambda sign: _fit(sample, sign))


def _fit(sample: str, separator: str) -> tuple[float, int]:
    """How well a separator fits: the share of rows of the commonest width, from two columns on."""
    rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row]
    widths = [len(row) for row in rows[:_SAMPLE_LINES]]
    width = max(set(widths), key=widths.count) if widths else 1
    if width < 2:
        return 0.0, 0
    # A comma within words cuts some rows more than others, and fits only by chance.
    agreeing = widths.count(width) / len(widths)
    return agreeing, width
