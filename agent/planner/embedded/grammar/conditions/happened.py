"""Conditions that say what was done with rows, and when ("only those sent today")."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.conditions.akin import stems_of
from agent.planner.embedded.grammar.conditions.condition import Condition, day_of, ticked
from agent.planner.embedded.grammar.text.shifts import shift_at
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase


def told_conditions(
    clause: Clause, home: ExistingDatabase, *, hidden: bool = False
) -> list[Condition]:
    """What is said so of the rows that are to be seen, or `hidden`; what it was is read."""
    tokens = clause.everything
    found = (read(clause, home, tokens, negated=hidden) for read in (_on_day, _long_ago, _denied))
    return [condition for condition in found if condition is not None]


def _on_day(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows of a day ("only those sent today"): of the day that is named, else of the only one."""
    day = next((t for t in clause.free(tokens) if t.kind == "date"), None)
    if day is None or negated or not _limits(clause) or not isinstance(day.value, str):
        return None
    if any(t.has("not.not") and not t.names for t in tokens):
        raise Refused  # "not watered in a week": no day of that week
    dates = [p for p in home.properties if p.type == "date"]
    prop = clause.property_of(home, tokens, "date") or (dates[0] if len(dates) == 1 else None)
    if prop is None:
        return None
    clause.use(day)
    told = [t for t in clause.free(tokens) if t.kind == "unknown" and t.start > day.start]
    clause.use(*(told if len(told) == 1 else ()))  # what was done then ("sent")
    held = day.value[:10]
    return Condition(
        lambda row: day_of(row.values.get(prop.id)) == held,
        {"property": prop.name, "date": {"equals": held}},
    )


def _long_ago(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows that nothing was done with for longer than so many days ("who hasn't been in for more
    than 8 weeks"): of the only day that is past."""
    spans = ((at, shift_at(tokens, at)) for at in range(len(tokens)))
    at, said = next(((at, said) for at, said in spans if said), (0, None))
    nots = [t for t in tokens if t.has("not.not") and not t.names]
    longer = [t for t in tokens[max(0, at - 1) : at] if t.has("compare.greater_than")]
    dates = [p for p in home.properties if p.type == "date" and not clause.world.is_due(p)]
    if said is None or negated or not (nots and longer) or len(dates) != 1:
        return None
    shift, end = said
    clause.use(*nots, *longer, *tokens[at:end])
    clause.take_all("ask.which", "apart.")
    last, prop = shift.earlier().of(clause.today) - timedelta(days=1), dates[0]
    return Condition(
        lambda row: "" < day_of(row.values.get(prop.id)) <= last.isoformat(),
        {"property": prop.name, "date": {"on_or_before": last.isoformat()}},
    )


def _denied(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows of which something has not been done yet: the day of it is empty, or its box."""
    said = [t for t in clause.free(tokens) if t.kind == "unknown"]
    without = [t for t in said if _is_denied(clause, t, tokens)]
    if len(without) != 1 or not _limits(clause):
        return None
    shared = set(stems_of(_undenied(clause, without[0].text), clause))
    named = [p for p in home.properties if shared & set(stems_of(p.name, clause))]
    fits = [p for p in named if p.type in ("date", "checkbox")]
    fits = [p for p in fits if p.type == "checkbox"] or [
        p for p in fits if not clause.world.is_due(p)
    ]
    if len(fits) != 1:
        return None
    clause.use(without[0], *_nots(clause, without[0], tokens))
    prop, wanted = fits[0], negated
    if prop.type == "checkbox":
        return ticked(prop, wanted=wanted)
    test = {"is_not_empty" if wanted else "is_empty": True}
    return Condition(
        lambda row: bool(row.values.get(prop.id)) == wanted, {"property": prop.name, "date": test}
    )


def _is_denied(clause: Clause, word: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word says by its end, or with the one before it, that something was not done."""
    ends = clause.world.lexis.ends("negation")
    denied = _undenied(clause, word.text) != word.text or any(e.strip() in word.text for e in ends)
    return denied or bool(_nots(clause, word, tokens))


def _undenied(clause: Clause, word: str) -> str:
    """A word without what denies it before it ("unsigned": signed)."""
    signs = clause.world.lexis.ends("denied")
    return next((word[len(s) :] for s in signs if word.casefold().startswith(s)), word) or word


def _nots(clause: Clause, word: Token, tokens: Sequence[Token]) -> list[Token]:
    """The "not" right before a word."""
    pairs = pairwise(clause.free(tokens))
    return [t for t, behind in pairs if behind is word and t.has("not.not") and not t.names]


def _limits(clause: Clause) -> bool:
    return any(t.has("role.only", "only.", "noun.filter") for t in clause.said.tokens)
