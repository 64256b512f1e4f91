"""The options of a list: what each is called, and which property gets them."""

from collections.abc import Sequence
from typing import Any

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import is_padding
from agent.planner.embedded.grammar.text.tokens import Token


def member(clause: Clause, tokens: Sequence[Token]) -> str:
    """The words of a member: a preposition may begin or end one ("in stock", "sold out")."""
    kept = list(tokens)
    while len(kept) > 1 and is_padding(kept[0]) and not may_begin(kept[0]):
        kept.pop(0)
    while len(kept) > 1 and is_padding(kept[-1]) and not kept[-1].has("phrasal."):
        kept.pop()
    return clause.raw(kept) if len(kept) > 1 else clause.words(kept) or clause.raw(kept)


def may_begin(token: Token) -> bool:
    """Whether a preposition may begin what an option is called: "with" only leads a list. What is
    written as in a name begins one ("My garage")."""
    if token.text.istitle() and token.has("filler."):
        return True
    return token.has("role.") and not token.has("role.with", "role.of", "role.called")


def choose(wanted: list[WantedProperty], at: int, options: list[str], *, typed: bool) -> None:
    """Gives one of the properties its options; what is asked ("how much light") is no number then,
    unless its type was said."""
    given: dict[str, Any] = {"options": options} | ({} if typed else {"type": None})
    wanted[at] = wanted[at].model_copy(update=given)
