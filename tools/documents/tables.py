"""From a table as it stood to a database: its columns typed, every row in it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tools.documents.columns.inference import (
    NAMING,
    TITLES,
    Asked,
    Typed,
    as_text,
    is_name,
    typed,
    written,
)
from tools.documents.columns.numbers import writes_continental
from tools.documents.links import Links
from tools.documents.notes import Notes
from tools.documents.paper import Cell, Json, Sheet

_LONGEST_NAME = 100  # of a property
_SAMPLE = 200  # rows
_NAME = {"ko": "이름", "en": "Name", "ja": "名前"}
_COLUMN = {"ko": "열", "en": "Column", "ja": "列"}
# What a column is called that tells of its rows, in small letters, without blanks.
_TELLING = frozenset(
    (
        *("memo", "note", "notes", "comment", "comments", "remark", "remarks", "description"),
        *("메모", "비고", "설명", "내용", "코멘트", "メモ", "備考", "説明", "内容"),
    )
)
_LONGEST_TITLE = 100  # of a text that names something


def database(sheet: Sheet, asked: Asked, links: Links, notes: Notes) -> Json:
    """A table as a blueprint's database. `links` says which columns name rows of other tables."""
    names, asked = _names(sheet, asked, notes), _asked(sheet, asked)
    columns = [[row[number] for row in sheet.rows] for number in range(len(names))]
    found = [
        links.of(sheet, number) or typed(names[number], cells, asked)
        for number, cells in enumerate(columns)
    ]
    found = [
        _formatted(column, sheet.formats.get(n + sheet.first_column))
        for n, column in enumerate(found)
    ]
    title = _title(sheet, names, found)
    for number, column in enumerate(found):
        _note(sheet, number, names[number], column, notes)
    if found[title].property["type"] in _TITLED or sheet.named_by is not None:
        found[title] = as_text(columns[title], kind="title")
    else:  # there are numbers and dates alone: these keep their types, and rows need a name
        names.insert(0, _unused(_NAME[asked.language], names))
        found.insert(0, as_text(columns[title], kind="title"))
    return {
        "key": sheet.key,
        "title": sheet.title,
        "inline": True,
        "properties": [
            {"name": name, **column.property} for name, column in zip(names, found, strict=True)
        ],
        **_views(names, found),
        "rows": [_row(sheet, number, names, found) for number in range(len(sheet.rows))],
    }


def _views(names: Sequence[str], columns: Sequence[Typed]) -> Json:
    """A table that says where its columns stand, where one may be made behind all others: as a
    relation to a table that comes later."""
    if all(column.property["type"] != "relation" for column in columns):
        return {}
    return {"views": [{"type": "table", "properties": list(names)}]}


def _asked(sheet: Sheet, asked: Asked) -> Asked:
    """The same with how the table writes decimals, as its first rows tell."""
    sample = (cell for row in sheet.rows[:_SAMPLE] for cell in row)
    written_so = writes_continental(sample, decimal_comma=sheet.decimal_comma)
    exported = sheet.named_by is not None
    return replace(
        asked,
        continental=written_so is True,
        decimal_comma=sheet.decimal_comma and written_so is not False,
        exported=exported,
    )


def _formatted(column: Typed, form: str | None) -> Typed:
    """A column of numbers as its file shows them."""
    if form is None or column.property.get("format") != "number":
        return column
    return replace(column, property={**column.property, "format": form})


def _row(sheet: Sheet, number: int, names: Sequence[str], columns: Sequence[Typed]) -> Json:
    values = {
        name: value
        for name, column in zip(names, columns, strict=True)
        if (value := column.values[number]) is not None and value != []
    }
    return {"values": values, **sheet.bodies.get(number, {})}


def title_of_rows(sheet: Sheet, asked: Asked) -> list[str]:
    """What the rows are called: the words of the column that becomes their title."""
    names, asked = _names(sheet, asked, Notes()), _asked(sheet, asked)
    columns = [[row[number] for row in sheet.rows] for number in range(len(names))]
    found = [typed(name, cells, asked) for name, cells in zip(names, columns, strict=True)]
    return [written(cell) for cell in columns[_title(sheet, names, found)]]


def _title(sheet: Sheet, names: Sequence[str], columns: Sequence[Typed]) -> int:
    return title_column(names, columns) if sheet.named_by is None else sheet.named_by


def title_column(names: Sequence[str], columns: Sequence[Typed]) -> int:
    """The number of the column that names the rows: by what it is called, else the first whose
    texts all differ (ids behind others, long texts and remarks last), else the first of texts, else
    the first."""
    bare = [re.sub(r"\s", "", name.lower()) for name in names]
    texts = [n for n, column in enumerate(columns) if column.property["type"] in _WORDS]
    distinct = [n for n in texts if _all_differ(columns[n].values)]
    short = [n for n in distinct if bare[n] not in _TELLING and _are_short(columns[n].values)]
    return next(
        iter(
            [
                *(n for n, name in enumerate(bare) if name in TITLES),
                *(n for n in distinct if is_name(names[n])),
                *(n for n in short if not NAMING.search(names[n])),
                *short,
                *distinct,
                *texts,
            ]
        ),
        0,
    )


_WORDS = frozenset({"rich_text", "title"})
_TITLED = _WORDS | {"url", "email", "phone_number"}  # what loses nothing as a title


def _all_differ(values: Sequence[Any]) -> bool:
    return None not in values and len({str(value) for value in values}) == len(values)


def _are_short(values: Sequence[Any]) -> bool:
    """Whether texts may name something: each is one line, and no long one."""
    return all(len(text) <= _LONGEST_TITLE and "\n" not in text for text in map(str, values))


def _names(sheet: Sheet, asked: Asked, notes: Notes) -> list[str]:
    """The columns' names, each once; what had to be renamed is noted."""
    names: list[str] = []
    if not any(sheet.header):
        notes.add("header_made", sheet.place)
    taken = {name.strip() for name in sheet.header}
    for number, given in enumerate(sheet.header):
        name = " ".join(given.split())[:_LONGEST_NAME].strip()
        name = name or f"{_COLUMN[asked.language]} {number + 1}"
        if name in names:
            name = _free(name, {*names, *taken})
        if name != " ".join(given.split()) and any(sheet.header):
            place = sheet.begins(number)
            notes.add("column_renamed", place, given=given.strip()[:_LONGEST_NAME], name=name)
        names.append(name)
    return names


def _unused(name: str, names: Sequence[str]) -> str:
    return _free(name, {*names}) if name in names else name


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while (found := f"{name[: _LONGEST_NAME - 6]} ({number})") in taken:
        number += 1
    return found


def _note(sheet: Sheet, number: int, name: str, column: Typed, notes: Notes) -> None:
    """Says why a column stays text, how it was read where that is open, and which cells are not as
    they stood."""
    if column.rule is not None:
        notes.add(column.rule, sheet.begins(number), name=name)
    if column.odd:
        place = sheet.at(column.odd[0], number)
        notes.add("few_no_dates", place, name=name, count=len(column.odd))
    if column.dropped:
        place = sheet.at(column.dropped[0], number)
        notes.add("signs_left_out", place, name=name, count=len(column.dropped))
    for row in column.cut:
        notes.add("text_cut", sheet.at(row, number), name=name)


def framed(rows: Sequence[Sequence[Cell]], sheet: Sheet, asked: Asked) -> Sheet:
    """The sheet of some rows: their header told from them, all equally long, none of them empty.

    Where the first row is none, columns are called by their numbers.
    """
    filled = [(n, row) for n, row in enumerate(rows) if any(written(cell) for cell in row)]
    width = max((len(_trimmed(row)) for _, row in filled), default=0)
    left = min((_blank(row) for _, row in filled), default=0)
    level = [[*row[left:width], *[""] * (width - len(row))] for _, row in filled]
    lines = [number + 1 for number, _ in filled]
    sheet, width = replace(sheet, first_column=left, top=min(lines, default=1)), width - left
    if not level or _is_data(level, asked):
        return replace(sheet, header=[""] * width, rows=level, lines=lines)
    header = [written(cell) for cell in level[0]]
    return replace(sheet, header=header, rows=level[1:], lines=lines[1:])


def _blank(row: Sequence[Cell]) -> int:
    """How many cells before the first that says something."""
    return next(number for number, cell in enumerate(row) if written(cell))


def _trimmed(row: Sequence[Cell]) -> Sequence[Cell]:
    end = len(row)
    while end and not written(row[end - 1]):
        end -= 1
    return row[:end]


_VALUES = frozenset({"number", "date", "email", "url", "phone_number"})


def _is_data(rows: Sequence[Sequence[Cell]], asked: Asked) -> bool:
    """Whether the first row is of the kind of those below it: a value where a header is a word. A
    year in a header (2023, 2024) is a name as good as any."""
    if len(rows) < 2:
        return False
    first = [
        written(rows[0][number])
        for number in range(len(rows[0]))
        if typed("", [row[number] for row in rows[:50]], asked).property["type"] in _VALUES
    ]
    values = [cell for cell in first if cell]
    return bool(values) and not all(re.fullmatch(r"(?:19|20)\d\d", cell) for cell in values)
