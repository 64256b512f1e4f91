"""Names behind words that lead to them: an order, or what type a property is to be."""

from collections.abc import Sequence

from agent.planner.embedded.creating.wish.pieces import Tokens
from agent.planner.embedded.grammar.text.tokens import Token

_FEWEST = 3  # words of a type, what leads to a name, and the name
_ASKS = ("verb.add", "count.", "new.", "noun.property", "filler.")
_LEADS = ("role.suits", "role.called", "naming.")  # between a type and what is of it
_FORMAL = tuple(
    f"type.{kind}" for kind in ("number", "select", "multi_select", "checkbox", "rich_text", "date")
)


def from_quote(tokens: Tokens) -> Tokens:
    """A name in quotes without the order before it ("add a 'Barcode' property")."""
    at = next((i for i, t in enumerate(tokens) if t.kind == "quoted"), 0)
    return tokens[at:] if all(t.has(*_ASKS) for t in tokens[:at]) else tokens


def behind_type(tokens: Sequence[Token], said: dict[str, object]) -> Sequence[Token]:
    """A name without the type that leads to it ("a checkbox for 'Listened'", "a date field called
    Joined"); it is of that type."""
    if len(tokens) < _FEWEST:
        return tokens
    kind, joint, *named = tokens
    leads = kind.kind == "word" and kind.text.isascii() and kind.has(*_FORMAL)
    if not (leads and joint.has(*_LEADS)):
        return tokens
    said["type"] = "checkbox" if kind.has("boolean.") else kind.group("type.")
    return named


def without_field(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without a "field" that stands between a type and what leads to its name."""
    around = zip([None, *tokens[:-1]], tokens, [*tokens[1:], None], strict=True)
    return [t for before, t, after in around if not _is_between(before, t, after)]


def _is_between(before: Token | None, token: Token, after: Token | None) -> bool:
    formal = before is not None and before.text.isascii() and before.has(*_FORMAL)
    return formal and token.has("noun.property") and after is not None and after.has(*_LEADS)
