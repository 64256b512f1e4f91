"""Rows that a sentence of its own gives as examples ("…, price. For example tea, cake")."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.text.tokens import Token

_ENDS = (".", "!", "?", "。")
_SAMPLE = frozenset({"sample.sample"})


def with_samples(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with what leads examples at the head of a sentence as samples before a colon;
    behind a bare noun, which opens a list by itself, it says nothing more."""
    left = list[Token]()
    for place, token in enumerate(tokens):
        if not _leads(tokens, place):
            left.append(token)
            continue
        if any(t.text == "," or t.has("verb.") for t in tokens[:place]):
            left.append(Token("word", token.start, token.end, token.text, _SAMPLE))
            left.append(Token("punct", token.end, token.end, ":"))
    return left


def _leads(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word leads examples that are named, and no verb says what to do with them."""
    before = tokens[place - 1] if place else None
    opens = before is not None and (before.kind == "break" or before.text in _ENDS)
    if not (opens and tokens[place].has("example.")):
        return False
    sentence = list[Token]()
    for token in tokens[place + 1 :]:
        if token.kind == "break" or token.text in _ENDS:
            break
        sentence.append(token)
    named = bool(sentence) and sentence[0].kind in ("unknown", "quoted")
    return named and not any(t.has("verb.") for t in sentence)
