"""Which property a column becomes, and what its cells are then. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from tools.documents.columns import choices
from tools.documents.columns.dates import dates, is_date
from tools.documents.columns.numbers import numbers
from tools.documents.paper import Cell, Json

_NOTHING = frozenset({"", "-", "–", "—", "n/a", "N/A", "#N/A", "null", "NULL", "None", "해당없음"})
# Words of a header that say that digits name something.
NAMING = re.compile(
    r"(?:\b|_)(?:id|ids|code|sku|zip|zipcode|postcode|postal|isbn|ean|no)(?:\b|_)\.?"
    r"|(?<=[a-z])(?:Id|ID|Code|No)\b|코드|번호|학번|사번|番号|コード|品番",
    re.IGNORECASE,
)
# What a column is called that names its rows whatever is in it, in small letters, without blanks.
TITLES = frozenset(
    (
        *("name", "title", "task", "subject", "이름", "제목", "성명", "항목"),
        *("名前", "氏名", "タイトル", "件名", "題名", "項目"),
    )
)
# What a column is called that names its rows where all its values differ, as `TITLES` are.
_NAMES = frozenset(("item", "product", "company", "customer", "project", "품목"))
_NAMED = re.compile(r".+(?:명|名|\s?name)$", re.IGNORECASE)
# By which firms are called: what a comma parts from them is no list.
_FIRMS = frozenset(
    (
        *("주식회사", "유한회사", "(주)", "㈜", "株式会社", "有限会社", "合同会社"),
        *("inc", "inc.", "ltd", "ltd.", "llc", "corp", "corp.", "co", "co.", "plc", "gmbh"),
    )
)
_SAMPLE = 200  # cells that tell whether a column is mostly of dates
_MOSTLY = 0.5  # share of them
_LONGEST_TEXT = 100_000  # what one property of Notion takes in one request


@dataclass(frozen=True)
class Asked:
    """What is known of who sent a file: their language, and the time zone of its times of day; and
    of a table whether its decimals begin with a comma, or likely do, and whether Notion wrote it.
    """

    language: str
    time_zone: str | None = None
    continental: bool = False
    decimal_comma: bool = False
    exported: bool = False


@dataclass(frozen=True)
class Typed:
    """A property without its name, and the values of the rows, None for none.

    `rule` is why it stays text where it nearly was something else, or what there is to tell of how
    it was read; `odd` are the rows of cells that keep it from being dates; `dropped` those of signs
    that stand for nothing (`-`); `cut` those whose text is longer than Notion takes.
    """

    property: Json
    values: list[Any]
    rule: str | None = None
    odd: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)


def is_name(header: str) -> bool:
    """Whether a column is called as one that holds what something is called."""
    bare = re.sub(r"\s", "", header.lower())
    return bare in TITLES or bare in _NAMES or _NAMED.match(header) is not None


def typed(header: str, cells: Sequence[Cell], asked: Asked) -> Typed:
    """A column as a property, by the first type that all its cells have.

    Signs that stand for nothing count as empty beside numbers and dates only: among words `-` is
    one like others.
    """
    filled = [(row, cell) for row, cell in enumerate(cells) if not _is_blank(cell)]
    if not filled:
        return as_text(cells)
    spread = _Spread([row for row, _ in filled], len(cells))
    said = [cell for _, cell in filled]
    found = _exact(header, said, asked, spread)
    if found is None:
        found = _beside_nothing(header, filled, len(cells), asked)
    if found is None and all(isinstance(cell, str) for cell in said):
        found = _of_words(header, [str(cell).strip() for cell in said], spread, asked)
    if isinstance(found, Typed):
        return found if found.property["type"] != "select" else replace(found, odd=_odd(filled))
    return replace(as_text(cells, rule=found), odd=[] if found else _odd(filled))


def _odd(filled: Sequence[tuple[int, Cell]]) -> list[int]:
    """The rows that keep a column from being one of dates, where most of it are such."""
    first = filled[:_SAMPLE]
    if sum(is_date(cell) for _, cell in first) < max(2, _MOSTLY * len(first)):
        return []
    return [row for row, cell in filled if not is_date(cell) and not _is_nothing(cell)]


def _beside_nothing(
    header: str, filled: Sequence[tuple[int, Cell]], count: int, asked: Asked
) -> Typed | None:
    """Numbers or dates, but for some cells that hold a sign for nothing."""
    some = [(row, cell) for row, cell in filled if not _is_nothing(cell)]
    if not some or len(some) == len(filled):
        return None
    spread = _Spread([row for row, _ in some], count)
    found = _exact(header, [cell for _, cell in some], asked, spread)
    if not isinstance(found, Typed) or found.property["type"] == "checkbox":
        return None
    return replace(found, dropped=[row for row, cell in filled if _is_nothing(cell)])


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _is_nothing(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip() in _NOTHING


class _Spread:
    """Puts the values of filled cells back between the empty ones."""

    def __init__(self, rows: Sequence[int], count: int) -> None:
        self._rows = rows
        self.count = count
        self.any_empty = len(rows) < count

    def __call__(self, values: Sequence[Any], empty: Any = None) -> list[Any]:
        spread = [empty] * self.count
        for row, value in zip(self._rows, values, strict=True):
            spread[row] = value
        return spread


def _exact(header: str, cells: Sequence[Cell], asked: Asked, spread: _Spread) -> Typed | str | None:
    """Numbers, dates and ticks; digits under a header of ids name things and stay as they are."""
    if all(isinstance(cell, bool) for cell in cells):
        return Typed({"type": "checkbox"}, spread(cells, empty=False))
    found = dates(cells, asked.language, asked.time_zone)
    if isinstance(found, str):
        return found
    if found is not None:
        return Typed({"type": "date"}, spread(found.values))
    counted = numbers(cells, continental=asked.continental, decimal_comma=asked.decimal_comma)
    if counted is None or isinstance(counted, str):
        return counted
    if _are_names(header, counted.values):
        return None
    form = {"type": "number", "format": counted.format}
    return Typed(form, spread(counted.values), counted.rule)


def _are_names(header: str, values: Sequence[int | float]) -> bool:
    """Whether whole numbers are ids: under such a header, but for those that count the rows."""
    whole = all(isinstance(value, int) for value in values)
    if not whole or not NAMING.search(header):
        return False
    return list(values) != list(range(1, len(values) + 1))


def _of_words(header: str, words: Sequence[str], spread: _Spread, asked: Asked) -> Typed | None:
    ticked = choices.boxes(words, any_empty=spread.any_empty, exported=asked.exported)
    if ticked is not None:
        return Typed({"type": "checkbox"}, spread(ticked.values, empty=False))
    kind = choices.address_type(words)
    if kind is not None:
        return Typed({"type": kind}, spread(words))
    is_one = is_name(header) and not asked.exported
    listed = None if is_one else choices.lists(words)
    if listed is not None and _FIRMS.isdisjoint(map(str.lower, listed[0])):
        names, parts = listed
        return Typed({"type": "multi_select", "options": _options(names)}, spread(parts))
    if (names_ := choices.options(words)) is not None:
        return Typed({"type": "select", "options": _options(names_)}, spread(words))
    return None


def _options(names: Sequence[str]) -> list[Json]:
    return [{"name": name} for name in names]


def as_text(cells: Sequence[Cell], *, kind: str = "rich_text", rule: str | None = None) -> Typed:
    """A column as text, every cell as it was written."""
    words = [written(cell) for cell in cells]
    cut = [row for row, text in enumerate(words) if len(text) > _LONGEST_TEXT]
    return Typed({"type": kind}, [text[:_LONGEST_TEXT] or None for text in words], rule, cut=cut)


def written(cell: Cell) -> str:
    """A cell in words: a whole number without a point, a date in ISO 8601."""
    match cell:
        case str():
            return cell.strip("\ufeff").strip()
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float():
            return f"{cell:.15g}"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return _lasting(cell)
        case _:
            return str(cell)


def _lasting(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
