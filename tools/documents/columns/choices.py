"""Columns whose values repeat, tick a box, or have the form of an address. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tools.documents.weekdays import are_weekdays

_SIGNS = (
    {"✓", "✔", "✅", "☑", "☑️", "[x]", "v", "●", "■"},
    {"☐", "□", "[ ]", "❌", "✗", "✘"},
)
_WORDS = (
    ({"true"}, {"false"}),
    ({"yes"}, {"no"}),
    ({"y"}, {"n"}),
    ({"예", "네"}, {"아니오", "아니요"}),
    ({"はい"}, {"いいえ"}),
    ({"o", "○", "◯"}, {"x", "×", "✕"}),
)
_EXPORTED = (({"yes"}, {"no"}),)
_URL = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+|https?://localhost[^\s<>\"]*", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,4}){1,4}")
_BARE_PHONE = re.compile(r"\+\d{8,14}|0\d{8,10}")

MOST_OPTIONS = 100  # of one property, as Notion takes them in one request
_MOST_DISTINCT = 0.67  # share of different values up to which they repeat
_LONGEST_OPTION = 60
_LONGEST_PART = 30


@dataclass(frozen=True)
class Boxes:
    values: list[bool]


def boxes(cells: Sequence[str], *, any_empty: bool, exported: bool = False) -> Boxes | None:
    """Ticks; where some cells are empty only signs count, as no answer is none of yes and no. Those
    that Notion `exported` are Yes and No alone: signs are what a formula shows."""
    said = [cell.strip().lower() for cell in cells]
    if not exported and (signs := _ticked(said, *_SIGNS)) is not None:
        return signs
    if any_empty or len(set(said)) == 1:
        return None
    pairs = _EXPORTED if exported else _WORDS
    return next((found for pair in pairs if (found := _ticked(said, *pair))), None)


def _ticked(said: Sequence[str], yes: set[str], no: set[str]) -> Boxes | None:
    if not all(word in yes or word in no for word in said):
        return None
    return Boxes([word in yes for word in said])


def address_type(cells: Sequence[str]) -> str | None:
    """`url`, `email` or `phone_number`, where all cells are such."""
    if all(_URL.fullmatch(cell) and len(cell) <= 2000 for cell in cells):
        return "url"
    if all(_EMAIL.fullmatch(cell) and len(cell) <= 200 for cell in cells):
        return "email"
    if all(_is_phone(cell) for cell in cells):
        return "phone_number"
    return None


def _is_phone(cell: str) -> bool:
    digits = re.sub(r"\D", "", cell)
    if not 8 <= len(digits) <= 15 or len(cell) > 30:
        return False
    if _BARE_PHONE.fullmatch(cell):
        return True
    begins = cell.startswith(("+", "(", "0", "1"))  # as no number of an account or a date does all
    return bool(_PHONE.fullmatch(cell)) and begins


def options(cells: Sequence[str]) -> list[str] | None:
    """The different values of a column in which they repeat, in the order in which they come; days
    of the week name no row, even where each is there once."""
    found = dict.fromkeys(cells)
    repeating = _repeats(len(found), len(cells)) or are_weekdays(found)
    if not repeating or not _are_options(found, _LONGEST_OPTION):
        return None
    return list(found)


def lists(cells: Sequence[str]) -> tuple[list[str], list[list[str]]] | None:
    """The options of a column of lists, and the list of each cell."""
    if sum(", " in cell for cell in cells) < 2:
        return None
    parts = [[part.strip() for part in cell.split(",")] for cell in cells]
    counted = Counter(part for each in parts for part in each)
    is_unique = all(len(set(each)) == len(each) for each in parts)
    if not is_unique or not _repeats(len(counted), sum(counted.values())):
        return None
    return (list(counted), parts) if _are_options(counted, _LONGEST_PART) else None


def _repeats(distinct: int, count: int) -> bool:
    return count >= 3 and distinct <= min(MOST_OPTIONS, max(1, int(count * _MOST_DISTINCT)))


def _are_options(names: dict[str, None] | Counter[str], longest: int) -> bool:
    """Whether they can be options as they are: Notion tells none apart by capitals."""
    if len({name.lower() for name in names}) < len(names):
        return False
    return all(0 < len(name) <= longest and not re.search(r"[,\n\r]", name) for name in names)
