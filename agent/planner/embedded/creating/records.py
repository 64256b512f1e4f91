"""Sentences of a wish that give rows ("put in two to start: 4 May, rye, 75% and …"): they are taken
off, and read as after the yes, against what all the rest comes to."""

import re
from datetime import date

from agent.planner.embedded.creating.introduced import is_priced
from agent.planner.embedded.creating.sections import members_in
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.dates import with_dates
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import tokens_of
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
        begin, end = given_in(said.strip()) if kept else (0, 0)
        (records if end and _tells(said.strip(), begin, end) else kept).append(said)
    return "".join(kept), [said.strip() for said in records]


def _tells(text: str, begin: int, end: int) -> bool:
    """Whether words hold figures that only a row has, or only name examples; and speak of no part
    of a table."""
    said = with_dates(tokens_of(text[begin:end], lexis()), text[begin:end], _ANY_DAY)
    counts = any(t.kind == "number" for t in said) and any(t.has(*_UNITS) for t in said)
    named = tokens_of(text, lexis())[0].has("example.") and said[0].kind in ("unknown", "quoted")
    listed = members_in(words := tokens(text[begin:end]), text[begin:end])
    meant = any(t.has(*_MEANT) for t in (*said, *words)) or (
        len(listed) > 1 and all(map(is_priced, listed))
    )
    named = named and not any(t.has("verb.", "noun.", "concept.") for t in said)
    return not meant and (named or counts or any(t.kind in _HELD for t in said))
