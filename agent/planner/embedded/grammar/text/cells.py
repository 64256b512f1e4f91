"""What a single cell of a table holds, as people write amounts there: "(500)", "$1.2k", "15 kg"."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from agent.planner.embedded.grammar.text.lexis import composed, lexis

E = TypeVar("E")
_FIGURES = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_POINTED = re.compile(r"(?<!\d)(\d{1,3}(?:\.\d{3})+),(\d{2})(?!\d)")  # "1.200,50"
_LONGEST = 40  # characters of a cell that is an amount
_UNIT = 3  # characters of a unit that no list knows
_BRACKETS = ("()", "\uff08\uff09")
_MINUS = ("-", "\u2212", "\u25b3", "\u25b2")


@dataclass(frozen=True)
class Amount:
    """A number as it is meant, and the currency or percent that it is written in."""

    value: int | float
    format: str | None = None


def amount_of(cell: str) -> Amount | None:
    """The amount that a cell is, with nothing but a unit beside it; None for any other, as codes
    are that begin with nought."""
    text, sign = _unsigned(composed(cell).strip())
    text = _POINTED.sub(lambda m: f"{m[1].replace('.', '')}.{m[2]}", text)
    found = list(_FIGURES.finditer(text)) if len(text) <= _LONGEST else []
    if not found or any(n[0][0] == "0" and n[0][1:2].isdigit() for n in found):
        return None
    before, total, scale, unit = text[: found[0].start()].strip(), 0.0, 0, ""
    ends = [*(number.start() for number in found[1:]), len(text)]
    for number, end in zip(found, ends, strict=True):
        if number is not found[0] and (unit or scale <= 1):
            return None  # "5-7", "3 2"
        scale, unit = _scaled(text[number.end() : end].strip())
        total += float(number[0].replace(",", "")) * scale
    said = _said(before) if before else _said(text[found[-1].end() :].strip()) or _said(unit)
    if before and (said is None or unit):
        return None
    value = sign * total
    known = said is not None or len(unit) <= _UNIT
    return Amount(int(value) if value == int(value) else value, said) if known else None


def format_of(amounts: Sequence[Amount | None]) -> str | None:
    """The one currency or percent that amounts are written in."""
    formats = {amount.format for amount in amounts if amount and amount.format}
    return formats.pop() if len(formats) == 1 else None


def _unsigned(text: str) -> tuple[str, int]:
    """A text without what says that its amount is below nothing, and the sign of that."""
    if text[:1] + text[-1:] in _BRACKETS and len(text) > len("()"):
        return text[1:-1].strip(), -1
    if text.startswith(_MINUS):
        return text[1:].strip(), -1
    return text.removeprefix("+"), 1


def _scaled(text: str) -> tuple[int, str]:
    """What a number is multiplied by through the words behind it, and the unit behind these."""
    folded = text.casefold()
    word = max((w for w in _scales() if folded.startswith(w)), key=len, default="")
    if word.isascii() and folded[len(word) : len(word) + 1].isalpha():
        return 1, text  # "kg"
    return _scales().get(word, 1), text[len(word) :].strip()


@cache
def _scales() -> Mapping[str, int]:
    return _worded("scale", int)


def _said(unit: str) -> str | None:
    """The currency or percent that a unit stands for."""
    return _formats().get(unit.casefold())


@cache
def _formats() -> Mapping[str, str]:
    return _worded("format", str)


def _worded(group: str, read: Callable[[str], E]) -> dict[str, E]:
    """What the words of a group stand for."""
    words = (one.words.get(group, {}) for one in lexis().languages)
    said = ((word, key) for known in words for key, listed in known.items() for word in listed)
    return {word.casefold(): read(key) for word, key in said}
