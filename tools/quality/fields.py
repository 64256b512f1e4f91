"""What a design can hold: columns that say what goes into them, of fitting kinds, connected."""

import re
from collections.abc import Iterable

from tools.blueprint.model import Database
from tools.blueprint.properties import FormulaProperty, RelationProperty, RollupProperty
from tools.quality.design import Design, share

# Names that say only that something is there.
_NAMELESS = re.compile(
    r"(column|field|property|text|untitled|열|컬럼|속성|필드|텍스트|列|プロパティ|フィールド|テキスト)s?",
    re.IGNORECASE,
)
_BESIDE_LETTERS = re.compile(r"[\W\d_]+")
_NUMBERED = re.compile(r"[\d\s]+")
_KINDS = 3  # of values: a name, a state, a day
_FEW = 2  # columns at most, of which nobody expects more kinds


def bare(name: str) -> str:
    """A name without signs, digits and case."""
    return _BESIDE_LETTERS.sub("", name).casefold()


def telling_names(design: Design) -> float | None:
    """The share of columns whose names tell, and tell them apart by more than a number."""
    names = [[p.name for p in table.properties] for table in design.tables]
    if not names:
        return None
    telling = sum(len({_NUMBERED.sub("", n).casefold() for n in own if _tells(n)}) for own in names)
    return share(telling, sum(map(len, names)))


def _tells(name: str) -> bool:
    letters = bare(name)
    return bool(letters) and not _NAMELESS.fullmatch(letters) and not _is_letter(letters)


def _is_letter(letters: str) -> bool:
    """`A`, `B`: one letter of an alphabet; a character can be a word."""
    return len(letters) == 1 and letters.isascii()


def varied_kinds(design: Design) -> float | None:
    """The share of tables that hold more than text."""
    tables = [table for table in design.tables if len(table.properties) > _FEW]
    if not tables:
        return 0.0 if design.tables else None
    return share(sum(len({p.type for p in t.properties}) >= _KINDS for t in tables), len(tables))


def connected(design: Design) -> float | None:
    """How many of several tables hang together, the largest such group."""
    if len(design.tables) < 2:
        return None
    largest = max(map(len, _groups(design.tables)))
    return 0.0 if largest == 1 else share(largest, len(design.tables))


def _groups(tables: Iterable[Database]) -> list[set[str]]:
    """Keys of tables that relations lead between."""
    groups: list[set[str]] = []
    for table in tables:
        targets = {p.target for p in table.properties if isinstance(p, RelationProperty)}
        joined = {table.key, *targets}
        apart = [group for group in groups if not group & joined]
        groups = [*apart, joined.union(*(group for group in groups if group & joined))]
    return groups


def computed(design: Design) -> float | None:
    """Whether the workspace works something out: over relations where there are several tables,
    by a formula at least where it is to be more than simple."""
    kinds = {type(p) for table in design.tables for p in table.properties}
    if len(design.tables) > 1:
        return float(RollupProperty in kinds)
    if not design.tables or design.blueprint.complexity == "simple":
        return None
    return float(bool(kinds & {FormulaProperty, RollupProperty}))
