"""What of a text nobody read: in its own words, or as what it asks for that nobody can do."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.clause import (
    Clause,
)
from agent.planner.embedded.grammar.phrases import Said, is_small
from agent.planner.embedded.grammar.tokens import Token

SIGNS = frozenset("*×÷=")
_OPEN, _SHUT = frozenset("([{（［"), frozenset(")]}）］")
_GAP = 12  # letters between two tokens of a clause that was said in one piece


def words_of(said: Said) -> str:
    """The words of a clause that says anything; empty for small words alone."""
    # What stands in brackets is part of what was asked: options, columns.
    grouped = [token for group in said.groups for token in group]
    tokens = [t for t in (*said.tokens, *said.payload, *grouped) if t.start >= 0]
    if grouped:
        tokens.sort(key=lambda token: token.start)
    if any(not is_small(token) or token.has("verb.") for token in tokens):
        return _quoted(tokens, said.text)
    return ""


def is_vague(tokens: Sequence[Token]) -> bool:
    """Whether a text says that something is to change, and neither what nor how."""
    verbs = any(t.has("verb.change", "verb.do") for t in tokens)
    plain = ("vague.", "verb.change", "verb.do", "it.", "noun.page", "noun.color", "noun.thing")
    bare = all(not t.names and (is_small(t) or t.has(*plain)) for t in tokens)
    return bare and (verbs or any(t.has("vague.") for t in tokens))


def why_not(clause: Clause) -> str:
    """Why a clause asks for what no change can bring about; empty where one may.

    A part that is to be called so is no such thing ("a column Reminder").
    """
    placed = any(t.has("place.", "lead.") for t in clause.tokens)
    seen = any(clause.entities(t, "view") for t in clause.tokens)
    ends = ("place.top", "place.bottom", "lead.")
    edged = any(t.has(*ends) and not t.has("filler.") for t in clause.tokens)
    moves = edged if clause.said.verb is None else placed and clause.does("move")
    if moves and (seen or clause.find("noun.view")):
        return "view_order"
    if _writes_below(clause):
        return "sub_page_body"
    tokens = [t for t in clause.said.tokens if t.kind != "quoted" and not t.names]
    if any(t.has("math.") or t.text in SIGNS for t in tokens):
        return ""  # what is calculated comes about by itself
    parts = ("noun.property", "noun.option", "noun.view", "noun.database", "type.", "noun.sub_page")
    if any(t.has(*parts) or clause.entities(t, "property") for t in tokens):
        return ""
    titled = any(clause.entities(t, "database") for t in tokens) and clause.does("add", "write")
    free = [t for t in clause.free() if not clause.entities(t, "database")]
    if titled and not all(t.has("cannot.") for t in free):
        return ""  # words of a title
    return next((t.group("cannot.") for t in tokens if t.has("cannot.")), "")


def _writes_below(clause: Clause) -> bool:
    """Whether blocks are to stand on a sub-page, of which a page that is read has the title only.

    "Behind the sub-page" is a place on the page itself, and a link to it is no block on it.
    """
    onto = any(t.has("place.page") for t in clause.tokens)
    led = [t for p in clause.phrases if onto or p.plays("at", "to", "of") for t in p.tokens]
    below = any(clause.entities(token, "sub_page") for token in led)
    blocks = any(t.has("block.") and not t.has("block.bookmark") for t in clause.tokens)
    behind = any(t.has("place.below", "place.above", "verb.move") for t in clause.tokens)
    return below and blocks and not behind


def _quoted(tokens: Sequence[Token], text: str) -> str:
    """The words of a clause as they were typed; of one that was put together, one by one."""
    if all(one.end <= other.start for one, other in pairwise(tokens)):
        gaps = [other.start - one.end for one, other in pairwise(tokens)]
        if max(gaps, default=0) < _GAP:
            start, end = tokens[0].start, tokens[-1].end
            opened = any(mark in text[start:end] for mark in _OPEN)
            end += opened and text[end : end + 1] in _SHUT
            return text[start:end].strip(" ,")
    return " ".join(str(t.value) if t.kind == "quoted" else t.text for t in tokens)
