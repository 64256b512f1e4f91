"""Forms of verbs in syllables that are composed: whose they are is arithmetic, and needs no list.

A box is called by what is done ("paid", "whether it was read"): any form of that verb says that it
is ticked, and one with "not" before it or behind it that it is not.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from agent.planner.embedded.grammar.lexis import Lexis
from agent.planner.embedded.grammar.names import Entity, World
from agent.planner.embedded.grammar.syllables import PAST, SILENT, Syllable, syllables
from agent.planner.embedded.grammar.tokens import Token

_ADNOMINAL, _FUTURE, _NOMINAL = 4, 8, 16  # the ends of syllables that say so
_ENDINGS = frozenset({0, 2, 3, 5, 6, 9, 11, 12})  # sounds that endings begin with
_NAMING = 20  # the vowel of an ending that makes a noun
_CONTRACTED = {9: 8, 14: 13, 6: 20}  # vowels of a stem that have met with an ending's
_DENIED, _DONE, _BECOME, _ALSO = 12, 18, 3, 8  # sounds that what follows begins with
_LONGEST = 6  # syllables behind a stem
_WORD = re.compile(r"[^\W\d_]+")


_TO_COME = Syllable(SILENT, 18, _FUTURE)  # of what will be, behind a closed stem


class _Doing(NamedTuple):
    """What a box is called by: the stem of a verb, or a noun that "do" follows."""

    stem: tuple[Syllable, ...]
    is_noun: bool

    def is_said(self, word: str) -> bool | None:
        """Whether a word says that it is done; False for "not" or "will be", None for others."""
        size, said = len(self.stem), syllables(word)
        rest = said[size:]
        if not self.stem or not size <= len(said) <= size + _LONGEST:
            return None
        last, form = self.stem[-1], said[size - 1]
        same = said[: size - 1] == list(self.stem[:-1]) and form.first == last.first
        same = same and _vowel(form) == _vowel(last)
        if self.is_noun:
            does = bool(rest) and rest[0].first in (_DONE, _BECOME) and rest[0].vowel != _ALSO
            return True if same and form == last and does else None
        if not same or not self._goes_on(form, rest):
            return None
        future = form.end == _FUTURE or (last.end and rest[0] == _TO_COME)
        return not (future or (rest and rest[0].first == _DENIED and form.end == last.end))

    def _goes_on(self, form: Syllable, rest: Sequence[Syllable]) -> bool:
        """Whether what follows the stem of a verb may be its ending."""
        closed, single = bool(self.stem[-1].end), len(self.stem) == 1
        if form.end in (_ADNOMINAL, _FUTURE, _NOMINAL) and not closed:
            return not rest
        if form.end == PAST:
            return True
        if form.end != self.stem[-1].end or (single and not closed):
            return False  # a noun may begin so
        is_name = len(rest) == 1 and rest[0].vowel == _NAMING and rest[0].first == 0
        return bool(rest) and rest[0].first in _ENDINGS and not is_name


def _vowel(syllable: Syllable) -> int:
    return _CONTRACTED.get(syllable.vowel, syllable.vowel)


def _doing(name: str, lexis: Lexis) -> _Doing:
    """What a box of a name is called by."""
    words = [word for word in name.split() if word not in lexis.ends("whether")] or [""]
    end = next((e for e in lexis.ends("nominal") if words[-1].endswith(e)), "")
    stem = syllables(words[-1].removesuffix(end))
    if stem and not end and stem[-1].end != _NOMINAL:
        return _Doing(tuple(stem) if len(stem) > 1 else (), is_noun=True)
    if len(stem) > 1 and stem[-1].end == PAST and stem[-1].first == SILENT and stem[-2].end:
        stem.pop()
    elif stem and stem[-1].end in (PAST, _NOMINAL):
        stem[-1] = stem[-1]._replace(end=0)
    if len(stem) > 1 and stem[-1].first == _DONE and not stem[-1].end:
        return _Doing(tuple(stem[:-1]), is_noun=True)
    return _Doing(tuple(stem), is_noun=False)


def with_boxes(tokens: Sequence[Token], text: str, world: World) -> list[Token]:
    """The tokens with each form of the verb that a box is called by as what it says of the box."""
    boxes = [
        (_doing(prop.name, world.lexis), Entity("property", prop.name, prop.id, home.id))
        for home in world.databases
        for prop in home.properties
        if prop.type == "checkbox"
    ]
    found, negations = list(tokens), world.lexis.ends("not")
    for word in _WORD.finditer(text) if boxes else ():
        said = {
            entity: ticked
            for doing, entity in boxes
            if (ticked := doing.is_said(word[0])) is not None
        }
        inside = [i for i, t in enumerate(found) if word.start() <= t.start < word.end()]
        if not said or not inside or not all(found[i].end <= word.end() for i in inside):
            continue
        first, last = inside[0], inside[-1] + 1
        if found[first].kind in ("quoted", "date") or (last - first == 1 and found[first].names):
            continue
        start, ticked = word.start(), next(iter(said.values()))
        if first and found[first - 1].text in negations:
            first, start, ticked = first - 1, found[first - 1].start, False
        sense = "state.checked" if ticked else "state.unchecked"
        shown = text[start : word.end()]
        found[first:last] = [
            Token("word", start, word.end(), shown, frozenset({sense}), tuple(said))
        ]
    return found
