"""Rows pasted line by line without a header: which column each cell of a line is of.

Each cell is of the column that it fits by what it can be, in the order of the table where that is
known. Lines are read all or none: a cell that no column can hold, or several, is never left out and
never made a column.
"""

import csv
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from agent.planner.embedded.compose import written
from agent.planner.embedded.grammar.text.dates import with_dates
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import tokens_of
from agent.planner.embedded.grammar.views.viewing import columns, main_view
from agent.planner.embedded.lexicon import concept_worded
from tools.workspace.model import ExistingDatabase, ExistingProperty

_MARK = re.compile(r"^\s*(?:[-*+•‣·]\s+|[・●○◦▪]\s*|\d{1,3}[.)]\s+)")
_SIGNS = ("\t", "|", " - ", " – ", " — ", ",", "、", "，")
_FEWEST, _MOST = 2, 50  # lines
_LONGEST = 100  # letters of a cell
_CHOICES = ("select", "multi_select")
_NOTES = ("note",)  # concepts of columns for sentences
_PATTERNS = {"email": "@", "url": "://"}


def rows_in(text: str, home: ExistingDatabase, today: date) -> list[dict[str, Any]]:
    """The rows that the lines of a text tell, behind one that asks to add them; [] for none."""
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and _asks(lines[0], home):
        lines = lines[1:]
    cells = _cells(lines, today) if _FEWEST <= len(lines) <= _MOST else []
    props = _columns_of(cells, home, today) if cells else []
    title = next(p for p in home.properties if p.type == "title")
    rows = list[dict[str, Any]]()
    for first, *others in cells if props else ():
        read = {p.name: written.read(p, one, today) for p, one in zip(props, others, strict=True)}
        if not first or any(value is None for value in read.values()):
            return []
        rows.append({title.name: first, **read})
    return rows


def _asks(line: str, home: ExistingDatabase) -> bool:
    """Whether a line asks to add what stands below it, and names no part of the page."""
    said = tokens_of(line, lexis())
    adds = any(t.has("verb.add", "verb.write", "verb.want") for t in said)
    parts = ("noun.property", "noun.option", "noun.view", "noun.sub_page", "block.", "type.")
    named = any(t.has(*parts) for t in said) or any(p.name in line for p in home.properties)
    return adds and not named


def _cells(lines: Sequence[str], today: date) -> list[list[str]]:
    """The cells of lines that are all parted alike: by a mark, or listed, as a
    name with figures behind it; [] for none."""
    marked = all(_MARK.match(line) for line in lines)
    lines = [_MARK.sub("", line).strip() for line in lines] if marked else lines
    for sign in _SIGNS:
        parts = [next(csv.reader([line])) if sign == "," else line.split(sign) for line in lines]
        if len({len(part) for part in parts}) == 1 and len(parts[0]) > 1:
            cells = [[cell.strip() for cell in part] for part in parts]
            fits = all(0 < len(cell) <= _LONGEST for row in cells for cell in row)
            return cells if fits and not any(_ends_sentence(line) for line in lines) else []
    cells = [_by_figures(line, today) for line in lines] if marked else []
    return cells if len({len(row) for row in cells}) == 1 and len(cells[0]) > 1 else []


def _ends_sentence(line: str) -> bool:
    return line.rstrip().endswith((".", "!", "?", "。", ":", "："))


def _by_figures(line: str, today: date) -> list[str]:
    """A name, and the days and numbers that stand behind it; [] where other words do."""
    said = with_dates(tokens_of(line, lexis()), line, today)
    held = [token for token in said if token.kind in ("date", "number")]
    behind = [token for token in said if held and token.start >= held[0].start]
    if not held or any(t not in held and t.kind != "punct" for t in behind):
        return []
    return [line[: held[0].start].strip(), *(token.text for token in held)]


def _columns_of(
    cells: Sequence[Sequence[str]], home: ExistingDatabase, today: date
) -> list[ExistingProperty]:
    """The property of each cell behind the first; [] where one may be of several, or of none."""
    view = main_view(home)
    ordered = view is not None and bool(view.configuration.get("properties"))
    shown = columns(home, view) if view else []
    left = [p for name in shown for p in home.properties if p.name == name and p.type != "title"]
    values = [[row[place] for row in cells] for place in range(1, len(cells[0]))]
    return _in_order(left, values, today) if ordered else _by_kind(left, values, today)


def _in_order(
    left: Sequence[ExistingProperty], values: Sequence[Sequence[str]], today: date
) -> list[ExistingProperty]:
    """The properties from left to right, as the table shows them."""
    found = list[ExistingProperty]()
    for column in values:
        fits = _fit(left, column, today)
        if not fits:
            return []
        found.append(fits[0])
        left = left[left.index(fits[0]) + 1 :]
    return found


def _by_kind(
    left: Sequence[ExistingProperty], values: Sequence[Sequence[str]], today: date
) -> list[ExistingProperty]:
    """The properties where nobody knows their order: each the only one left that its cells fit."""
    found, open_ = dict[int, ExistingProperty](), list(range(len(values)))
    while open_:
        fits = {i: _fit(left, values[i], today) for i in open_}
        sure = next((i for i in open_ if len(fits[i]) == 1), None)
        if sure is None:
            return []
        found[sure] = fits[sure][0]
        left = [p for p in left if p.id != found[sure].id]
        open_.remove(sure)
    return [found[i] for i in range(len(values))]


def _fit(
    props: Sequence[ExistingProperty], values: Sequence[str], today: date
) -> list[ExistingProperty]:
    """The properties that may hold some cells: those of the type that the cells are, else texts; a
    note only where nothing else may."""
    kind, _ = written.kind_of(values, today)
    typed = [p for p in props if p.type == kind and kind != "rich_text"]
    marked = [p for p in props if all(_PATTERNS.get(p.type, "\n") in value for value in values)]
    known = [p for p in props if p.options and all(_is_option(p, value) for value in values)]
    phones = [p for p in props if p.type == "phone_number" and all(map(_is_phone, values))]
    if found := typed or marked or known or phones:
        return found
    if kind == "date":
        return []  # a day is no text
    texts = [p for p in props if p.type == "rich_text"]
    texts += [p for p in props if p.type in _CHOICES and not p.options and kind != "number"]
    plain = [p for p in texts if (c := concept_worded(p.name)) is None or c.key not in _NOTES]
    return plain or texts


def _is_option(prop: ExistingProperty, value: str) -> bool:
    return value.casefold() in {option.name.casefold() for option in prop.options}


def _is_phone(value: str) -> bool:
    return value.startswith(("0", "+")) and all(letter in "0123456789+-() " for letter in value)
