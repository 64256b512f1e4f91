"""The skills that ship, read from their files, for the tests that look at their content."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from agent.planner.patterns import BlockPattern, LocalText, Pattern, PropertyPattern
from agent.planner.skills import load_skills
from tools.blueprint.base import Complexity, Language

SKILLS = Path(__file__).resolve().parents[2] / "skills"
IDS = sorted(path.parent.name for path in SKILLS.glob("*/pattern.yaml"))
_ALL = load_skills(SKILLS)
LANGUAGES: tuple[Language, ...] = get_args(Language)
TIERS: tuple[Complexity, ...] = get_args(Complexity)


@dataclass(frozen=True)
class Column:
    """A property as it stands in one database, with the lowest complexity that shows it."""

    pattern: PropertyPattern
    rank: int
    target: str | None = None


def rank(*tiers: Complexity) -> int:
    """The lowest complexity at which all of these are there."""
    return max(TIERS.index(tier) for tier in tiers)


@cache
def pattern_of(skill: str) -> Pattern:
    pattern = _ALL[skill].pattern
    assert pattern is not None
    return pattern


@cache
def front_matter(skill: str) -> tuple[dict[str, Any], str]:
    text = (SKILLS / skill / "SKILL.md").read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2)
    return yaml.load(head, Loader=yaml.CSafeLoader), body


@cache
def columns_of(skill: str) -> dict[str, dict[str, Column]]:
    """The properties of each database by key, the far sides of relations among them."""
    pattern = pattern_of(skill)
    found: dict[str, dict[str, Column]] = {database.key: {} for database in pattern.databases}
    for database in pattern.databases:
        for item in database.properties:
            own = rank(database.tier, item.tier)
            found[database.key][item.key] = Column(item, own, item.target)
            if item.target is not None and item.two_way is not None:
                found[item.target][item.two_way] = Column(item, own, database.key)
    return found


def local_texts(value: Any, where: str = "") -> Iterator[tuple[str, LocalText]]:
    """Every text of a pattern with the place where it stands."""
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
            yield from local_texts(part, f"{where}.{key}")
    elif hasattr(value, "model_fields_set"):
        for field in type(value).model_fields:
            yield from local_texts(getattr(value, field), f"{where}.{field}")


def all_blocks(blocks: list[BlockPattern]) -> Iterator[BlockPattern]:
    for block in blocks:
        yield block
        yield from all_blocks(block.children)
        for column in block.columns:
            yield from all_blocks(column.blocks)
