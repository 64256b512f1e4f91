"""Conditions that say what was done with rows, and when ("only those sent today")."""

from collections.abc import Sequence
from unicodedata import category, name

from agent.planner.embedded.grammar.clause import Clause
from agent.planner.embedded.grammar.condition import Condition, day_of, ticked
from agent.planner.embedded.grammar.tokens import Token
from tools.workspace.model import ExistingDatabase


def told_conditions(
    clause: Clause, home: ExistingDatabase, *, hidden: bool = False
) -> list[Condition]:
    """What is said so of the rows that are to be seen, or `hidden`; what it was is read."""
    tokens = clause.everything
    found = (read(clause, home, tokens, negated=hidden) for read in (_on_day, _denied))
    return [condition for condition in found if condition is not None]


def _on_day(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows of a day ("only those sent today"): of the day that is named, else of the only one."""
    day = next((t for t in clause.free(tokens) if t.kind == "date"), None)
    if day is None or negated or not _limits(clause) or not isinstance(day.value, str):
        return None
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


def _denied(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    """Rows of which something has not been done yet: the day of it is empty, or its box."""
    ends = clause.world.lexis.ends("negation")
    said = [t for t in clause.free(tokens) if t.kind == "unknown"]
    without = [t for t in said if any(end.strip() in t.text for end in ends)]
    if len(without) != 1 or not _limits(clause):
        return None
    shared = _ideographs(without[0].text)
    fits = [p for p in home.properties
            if p.type in ("date", "checkbox") and shared & _ideographs(p.name)]  # fmt: skip
    if len(fits) != 1:
        return None
    clause.use(without[0])
    prop, wanted = fits[0], negated
    if prop.type == "checkbox":
        return ticked(prop, wanted=wanted)
    test = {"is_not_empty" if wanted else "is_empty": True}
    return Condition(
        lambda row: bool(row.values.get(prop.id)) == wanted, {"property": prop.name, "date": test}
    )


def _ideographs(text: str) -> set[str]:
    """The letters of a word that carry what it means: a verb shares them with its noun."""
    return {letter for letter in text if category(letter) == "Lo" and name(letter)[:3] == "CJK"}


def _limits(clause: Clause) -> bool:
    return any(t.has("role.only", "only.", "noun.filter") for t in clause.said.tokens)
