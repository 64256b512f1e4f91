"""What a clause says, without the words that limit nothing: how it is said, by whom, what for."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token

_SEEING = ("verb.sort", "verb.group", "verb.show", "role.by", "role.ordered", "verb.do", "make.")
_LED = 6  # tokens that lead to what is asked for
# What may limit the words beside it: it is never left out.
LIMITS = (
    "not.", "only.", "but.", "never.", "all.", "state.", "compare.", "range.", "role.only",
    "ending.never", "condition.", "instead.", "cannot.",
)  # fmt: skip


def plain(tokens: Sequence[Token], text: str) -> str:
    """The words without those that only soften them, or point at what is seen ("could you maybe
    sort them by …"); as they are where none is left out."""
    kept = _without_lead(tokens)
    kept = [t for t in kept if not _points(t, kept)]
    said = {t.start for t in kept}
    return "".join(
        text[t.start : after.start if after else len(text)] if t.start in said else " "
        for t, after in zip(tokens, [*tokens[1:], None], strict=True)
    ).strip(" ,")


def _without_lead(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what leads to the verb or the name ("I think we could …")."""
    at = 0
    while at < min(_LED, len(tokens) - 1) and _leads(tokens[at]):
        at += 1
    return list(tokens[at:])


def _leads(token: Token) -> bool:
    if token.names or token.has(*LIMITS, "verb.delete", "correct.", "role."):
        return False
    return token.has("it.it", "both.") or (is_small(token) and token.kind == "word")


def _points(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a pronoun stands for what is seen, beside how that is to be seen."""
    points = token.has("it.it", "both.") and not (token.names or token.has(*LIMITS))
    return points and any(t.has(*_SEEING) and not t.names for t in tokens)
