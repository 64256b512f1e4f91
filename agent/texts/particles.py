"""What of a text depends on the word or the number that is put into it.

A number says two forms of the word behind it (`{count:page/pages}`), the one for a single thing
first. Particles depend on the last sound of the word before them.

A text says both forms in its place, the one behind a consonant first: `{title:A/B}`; with a
hyphen before them (`"{title}"{title:-A/B}`) the particle comes alone, where a quote is between.
"""

import re

_BRACKETS = re.compile(r"\([^()]*\)$")  # what stands in them at the end is not spoken
_SYLLABLES = range(0xAC00, 0xD7A4)  # composed ones; each beginning has 28 ends, the first is none
_ENDS, _RIEUL = 28, 8
_LEADING_EU = "\uc73c"  # of the one particle that a word ending in rieul takes as if it ended open
_CONSONANT_DIGITS, _RIEUL_DIGITS = frozenset("01368"), frozenset("178")
_CONSONANT_LETTERS, _RIEUL_LETTERS = frozenset("lmnr"), frozenset("lr")  # as they are spelled out


class Number(int):
    """A number that is put into a text: formatted with two forms of a word it brings the one that
    fits along."""

    __slots__ = ()

    def __format__(self, forms: str) -> str:
        single, slash, several = forms.partition("/")
        if not slash:
            return super().__format__(forms)
        return f"{self:d} {single if self == 1 else several}"


class Word(str):
    """A word that is put into a text: formatted with two forms of a particle it gives the word
    and the one that fits; without any, the word."""

    __slots__ = ()

    def __format__(self, forms: str) -> str:
        closed, slash, opened = forms.partition("/")
        if not slash:
            return super().__format__(forms)
        word = "" if closed.startswith("-") else str(self)
        closed = closed.removeprefix("-")
        is_open = _is_open(self, lenient=closed.startswith(_LEADING_EU))
        return word + (opened if is_open else closed)


def _is_open(word: str, *, lenient: bool) -> bool:
    """Whether a word ends in a vowel, as far as writing tells; `lenient`: or in rieul."""
    spoken = _BRACKETS.sub("", word) or word
    last = next((c for c in reversed(spoken.lower()) if c.isalnum()), "")
    if last and ord(last) in _SYLLABLES:
        end = (ord(last) - _SYLLABLES.start) % _ENDS
        return end == 0 or (lenient and end == _RIEUL)
    if last in _RIEUL_DIGITS or last in _RIEUL_LETTERS:
        return lenient
    return last not in _CONSONANT_DIGITS and last not in _CONSONANT_LETTERS
