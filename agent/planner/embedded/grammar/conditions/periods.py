"""Conditions on days: of a week or month, of so many days from today, before or after a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.conditions.condition import Condition, day_of
from agent.planner.embedded.grammar.text.months import plus_months
from agent.planner.embedded.grammar.text.shifts import Shift, shift_at
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty

_WEEK = 7
_NEAR = 3  # tokens between how many days there are and what says which way
_FIXED = frozenset({"this_month", "this_year", "next_year", "past_year", "month"})
# What Notion's filters call as many days, or months, from today on.
_MOVING = {Shift(days=7): "week", Shift(months=1): "month", Shift(days=30): "month",
           Shift(months=12): "year", Shift(days=365): "year"}  # fmt: skip


def spanned(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows of a week or a month that is named ("this week", "last month")."""
    span = clause.find("range.", among=tokens)
    if span is None or negated or (span.kind == "date" and not _is_seen(clause)):
        return None
    said_span = span.group("range.")
    clause.use(span)
    prop, is_named = _dated(clause, home, tokens)
    first, last = days_of(span, clause.today)
    tests: list[dict[str, Any]] = [{said_span: {}}]
    if said_span in _FIXED:  # Notion's filters know no present month or year: its days are fixed
        tests = [{"on_or_after": first}, {"on_or_before": last}]
    return _between(prop, first, last, tests, is_named=is_named)


def days_of(token: Token, today: date) -> tuple[str, str]:
    """The first and the last day that a date means; of one day both are that."""
    span = token.group("range.")
    if span == "month":  # one that is named with its year
        first = date.fromisoformat(str(token.value))
        return first.isoformat(), (plus_months(first, 1) - timedelta(days=1)).isoformat()
    if span:
        first, last = _span_of(span, today)
        return first.isoformat(), last.isoformat()
    return str(token.value)[:10], str(token.value)[:10]


def _span_of(name: str, today: date) -> tuple[date, date]:
    """The first and the last day of what a range means to people (`next_week`): a calendar's week,
    from Monday on, month or year."""
    way = {"past": -1, "this": 0, "next": 1}[name.partition("_")[0]]
    if name.endswith("week"):
        monday = today + timedelta(days=_WEEK * way - today.weekday())
        return monday, monday + timedelta(days=_WEEK - 1)
    if name.endswith("year"):
        return date(today.year + way, 1, 1), date(today.year + way, 12, 31)
    first = plus_months(today.replace(day=1), way)
    return first, plus_months(first, 1) - timedelta(days=1)


def windowed(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows of so many days or months from today on, or until today ("within a week")."""
    found = next((one for at in range(len(tokens)) if (one := _window(clause, tokens, at))), None)
    if found is None or negated:
        return None
    shift, said, is_past = found
    if is_past and any(t.has("state.empty", "not.not") for t in clause.everything):
        raise Refused  # "not watered for a week" is no day of that week
    clause.use(*said)
    prop, is_named = _dated(clause, home, tokens)
    try:
        far = (shift.earlier() if is_past else shift).of(clause.today)
    except (OverflowError, ValueError):
        raise Refused from None
    first, last = sorted((clause.today.isoformat(), far.isoformat()))
    span = _MOVING.get(shift)
    tests: list[dict[str, Any]] = [{f"{'past' if is_past else 'next'}_{span}": {}}]
    if span is None:  # no filter of Notion moves by other numbers of days
        tests = [{"on_or_after": first}, *([] if is_past else [{"on_or_before": last}])]
    return _between(prop, first, last, tests, is_named=is_named)


def _is_seen(clause: Clause) -> bool:
    """Whether some rows are to be seen, and none are to get a day."""
    seen = ("only.", "role.only", "noun.view", "noun.filter", "verb.show")
    return any(t.has(*seen) for t in clause.said.tokens)


def to_come(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows of today or later ("the upcoming ones")."""
    said = clause.find("to_come.", among=[t for t in tokens if not t.names])
    dated = any(t.kind in ("date", "number") or t.has("range.") for t in tokens)
    main = clause.world.main_date(home)
    if said is None or not _is_seen(clause) or dated or main is None:
        return None
    clause.use(said)
    prop = clause.property_of(home, tokens, "date") or main
    today = clause.today.isoformat()
    test = {"before" if negated else "on_or_after": today}
    return Condition(
        lambda row: ("" < day_of(row.values.get(prop.id)) < today) == negated,
        {"property": prop.name, "date": test},
    )


def _window(
    clause: Clause, tokens: Sequence[Token], at: int
) -> tuple[Shift, Sequence[Token], bool] | None:
    """How long something reaches from a place on, the tokens that say so, and if it is past."""
    said = None if tokens[at].names else shift_at(tokens, at)
    if said is None or tokens[at].start in clause.used:
        return None
    shift, end = said
    around = [*tokens[max(0, at - _NEAR) : at], *tokens[end : end + _NEAR]]
    ways = [t for t in around if t.has("window.") and not t.names]
    if not ways:
        return None
    return shift, [*tokens[at:end], *ways], any(t.has("window.past") for t in ways)


def bounded(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows before or after a day that is named ("after December 1")."""
    at = next((i for i, t in enumerate(tokens) if t.kind == "date" and clause.is_free(t)), None)
    bounds = [] if at is None else tokens[max(0, at - 1) : at + 2]
    bound = next((t for t in bounds if _test(t)), None)
    if at is None or bound is None or negated or not isinstance(tokens[at].value, str):
        return None
    clause.use(tokens[at], bound)
    prop, _ = _dated(clause, home, tokens)
    day, test = tokens[at].value[:10], _test(bound)
    first = day if "after" in test else date.min.isoformat()
    last = day if "before" in test else date.max.isoformat()
    strict = test in ("after", "before")
    return Condition(
        lambda row: (
            bool(held := day_of(row.values.get(prop.id)))
            and first <= held <= last
            and not (strict and held == day)
        ),
        {"property": prop.name, "date": {test: day}},
    )


def _test(token: Token) -> str:
    """On which side of the day beside it a word means; empty for none."""
    if token.kind == "particle":
        starts = token.has("role.from") and not token.has("role.to")
        return "on_or_after" if starts else "on_or_before" if token.has("role.until") else ""
    return "" if token.names else token.group("bound.")


def overdue(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows whose day has passed."""
    if clause.take("state.overdue", among=tokens) is None:
        return None
    prop, _ = _dated(clause, home, tokens)
    # Notion's filters know no moving "before today": the day is fixed, which the answer says.
    passed = {"property": prop.name, "date": {"before": clause.today.isoformat()}}
    today = clause.today.isoformat()
    if negated:  # what has no day is not past it
        tests = [{"on_or_after": today}, {"is_empty": True}]
        shown = {"or": [{"property": prop.name, "date": test} for test in tests]}
        return Condition(lambda row: not "" < day_of(row.values.get(prop.id)) < today, shown)
    return Condition(lambda row: "" < day_of(row.values.get(prop.id)) < today, passed)


def _dated(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]
) -> tuple[ExistingProperty, bool]:
    """The date that is meant, and whether words name it. Raises Refused where there is none."""
    said = clause.property_of(home, tokens, "date")
    is_named = said is not None or clause.take("noun.due", among=tokens) is not None
    prop = said or clause.world.main_date(home)
    if prop is None:
        raise Refused
    return prop, is_named


def _between(
    prop: ExistingProperty,
    first: str,
    last: str,
    tests: Sequence[dict[str, Any]],
    *,
    is_named: bool,
) -> Condition:
    found = [{"property": prop.name, "date": test} for test in tests]

    def holds(row: Any) -> bool:
        if not is_named:
            raise Refused  # "done this week": when it was due says nothing of that
        return first <= day_of(row.values.get(prop.id)) <= last

    return Condition(holds, found[0] if len(found) == 1 else {"and": found})
