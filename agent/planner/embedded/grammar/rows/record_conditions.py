"""Which rows a sentence about rows means, where it names none: those that hold what is said."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, OnlyInNotion, Refused
from agent.planner.embedded.grammar.new.build import deleted_rows
from agent.planner.embedded.grammar.rows.held import holds
from agent.planner.embedded.grammar.rows.record_joined import parts_of
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.rows.record_values import Telling, spoken
from agent.planner.embedded.grammar.rows.rows_named import edited, rows_where, told_home
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow

_FEW = 3  # rows that "both" or "all three" may be said of


def set_where(clause: Clause) -> list[Change]:
    """The same value for all rows that meet a condition."""
    home = told_home(clause)
    met, values = _rows_meant(clause, home, parts_of(clause, home))
    both = any(t.has("all.both") and not t.names for t in clause.said.tokens)
    if not met or (both and len(met) > _FEW):
        raise Refused  # words may only ask to see such rows
    return edited(clause, home, met, values)


def _rows_meant(
    clause: Clause, home: ExistingDatabase, parts: Sequence[Part]
) -> tuple[list[ExistingRow], dict[str, Any]]:
    """The rows that conditions are said of, and the value that they get: what is led or marked by
    "to", else what is said last."""
    valued = [i for i, part in enumerate(parts) if part.kind == "value"]
    marked = [i for i in valued if parts[i].plays("to")] or _before_rows(parts, valued)
    if not valued and any(p.prop is not None and p.prop.type == "people" for p in parts):
        raise OnlyInNotion
    if not valued:
        raise Refused
    at = (marked or valued)[-1]
    to, telling, values = parts[at], Telling(clause, home), dict[str, Any]()
    if to.number and not to.plays("to") and any(t.has("grow.") for t in clause.said.tokens):
        raise Refused  # so much more
    owners = [p for p in parts[:at] if p.kind == "property" and to.prop in (None, p.prop)]
    owners = [p for p in owners if p.prop is not None and p.prop.type != "title"][-1:]
    for owner in owners:
        telling.lead(owner)
    rest = [part for part in parts if part is not to and part not in owners]
    telling.give(to, values)
    behind = [p for p in parts[at:] if p.kind == "property" and p.prop is to.prop]
    clause.use(*(token for part in (to, *owners, *behind) for token in part.tokens))
    try:
        met = rows_that_hold(clause, home, rest, but=next(iter(values)))
        clause.use(*clause.said.tokens, *clause.everything)
    except Refused:
        if clause.does("add", "want"):
            raise
        clause.take_all("tells.")
        met = rows_where(clause, home, clause.tokens)
        if clause.free():
            raise
    return met, values


def _before_rows(parts: Sequence[Part], valued: Sequence[int]) -> list[int]:
    """The values that stand between a verb and those that they are for ("tick paid for everyone who
    …")."""
    rows = ("every", "thing", "value")
    led = [i for i, p in enumerate(parts) if p.kind in rows and p.plays("suits", "of")]
    verb = next((i for i, p in enumerate(parts) if p.kind == "verb"), len(parts))
    return [i for i in valued if led and verb < i < led[0]]


def rows_that_hold(
    clause: Clause, home: ExistingDatabase, parts: Sequence[Part], but: str = ""
) -> list[ExistingRow]:
    """The rows that hold all that is said of them. Raises Refused unless words say that rows are
    meant, and all of them."""
    tests, led = list[tuple[ExistingProperty, Any]](), None
    titles = {p.id for p in home.properties if p.type == "title"}
    titled = [part for part in parts if part.prop is not None and part.prop.id in titles]
    parts = [replace(p, kind="thing") if _calls_rows(p, b) else p
             for b, p in pairwise((None, *parts)) if p is not None]  # fmt: skip
    for part in parts:
        if part.kind in ("text", "row", "it", "meant", "filled"):
            raise Refused
        if part.kind == "property" and part not in titled:
            led = part.prop
        if part.kind == "value":
            prop = part.prop or led or _same(home, but, part)
            if prop is None:
                raise Refused
            tests.append((prop, spoken(clause, part, prop)))
            led = None
    if led is not None and led.name not in (but, *(prop.name for prop, _ in tests)):
        raise Refused
    met = [row for row in home.rows if all(holds(row, p, v) for p, v in tests)]
    if not tests and not any(part.kind == "every" for part in parts):
        raise Refused
    several = any(part.kind in ("every", "thing") or part.plays("plural") for part in parts)
    if not (titled or several) and len(met) != 1:
        raise Refused  # of several rows, nobody said that all are meant
    return met


def _calls_rows(part: Part, before: Part | None) -> bool:
    """Whether a word in the plural only says what rows are, behind what they hold."""
    plain = part.kind == "text" and len(part.tokens) == 1 and part.plays("plural")
    return plain and before is not None and before.kind == "value"


def _same(home: ExistingDatabase, name: str, part: Part) -> ExistingProperty | None:
    """The day that rows get as the one that they have until now ("those of Monday to Tuesday")."""
    dates = (p for p in home.properties if p.type == "date" and part.tokens[0].kind == "date")
    return next((p for p in dates if p.name == name), None)


def delete_told(clause: Clause) -> list[Change]:
    """`get rid of everything in the north bed`: rows by what they hold."""
    only = any(t.has("role.only", "only.", "all.whole") for t in clause.said.tokens)
    if not clause.does("delete") or only:
        raise Refused  # "only Done" may be the option itself, "the whole thing" is no row
    home = told_home(clause)
    parts = parts_of(clause, home)
    named = {part.value for part in parts if part.kind == "row"}
    rest = [part for part in parts if part.kind not in ("row", "cut", "verb", "remark", "thing")]
    if named and rest:
        raise Refused
    rows = [row for row in home.rows if row.id in named]
    rows = rows or rows_that_hold(clause, home, parts)
    clause.use(*clause.said.tokens, *clause.everything)
    return [deleted_rows(home, rows)]
