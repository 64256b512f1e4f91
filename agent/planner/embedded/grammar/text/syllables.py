"""Syllables that are composed of sounds, and what arithmetic on them says of verbs."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_FIRST, _LAST, _VOWELS, _ENDS = 0xAC00, 0xD7A3, 21, 28  # Unicode's composed syllables
SILENT = 11  # the sound that a syllable begins with which has none
TELLING = frozenset({4, 8})  # the ends of a verb that tells the noun behind it apart
PAST = 20  # the end of a syllable that says so
PAST_LETTERS = "".join(map(chr, range(_FIRST + PAST, _LAST + 1, _ENDS)))  # all that end so
_OPEN = frozenset({0, 1, 4, 5, 6, 9, 10, 14, 15})  # vowels that the past adds its end to
_SUPPORT, _BRIGHT, _DARK, _LIQUID = 18, 0, 4, 8  # vowels of endings; an end that none needs behind
_ROUND = 8  # the other vowel that a bright one follows
_DO = (18, 0, 0)  # a stem that is irregular
_MET = {0: 0, 4: 4, 8: 9, 13: 14, 20: 6, 18: 4, 11: 10, 1: 1, 5: 5, 6: 6}  # two vowels in one
_ENDS_ALONE = {0x3134: 4, 0x3139: 8, 0x3141: 16, 0x3142: 17}  # letters that an ending begins with
_NOUN = 16  # the end that makes a noun of a verb
_BEHIND_CLOSED = {17: 9}  # what such an end begins its own syllable with, where not with silence


class Syllable(NamedTuple):
    """Numbers of the sound that it begins with, of its vowel, and of its end; 0 for no end."""

    first: int
    vowel: int
    end: int


_WEAK, _HARMONIC = Syllable(SILENT, _SUPPORT, 0), Syllable(SILENT, _DARK, 0)  # how endings begin


@lru_cache(maxsize=4096)  # the words of a language are joined from a few hundred syllables
def syllables(text: str) -> tuple[Syllable, ...]:
    """The syllables of a word; none of one in other letters."""
    codes = [ord(letter) - _FIRST for letter in text]
    if not all(0 <= code <= _LAST - _FIRST for code in codes):
        return ()
    return tuple(Syllable(c // (_VOWELS * _ENDS), c // _ENDS % _VOWELS, c % _ENDS) for c in codes)


def is_syllable(letter: str) -> bool:
    """Whether a letter is a composed syllable."""
    return len(letter) == 1 and _FIRST <= ord(letter) <= _LAST


def is_told(word: str, endings: tuple[str, ...]) -> bool:
    """Whether a word is a verb in the past that ends what is told, by one of some endings."""
    if not word.endswith(endings):
        return False
    cut = (word.removesuffix(end)[-1:] for end in endings if word.endswith(end))
    return any(last and syllables(last)[-1:] and syllables(last)[0].end == PAST for last in cut)


def past(stem: str) -> str:
    """The stem of a verb in the past, where it ends in a vowel that has met with an ending's."""
    last = syllables(stem[-1:])
    is_open = bool(last) and not last[0].end and last[0].vowel in _OPEN
    is_open = is_open and last[0].first != SILENT  # there it is an ending by itself
    return stem[:-1] + chr(ord(stem[-1]) + PAST) if is_open else stem


def attached(stem: str, ending: str) -> str:
    """A stem and an ending as they meet: one that begins with a letter closes an open syllable or
    has its own, one with a weak vowel loses it, another one's is in harmony or contracted."""
    last, first = syllables(stem[-1:]), syllables(ending[:1])
    if last and (end := _ENDS_ALONE.get(ord(ending[:1] or "-"))):
        own = Syllable(_BEHIND_CLOSED.get(end, SILENT), _SUPPORT, end)
        apart = last[0].end not in (0, _LIQUID if end == _LIQUID else 0)
        met = stem + _letter(own) if apart else stem[:-1] + _letter(last[0]._replace(end=end))
        return met + ending[1:]
    if not (last and first) or first[0].first != SILENT:
        return stem + ending
    if first[0] == _WEAK:
        return stem + ending[last[0].end in (0, _LIQUID) :]
    if first[0].vowel != _DARK:
        return stem + ending
    return _in_harmony(stem, last[0], first[0]) + ending[1:]


def alone(ending: str) -> Iterator[str]:
    """An ending as it may stand behind stems that are listed in all the forms that they take."""
    first = syllables(ending[:1])
    yield ending
    if end := _ENDS_ALONE.get(ord(ending[:1] or "-")):
        yield _letter(Syllable(_BEHIND_CLOSED.get(end, SILENT), _SUPPORT, end)) + ending[1:]
    dropped = bool(first) and first[0] in (_WEAK, _HARMONIC)
    if (dropped or end in _BEHIND_CLOSED) and ending[1:]:
        yield ending[1:]
    if first and first[0].first == SILENT and first[0].vowel == _DARK:
        yield _letter(first[0]._replace(vowel=_BRIGHT)) + ending[1:]


def _in_harmony(stem: str, last: Syllable, first: Syllable) -> str:
    if last == _DO:
        return stem[:-1] + _letter(Syllable(last.first, 1, first.end))
    weak = len(stem) > 1 and last[1:] == (_SUPPORT, 0)
    bright = syllables(stem[-2:] if weak else stem[-1:])[0].vowel in (_BRIGHT, _ROUND)
    if not last.end and last.vowel in _MET:
        vowel = _BRIGHT if weak and bright else _MET[last.vowel]
        return stem[:-1] + _letter(Syllable(last.first, vowel, first.end))
    return stem + _letter(first._replace(vowel=_BRIGHT) if bright else first)


def _letter(syllable: Syllable) -> str:
    first, vowel, end = syllable
    return chr(_FIRST + (first * _VOWELS + vowel) * _ENDS + end)


def is_form_of(word: str, noun: str) -> bool:
    """Whether a word is a form of the verb that a noun is made of by its last sound."""
    last, said = syllables(noun[-1:]), syllables(word)
    if not last or last[0].end != _NOUN or len(noun) < 2 or len(said) < len(noun):
        return False
    stem = syllables(noun[:-1])
    if last[0].first == SILENT:  # an ending by itself, which others stand in place of
        return said[: len(stem)] == stem and said[len(stem)].first == SILENT
    met = said[len(stem)]
    return said[: len(stem)] == stem and met[:2] == last[0][:2] and met != last[0]
