"""A wish that says what is kept before it says in what: "주유랑 정비 적는 차계부".

Where verbs stand last, what tells a thing apart stands before it. What is kept is put behind what
keeps it, as other languages say it: "차계부 with 주유, 정비".
"""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating.marks import is_verb
from agent.planner.embedded.creating.pieces import is_empty
from agent.planner.embedded.grammar.tokens import Token

_WITH = Token("word", -1, -1, "", frozenset({"with.with", "keeps.keeps"}))


def keeper_first(said: list[Token]) -> list[Token]:
    """The tokens of a line with the noun that keeps something before what it keeps."""
    at = next((i for i, t in enumerate(said) if i and t.has("keeps.") and not t.names), 0)
    kept, behind = said[:at], said[at + 1 :]
    stop = next((i for i, t in enumerate(behind) if _asks(t) or _ends(t)), len(behind))
    keeper, rest = behind[:stop], behind[stop:]
    named = [t for t in keeper if not is_empty(t)]
    if not (at and named) or any(_ends(t) for t in kept) or any(t.has("view.") for t in named):
        return said
    return [*keeper, _WITH, *_one_clause(kept), *rest]


def _asks(token: Token) -> bool:
    """Whether a verb asks for something to be made; "기록" may be a noun as well."""
    return is_verb(token) and not token.has("generic.", "holder.", "domain.")


def _ends(token: Token) -> bool:
    return token.kind in ("punct", "break")


def _one_clause(kept: Sequence[Token]) -> list[Token]:
    """What is kept without the particle behind its last: within it no topic begins ("읽은 책")."""
    plain = [replace(t, kind="unknown", senses=frozenset()) if _is_topic(t) else t for t in kept]
    while plain and plain[-1].kind == "particle":
        plain.pop()
    return plain


def _is_topic(token: Token) -> bool:
    return token.kind == "particle" and token.has("role.topic")
