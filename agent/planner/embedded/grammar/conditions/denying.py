"""What a "not" denies: of several things that are said of rows, the one that it stands beside."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.text.tokens import Token

# What begins another thing that is said of rows.
_OTHER = ("compare.", "range.", "window.", "bound.", "state.overdue", "role.with")
_JOINTS = ("also.also", "but.but", "role.and_is", "role.because", "ending.next", "ending.joins")


def denied_in(tokens: Sequence[Token], clause: Clause) -> tuple[list[Token], list[Token]]:
    """The tokens that a "not" is said of, with it, and all others."""
    nots = [i for i, t in enumerate(tokens) if t.has("not.not") and not t.names]
    nots = [i for i in nots if clause.is_free(tokens[i])]
    denied = set[int]()
    for at in nots:
        ahead = is_first(tokens[at], clause.world.lexis)
        denied |= _reach(tokens, at, 1 if ahead else -1)
        before, first = at - 1, tokens[at].text.casefold().partition(" ")[0]
        ahead = ahead and first not in clause.world.lexis.said("but.but")  # "sent but not paid"
        while ahead and before >= 0 and _is_subject(tokens[before]):
            denied.add(before)  # "the deposit isn't paid"
            before -= 1
    parts = ([t for i, t in enumerate(tokens) if (i in denied) == told] for told in (True, False))
    one, other = parts
    return one, other


def _is_subject(token: Token) -> bool:
    """Whether a token may be what a denial behind it is said of, and is no other limit ("December's
    rent isn't paid")."""
    return bool(token.names or token.kind == "unknown") and not token.has("month_name.")


def _reach(tokens: Sequence[Token], at: int, step: int) -> set[int]:
    """The places of a "not" and of what it denies, before it or behind it."""
    found, place = {at}, at + step
    while 0 <= place < len(tokens):
        token = tokens[place]
        joint = token.text == "," or token.has(*_JOINTS)
        beside = place == at + step and token.has("state.overdue")  # "hasn't expired"
        other = token.has(*_OTHER) and not (token.names or beside)
        if joint or other or (token.has("not.not") and not token.names):
            break
        found.add(place)
        place += step
        after = tokens[place] if step > 0 and place < len(tokens) else None
        if token.has("state.checked", "state.done") and after is not None and _limits(after):
            break  # "hasn't paid December's rent"
    return found


def _limits(token: Token) -> bool:
    """Whether a token says which rows, by itself."""
    return token.has("month_name.") or any(e.kind == "option" for e in token.names)
