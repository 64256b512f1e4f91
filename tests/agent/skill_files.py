"""The skills that ship, read from their files, for the tests that compose from them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from agent.content.parts import LANGUAGES, TIERS
from agent.planner.patterns import Pattern
from agent.planner.skills import load_skills
from tests.support.examples import EXPLORING

__all__ = ["IDS", "LANGUAGES", "SHIPPED", "SKILLS", "SPREAD", "TIERS", "pattern_of"]

SKILLS = Path(__file__).resolve().parents[2] / "skills"
IDS = sorted(path.parent.name for path in SKILLS.glob("*/pattern.yaml"))
# One for all tests of a process: to read the 54 patterns takes most of a second of CPU.
SHIPPED = load_skills(SKILLS)
_KINDS = ("type", "function", "chart_type")


@cache
def pattern_of(skill: str) -> Pattern:
    pattern = SHIPPED[skill].pattern
    assert pattern is not None
    return pattern


def _kinds(value: Any) -> Iterator[tuple[str, str]]:
    """What a pattern is made of: types of blocks, properties and views, functions, formats."""
    if isinstance(value, list):
        for part in value:
            yield from _kinds(part)
    elif isinstance(value, dict):
        yield from ((key, value[key]) for key in _KINDS if isinstance(value.get(key), str))
        for part in value.values():
            yield from _kinds(part)


def _spread() -> list[str]:
    """As few skills as have among them whatever any skill is made of."""
    made_of = {skill: set(_kinds(pattern_of(skill).model_dump())) for skill in IDS}
    left, chosen = set[tuple[str, str]]().union(*made_of.values()), list[str]()
    while left:
        chosen.append(max(IDS, key=lambda skill: len(made_of[skill] & left)))
        left -= made_of[chosen[-1]]
    return sorted(chosen)


# For what a skill's content adds nothing to but its kinds; `make explore` takes them all.
SPREAD = IDS if EXPLORING else _spread()
