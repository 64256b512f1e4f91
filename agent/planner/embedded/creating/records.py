"""Sentences of a wish that give rows ("put in two to start: 4 May, rye, 75% and …"): they are taken
off, and read as after the yes, against what all the rest comes to."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.dates import with_dates
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from agent.planner.embedded.grammar.told.given import given_in

_SENTENCE = re.compile(r"(?:[^.!?。！？\n]|[.](?=\S))+[.!?。！？]*\s*|\n+")
_ANY_DAY = date(2000, 1, 1)
_HELD = ("date", "code", "email", "url")  # kinds of tokens that only a row holds
_UNITS = ("format.", "gauge.", "measure.", "unit.", "star.")
_MEANT = (
    "noun.property", "noun.option", "noun.view", "noun.database", "noun.sub_page", "noun.formula",
    "type.", "view.", "sample.", "block.", "choose.", "sort.", "math.",
)  # fmt: skip


def without_records(text: str) -> tuple[str, list[str]]:
    """A wish without the sentences that give rows, and these; the first one says what is to be
    made."""
    kept, records = list[str](), list[str]()
    for said in _SENTENCE.findall(text):
        span = given_in(said.strip()) if kept else None
        body = said.strip()[slice(*span)] if span else ""
        if span and _tells(body):
            records.append(said.strip())
        else:
            kept.append(said)
    return "".join(kept), records


def _tells(body: str) -> bool:
    """Whether words hold figures that only a row has, and speak of no part of a table."""
    said = with_dates(tokens_of(body, lexis()), body, _ANY_DAY)
    if any(t.has(*_MEANT) for t in (*said, *tokens(body))):
        return False
    return any(t.kind in _HELD for t in said) or _counts(said)


def _counts(said: Sequence[Token]) -> bool:
    """Whether a number stands beside its unit."""
    return any({"number"} & {a.kind, b.kind} and (a.has(*_UNITS) or b.has(*_UNITS))
               for a, b in pairwise(said))  # fmt: skip
