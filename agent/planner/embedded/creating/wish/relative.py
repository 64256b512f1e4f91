"""Verbs that tell a noun behind them apart: names, and nothing that is asked for ("the day when it
was given back", where the verb stands first)."""

from collections.abc import Sequence
from typing import Protocol

from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.syllables import TELLING, syllables


class _Piece(Protocol):
    """What is asked of a token."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    def has(self, *senses: str) -> bool: ...


def relative_end(found: Sequence[_Piece], at: int) -> int:
    """Where a name ends that begins with a verb, with its noun where no blank parts them; the place
    itself for none."""
    last, verbal = at + 1, not found[at].text.isascii() and found[at].has("verb.", "make.")
    while last < len(found) and found[last].kind == "ending":
        last += 1
    if not verbal or last == len(found) or not _is_noun(found[last].text):
        return at
    ended, noun = last > at + 1, found[last]
    if noun.start > found[last - 1].end:
        return last if ended and _tells(found[last - 1].text) else at
    after = found[last + 1 : last + 2]
    if found[last - 1].has("ending.joins"):
        return at  # "グループ化して日付順": what goes on tells nothing apart
    alone = not after or after[0].kind in ("punct", "break", "particle")
    return last + 1 if alone and (ended or noun.has("entry.relative")) else at


def _tells(text: str) -> bool:
    return any(one.end in TELLING for one in syllables(text[-1:]))


def _is_noun(text: str) -> bool:
    nouns = (one.ends.get("described", ()) for one in lexis().languages)
    return text.endswith(tuple(word for listed in nouns for word in listed))
