"""The members of a list that stands in brackets, or within a word."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.planner.embedded.creating.wish.pieces import AND, TIGHT, Tokens
from agent.planner.embedded.creating.wish.vocabulary import forms
from agent.planner.embedded.grammar.text.tokens import Token

_FEWEST = 3  # words that are rather options than one


def _apart(tokens: Sequence[Token]) -> Sequence[Token]:
    """Plain words with nothing but blanks between ("냉장 냉동 실온"); else nothing."""
    gaps = all(a.end < b.start for a, b in pairwise(tokens))
    plain = all(t.kind in ("word", "unknown") and not t.has("type.", "role.") for t in tokens)
    latin = any(t.text.isascii() for t in tokens)
    return tokens if len(tokens) >= _FEWEST and gaps and plain and not latin else ()


def spread(tokens: Sequence[Token]) -> Iterator[Tokens]:
    """The members of a list within brackets: parted by commas or strokes, or, of three words or
    more in a script that joins particles to them, by blanks alone."""
    if apart := _apart(tokens):
        yield from ((token,) for token in apart)
        return
    if len(tokens) == 1 and len(parted := either(tokens[0], 1)) > 1:
        yield from ((token,) for token in parted)
        return
    piece = list[Token]()
    for token in tokens:
        joint = token.kind == "punct" and token.text in AND | TIGHT
        if joint or token.has("also.also", "role.and", "either."):
            if piece:
                yield tuple(piece)
            piece = []
        else:
            piece.append(token)
    if piece:
        yield tuple(piece)


def either(token: Token, shortest: int = 2) -> list[Token]:
    """What a word for "or" parts where no blank does ("現地払いか振込"); `shortest`: letters of
    each."""
    at = next((i for i, c in enumerate(token.text) if i >= shortest and c in forms("or")), 0)
    if token.kind != "unknown" or not at or len(token.text) - at <= shortest:
        return [token]
    first, last = token.text[:at], token.text[at + 1 :]
    begin, end = token.start, token.end
    return [Token("unknown", begin, begin + at, first), Token("unknown", begin + at + 1, end, last)]
