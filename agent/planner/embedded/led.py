"""Patterns that begin with a long stretch of anything: `…(1 to 120 characters) 빼줘`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 130


@dataclass(frozen=True)
class LedMatch:
    """What was found, with the groups of both parts."""

    lead: re.Match[str]
    tail: re.Match[str]

    def __getitem__(self, group: int | str) -> str:
        if group == 0:
            return self.lead[0] + self.tail[0]
        part = self.lead if group in self.lead.re.groupindex else self.tail
        return part[group]

    def groupdict(self) -> dict[str, str]:
        return {**self.tail.groupdict(), **self.lead.groupdict()}

    def start(self) -> int:
        return self.lead.start()

    def end(self) -> int:
        return self.tail.end()


@dataclass(frozen=True)
class Led:
    """A pattern in two: `lead` (up to 130 characters, ends in `\\Z`) right before `tail`.

    It finds what one pattern of both would find, but looks for the lead only where the tail is,
    not for the tail behind every stretch that could lead to it.
    """

    lead: re.Pattern[str]
    tail: re.Pattern[str]

    def search(self, text: str) -> LedMatch | None:
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[LedMatch]:
        start = place = 0
        while tail := self.tail.search(text, place):
            place = tail.start() + 1
            lead = self.lead.search(text, max(start, tail.start() - _LONGEST), tail.start())
            if lead is not None:
                yield LedMatch(lead, tail)
                start = place = tail.end()

    def sub(self, instead: str, text: str) -> str:
        pieces, end = [], 0
        for found in self.finditer(text):
            pieces.append(text[end : found.start()])
            end = found.end()
        return instead.join([*pieces, text[end:]])


Shape = re.Pattern[str] | Led
Found = re.Match[str] | LedMatch
