"""Feedback that takes one word back for another: "priority instead of status", "not X but Y"."""

import re
from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import composed, lexis
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of

_MOST_TOKENS = 24  # of a text that says nothing but this
_AROUND = ("verb.", "it.", "make.", "filler.", "correct.")  # what stands around the two words


def corrected(said: Sequence[str]) -> list[str]:
    """What was said, with every correction worked into what it corrects."""
    texts: list[str] = []
    for text in said:
        old, new = _exchange(composed(text)) if texts else ("", "")
        place = _last_with(texts, old) if old and new else None
        if place is None:
            texts.append(text)
        else:
            texts[place] = _exchanged(texts[place], old, new)
    return texts


def _exchange(text: str) -> tuple[str, str]:
    """The word that is turned down and the one for it; empty where a text says something else."""
    tokens = [t for t in tokens_of(text, lexis()) if t.kind != "punct"]
    if len(tokens) > _MOST_TOKENS or any(t.kind == "break" for t in tokens):
        return "", ""
    marks = [i for i, t in enumerate(tokens) if t.has("instead.before", "instead.after")]
    if len(marks) == 1:
        left, right = tokens[: marks[0]], tokens[marks[0] + 1 :]
        turned = (left, right) if tokens[marks[0]].has("instead.before") else (right, left)
        return _word(text, turned[0]), _word(text, turned[1])
    buts = [i for i, t in enumerate(tokens) if t.has("but.but")]
    if len(buts) == 1 and any(t.has("not.not") for t in tokens[:2]):
        return _word(text, tokens[: buts[0]]), _word(text, tokens[buts[0] + 1 :])
    return "", ""


def _word(text: str, tokens: Sequence[Token]) -> str:
    """The words of tokens without what only stands around them."""
    kept = list(tokens)
    while kept and _is_around(kept[0]):
        kept.pop(0)
    ends = [i for i, t in enumerate(kept) if t.has("verb.") and i]
    kept = kept[: ends[0]] if ends else kept
    while kept and _is_around(kept[-1]):
        kept.pop()
    return text[kept[0].start : kept[-1].end].strip(" \"'") if kept else ""


def _is_around(token: Token) -> bool:
    return is_small(token) or token.has(*_AROUND, "not.not")


def _last_with(texts: Sequence[str], word: str) -> int | None:
    folded = word.casefold()
    return next((i for i in reversed(range(len(texts))) if folded in texts[i].casefold()), None)


def _exchanged(text: str, old: str, new: str) -> str:
    return re.sub(re.escape(old), lambda _: new, text, flags=re.IGNORECASE)
