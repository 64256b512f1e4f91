"""Columns that name rows of another table of the same upload. Pure."""

import re
from collections.abc import Sequence

from tools.documents.columns.inference import NAMING, TITLES, Typed, written
from tools.documents.paper import Sheet

_FEWEST = 2  # different rows that are named, from which a column without such a name is a relation
_MOST_LINKS = 100  # of one cell, as Notion takes them in one request


class Links:
    """Which columns are relations. `titles` are what the rows of each sheet are called, by key."""

    def __init__(self, sheets: Sequence[Sheet], titles: dict[str, list[str]]) -> None:
        self._sheets = sheets
        self._rows = {
            key: set(names)
            for key, names in titles.items()
            if "" not in names and len(set(names)) == len(names)
        }
        self._titles = titles
        for sheet in sheets:
            if self._is_borrowed(sheet):
                del self._rows[sheet.key]

    def _is_borrowed(self, sheet: Sheet) -> bool:
        """Whether what would name the rows are names of another table's, as of customers in one of
        orders: its first column tells its rows apart, and names them then."""
        if sheet.key not in self._rows or not NAMING.search(sheet.header[0]):
            return False
        columns = [[written(row[n]) for row in sheet.rows] for n in range(len(sheet.header))]
        ids, titles = set(columns[0]), self._titles[sheet.key]
        if titles not in columns[1:] or "" in ids or len(ids) < len(columns[0]):
            return False
        header = sheet.header[columns.index(titles)]
        if sheet.named_by is not None or _bare(header) in TITLES:
            return False
        # Two tables with one such column are about the same things, and neither borrows it.
        others = (o for o in self._sheets if o.key in self._rows and header not in o.header)
        return any(self._named(titles, other, called=False) for other in others)

    def of(self, sheet: Sheet, number: int) -> Typed | None:
        """The relation that a column is: its cells name rows of another sheet, all of them."""
        cells = [written(row[number]) for row in sheet.rows]
        titles = self._titles.get(sheet.key)
        if not any(cells) or (sheet.key in self._rows and cells == titles):
            return None  # what tells the rows of its own table apart names none of another
        for other in self._sheets:
            if other.key == sheet.key or other.key not in self._rows:
                continue
            found = self._named(cells, other, called=_is_called(sheet.header[number], other))
            if found is not None:
                return found
        return None

    def _named(self, cells: Sequence[str], other: Sheet, *, called: bool) -> Typed | None:
        rows = self._rows[other.key]
        parts = [_parts(cell, rows) for cell in cells]
        named = {part for each in parts for part in each}
        if not named <= rows or any(len(each) > _MOST_LINKS for each in parts):
            return None
        if not called and (len(named) < _FEWEST or _are_plain(named)):
            return None
        return Typed({"type": "relation", "target": other.key}, list(parts))


def _parts(cell: str, rows: set[str]) -> list[str]:
    """The rows that a cell names: one by its whole text, else several with commas between."""
    if not cell:
        return []
    if cell in rows:
        return [cell]
    signs = "\n" if "\n" in cell else "[,;]"
    return list(dict.fromkeys(part.strip() for part in re.split(signs, cell) if part.strip()))


def _are_plain(names: set[str]) -> bool:
    """Whether names are numbers or single signs, which agree by chance."""
    return all(len(name) < 2 or re.fullmatch(r"[\d.,\s-]+", name) for name in names)


def _is_called(header: str, sheet: Sheet) -> bool:
    """Whether a header is what another table, or the column that names its rows, is called."""
    names = {_bare(name) for name in (sheet.title, *sheet.header[:1])}
    return _bare(header) in names


def _bare(name: str) -> str:
    return re.sub(r"[\s_-]|명단$|목록$|리스트$|一覧$|s$|list$", "", name.lower())
