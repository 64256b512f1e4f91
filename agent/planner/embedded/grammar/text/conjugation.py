"""Forms of verbs in syllables that are composed: whose they are is arithmetic, and needs no list.

A box is called by what is done ("paid", "whether it was read"): any form of that verb says that it
is ticked, and one with "not" before it or behind it that it is not.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from agent.planner.embedded.grammar.text.called import with_called
from agent.planner.embedded.grammar.text.dates import with_dates
from agent.planner.embedded.grammar.text.letters import with_letters
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.names import STATES, Entity, World
from agent.planner.embedded.grammar.text.syllables import PAST, SILENT, Syllable, is_told, syllables
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of

_ADNOMINAL, _FUTURE, _NOMINAL = 4, 8, 16  # the ends of syllables that say so
_ENDINGS = frozenset({0, 2, 3, 5, 6, 9, 11, 12})  # sounds that endings begin with
_NAMING = 20  # the vowel of an ending that makes a noun
_CONTRACTED = {9: 8, 14: 13, 6: 20}  # vowels of a stem that have met with an ending's
_DENIED, _DONE, _BECOME, _ALSO = 12, 18, 3, 8  # sounds that what follows begins with
_GIVES = frozenset({13, 14})  # the vowels of "give", by which others are asked
_LONGEST = 6  # syllables behind a stem
_WORD = re.compile(r"[^\W\d_]+")


_TO_COME = Syllable(SILENT, 18, _FUTURE)  # of what will be, behind a closed stem


_NOT = Syllable(SILENT, 0, 6)  # how "not" begins behind a verb
_ARISEN = (Syllable(2, 0, 4), Syllable(2, 0, PAST))  # of what came about, behind a noun

_DOES = Syllable(_DONE, 0, 0)  # "do"
_AMID = Syllable(12, 13, 21)  # … of what is under way


class _Doing(NamedTuple):
    """What a box is called by: the stem of a verb, or a noun that "do" follows."""

    stem: tuple[Syllable, ...]
    is_noun: bool
    is_day: bool = False

    def is_said(self, word: str) -> bool | None:
        """Whether a word says that it is done; False for "not" or "will be", None for others."""
        size, said = len(self.stem), syllables(word)
        rest = said[size:]
        if not self.stem or not size <= len(said) <= size + _LONGEST:
            return None
        last, form = self.stem[-1], said[size - 1]
        same = said[: size - 1] == self.stem[:-1] and form.first == last.first
        same = same and _vowel(form) == _vowel(last)
        if self.is_noun:
            does = bool(rest) and rest[0].first in (_DONE, _BECOME) and rest[0].vowel != _ALSO
            does = does or (bool(rest) and rest[0] in (*_ARISEN, _AMID))
            does = does and not (self.is_day and _asks(rest))  # a day is no order to do it
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
            return not closed  # behind another end of its own a past has a syllable of its own
        if form.end != self.stem[-1].end or (single and not closed):
            return False  # a noun may begin so
        is_name = len(rest) == 1 and rest[0].vowel == _NAMING and rest[0].first == 0
        return bool(rest) and rest[0].first in _ENDINGS and not is_name


def _asks(rest: Sequence[Syllable]) -> bool:
    """Whether what follows a noun asks for it to be done for somebody."""
    given = rest[1] if len(rest) > 1 else None
    return (
        given is not None
        and given.first == _DENIED
        and given.vowel in _GIVES
        and (given.end != PAST)
    )


def _vowel(syllable: Syllable) -> int:
    return _CONTRACTED.get(syllable.vowel, syllable.vowel)


def _doings(name: str, lexis: Lexis, *, dated: bool) -> Iterator[_Doing]:
    """What a box, or a day, of a name is called by: all of its verb, or without what only asks
    whether that was done ("payment" of "payment check")."""
    said = name.split()
    words = [word for word in said if word not in lexis.ends("whether")] or [""]
    ends = lexis.ends("day" if dated else "nominal")
    end = next((e for e in ends if words[-1].endswith(e)), "")
    stem = syllables(words[-1].removesuffix(end))
    if dated and end and not stem and len(words) > 1:  # "the day it was planted"
        stem = _of_noun(syllables(words[-2]))
        does = len(stem) > 1 and stem[-1] == _DOES
        yield _Doing(stem[:-1] if does else stem, is_noun=does, is_day=True)
        return
    if dated:
        yield _Doing(stem if end and len(stem) > 1 else (), is_noun=True, is_day=True)
        return
    if stem and not end:  # of what ends as a verb does that is a noun, it may be either
        yield from (_Doing(syllables(noun), is_noun=True)
                    for noun in _nouns(words[-1], lexis) if len(noun) > 1)  # fmt: skip
    if end or not stem or stem[-1].end == _NOMINAL:
        yield _verb(stem)


def _of_noun(said: Sequence[Syllable]) -> tuple[Syllable, ...]:
    """The stem of a verb that stands before a noun."""
    *stem, last = said or (Syllable(0, 0, 0),)  # no word of syllables
    if last.end != _ADNOMINAL:
        return ()
    is_ending = last.first == SILENT and bool(stem) and bool(stem[-1].end)
    return (*stem,) if is_ending else (*stem, last._replace(end=0))


def _nouns(word: str, lexis: Lexis) -> Iterator[str]:
    yield word
    yield from (word.removesuffix(end) for end in lexis.ends("whether") if word.endswith(end))


def _verb(said: Sequence[Syllable]) -> _Doing:
    """The verb that ends in such syllables."""
    stem = list(said)
    if len(stem) > 1 and stem[-1].end == PAST and stem[-1].first == SILENT and stem[-2].end:
        stem.pop()
    elif stem and stem[-1].end in (PAST, _NOMINAL):
        stem[-1] = stem[-1]._replace(end=0)
    if len(stem) > 1 and stem[-1].first == _DONE and not stem[-1].end:
        return _Doing(tuple(stem[:-1]), is_noun=True)
    return _Doing(tuple(stem), is_noun=False)


def tokens_there(text: str, world: World, today: date, zone: str | None = None) -> list[Token]:
    """The tokens of a text about what exists: its names, forms of these, and days."""
    found = with_letters(tokens_of(text, world.lexis, world.names))
    found = with_boxes(found, text, world)
    return with_called(with_dates(found, text, today, zone), text)


def with_boxes(tokens: Sequence[Token], text: str, world: World) -> list[Token]:
    """The tokens with each form of the verb that a box, or a day, is called by as what it says:
    ticked or not, there or not yet ("returned" of "return date")."""
    called = [
        (doing, Entity("property", prop.name, prop.id, home.id), prop.type)
        for home in world.databases
        for prop in home.properties
        if prop.type in STATES and not world.is_due(prop)
        for doing in _doings(prop.name, world.lexis, dated=prop.type == "date") if doing.stem
    ]  # fmt: skip
    called += [
        (_Doing(syllables(o.name), is_noun=True),
         Entity("option", o.name, o.id, home.id, prop.id), "option")
        for home in world.databases
        for prop in home.properties
        for o in prop.options if len(syllables(o.name)) > 1
    ]  # fmt: skip
    found, words = list(tokens), list(_WORD.finditer(text)) if called else []
    for place in range(len(words)):
        for part in _parts(words, place, found, world.lexis):
            told = is_told(part.text, world.lexis.told)
            asked = part.text.endswith(world.lexis.ends("asked"))  # "how many came up"
            said = [(e, kind, done) for doing, e, kind in called
                    if (doing.is_noun or not (part.of_noun or (asked and kind == "date")))
                    and (told or kind != "option")
                    and (done := doing.is_said(part.text)) is not None]  # fmt: skip
            inside = _inside(found, part.start, part.end)
            if said and inside and _may_say(found, inside, part.end):
                found[inside[0] : inside[-1] + 1] = [_as_said(said, part, text, world.lexis)]
                break
    return found


def _inside(found: Sequence[Token], start: int, end: int) -> range:
    """The places of the tokens from a place on. They stand in order: to look at all of them for
    each word would take the square of both."""
    return range(*(bisect_left(found, at, key=attrgetter("start")) for at in (start, end)))


def _as_said(
    said: Sequence[tuple[Entity, str, bool]], part: "_Part", text: str, lexis: Lexis
) -> Token:
    kinds = {kind for _, kind, _ in said}
    if kinds == {"option"}:  # "it was cancelled": that is its state
        told = frozenset({"ending.told", *({"not.not"} if part.denied else ())})
        names = tuple(e for e, _, _ in said)
        return Token("name", part.start, part.end, text[part.start : part.end], told, names)
    kind = "checkbox" if "checkbox" in kinds else "date"
    sense = STATES[kind][said[0][2] and not part.denied]
    names = tuple(e for e, one, _ in said if one == kind)
    senses = {sense, "ending.told"} if is_told(part.text, lexis.told) else {sense}
    return Token(
        "word", part.start, part.end, text[part.start : part.end], frozenset(senses), names
    )


class _Part(NamedTuple):
    """What may be a verb: its letters, from where to where it goes with a "not", if it has one."""

    text: str
    start: int
    end: int
    denied: bool
    of_noun: bool = False  # whether only what "do" follows is said so


def _parts(
    words: Sequence[re.Match[str]], place: int, found: Sequence[Token], lexis: Lexis
) -> Iterator[_Part]:
    """What may be a verb of a word: with what denies it, or without what is joined to it."""
    word, nots = words[place], lexis.ends("not")
    start, end, denied = _span(words, place, nots, lexis.ends("denying"))
    apart = [w[0] for w in words[place + 1 : place + 3]]
    if len(apart) > 1 and apart[0] in nots:  # "did not pay", in words apart
        yield _Part(word[0] + apart[1], start, words[place + 2].end(), denied=True, of_noun=True)
    yield _Part(word[0], start, end, denied)
    ends = [found[i].end for i in _inside(found, word.start(), word.end())]
    for cut in reversed(ends):
        said = word[0][: cut - word.start()]
        if cut < word.end():
            yield _Part(said, start, cut, denied)
        if said[:1] in nots and cut <= word.end():
            yield _Part(said[1:], start, cut, denied=True)


def _span(
    words: Sequence[re.Match[str]], place: int, nots: tuple[str, ...], denying: tuple[str, ...]
) -> tuple[int, int, bool]:
    """From where to where a verb goes, with "not" before it, or behind it; if it is denied."""
    word, behind = words[place], words[place + 1 : place + 2]
    before = words[max(0, place - 1) : place]
    first = syllables(behind[0][0][:1]) if behind else ()
    denied = bool(first) and first[0] == _NOT and word[0].endswith(denying)
    negated = bool(before) and before[0][0] in nots
    start = before[0].start() if negated else word.start()
    return start, behind[0].end() if denied else word.end(), negated or denied


def _may_say(found: Sequence[Token], inside: Sequence[int], end: int) -> bool:
    """Whether tokens are no more than a word, and no name or state by themselves."""
    tokens = [found[i] for i in inside]
    named = len(tokens) == 1 and bool(tokens[0].names)
    held = any(t.kind in ("quoted", "date") for t in tokens)
    held |= len(tokens) == 1 and tokens[0].has("state.")
    return tokens[-1].end <= end and not named and not held
