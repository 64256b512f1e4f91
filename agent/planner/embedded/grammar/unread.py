"""What of a text nobody read: in its own words, or as what it asks for that nobody can do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.beyond_reach import surely_not
from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import Said, is_small
from agent.planner.embedded.grammar.parts.content import led_sub_page
from agent.planner.embedded.grammar.text.tokens import Token

SIGNS = frozenset("*×÷=")
SURE = (
    "default",
    "option_order",
    "comma",
)  # what cannot be brought about, and tells nothing of rows
_OPEN, _SHUT = frozenset("([{（［"), frozenset(")]}）］")
# Clauses that are read of one text, and of the same words: each costs a millisecond or two.
_CLAUSES, _TIMES = 50, 3
_MONEY = tuple("$\u20ac\u00a3\u00a5\u20a9")  # what stands before an amount
_UNITS = ("unit.", "format.", "counter.", "measure.", "scale.", "gauge.")
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


def at_most(clauses: Iterable[Said], text: str) -> tuple[list[Said], list[str]]:
    """The clauses of a text that are read, and what is left of it, as it was typed.

    The same words may mean another thing the second time ("…, make it a date"), not the fourth.
    """
    times, kept, again = Counter[str](), list[Said](), list[str]()
    for said in clauses:
        words = words_of(said)
        times[words] += 1
        if words and times[words] > _TIMES:
            again.append(words)
        elif len(kept) < _CLAUSES:
            kept.append(said)
        else:
            rest = [token.start for token in said.tokens if token.start >= 0]
            return kept, [*dict.fromkeys(again), text[min(rest, default=len(text)) :].strip()]
    return kept, list(dict.fromkeys(again))


def told_apart(left: Sequence[Token], clause: Clause) -> list[str]:
    """The words that nobody understood, those together that stand so, each with what it counts."""
    starts, spans, text = {t.start for t in left}, list[tuple[int, int]](), clause.said.text
    end, marked = -1, False  # where the last of them ends, with the marks behind it
    for token in sorted((*clause.said.tokens, *clause.everything), key=lambda t: t.start):
        near, last = token.start - end <= 1 and bool(spans), spans[-1:]
        unit = near and not marked and token.has(*_UNITS) and not token.names
        if token.start < end:
            continue
        if token.start in starts or unit:
            spans[-1:] = [(last[0][0], token.end)] if near else [*last, (token.start, token.end)]
            end, marked = token.end, False
        elif near and (token.kind == "particle" or is_small(token)) and token.kind != "punct":
            end, marked = token.end, True
        else:
            end = -1
    return [text[start - (text[:start][-1:] in _MONEY) : end] for start, end in spans]


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
    if _changes_below(clause):
        return "sub_page_body"
    if _is_of_births(clause):
        return "birthdays"
    if fixed := _fixed(clause):
        return fixed
    if sure := surely_not(clause):
        return sure
    listed = {t.start for p in clause.phrases if len(p.items) > 1 for t in p.tokens}
    named = any(clause.entities(t, "property") for t in clause.tokens)
    options = listed if named else set[int]()  # "the state to received, made, sent"
    tokens = [t for t in clause.said.tokens if t.kind != "quoted" and not t.names]
    tokens = [t for t in tokens if t.start not in options]
    if _is_footer(clause, tokens):
        return "footer"
    if any(t.has("math.", "worked.") or t.text in SIGNS for t in tokens):
        return ""  # what is calculated comes about by itself
    if clause.does("show") and any(t.has("role.only", "only.") for t in tokens):
        return ""  # "only what is not bought yet" is to be seen, and nothing to be bought
    parts = ("noun.property", "noun.option", "noun.view", "noun.database", "type.", "noun.sub_page")
    if any(t.has(*parts) or clause.entities(t, "property") for t in tokens):
        return ""
    homes = any(clause.entities(t, "database") for t in clause.said.tokens)
    titled = homes and clause.does("add", "write")
    free = [t for t in clause.free() if not clause.entities(t, "database")]
    if titled and not all(t.has("cannot.") for t in free):
        return ""  # words of a title
    return next((t.group("cannot.") for t in tokens if t.has("cannot.")), "")


def _is_of_births(clause: Clause) -> bool:
    """Whether those are to be seen who were born in a month or week: their dates have a year."""
    births = clause.world.lexis.ends("birth")
    dated = any(p.type == "date" and p.name.lower().endswith(births)
                for home in clause.world.databases for p in home.properties)  # fmt: skip
    named = any(t.text.lower().startswith(births) for t in clause.tokens)
    seen = ("only.", "role.only", "noun.view", "noun.filter", "verb.show")
    spans = any(t.has("range.", "day.") for t in clause.tokens)
    return dated and named and spans and any(t.has(*seen) for t in clause.said.tokens)


def _fixed(clause: Clause) -> str:
    """What a clause asks of a property that no change can give one: a default, to be required."""
    weak = clause.said.verb is None or clause.does("do", "change", "want", "write", "show", "hide")
    named = any(clause.entities(t, "property", "option") for t in clause.tokens)
    kinds = (t.group("fixed.") for t in clause.tokens if not t.names)
    return next(filter(None, kinds), "") if weak and named else ""


def _is_footer(clause: Clause, tokens: Sequence[Token]) -> bool:
    """Whether a sum is to stand below the rows of a table, which no call of Notion's API sets."""
    reckons = any(t.has("function.") and not t.has("place.") for t in tokens)
    below = any(t.has("place.below", "place.bottom") for t in tokens)
    there = any(t.has("view.table", "noun.row", "noun.view") for t in tokens)
    there = there or any(t.has("noun.property") for t in tokens)
    return reckons and below and there and not clause.does("move", "delete", "rename")


def _changes_below(clause: Clause) -> bool:
    """Whether blocks of a sub-page are to go or change, of which only the title was read."""
    blocks = any(t.has("block.") and not t.has("block.bookmark") for t in clause.tokens)
    return blocks and clause.does("delete", "change", "clear") and led_sub_page(clause) is not None


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
