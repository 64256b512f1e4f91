"""Whose a row to come is, and of which month, where only words of that are said ("a fee for Ana for
December")."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.months import nearest
from agent.planner.embedded.grammar.told.alike import far_rows
from tools.workspace.model import ExistingDatabase


def with_owners(clause: Clause, home: ExistingDatabase, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, with words of one linked row's title as the link to it, and a month as its first
    day, where rows have one."""
    told = any(p.tokens[0].kind == "date" for p in parts)  # "the December meeting is on the 10th"
    dated = not told and any(p.type == "date" for p in home.properties)
    for part, after in zip_longest(parts, parts[1:]):
        led = "before" in part.roles and part.plays("suits", "of")
        month = _month(part) if dated and (led or (after and after.kind == "thing")) else 0
        if month:
            day = nearest(month, 1, clause.today).isoformat()
            yield replace(part, kind="value", value=day, number=None, roles=set())
        else:
            yield (_linked(clause, home, part) if led else None) or part


def _month(part: Part) -> int:
    """The month that is all a part says; 0 for none."""
    first, *unit = part.tokens
    if part.kind == "text" and not unit and not first.names:
        return int(first.group("month_name.") or 0)
    bare = part.kind == "value" and part.number is first and [t.has("unit.month") for t in unit]
    month = count_of(first) if bare == [True] else None
    return month if month is not None and 0 < month < 13 else 0


def _linked(clause: Clause, home: ExistingDatabase, part: Part) -> Part | None:
    """The link that words of a title say, if they are of one only."""
    said = folded(clause.raw(part.tokens)) if part.kind in ("text", "row") else ""
    fits = [(p, r) for p, r in far_rows(clause.world, home) if said in folded(r.title).split()]
    if len(fits) != 1:
        return None
    prop, row = fits[0]
    return replace(part, kind="value", prop=prop, value=[row.title])
