"""Which rows a sentence about rows means, where it names none: those that hold what is said."""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.rows.record_parts import Part
from agent.planner.embedded.grammar.rows.record_values import Telling, holds, spoken
from agent.planner.embedded.grammar.text.lexis import folded
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow


def rows_meant(
    clause: Clause, home: ExistingDatabase, parts: Sequence[Part]
) -> tuple[list[ExistingRow], dict[str, Any]]:
    """The rows that conditions are said of, and the value that they get: what is led or marked by
    "to", else what is said last."""
    valued = [i for i, part in enumerate(parts) if part.kind == "value"]
    marked = [i for i in valued if parts[i].plays("to")]
    if not valued:
        raise Refused
    at = (marked or valued)[-1]
    to, telling, values = parts[at], Telling(clause, home), dict[str, Any]()
    owners = [p for p in parts[:at] if p.kind == "property" and p.prop is not None]
    owners = [p for p in owners if p.prop and p.prop.type != "title" and _may_own(p.prop, to)]
    telling.led = owners[-1].prop if owners else None
    rest = [part for part in parts if part is not to and part not in owners[-1:]]
    telling.give(to, values)
    return rows_that_hold(clause, home, rest, but=next(iter(values))), values


def _may_own(prop: ExistingProperty, part: Part) -> bool:
    return part.prop is None or part.prop.id == prop.id


def rows_that_hold(
    clause: Clause, home: ExistingDatabase, parts: Sequence[Part], but: str = ""
) -> list[ExistingRow]:
    """The rows that hold all that is said of them. Raises Refused unless words say that rows are
    meant, and all of them."""
    tests = list[tuple[ExistingProperty, Any]]()
    plural, led = False, None
    for part in parts:
        titled = part.kind == "property" and part.prop is not None and part.prop.type == "title"
        plural = (
            plural
            or titled
            or _is_several(part)
            or part.kind in ("every", "thing")
            or part.plays("plural")
        )
        if part.kind in ("text", "row"):
            raise Refused
        if part.kind == "property" and not titled:
            led = part.prop
        if part.kind == "value":
            prop = part.prop or led or (clause.world.main_date(home) if part.value else None)
            if prop is None:
                raise Refused
            tests.append((prop, spoken(clause, part, prop)))
            led = None
    named = {prop.id for prop, _ in tests}
    if led is not None and led.id not in named and led.name != but:
        raise Refused
    met = [row for row in home.rows if all(holds(row, p, v) for p, v in tests)]
    if not tests and not any(part.kind == "every" for part in parts):
        raise Refused
    if not plural and len(met) != 1:
        raise Refused  # of several rows, nobody said that all are meant
    return met


def _is_several(part: Part) -> bool:
    """Whether an option is said of all that have it, by an end of its own ("beagles")."""
    said, end = folded(part.tokens[-1].text), len(folded(str(part.value)))
    return part.kind == "value" and part.prop is not None and said[end:] in ("s", "es")
