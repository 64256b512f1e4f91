"""Names without what they are, what they are kept in, and what is to be done with them."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating.wish.pieces import Member, bare, raw, uncounted
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.nouns import is_attribute


def without_kind(tokens: Sequence[Token]) -> list[Token]:
    def is_noun(token: Token) -> bool:
        return token.has("noun.database", "noun.relation") and not token.has("view.")

    kept, _ = uncounted([t for t in tokens if not is_noun(t)])
    return kept


def held(tokens: Sequence[Token]) -> list[Token]:
    """A name without what its rows are kept in ("貸出の履歴")."""
    kept, _ = uncounted(tokens)
    of = len(kept) > 2 and kept[-2].has("role.of") and kept[-1].has("holder.")
    return bare(kept[:-2]) if of else kept


def ungeneric(tokens: Sequence[Token]) -> list[Token]:
    """A name without the word behind it for what is to be done with it ("処方の管理")."""
    kept = list(tokens)
    plain = len(kept) > 1 and kept[-1].has("generic.") and not kept[-1].has("holder.", "noun.")
    return bare(kept[:-1]) if plain and not kept[-1].text.isascii() else kept


def column_of(member: Member, text: str) -> Member:
    """A member that names a column, without what is to be done with all ("메뉴랑 원가 관리")."""
    kept = ungeneric(member.tokens)
    return replace(member, tokens=tuple(kept)) if is_attribute(raw(kept, text)) else member


def untabled(tokens: Sequence[Token]) -> list[Token]:
    """A name without the word behind it that says that it is a table ("公演の表")."""
    kept = list(tokens)
    called = len(kept) > 1 and kept[-1].has("noun.database")
    apart = called and (kept[-2].has("role.of") or kept[-2].end < kept[-1].start)
    return bare(kept[:-1]) if apart else kept


def without_teller(tokens: Sequence[Token]) -> list[Token]:
    """What is told of somebody without who that is ("as i pack")."""
    at = next((i for i, t in enumerate(tokens) if not t.has("speaker.", "aside.")), 0)
    return list(tokens[at:])
