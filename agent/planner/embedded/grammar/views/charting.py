"""Charts: what says that one is wanted, and what its bars, slices or line stand for."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.new.build import stands_on
from agent.planner.embedded.grammar.text.names import CHOICES, World, is_money
from tools.workspace.model import ExistingDatabase, ExistingProperty

_OF_ALL = ("ask.sum", "function.sum", "function.average")  # figures of all rows
_FIGURES = ("number", "formula", "rollup")
_SPENT = ("counter.", "ask.", "verb.", "dealt.")  # what may stand behind "how much"


def summed(clause: Clause) -> str | None:
    """A chart, where it is to be seen how much there is by something ("how much each earns"), or
    what all rows come to ("so that the total shows")."""
    sums = ("ask.sum", "ask.count", "function.sum", "function.average")
    asked = clause.find(*sums, among=clause.tokens)
    by = any(p.plays("by") for p in clause.phrases) or clause.find("each_month.") is not None
    by = by or _is_of_each(clause)
    gathered = [t for p in clause.phrases if p.plays("by") for t in p.tokens]
    far = any(clause.entities(t, "database") for t in gathered)
    orders = (clause.said.verb is None and not far) or clause.does("show", "want")
    if asked is None or not orders or clause.said.payload:
        return None
    if not by and not (asked.has(*_OF_ALL) and _is_seen(clause)):
        return None
    ends = clause.world.lexis.ends("asked")
    clause.use(*(t for t in clause.free() if t.kind == "unknown" and t.text.endswith(ends)))
    return "chart"


def _is_of_each(clause: Clause) -> bool:
    """Whether "each" leads to what rows have to choose from ("how many points each kid has")."""
    led = (b for a, b in pairwise(clause.tokens) if a.has("all.every", "each."))
    named = [clause.world.property(e) for t in led for e in clause.entities(t, "property")]
    return any(prop.type in CHOICES for prop in named)


def _is_seen(clause: Clause) -> bool:
    """Whether a figure is to stand there to be seen, and no column of it."""
    asks = any(t.has("ask.sum") for t in clause.tokens[-1:])
    return asks or clause.does("show") or any(t.has("appears.") for t in clause.said.tokens)


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


def charted(
    clause: Clause, home: ExistingDatabase, on: Sequence[ExistingProperty]
) -> dict[str, Any]:
    """What a chart is drawn by: a figure of all rows by itself, where nothing is said that it goes
    by; how it is drawn, and what it makes of its number, where words say so."""
    types = [t.group("chart.") for t in clause.tokens if t.has("chart.") and not t.names]
    clause.take_all("chart.")
    clause.take("function.sum")  # as a chart does where nothing else is said
    clause.take_plain("dealt.")  # "of what we spent"
    figure = None if types or clause.find("view.chart") else _of_all(clause, on)
    found = figure or stands_on(home, "chart", on, clause.world)
    found |= {"chart_type": types[0]} if types else {}
    if "y_axis" in found and clause.take("function.average"):
        found["y_axis"] = {**found["y_axis"], "aggregator": "average"}
    return found


def _of_all(clause: Clause, on: Sequence[ExistingProperty]) -> dict[str, Any] | None:
    """The only number that is named, as a figure of all rows; None where it is one for each of
    something. Raises Refused for none."""
    by = any(p.plays("by") for p in clause.phrases) or any(p.type not in _FIGURES for p in on)
    if by or any(t.has("view.chart", "each_month.") for t in clause.tokens):
        return None
    if len(on) != 1:
        raise Refused
    clause.take_all("appears.", "worked.value")
    return {"chart_type": "number", "y_axis": {"aggregator": "sum", "property": on[0].name}}


def figure_shown(said: dict[str, Any], shown: str, world: World) -> str:
    """What a chart is called that shows one figure, of the rows that are `shown`."""
    if said.get("chart_type") != "number":
        return shown
    axis = said["y_axis"]
    called = world.called(axis["aggregator"], axis["property"])
    return f"{shown} \u00b7 {called}" if shown else called


def measured(
    clause: Clause, home: ExistingDatabase, on: Sequence[ExistingProperty]
) -> list[ExistingProperty]:
    """The number that a chart adds up, or that its line follows, where none is among what it stands
    on: the only one, or the only amount of money. Raises Ask for one of several."""
    if any(prop.type == "number" for prop in on):
        return []
    added = clause.find("function.sum", "function.average", among=clause.tokens)
    asked = ("ask.sum", "chart.line", "ledger.")
    if not (added or any(t.has(*asked) and not t.names for t in clause.said.tokens)):
        return []
    clause.take_plain("ledger.")  # "spending per month"
    numbers = [p for p in home.properties if p.type == "number"]
    paid = [p for p in numbers if is_money(p)]
    fits = [p for p in numbers if p.name in clause.hints] or (paid if len(paid) == 1 else numbers)
    if len(fits) > 1:
        raise Ask("property", [p.name for p in numbers])
    return fits
