"""What is turned down where something else alone is wanted ("no birthday, only the phone")."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.text.tokens import Token

_GONE, _NEXT, _NEW = (frozenset({s}) for s in ("verb.delete", "ending.next", "verb.add"))
_MARKS = ("role.topic", "role.subject", "role.object")
_NEAR = 12  # tokens of what alone is wanted


def without_declined(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with what is turned down as an order to delete it, if it is there, else without
    it; what alone is wanted in its place is to be added."""
    for place, token in enumerate(tokens):
        if not (token.has("declined.") and _is_marked(tokens[:place])):
            continue
        end = _end(tokens, place + 1)
        wanted = [t for t in tokens[place + 1 : end] if not _is_only(t)]
        named = bool(wanted) and not any(t.has("count.", "all.") for t in wanted)
        if not named or len(wanted) == end - place - 1:
            continue  # "only the other two" names nothing
        if not any(t.has("verb.") and not t.names for t in wanted):
            last = wanted[-1].end
            wanted.append(Token("word", last, last, "", _NEW))
        return [*_before(tokens[:place], token), *wanted, *without_declined(tokens[end:])]
    return list(tokens)


def _is_marked(before: Sequence[Token]) -> bool:
    marked = len(before) > 1 and before[-1].kind == "particle" and before[-1].has(*_MARKS)
    return marked and not any(e.kind == "database" for e in before[-2].names)


def _is_only(token: Token) -> bool:
    return token.kind == "particle" and token.has("role.only")


def _end(tokens: Sequence[Token], at: int) -> int:
    """Where a sentence ends, or its next part."""
    near = range(at, min(at + _NEAR, len(tokens)))
    return next((i for i in near if tokens[i].kind in ("punct", "break")), near.stop)


def _before(said: Sequence[Token], mark: Token) -> list[Token]:
    """What stands before a word that turns something down: with that as an order, or without."""
    if any(e.kind == "property" for e in said[-2].names):
        gone = replace(mark, kind="word", senses=_GONE)
        return [*said, gone, Token("ending", mark.end, mark.end, "", _NEXT)]
    kept = list(said[:-1])
    while kept and kept[-1].kind in ("unknown", "word", "name", "quoted"):
        if any(e.kind == "database" for e in kept[-1].names):
            break
        kept.pop()
    return kept
