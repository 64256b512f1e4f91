"""How a column is seen that a wish names, said right behind it ("deadline with a calendar")."""

from collections.abc import Sequence

from agent.planner.brief import WantedView
from agent.planner.embedded.creating.views.sights import pieces_of
from agent.planner.embedded.creating.wish.pieces import is_column, raw
from agent.planner.embedded.creating.wish.vocabulary import are_many
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import is_thing

_WITH = ("with.with", "role.with", "role.at", "setting.setting")  # "on a calendar", "as a board"
_PAIR = 2  # words before the article of a view: a name, and what joins them


def without_seen(tokens: Sequence[Token], text: str) -> tuple[list[Token], list[WantedView]]:
    """The tokens without how a column is seen that is named right before ("deadline with a
    calendar", "상태는 보드로"), and these views."""
    left, views, mark = list[Token](), list[WantedView](), ""
    for piece in pieces_of(tokens):
        said = [t for t in piece.tokens if t.kind not in ("punct", "break")]
        at = _seen_behind(said) if left else 0
        begin = max((i + 1 for i, t in enumerate(said[:at]) if t.has("also.also")), default=0)
        name = raw(said[begin:at], text)
        listed = mark == "," and not (are_many(name) or is_thing(name))
        mark = piece.mark
        if (
            name
            and (listed or is_column(name))
            and len(said) == len(piece.tokens) - bool(piece.mark)
        ):
            kind = next(t.group("view.") for t in said[at:] if t.has("view."))
            views.append(WantedView.model_validate({"type": kind, "by": name}))
            left += [*said[:at], *(piece.tokens[len(said) :])]
        else:
            left += piece.tokens
    return left, views


def _seen_behind(said: Sequence[Token]) -> int:
    """Where a clause ends that names something, but for the view that it is seen in; 0 for
    none."""
    at = next((i for i, t in enumerate(said) if t.has("view.") and not t.names), 0)
    clear = at > 1 and said[at].has("view.board", "view.calendar", "view.gallery", "view.timeline")
    joint = at - 1 - (clear and said[at - 1].has("count.1", "new.") and at > _PAIR)
    behind = all(t.has("noun.view", "role.to", "role.from") for t in said[at + 1 :])
    marks = ("role.topic", "role.object") if clear and said[joint].kind == "particle" else _WITH
    return joint if clear and joint and behind and said[joint].has(*marks) else 0
