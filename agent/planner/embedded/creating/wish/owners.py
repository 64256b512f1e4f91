"""Whose columns a list names ("학생별 출결, 진도", "조원들 생일"): each row is one of those."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.brief import WantedProperty
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Member, is_column, raw
from agent.planner.embedded.grammar.text.tokens import Token

_MOST = 3  # tokens of what each row is, with the particle behind


def owner_of(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What a name begins with that each row is one of, and the name without it."""
    at = next((i for i, t in enumerate(tokens[:_MOST]) if i and _is_mark(t)), 0)
    plain = 0 < at < len(tokens) - 1 and tokens[at].end < tokens[at + 1].start
    return (tokens[:at], tokens[at + 1 :]) if plain else ((), tokens)


def with_owner(members: Sequence[Member], text: str) -> tuple[list[WantedProperty], list[Member]]:
    """What rows are called by, where the first of a list says whose columns they are, and the
    members without that."""
    first, *others = _ungeneric(members, text)
    owner, own = owner_of(first.tokens)
    name = tidy(owner, text) if owner else ""
    if not name or any(raw(m.tokens, text) == name for m in others):
        return [], [first, *others]
    if not others and not is_column(raw(own, text)):
        return [], [first, *others]
    title = WantedProperty(name=name, type="title")
    return [title], [replace(first, tokens=tuple(own)), *others]


def _is_mark(token: Token) -> bool:
    """Whether a particle says that what follows is of each, or of several."""
    return token.kind == "particle" and token.has("role.by", "role.per", "plural")


def _ungeneric(members: Sequence[Member], text: str) -> list[Member]:
    """A list without the word behind its last that says that all of it is kept ("점수 기록")."""
    *before, last = members
    *own, kept = last.tokens or (Token("break", 0, 0, ""),)
    plain = bool(before and own) and kept.has("generic.") and is_column(raw(own, text))
    return [*before, replace(last, tokens=tuple(own))] if plain else list(members)
