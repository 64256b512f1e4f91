"""Split a formula's text into tokens."""

import re
from dataclasses import dataclass
from enum import Enum

from sandbox.notion.formula.errors import FormulaError


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    STRING = "string"
    NAME = "name"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True)
class Token:
    """`text` as written, without the quotes of a string; `position` counts from 0."""

    kind: Kind
    text: str
    position: int


SPACE = re.compile(r"(?:\s|/\*.*?\*/)+", re.DOTALL)
# A slash before a star is no division: it opens a comment that SPACE found no end of.
TOKEN = re.compile(
    r"""
    (?P<number> [0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)? | \.[0-9]+ )
  | "(?P<string> (?:[^"\\]|\\.)* )"
  | (?P<name> [^\W\d]\w* )
  | (?P<symbol> && | \|\| | == | != | <= | >= | /(?!\*) | [-+*%^<>!?:.,()\[\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPED = {"n": "\n", "t": "\t"}


def tokenize(expression: str) -> list[Token]:
    """The tokens, the last of kind END. Raises FormulaError at the first character that is none."""
    tokens: list[Token] = []
    position = _after_space(expression, 0)
    while position < len(expression):
        match = TOKEN.match(expression, position)
        if match is None:
            raise FormulaError(_complaint(expression, position))
        tokens.append(_token(match))
        position = _after_space(expression, match.end())
    return [*tokens, Token(Kind.END, "", len(expression))]


def _after_space(expression: str, position: int) -> int:
    space = SPACE.match(expression, position)
    return space.end() if space else position


def _token(match: re.Match[str]) -> Token:
    kind = Kind(match.lastgroup)
    text = match[kind.value]
    if kind is Kind.STRING:
        text = ESCAPE.sub(lambda escape: ESCAPED.get(escape[1], escape[1]), text)
    return Token(kind, text, match.start())


def _complaint(expression: str, position: int) -> str:
    if expression.startswith("/*", position):
        return f"The comment at position {position} is not closed; end it with */."
    character = expression[position]
    if character == '"':
        return f'The text at position {position} is not closed; end it with ".'
    if character in "'“”‘’":
        return f'Unexpected {character} at position {position}; write texts in straight " quotes.'
    return f"Unexpected {character} at position {position}."
