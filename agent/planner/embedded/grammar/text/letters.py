"""Letters that are the members of a list, where each would be a particle or a word elsewhere."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.text.tokens import Token

_KINDS = ("particle", "word", "unknown")


def with_letters(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with letters of a list as its members: one that stands apart before a comma, and
    others of one letter behind it."""
    found, listed = list(tokens), False
    for at, token in enumerate(found):
        if token.text == ",":
            continue
        behind = found[at + 1].text if at + 1 < len(found) else ""
        before = found[at - 1] if at else token
        letter = len(token.text) == 1 and token.kind in _KINDS
        first = letter and behind == "," and before.end < token.start
        listed = first or (listed and letter and before.text == ",")
        if listed and (token.kind == "particle" or before.text == ","):
            found[at] = replace(token, kind="unknown", senses=frozenset())
    return found
