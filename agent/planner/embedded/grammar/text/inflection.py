"""Forms of verbs where letters say how they end: what is done, by the noun that it is called by.

A box "hensai-zumi" (repaid) is spoken of as "hensai shita" or "hensai shite inai".
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple


class Inflection(NamedTuple):
    """How a language makes such forms, as data: see `inflected` in its words."""

    letters: str  # the first and the last that a noun is written in; empty for no such forms
    meets: Mapping[str, str]  # the last letter of a verb's noun, and what it is before an ending
    denies: Mapping[str, str]  # … and what it is before "not"
    voiced: Sequence[str]  # last letters behind which the first of an ending sounds otherwise
    past: Sequence[str]  # how a past ends, and how it does behind such letters
    does: Sequence[str]  # what makes a verb of a noun
    so: Sequence[str]
    not_so: Sequence[str]
    never: Sequence[str]  # behind what "not" stands behind
    before: Sequence[str]  # a noun, to say that it is not so

    @classmethod
    def read(cls, data: Mapping[str, object]) -> "Inflection":
        """The inflection of a language's file."""
        told = {"letters": "", "meets": {}, "denies": {}}
        return cls(**{name: data.get(name, told.get(name, ())) for name in cls._fields})  # type: ignore[arg-type]  # as the file says

    def forms(self, noun: str) -> Iterator[tuple[str, bool]]:
        """The forms of what is called so, each with whether it says that it is done."""
        if not self.letters or len(noun) < 2 or not any(map(self._is_letter, noun)):
            return
        if noun.endswith(tuple(self.past)):
            yield from self._behind(noun[:-1], noun[-1])
            return
        is_noun = self._is_letter(noun[-1])
        stems = [noun + end for end in self.does] if is_noun else [noun, *self._inner(noun)]
        yield from ((sign + noun, False) for sign in self.before if is_noun)
        for stem in stems:
            yield from self._of_verb(stem)

    def _of_verb(self, stem: str) -> Iterator[tuple[str, bool]]:
        last, body = stem[-1], stem[:-1]
        sound = self.past[last in self.voiced]
        yield from self._behind(body + self.meets.get(last, last), sound)
        yield from ((body + self.denies.get(last, last) + end, False) for end in self.never)

    def _behind(self, stem: str, past: str) -> Iterator[tuple[str, bool]]:
        """The endings behind the stem of a past, which may begin with another sound there."""
        moved = self.past.index(past)
        for ends, done in ((self.so, True), (self.not_so, False)):
            yield from ((stem + chr(ord(end[0]) + moved) + end[1:], done) for end in ends)

    def _inner(self, noun: str) -> list[str]:
        """The verb within a verb that is put together ("harai" of "shiharai")."""
        rest = noun[1:]
        return [rest] if self._is_letter(rest[0]) and self._is_letter(noun[0]) else []

    def _is_letter(self, letter: str) -> bool:
        return self.letters[0] <= letter <= self.letters[-1] or letter == "々"


def stem_of(word: str, irregular: Mapping[str, Sequence[str]]) -> str:
    """What forms of an English verb have in common ("replied", "replies": "repl")."""
    for base, forms in irregular.items():
        if word == base or word in forms:
            return base
    ends = ("ying", "ied", "ies", "ing", "ed", "es", "y", "s", "e")
    end = next((e for e in ends if word.endswith(e) and len(word) > len(e) + 2), "")
    stem = word.removesuffix(end)
    return stem[:-1] if end in ("ing", "ed") and stem[-1:] * 2 == stem[-2:] else stem
