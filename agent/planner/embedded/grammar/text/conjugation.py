"""Forms of verbs in syllables that are composed: whose they are is arithmetic, and needs no list.

A box is called by what is done ("paid", "whether it was read"): any form of that verb says that it
is ticked, and one with "not" before it or behind it that it is not.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.names import STATES, Entity, World
from agent.planner.embedded.grammar.text.syllables import PAST, SILENT, Syllable, is_told, syllables
from agent.planner.embedded.grammar.text.tokens import Token

_ADNOMINAL, _FUTURE, _NOMINAL = 4, 8, 16  # the ends of syllables that say so
_ENDINGS = frozenset({0, 2, 3, 5, 6, 9, 11, 12})  # sounds that endings begin with
_NAMING = 20  # the vowel of an ending that makes a noun
_CONTRACTED = {9: 8, 14: 13, 6: 20}  # vowels of a stem that have met with an ending's
_DENIED, _DONE, _BECOME, _ALSO = 12, 18, 3, 8  # sounds that what follows begins with
_LONGEST = 6  # syllables behind a stem
_WORD = re.compile(r"[^\W\d_]+")


_TO_COME = Syllable(SILENT, 18, _FUTURE)  # of what will be, behind a closed stem


_NOT = Syllable(SILENT, 0, 6)  # how "not" begins behind a verb
_ARISEN = (Syllable(2, 0, 4), Syllable(2, 0, PAST))  # of what came about, behind a noun


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
            does = does or (bool(rest) and rest[0] in _ARISEN)
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


def _doing(name: str, lexis: Lexis, *, dated: bool) -> _Doing:
    """What a box, or a day, of a name is called by."""
    words = [word for word in name.split() if word not in lexis.ends("whether")] or [""]
    ends = lexis.ends("day" if dated else "nominal")
    end = next((e for e in ends if words[-1].endswith(e)), "")
    if dated:
        stem = syllables(words[-1].removesuffix(end))
        return _Doing(tuple(stem) if end and len(stem) > 1 else (), is_noun=True)
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
    """The tokens with each form of the verb that a box, or a day, is called by as what it says:
    ticked or not, there or not yet ("returned" of "return date")."""
    called = [
        (doing, Entity("property", prop.name, prop.id, home.id), prop.type)
        for home in world.databases
        for prop in home.properties
        if prop.type in STATES and not world.is_due(prop)
        and (doing := _doing(prop.name, world.lexis, dated=prop.type == "date")).stem
    ]  # fmt: skip
    found, words = list(tokens), list(_WORD.finditer(text)) if called else []
    nots, denying = world.lexis.ends("not"), world.lexis.ends("denying")
    for place, word in enumerate(words):
        start, end, denied = _span(words, place, nots, denying)
        text_of = word[0]
        apart = [w[0] for w in words[place + 1 : place + 3]]
        if len(apart) > 1 and apart[0] in nots:  # "did not pay", in words apart
            whole = word[0] + apart[1]
            if any(doing.is_noun and doing.is_said(whole) for doing, _, _ in called):
                text_of, end, denied = whole, words[place + 2].end(), True
        said = [(e, kind, done) for doing, e, kind in called
                if (done := doing.is_said(text_of)) is not None]  # fmt: skip
        # They stand in order: to look at all of them for each word would take the square of both.
        ends = (bisect_left(found, at, key=attrgetter("start")) for at in (start, end))
        inside = range(*ends)
        if not said or not inside or not _may_say(found, inside, end):
            continue
        kinds = {kind for _, kind, _ in said}
        kind = "checkbox" if "checkbox" in kinds else "date"
        sense = STATES[kind][said[0][2] and not denied]
        names = tuple(e for e, one, _ in said if one == kind)
        senses = {sense, "ending.told"} if is_told(word[0], world.lexis.told) else {sense}
        token = Token("word", start, end, text[start:end], frozenset(senses), names)
        found[inside[0] : inside[-1] + 1] = [token]
    return found


def _span(
    words: Sequence[re.Match[str]], place: int, nots: tuple[str, ...], denying: tuple[str, ...]
) -> tuple[int, int, bool]:
    """From where to where a verb goes, with "not" before it, or behind it; if it is denied."""
    word, behind = words[place], words[place + 1 : place + 2]
    before = words[max(0, place - 1) : place]
    first = syllables(behind[0][0][:1]) if behind else []
    denied = bool(first) and first[0] == _NOT and word[0].endswith(denying)
    negated = bool(before) and before[0][0] in nots
    start = before[0].start() if negated else word.start()
    return start, behind[0].end() if denied else word.end(), negated or denied


def _may_say(found: Sequence[Token], inside: Sequence[int], end: int) -> bool:
    """Whether tokens are no more than a word, and no name or state by themselves."""
    tokens = [found[i] for i in inside]
    named = len(tokens) == 1 and bool(tokens[0].names)
    held = any(t.kind in ("quoted", "date") or t.has("state.") for t in tokens)
    return tokens[-1].end <= end and not named and not held
