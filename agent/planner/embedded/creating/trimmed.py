"""Names without what is said of them in the same words: what becomes of them, what keeps them."""

from collections.abc import Sequence

from agent.planner.embedded.creating.pieces import bare, uncounted
from agent.planner.embedded.grammar.tokens import Token

_NEAR = 4  # words behind a place, among which a table stands


def until_link(tokens: Sequence[Token]) -> list[Token]:
    """A name without what is to become of it ("keep dogs", "손님 따로 관리하고 둘이 연결")."""
    begin = int(len(tokens) > 1 and tokens[0].has("organise.") and tokens[0].text.isascii())
    ends = (
        i
        for i, t in enumerate(tokens)
        if t.has("link.", "both_ways.") or _is_apart(i, t) or _is_put(i, tokens)
    )
    return list(tokens[begin : next(ends, len(tokens))])


def _is_put(at: int, tokens: Sequence[Token]) -> bool:
    """Whether what stands before a place is to be put into a table ("pupils in a table of their
    own")."""
    behind = tokens[at + 1 : at + 1 + _NEAR]
    led = at > 0 and tokens[at].kind == "word" and tokens[at].has("role.at")
    return led and any(t.has("noun.database") for t in behind)


def _is_apart(at: int, token: Token) -> bool:
    """Whether a word behind a name says that it is to be kept by itself."""
    return at > 0 and token.has("own.", "new.new") and token.kind == "word"


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
