"""The members of a list that stands in brackets, or within a word; the options that it names."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.planner.embedded.creating.pieces import AND, TIGHT, Tokens, raw, uncounted
from agent.planner.embedded.creating.vocabulary import forms
from agent.planner.embedded.grammar.tokens import Token

_FEWEST = 3  # words that are rather options than one
_ENDS = 2  # of a range
_MOST_NUMBERED = 20  # options that a range stands for
_NUMBERED = re.compile(r"([^\W\d]{1,3})(\d{1,2})")  # "P0"


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


def options_of(listed: Sequence[Tokens], text: str) -> list[str]:
    """The options that pieces of text name; a number of all of them at the end is none."""
    names = [
        raw(piece if piece and piece[0].has("role.at") else uncounted(piece)[0], text)
        for piece in listed
    ]  # "in service" is a state
    names = [n for name in names for n in (name.split("/") if name in forms("both_so") else [name])]
    if len(names) == _ENDS and (all_of := between(*names)):
        return all_of
    return list(dict.fromkeys(name[:100] for name in names if name))


def between(first: str, last: str) -> list[str]:
    """All from the first to the last of what is numbered ("P0", "P3"); nothing for other names."""
    low, high = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if low is None or high is None or low[1].casefold() != high[1].casefold():
        return []
    numbers = range(int(low[2]), int(high[2]) + 1)
    return [f"{low[1]}{n}" for n in numbers] if _ENDS < len(numbers) <= _MOST_NUMBERED else []
