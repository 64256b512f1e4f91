"""The instructions that a pattern is compiled to, and how they are put together.

Instructions name each other by distance, so fragments can be repeated and joined like lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Ranges = tuple[tuple[str, str], ...]
"""Characters, from first to last, both included."""

MAX_PROGRAM = 2_000
"""Instructions of one pattern; counted repetitions are written out."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character of these ranges (or, negated, of none of them)."""

    ranges: Ranges
    negated: bool = False

    def accepts(self, character: str) -> bool:
        """Whether the character is one of those meant."""
        for first, last in self.ranges:
            if first <= character <= last:
                return not self.negated
        return self.negated


@dataclass(frozen=True, slots=True)
class Split:
    """Goes on at `first`, and if that leads nowhere at `second`."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Jump:
    """Goes on elsewhere."""

    distance: int


@dataclass(frozen=True, slots=True)
class Save:
    """Keeps the place in a slot: group n begins in slot 2n and ends in slot 2n + 1."""

    slot: int


@dataclass(frozen=True, slots=True)
class Assertion:
    """Something that must hold between two characters, such as a word's edge."""

    holds: Callable[[str, int], bool]


@dataclass(frozen=True, slots=True)
class Look:
    """What must, or if negated must not, stand ahead or behind."""

    code: Code
    behind: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """The text that a group matched, again."""

    group: int


Instruction = Character | Split | Jump | Save | Assertion | Look | Reference
Code = tuple[Instruction, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled pattern. In a `linear` one a state that failed once fails always."""

    code: Code
    groups: int
    linear: bool


def either(one: Code, other: Code) -> Code:
    """The one, or else the other."""
    return (Split(1, len(one) + 2), *one, Jump(len(other) + 1), *other)


def repeated(code: Code, fewest: int, most: int | None, *, lazy: bool) -> Code:
    """The code so many times; `most` None is any number."""
    required = code * fewest
    if most is None:
        loop = (_split(1, len(code) + 2, lazy=lazy), *code, Jump(-len(code) - 1))
        return required + loop
    optional: Code = ()
    for _ in range(most - fewest):
        optional = (_split(1, len(code) + len(optional) + 1, lazy=lazy), *code, *optional)
    return required + optional


def size_of(code: Code, fewest: int, most: int | None) -> int:
    """How long the code repeated so many times will be."""
    beyond = len(code) + 2 if most is None else (len(code) + 1) * (most - fewest)
    return len(code) * fewest + beyond


def _split(inside: int, behind: int, *, lazy: bool) -> Split:
    return Split(behind, inside) if lazy else Split(inside, behind)
