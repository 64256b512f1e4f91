"""Signs of a few capitals as what something may be, as sizes and kinds have them ("boots FG or
AG", "size S M L")."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agent.planner.embedded.grammar.text.tokens import Token

_LONGEST = 3  # letters of a sign
_FEWEST = 2  # options


def coded(member: Any) -> Any:
    """A member with the signs behind its name as what it may be."""
    words, at = _signed([t for t in member.tokens if not t.has("either.")])
    if member.choices or not 0 < at <= len(words) - _FEWEST:
        return member
    name = tuple(t for word in words[:at] for t in word)
    return replace(member, tokens=name, choices=tuple(map(_plain, words[at:])))


def _signed(tokens: Sequence[Token]) -> tuple[list[list[Token]], int]:
    """The words of a name, and where those begin at its end that are signs."""
    words = list[list[Token]]()
    for token in tokens:
        if words and words[-1][-1].end == token.start:
            words[-1].append(token)
        else:
            words.append([token])
    at = len(words)
    while at and _is_code("".join(t.text for t in words[at - 1])):
        at -= 1
    return words, at


def _is_code(word: str) -> bool:
    return word.isascii() and word.isalnum() and word.isupper() and len(word) <= _LONGEST


def joined(before: Any, one: Any) -> Any:
    """A member of a list with one more sign of what it may be ("size S, M, L"); None where the next
    is no such sign."""
    words, at = _signed(before.tokens)
    signs, first = _signed(one.tokens)
    if len(signs) != 1 or first or one.groups or one.choices or before.groups or not words:
        return None
    if before.choices and all(_signed(c)[1] == 0 for c in before.choices):
        return replace(before, choices=(*before.choices, _plain(signs[0])))
    named = 0 < at < len(words) and not (before.choices or words[0][0].text[0].isupper())
    return coded(replace(before, tokens=(*before.tokens, *one.tokens))) if named else None


def _plain(sign: Sequence[Token]) -> tuple[Token, ...]:
    """A sign as such, whatever it means as a word ("A")."""
    return tuple(replace(token, senses=frozenset()) for token in sign)
