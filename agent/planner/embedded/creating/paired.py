"""Rows that are given as pairs: "apple=りんご、run=走る を入れておいて"."""

from collections.abc import Iterator, Sequence

from agent.planner.brief import PropertyList, WantedRow
from agent.planner.embedded.creating.wish.pieces import is_empty
from agent.planner.embedded.creating.wish.vocabulary import is_stop
from agent.planner.embedded.grammar.text.tokens import Token

_FEWEST = 2  # pairs; a single one may be reckoned
_ASKS = ("verb.add", "verb.want", "want.", "ahead.", "sample.", "noun.row", "make.")

Pair = tuple[str, str]


def without_pairs(tokens: Sequence[Token], text: str) -> tuple[list[Token], list[Pair]]:
    """The tokens without the sentences that only list pairs, and these."""
    left, pairs = list[Token](), list[Pair]()
    for sentence in _sentences(tokens):
        found = [_pair(piece, text) for piece in _pieces(sentence)]
        whole = [pair for pair in found if pair is not None]
        if len(whole) == len(found) >= _FEWEST:
            pairs += whole
            left += sentence[-1:] if is_stop(sentence[-1]) else []
        else:
            left += sentence
    return left, pairs


def rows_of_pairs(pairs: Sequence[Pair], lists: Sequence[PropertyList]) -> list[WantedRow]:
    """The rows that pairs come to: of the first list with a column for what stands behind."""
    for listed in lists:
        plain = [p for p in listed.properties if not p.options and p.type in (None, "rich_text")]
        named = any(p.type == "title" for p in listed.properties)
        column = next(iter(plain if named else plain[1:]), None)
        if column is not None:
            home, name = listed.database, column.name
            return [WantedRow(database=home, title=a[:200], values={name: b}) for a, b in pairs]
    return []


def _sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    sentence = list[Token]()
    for token in tokens:
        sentence.append(token)
        if is_stop(token):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _pieces(sentence: Sequence[Token]) -> Iterator[list[Token]]:
    piece = list[Token]()
    for token in sentence:
        if token.kind == "punct" and token.text == ",":
            yield piece
            piece = []
        elif not is_stop(token):
            piece.append(token)
    yield piece


def _pair(piece: Sequence[Token], text: str) -> Pair | None:
    """What stands before and behind the one "=" of a piece; None for any other."""
    signs = [i for i, t in enumerate(piece) if t.kind == "punct" and t.text == "="]
    if len(signs) != 1:
        return None
    first, last = list(piece[: signs[0]]), list(piece[signs[0] + 1 :])
    while len(first) > 1 and (is_empty(first[0]) or first[0].has(*_ASKS)):
        first.pop(0)
    while len(last) > 1 and (
        last[-1].kind in ("ending", "particle") or last[-1].has("filler.", *_ASKS)
    ):
        last.pop()
    if not first or not last:
        return None
    spans = [text[side[0].start : side[-1].end].strip() for side in (first, last)]
    return (spans[0], spans[1]) if all(spans) else None
