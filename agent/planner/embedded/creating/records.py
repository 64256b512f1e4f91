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
from agent.planner.embedded.text import parts_said, spoken

SENTENCE = re.compile(  # it may end in tears
    r"(?:[^.!?。！？\n\u3160\u315c]|[.](?=\S))+[.!?。！？\u3160\u315c]*\s*|\n+|[\u3160\u315c]+\s*"
)
_JOINT = spoken("before_rows")
_ANY_DAY = date(2000, 1, 1)
_HELD = ("date", "code", "email", "url")  # kinds of tokens that only a row holds
_NAMES = ("unknown", "quoted")
_FEW = 5  # letters of what only points back
_UNITS = ("format.", "gauge.", "measure.", "unit.", "star.")
_MEANT = (
    "noun.property", "noun.option", "noun.view", "noun.database", "noun.sub_page", "noun.formula",
    "type.", "view.", "sample.", "block.", "choose.", "sort.", "math.",
)  # fmt: skip


def without_records(text: str) -> tuple[str, list[str]]:
    """A wish without the sentences that give rows, and these; the first one says what is to be
    made."""
    kept, records = list[str](), list[str]()
    for said in SENTENCE.findall(text):
        head, tail = _JOINT.split(said, 1) if _JOINT.search(said) else ("", said)
        begin, end = given_in(tail.strip()) if kept or head else (0, 0)
        body = tail.strip()[begin:end]
        if len(kept) > 1 and body and not body[_FEW:] and _tells(kept[-1].strip(), kept[-1]):
            records.append(f"{kept.pop().strip()} {said}")  # "…. Put these two in"
        elif body and _tells(body, tail):
            kept += [head, body] if _are_prices(body) else [head]
            records += [] if _are_prices(body) else [tail]
        else:
            kept.append(said)
    return "".join(kept), [said.strip() for said in records]


def told_rows(said: str) -> str:
    """The rows that a sentence tells to be there so far; empty for any other."""
    parts = parts_said("tells_rows", said)
    rows = parts["rows"] if parts else ""
    figures = any(map(str.isdigit, rows))
    listed = figures or (len(members_in(tokens(rows), rows)) > 1 and "own" not in (parts or ()))
    return rows if listed and not any(t.has(*_MEANT) for t in tokens(rows)) else ""


def _are_prices(body: str) -> bool:
    """Whether words only list things with a price, which has a reader of its own."""
    listed = members_in(tokens(body), body)
    counted = all([t.kind for t in one.tokens].count("number") == 1 for one in listed)
    return len(listed) > 1 and counted and all(map(is_priced, listed))


def _tells(body: str, sentence: str) -> bool:
    """Whether words hold figures that only a row has, or only name examples; and speak of no part
    of a table."""
    said = with_dates(tokens_of(body, lexis()), body, _ANY_DAY)
    named = tokens_of(sentence, lexis())[0].has("example.") and said[0].kind in _NAMES
    named = named and not any(t.has("verb.", "noun.", "concept.") for t in said)
    units = [t for t in said if t.has(*_UNITS) and not t.has("type.people")]
    counts = bool(units) and any(t.kind == "number" for t in said)
    told = named or counts or body.count("=") > 1 or any(t.kind in _HELD for t in said)
    told |= any(t.has("value.yes", "value.no") and not t.has("role.") for t in said[1:])
    others = [t for t in (*said, *tokens(body)) if not t.has("noun.thing")]  # "6 people"
    return told and not any(t.has(*_MEANT) for t in others)
