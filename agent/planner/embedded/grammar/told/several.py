"""News of several, told one behind the other ("Bob paid 950 yesterday, Sue hasn't paid yet")."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.happenings import happenings


def news_of_each(tokens: Sequence[Token], text: str) -> list[list[Token]]:
    """The tokens of each one's news: it begins with a name behind a mark, and tells what happened;
    [] where all is of one."""
    starts = [0, *(i + 1 for i, t in enumerate(tokens) if t.text == "," or t.has("also.also"))]
    starts = [i for i in starts if i < len(tokens) and _is_name(tokens[i])]
    if starts[:1] != [0]:
        return []
    stops = [*starts[1:], len(tokens)]
    parts = [list(tokens[a:b]) for a, b in zip(starts, stops, strict=True)]
    told = [any(happenings(text[part[0].start : part[-1].end])) for part in parts]
    return parts if len(parts) > 1 and all(told) else []


def _is_name(token: Token) -> bool:
    named = any(entity.kind == "row" for entity in token.names)
    return named or (token.kind == "unknown" and token.text.istitle())
