"""Syllables that are composed of sounds, and what arithmetic on them says of verbs."""

from typing import NamedTuple

_FIRST, _LAST, _VOWELS, _ENDS = 0xAC00, 0xD7A3, 21, 28  # Unicode's composed syllables
SILENT = 11  # the sound that a syllable begins with which has none
TELLING = frozenset({4, 8})  # the ends of a verb that tells the noun behind it apart
PAST = 20  # the end of a syllable that says so
_OPEN = frozenset({0, 1, 4, 5, 6, 9, 10, 14, 15})  # vowels that the past adds its end to


class Syllable(NamedTuple):
    """Numbers of the sound that it begins with, of its vowel, and of its end; 0 for no end."""

    first: int
    vowel: int
    end: int


def syllables(text: str) -> list[Syllable]:
    """The syllables of a word; none of one in other letters."""
    codes = [ord(letter) - _FIRST for letter in text]
    if not all(0 <= code <= _LAST - _FIRST for code in codes):
        return []
    return [Syllable(c // (_VOWELS * _ENDS), c // _ENDS % _VOWELS, c % _ENDS) for c in codes]


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
