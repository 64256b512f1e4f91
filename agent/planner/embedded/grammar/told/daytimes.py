"""Times of day that are told of a row, apart from its days."""

import re
from collections.abc import Callable, Iterator, Sequence

from agent.planner.embedded.grammar.text.clocks import clock_at
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingDatabase, ExistingProperty

CLOCK = re.compile(r"T\d\d:\d\d:\d\d")  # a time of day by itself
_ABOUT = ("clock", "duration")  # what a text that is called a time may be known as


def clocks_in(
    tokens: Sequence[Token], is_taken: Callable[[Token], bool]
) -> Iterator[tuple[int, int, str]]:
    """Where each time of day that belongs to no day begins and ends, and which it is."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        other = token.kind in ("date", "punct") or token.has("role.") or is_taken(token)
        clock, end = ("", at) if other else clock_at(tokens, at)
        if clock:
            yield token.start, tokens[end - 1].end, clock
        at = max(end, at + 1)


def timed(home: ExistingDatabase) -> ExistingProperty | None:
    """The only text that is for times of day."""
    texts = [p for p in home.properties if p.type == "rich_text" and not p.options]
    texts = [p for p in texts if (about := concept_of(p.name)) and about.key in _ABOUT]
    return texts[0] if len(texts) == 1 else None
