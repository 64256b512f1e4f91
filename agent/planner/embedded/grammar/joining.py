"""Which clauses belong together, and which end by themselves without a mark."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.phrases import Said, is_small
from agent.planner.embedded.grammar.syllables import is_told
from agent.planner.embedded.grammar.tokens import Token


def is_told_before(before: Said, said: Said) -> bool:
    """Whether a verb alone is said of what was told right before it ("milk 5, came in, add it")."""
    told = before.verb is None and before.tokens[-1].has("ending.told")
    alone = said.verb is not None and all(is_small(t) or t is said.verb for t in said.tokens)
    return told and alone and any(t.kind == "number" for t in before.tokens)


def is_seen_as(before: Said, said: Said) -> bool:
    """Whether a clause says in what view that is to be seen which was put together before it."""
    gathers = before.verb is not None and before.verb.has("verb.group", "verb.sort")
    kinds = [t for t in said.tokens if t.has("view.") and not t.names]
    shown = said.verb is None or said.verb.has("verb.show", "verb.add", "verb.want")
    leads = before.tokens[-1].has("ending.next") and len(kinds) == 1
    return gathers and leads and shown and not any(t.names for t in said.tokens)


def ends_told(tokens: Sequence[Token], at: int) -> bool:
    """Whether a statement ends with a verb in the past ("she left"): what follows is another."""
    token = tokens[at]
    if token.kind == "ending" and at and token.has("ending.told"):
        return is_told(tokens[at - 1].text + token.text, (token.text,))
    return token.kind in ("unknown", "word") and token.has("ending.told")


def says_format(said: Said) -> bool:
    """Whether words without a verb say in what unit something is ("all of it in dollars")."""
    marked = any(t.has("role.to") for t in said.tokens[-1:])  # none is left of a lone bracket
    return marked and any(t.has("format.") and not t.names for t in said.tokens)
