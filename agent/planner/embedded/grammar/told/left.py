"""The words of a statement that tell something which is kept nowhere."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.rows.held import texts_held
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import WRITTEN
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Piece
from agent.planner.embedded.grammar.told.found import Told
from agent.planner.embedded.grammar.told.happenings import is_kin
from agent.planner.embedded.grammar.told.words import words


def left_of(clause: Clause, told: Told) -> list[Token]:
    """The words that tell something that is kept nowhere."""
    tokens, today = (*clause.said.tokens, *clause.everything), clause.today.isoformat()
    pairs = [(t, after) for t, after in pairwise((*tokens, None)) if t is not None]
    ends = {t.start for t, after in pairs if _ends_clause(after)}
    left = [t for t in tokens if _is_left(t, told.pieces, today, is_last=t.start in ends)]
    left += [t for t, after in pairs if _counts(t, after) and not _is_kept(t, told.pieces)]
    left += [t for t in tokens if _is_month(t) and not _is_said_of(told, t)]
    held = texts_held(told.home, told.rows)
    left = [t for t in left if folded(t.text) not in held]  # "Kate gave it back", who had it
    days = tuple(clause.world.lexis.said("day.0"))  # glued to what happened, it only says when
    return [
        t
        for t in left
        if not (t.text.startswith(days) and any(p.meets(t.start, t.end) for p in told.pieces))
    ]


def _is_month(token: Token) -> bool:
    return token.kind == "word" and token.has("month_name.") and token.text.istitle()


def _is_said_of(told: Told, month: Token) -> bool:
    """Whether a month is kept, or is one of what the rows are called."""
    called = " ".join(row.title for row in told.rows).lower()
    return month.text.lower() in called or _is_kept(month, told.pieces)


def _ends_clause(after: Token | None) -> bool:
    """Whether the token before another one is the last of its clause: its verb, as a rule."""
    return after is None or after.kind in ("punct", "break", "ending")


def _counts(token: Token, after: Token | None) -> bool:
    """Whether a word says how many, of what is counted behind it."""
    return token.has("count.") and after is not None and after.has("counter.", "measure.")


def _is_kept(token: Token, pieces: Sequence[Piece]) -> bool:
    """Whether all of a word but its last letters is kept ("to Ann" may be glued to "lent")."""
    starts = [p.start for p in pieces if p.meets(token.start, token.end)]
    return bool(starts) and min(starts) - token.start <= 1


def _is_left(token: Token, pieces: Sequence[Piece], today: str, *, is_last: bool) -> bool:
    """Whether a word tells something that is kept nowhere; a day that was only says when."""
    said, past = token.text.lower(), token.kind == "date" and str(token.value)[:10] <= today
    ends = words().verbs.ends.values() if is_last else ()
    known = said in words().verbs.known or is_kin(said) or words().tails.fullmatch(said) is not None
    known |= words().honour.fullmatch(said) is not None
    known = known or past or token.has("ending.") or any(end.search(token.text) for end in ends)
    named = any(p.prop is not None and p.prop.name.lower().startswith(said) for p in pieces)
    kinds = ("unknown", "number", "date", *WRITTEN)
    return token.kind in kinds and not (known or named or _is_kept(token, pieces))
