"""What a design shows of itself: sample rows, as whole records that differ."""

import re
from collections import Counter
from collections.abc import Callable

import orjson

from tools.blueprint.model import Database, Row
from tools.blueprint.properties import COMPUTED
from tools.quality.design import Design, share, titles
from tools.quality.fields import bare
from tools.quality.showing import is_blank

_ENOUGH = 5  # rows that show how a table is used
_FULL = 0.7  # of the cells: a record in the middle of its life has blanks
_WITH_BODY = 1 / 3  # of the rows
# Titles that stand for any row.
_ANY = re.compile(
    r"(new|my|the)?(item|sample|example|test|sku|row|entry|record|page|untitled|name|title|todo|task"
    r"|lorem(ipsum)?|항목|샘플|예시|예제|테스트|제목|이름|새|새페이지|項目|サンプル|例|テスト|タイトル|無題|名前)s?"
    r"[a-z가나다라마]?",
    re.IGNORECASE,
)
# A person, a file or a place are nobody's to invent.
_LEFT_OPEN = COMPUTED | {"people", "files", "place"}


def _mean(design: Design, of: Callable[[Database], float]) -> float | None:
    """The mean over tables; None where there is none, or none is to have rows."""
    if design.no_rows or not design.tables:
        return None
    return sum(of(table) for table in design.tables) / len(design.tables)


def enough_rows(design: Design) -> float | None:
    return _mean(design, lambda table: share(len(table.rows), _ENOUGH))


def own_titles(design: Design) -> float | None:
    """The share of rows that are called like something: no "Item 1", no blank, no row of numbers
    behind one word."""

    def of(table: Database) -> float:
        stems = [bare(title) for title in titles(table)]
        often = Counter(stems)
        own = [s for s in stems if s and not _ANY.fullmatch(s) and often[s] * 2 <= len(stems)]
        return len(own) / len(stems) if stems else 0.0

    return _mean(design, of)


def distinct_rows(design: Design) -> float | None:
    """The share of rows that are no other's double: in title, or in all that they say beside it."""

    def of(table: Database) -> float:
        if not table.rows:
            return 0.0
        called = {title.casefold() for title in titles(table)}
        told = [_beside_title(row, table.title_property) for row in table.rows]
        once = len(set(told)) if any(map(len, told)) else len(told)
        return min(len(called), once) / len(table.rows)

    return _mean(design, of)


def _beside_title(row: Row, title: str) -> bytes:
    said = {name: value for name, value in row.values.items() if name != title}
    held = {name: value for name, value in said.items() if not is_blank(value)}
    return orjson.dumps(held, default=str, option=orjson.OPT_SORT_KEYS) if held else b""


def filled(design: Design) -> float | None:
    """How full the cells are that a row itself fills."""

    def of(table: Database) -> float:
        names = [p.name for p in table.properties if p.type not in _LEFT_OPEN]
        held = sum(not is_blank(row.values.get(n)) for row in table.rows for n in names)
        return share(held, _FULL * len(names) * len(table.rows)) if table.rows else 0.0

    return _mean(design, of)


def with_bodies(design: Design) -> float | None:
    """Whether a third of all rows hold more than their cells."""
    rows = [row for table in design.tables for row in table.rows]
    if design.no_rows or not design.tables:
        return None
    return share(sum(bool(row.blocks) for row in rows), _WITH_BODY * len(rows)) if rows else 0.0
