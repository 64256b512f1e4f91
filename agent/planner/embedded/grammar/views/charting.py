"""Charts: what says that one is wanted, and what its bars, slices or line stand for."""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause
from tools.workspace.model import ExistingDatabase, ExistingProperty

_SPENT = ("counter.", "ask.", "verb.", "dealt.")  # what may stand behind "how much"


def summed(clause: Clause) -> str | None:
    """A chart, where it is to be seen how much there is by something ("how much each earns")."""
    sums = ("ask.sum", "ask.count", "function.sum", "function.average")
    asked = clause.find(*sums, among=clause.tokens)
    by = any(p.plays("by") for p in clause.phrases) or clause.find("each_month.") is not None
    gathered = [t for p in clause.phrases if p.plays("by") for t in p.tokens]
    far = any(clause.entities(t, "database") for t in gathered)
    orders = (clause.said.verb is None and not far) or clause.does("show", "want")
    if asked is None or not (by and orders) or clause.said.payload:
        return None
    ends = clause.world.lexis.ends("asked")
    clause.use(*(t for t in clause.free() if t.kind == "unknown" and t.text.endswith(ends)))
    return "chart"


def read_measure(clause: Clause) -> None:
    """Reads what a chart's bars stand for, where that is how many rows ("how many there are")."""
    unnamed = [t for t in clause.tokens if not t.names]
    asked = clause.find("ask.count", "ask.sum", "function.count", among=unnamed)
    if asked is None:
        return
    behind = [t for t in clause.free(clause.tokens) if t.start > asked.start]
    first = next((i for i, t in enumerate(behind) if t.has("view.", "chart.")), len(behind))
    clause.use(asked, *(t for t in behind[:first] if t.kind == "unknown" or t.has(*_SPENT)))
    subject = [p for p in clause.phrases if p.plays("subject")]
    clause.use(*(t for p in subject for t in p.tokens if not t.names))


def along_days(clause: Clause, home: ExistingDatabase) -> list[ExistingProperty]:
    """The date that a chart goes along, where words say so: month by month, or over time, and by
    nothing else; read from now on."""
    day, by = clause.world.main_date(home), any(p.plays("by") for p in clause.phrases)
    lined = any(t.has("chart.line") for t in clause.said.tokens) and not by
    return [day] if day is not None and (clause.take("each_month.") or lined) else []


def drawn(clause: Clause, said: dict[str, Any]) -> dict[str, Any]:
    """How a chart is drawn, and what it makes of its number, where words say so."""
    types = [t.group("chart.") for t in clause.tokens if t.has("chart.") and not t.names]
    clause.take_all("chart.")
    clause.take("function.sum")  # as a chart does where nothing else is said
    clause.take_plain("dealt.")  # "of what we spent"
    found: dict[str, Any] = {"chart_type": types[0]} if types else {}
    if "y_axis" in said and clause.take("function.average"):
        found["y_axis"] = {**said["y_axis"], "aggregator": "average"}
    return found


def counts_rows(on: Sequence[ExistingProperty]) -> bool:
    """Whether none of what a chart stands on is a number."""
    return not any(prop.type == "number" for prop in on)


def measured(clause: Clause, home: ExistingDatabase) -> list[ExistingProperty]:
    """The number that a chart adds up, or that its line follows, where none is named: the only
    one, or the only amount of money. Raises Ask for one of several."""
    added = clause.take("function.sum", among=clause.tokens)
    if not (added or any(t.has("ask.sum", "chart.line") for t in clause.said.tokens)):
        return []
    numbers = [p for p in home.properties if p.type == "number"]
    paid = [p for p in numbers if p.config.get("format") not in ("number", "percent")]
    fits = [p for p in numbers if p.name in clause.hints] or (paid if len(paid) == 1 else numbers)
    if len(fits) > 1:
        raise Ask("property", [p.name for p in numbers])
    return fits
