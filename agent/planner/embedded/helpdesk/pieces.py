"""A text cut into phrases of the helpdesk's words, numbers, and what nobody knows. Pure.

From each place the longest phrase that ends where its script lets words end; a Korean word counts
as known only when it is known to its end, particles included. Linear in the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.planner.embedded.text import HAN, HANGUL, KANA

_WORDS = Path(__file__).with_name("words.yaml")
_LATIN = re.compile(r"[^\W\d_" + HANGUL + HAN + KANA + r"][^\s" + HANGUL + HAN + KANA + r",?!.;:]*")
_LETTER = re.compile("[a-z0-9_]")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+")
_HANGUL = re.compile(f"[{HANGUL}]+")
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_UNSPACED = re.compile(f"[{HAN}{KANA}]")
# What may end in ways that no list has: the rest of the word is part of it.
_VERBS = ("fetch", "make", "renew", "change", "read", "question", "filler")


@dataclass(frozen=True)
class Piece:
    """A phrase with its `senses` (`ticket`, `status.open`), a number, or what nobody knows."""

    start: int
    end: int
    text: str
    senses: frozenset[str] = frozenset()
    number: int | None = None

    @property
    def is_unknown(self) -> bool:
        return not self.senses and self.number is None

    def group(self, group: str) -> str:
        """Its sense within a group (`status.`), without the group's name; empty for none."""
        if not self.senses:
            return ""
        found = (sense for sense in sorted(self.senses) if sense.startswith(group))
        return next((sense[len(group) :] for sense in found), "")


@dataclass(frozen=True)
class Words:
    """Senses by phrase, the longest phrase's length by the letter that it begins with, and Korean's
    particles."""

    senses: Mapping[str, frozenset[str]]
    longest: Mapping[str, int]
    particles: frozenset[str]


@cache
def words() -> Words:
    """The words of `words.yaml`, read once."""
    groups: dict[str, Any] = yaml.load(_WORDS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    found: dict[str, set[str]] = {}
    for sense, phrase in _listed(groups):
        found.setdefault(phrase.casefold(), set()).add(sense)
    senses = {phrase: frozenset(meant) for phrase, meant in found.items()}
    longest: dict[str, int] = {}
    for phrase in senses:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return Words(senses, longest, frozenset(groups["particles"]))


def _listed(groups: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for group, held in groups.items():
        if group == "particles":
            continue
        if isinstance(held, Mapping):
            yield from ((f"{group}.{value}", str(p)) for value, some in held.items() for p in some)
        else:
            yield from ((group, str(phrase)) for phrase in held)


def pieces(text: str) -> list[Piece]:
    """The pieces of a text in order; blanks and marks are none."""
    low, found, at = text.lower(), list[Piece](), 0
    low = low if len(low) == len(text) else text
    while at < len(text):
        some = _at(text, low, at, found)
        found += some
        at = some[-1].end if some else at + 1
    return [_counting(piece) for piece in _joined(text, found)]


def _counting(piece: Piece) -> Piece:
    """A number in words as a number."""
    value = piece.group("numeral.")
    return replace(piece, number=int(value)) if value else piece


def _at(text: str, low: str, at: int, before: list[Piece]) -> list[Piece]:
    """The pieces that begin at a place; none for a blank or a mark."""
    if number := _NUMBER.match(text, at):
        value = int(number[0].replace(",", "")[:18])
        return [Piece(at, number.end(), number[0], number=value)]
    if run := _HANGUL.match(text, at):
        return _korean(text, low, at, run.end())
    if _UNSPACED.match(text, at):
        return [_japanese(text, low, at, before)]
    if word := _LATIN.match(text, at):
        end = _longest(low, at, lambda end: not _LETTER.match(low, end))
        if end:
            return [Piece(at, end, text[at:end], words().senses[low[at:end]])]
        return [Piece(at, word.end(), word[0].rstrip("'\""))]
    return []


def _longest(low: str, at: int, may_end: Any) -> int:
    """Where the longest phrase that begins at a place ends; 0 for none."""
    for end in range(min(len(low), at + words().longest.get(low[at], 0)), at, -1):
        if low[at:end] in words().senses and may_end(end):
            return end
    return 0


def _korean(text: str, low: str, start: int, stop: int) -> list[Piece]:
    """The phrases that a run of Hangul is made of, from its end: known only as a whole."""
    known, ways = words(), dict[int, tuple[int, bool]]()
    for at in range(stop - 1, start - 1, -1):
        for end in range(min(len(low), at + known.longest.get(low[at], 0)), at, -1):
            senses = known.senses.get(low[at:end])
            if senses is None:
                continue
            rest = low[end:stop]
            whole = end >= stop or end in ways or rest in known.particles
            if whole or (end - at > 1 and not senses.isdisjoint(_VERBS)):
                ways[at] = (end, not whole or rest in known.particles)
                break
    if start not in ways:
        return [Piece(start, stop, _without_particle(text[start:stop]))]
    found, at = list[Piece](), start
    while at < stop and at in ways:
        end, is_last = ways[at]
        senses = known.senses[low[at:end]]
        found.append(Piece(at, max(end, stop) if is_last else end, text[at:end], senses))
        at = found[-1].end
    return found


def _without_particle(word: str) -> str:
    """A name or a noun without what stands behind it; two syllables are left at least."""
    for size in range(min(4, len(word) - 2), 0, -1):
        if word[-size:] in words().particles:
            return word[:-size]
    return word


def _japanese(text: str, low: str, at: int, before: list[Piece]) -> Piece:
    """A phrase, or what nobody knows up to where one begins."""
    end = _phrase(low, at, begins=not before or not before[-1].is_unknown or before[-1].end < at)
    if end:
        return Piece(at, end, text[at:end], words().senses[low[at:end]])
    stop = at + 1
    while stop < len(text) and _UNSPACED.match(text, stop) and not _phrase(low, stop):
        stop += 1
    return Piece(at, stop, text[at:stop])


def _phrase(low: str, at: int, *, begins: bool = False) -> int:
    """Where a phrase ends; one of a single letter stands behind no other such letter."""
    end = _longest(low, at, lambda _: True)
    if end - at == 1 and not begins and _HIRAGANA.match(low, at - 1):
        return 0
    return end


def _joined(text: str, found: list[Piece]) -> list[Piece]:
    """Unknown pieces that nothing stands between are one; letters with figures are one word."""
    joined = list[Piece]()
    for piece in found:
        last = joined[-1] if joined else None
        if last and last.is_unknown and piece.is_unknown and last.end == piece.start:
            joined[-1] = Piece(last.start, piece.end, text[last.start : piece.end])
        else:
            joined.append(piece)
    return joined
