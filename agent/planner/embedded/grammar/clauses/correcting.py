"""What is corrected where it is said: a value, by another one right behind it."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token

_STOPS = frozenset(".!?;")
_VALUES = ("number", "date", "emoji")
_UNITS = 4  # tokens of a value with its unit and its mark


def is_alike(one: Token, other: Token) -> bool:
    """Whether two tokens may be values of the same: two amounts, two days, two options."""
    owners = [{e.property for e in t.names if e.kind == "option"} for t in (one, other)]
    return (one.kind == other.kind and one.kind in _VALUES) or bool(owners[0] & owners[1])


def corrected(
    kept: Sequence[Token], tokens: Sequence[Token], at: int
) -> tuple[Sequence[Token], int] | None:
    """The tokens without a value that is corrected right behind it ("4,000, sorry, 4,500"), and
    from where they go on; None where something else is corrected."""
    behind = at
    while behind < len(tokens) and (_is_pause(tokens[behind]) or is_small(tokens[behind])):
        behind += 1
    if behind == len(tokens) or any(t.text in _STOPS for t in tokens[at:behind]):
        return None
    near = range(len(kept) - 1, max(len(kept) - _UNITS, 0) - 1, -1)
    old = next((i for i in near if is_alike(kept[i], tokens[behind])), None)
    asks = old is None or any(t.has("verb.") and not t.names for t in kept[old:])
    return None if asks else (kept[:old], behind)


def _is_pause(token: Token) -> bool:
    return token.text == "," or (token.has("correct.", "instead.before") and not token.names)
