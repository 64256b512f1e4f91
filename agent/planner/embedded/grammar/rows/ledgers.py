"""Databases that log what came about each time anew: sales, spending, runs."""

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.told.happenings import is_less
from tools.workspace.model import ExistingDatabase


def is_log(clause: Clause, home: ExistingDatabase) -> bool:
    """Whether a database has days that are no deadlines, amounts, and nothing that waits."""
    kinds = {p.type for p in home.properties}
    days = [p for p in home.properties if p.type == "date" and not clause.world.is_due(p)]
    waits = kinds & {"status", "checkbox"}
    return bool(days) and "number" in kinds and not waits


def is_otherwise(clause: Clause, home: ExistingDatabase) -> bool:
    """Whether a log is of what goes the other way: what was spent is no sale."""
    way = next((t.group("dealt.") for t in clause.said.tokens if t.has("dealt.")), "")
    other = {"in": "ledger.out", "out": "ledger.in"}.get(way)
    said = clause.world.lexis.said(other) if other else frozenset[str]()
    return any(word in folded(home.title) for word in said)


def is_of_stock(clause: Clause, home: ExistingDatabase) -> bool:
    """Whether it is told that so much went of what a database holds, and logs no such thing."""
    paid = any(t.has("format.") for t in clause.said.tokens)
    counts = any(p.type == "number" for p in home.properties)
    return counts and is_less(clause.said.text) and not (paid or is_log(clause, home))
