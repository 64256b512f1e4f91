"""The verb of a clause, among words that may be one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.demoting import only_describes
from agent.planner.embedded.grammar.clauses.phrases import is_first, is_small
from agent.planner.embedded.grammar.clauses.sentences import is_verb
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.tokens import Token

WEAK = ("verb.want", "verb.do")  # which another verb of the clause says more than
_ATTRIBUTES = ("verb.show", "verb.hide", "verb.group", "verb.sort")


def verb_of(tokens: Sequence[Token], lexis: Lexis) -> tuple[Token | None, bool]:
    """The verb of a clause, the first strong one that opens it, else the last; if it is denied."""
    never = any(t.has("never.never", "ending.never") for t in tokens)
    shown = max((t.start for t in tokens if t.has("noun.view", "view.")), default=-1)
    nouns = {b.start for a, b in pairwise(tokens) if a.has("article.")}  # "the trash is out"
    verbs = [t for t in tokens if is_verb(t) and not (t.has("new.new") or t.start in nouns)]
    verbs = [v for v in verbs if not (only_describes(tokens, v, lexis) or _counts(tokens, v))]
    # "a list that shows …": such a verb says more of the view behind it, and asks for nothing.
    verbs = [v for v in verbs if is_first(v, lexis) or v.start > shown or not v.has(*_ATTRIBUTES)]
    which = next((t.start for t in tokens if t.has("relative.")), None)
    if which is not None and verbs and verbs[0].start < which:
        verbs = [v for v in verbs if v.start < which]  # "a page where I can write …"
    opened = next((t.start for t in tokens if not is_small(t)), -1)  # "a source link" is a noun
    articles = {b.start for a, b in pairwise(tokens) if a.has("new.new")}  # "a link to …"
    verbs = [v for v in verbs if not ((v.start > opened or v.start in articles)
                                      and is_first(v, lexis) and _is_noun(v))]  # fmt: skip
    strong = [v for v in verbs if not v.has(*WEAK)] or verbs
    if strong:
        return next((v for v in strong if is_first(v, lexis)), strong[-1]), never
    led = [t for t in tokens if not is_small(t) or t.has("new.new")]
    begins = bool(led) and led[0].has("new.new") and led[0].has("verb.add")
    return (replace(led[0], names=()) if begins else None), never


def _counts(tokens: Sequence[Token], verb: Token) -> bool:
    """Whether a word says how many, of what is counted behind it."""
    near = (t for t in tokens if t.start - verb.end in (0, 1) and verb.has("count."))
    return any(t.has("counter.") for t in near)


def _is_noun(verb: Token) -> bool:
    """Whether a word is a noun as well, which only opens its clause as a verb."""
    return verb.has("noun.", "concept.", "entry.") and not verb.has("make.", "noun.row")
