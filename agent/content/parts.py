"""A pattern taken apart: its columns with the complexity that shows them, its texts, its blocks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from agent.planner.patterns import BlockPattern, LocalText, Pattern, PropertyPattern
from tools.blueprint.base import Complexity, Language, Strict

LANGUAGES: tuple[Language, ...] = get_args(Language)
TIERS: tuple[Complexity, ...] = get_args(Complexity)

Columns = dict[str, "Column"]


@dataclass(frozen=True)
class Column:
    """A property as it stands in one database, with the rank of the lowest complexity that shows
    it; `target` is the key of the database that a relation leads to from there."""

    pattern: PropertyPattern
    rank: int
    target: str | None = None


def rank(*tiers: Complexity) -> int:
    """The lowest complexity at which all of these are there."""
    return max(TIERS.index(tier) for tier in tiers)


def columns_of(pattern: Pattern) -> dict[str, Columns]:
    """The properties of each database by key, the far sides of relations among them."""
    found: dict[str, Columns] = {database.key: {} for database in pattern.databases}
    for database in pattern.databases:
        for item in database.properties:
            own = rank(database.tier, item.tier)
            found[database.key][item.key] = Column(item, own, item.target)
            if item.target in found and item.two_way is not None:
                found[item.target][item.two_way] = Column(item, own, database.key)
    return found


def local_texts(value: Any, where: str = "") -> Iterator[tuple[str, LocalText]]:
    """Every text of a pattern with the place where it stands; among the values of rows too, which
    are plain maps there."""
    if isinstance(value, LocalText):
        yield where, value
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from local_texts(part, f"{where}[{i}]")
    elif isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            if all(isinstance(text, str) for text in value.values()):
                yield where, LocalText(**value)
            return
        for key, part in value.items():
            yield from local_texts(part, f"{where}.{key}" if where else key)
    elif isinstance(value, Strict):
        for field in type(value).model_fields:
            yield from local_texts(getattr(value, field), f"{where}.{field}" if where else field)


def all_blocks(blocks: list[BlockPattern]) -> Iterator[BlockPattern]:
    """Every block of a body, those within others too."""
    for block in blocks:
        yield block
        yield from all_blocks(block.children)
        for column in block.columns:
            yield from all_blocks(column.blocks)


def doubles(items: Iterable[str]) -> list[str]:
    """What is there more than once."""
    return [item for item, count in Counter(items).items() if count > 1]
