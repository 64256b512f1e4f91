"""Read a regular expression in JavaScript's syntax (without flags) and compile it."""

from __future__ import annotations

import re
from functools import lru_cache

from sandbox.notion.formula.errors import EvaluationError
from sandbox.notion.formula.patterns.characters import (
    BREAKS,
    CLASSES,
    CONTROLS,
    at_edge,
    at_end,
    at_start,
    within,
)
from sandbox.notion.formula.patterns.program import (
    MAX_PROGRAM,
    Assertion,
    Character,
    Code,
    Look,
    Program,
    Ranges,
    Reference,
    Save,
    either,
    repeated,
    size_of,
)

MAX_SOURCE = 1_000
"""Longest pattern, in characters."""

MAX_NESTING = 20
"""How deep groups may stand in each other."""

_COUNT = re.compile(r"\{(\d{1,9})(,(\d{0,9}))?\}", re.ASCII)
_HEX = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})")
_NAMED = re.compile(r"\?<([^\W\d]\w*)>", re.ASCII)
_CALLED = re.compile(r"k<([^\W\d]\w*)>", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d?", re.ASCII)
_REPEATS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_LOOKS = {"?=": (False, False), "?!": (False, True), "?<=": (True, False), "?<!": (True, True)}
_EDGES = {"b": at_edge, "B": within}
_ANCHORS = {"^": at_start, "$": at_end}


class PatternError(EvaluationError):
    """The text is no regular expression, or one that is too large."""


@lru_cache(maxsize=256)
def compiled(source: str) -> Program:
    """The program of a pattern. Raises PatternError."""
    if len(source) > MAX_SOURCE:
        raise PatternError(f"The pattern is longer than {MAX_SOURCE} characters")
    return _Parser(source).program()


class _Parser:
    """A cursor over the pattern; every method reads one construct and moves on."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._nesting = 0
        self._groups = 0
        self._names: dict[str, int] = {}
        self._references: list[int] = []

    def program(self) -> Program:
        code = self._choice()
        if self._at < len(self._source):
            raise self._wrong("an unmatched )")
        if any(group > self._groups for group in self._references):
            raise self._wrong("a reference to a group that is not there")
        return Program(code, self._groups, linear=not self._references)

    def _choice(self) -> Code:
        choices = [self._sequence()]
        while self._accept("|"):
            choices.append(self._sequence())
        code = choices.pop()
        for choice in reversed(choices):
            code = self._limited(either(choice, code))
        return code

    def _sequence(self) -> Code:
        code: Code = ()
        while self._at < len(self._source) and self._source[self._at] not in "|)":
            code = self._limited(code + self._repeated(self._atom()))
        return code

    def _repeated(self, code: Code) -> Code:
        counts = self._counts()
        if counts is None:
            return code
        fewest, most = counts
        if most is not None and most < fewest:
            raise self._wrong("a repetition that ends before it begins")
        lazy = self._accept("?")
        if size_of(code, fewest, most) > MAX_PROGRAM:
            raise self._wrong("a repetition that is too large")
        if self._counts() is not None:
            raise self._wrong("nothing to repeat")
        return repeated(code, fewest, most, lazy=lazy)

    def _counts(self) -> tuple[int, int | None] | None:
        character = self._peek()
        if character in _REPEATS:
            self._at += 1
            return _REPEATS[character]
        found = self._match(_COUNT)
        if found is None:
            return None
        fewest = int(found[1])
        if found[2] is None:
            return fewest, fewest
        return fewest, int(found[3]) if found[3] else None

    def _atom(self) -> Code:
        character = self._next()
        if character == "(":
            return self._group()
        if character == "[":
            return (self._set(),)
        if character == "\\":
            return self._escape()
        if character == ".":
            return (Character(BREAKS, negated=True),)
        if character in _ANCHORS:
            return (Assertion(_ANCHORS[character]),)
        if character in _REPEATS:
            raise self._wrong("nothing to repeat")
        return (_exactly(character),)

    def _group(self) -> Code:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self._wrong(f"more than {MAX_NESTING} groups inside each other")
        for opening, (behind, negated) in _LOOKS.items():
            if self._accept(opening):
                return (Look(self._closed(), behind, negated),)
        if self._accept("?:"):
            return self._closed()
        self._groups += 1
        group = self._groups
        if found := self._match(_NAMED):
            self._names[found[1]] = group
        elif self._peek() == "?":
            raise self._wrong("an unknown kind of group")
        return (Save(2 * group), *self._closed(), Save(2 * group + 1))

    def _closed(self) -> Code:
        code = self._choice()
        if not self._accept(")"):
            raise self._wrong("a group that is not closed")
        self._nesting -= 1
        return code

    def _escape(self) -> Code:
        if found := self._match(_NUMBER):
            return self._reference(int(found[0]))
        if found := self._match(_CALLED):
            return self._reference(self._names.get(found[1], MAX_SOURCE))
        if self._peek() in _EDGES:
            return (Assertion(_EDGES[self._next()]),)
        return (Character(self._escaped()),)

    def _reference(self, group: int) -> Code:
        self._references.append(group)
        return (Reference(group),)

    def _escaped(self) -> Ranges:
        """What an escape stands for, in a set and outside of one."""
        if found := self._match(_HEX):
            return _exactly(chr(int(found[1] or found[2], 16))).ranges
        if self._at == len(self._source):
            raise self._wrong("a \\ at its end")
        character = self._next()
        if character in CLASSES:
            return CLASSES[character]
        return _exactly(CONTROLS.get(character, character)).ranges

    def _set(self) -> Character:
        negated = self._accept("^")
        ranges: list[tuple[str, str]] = []
        while not self._accept("]"):
            one = self._member()
            if self._peek() == "-" and self._source[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                ranges += self._between(one, self._member())
            else:
                ranges += one
        return Character(tuple(ranges), negated)

    def _member(self) -> Ranges:
        if self._at == len(self._source):
            raise self._wrong("a set that is not closed")
        if not self._accept("\\"):
            return _exactly(self._next()).ranges
        return _exactly("\b").ranges if self._accept("b") else self._escaped()

    def _between(self, one: Ranges, other: Ranges) -> Ranges:
        (first, begin), (end, last) = one[0], other[-1]
        if len(one) > 1 or len(other) > 1 or first != begin or end != last:
            return (*one, ("-", "-"), *other)  # `[\w-.]`: a dash, as JavaScript reads it
        if last < first:
            raise self._wrong("a range out of order")
        return ((first, last),)

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _next(self) -> str:
        self._at += 1
        return self._source[self._at - 1]

    def _accept(self, text: str) -> bool:
        found = self._source.startswith(text, self._at)
        self._at += len(text) if found else 0
        return found

    def _match(self, token: re.Pattern[str]) -> re.Match[str] | None:
        found = token.match(self._source, self._at)
        self._at = found.end() if found else self._at
        return found

    def _limited(self, code: Code) -> Code:
        if len(code) > MAX_PROGRAM:
            raise self._wrong(f"more than {MAX_PROGRAM} instructions")
        return code

    def _wrong(self, what: str) -> PatternError:
        return PatternError(f"Pattern {self._source[:100]} has {what} at position {self._at}")


def _exactly(character: str) -> Character:
    return Character(((character, character),))
