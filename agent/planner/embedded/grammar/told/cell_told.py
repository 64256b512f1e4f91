"""What the words of one cell say, whose column is known."""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.conditions.numbers import rounded
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import WRITTEN
from agent.planner.embedded.grammar.told.alike import far_rows
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.told.filling import figures
from agent.planner.embedded.grammar.told.suiting import without_honour
from tools.workspace.model import ExistingDatabase, ExistingProperty

_TICKS = frozenset("ov✓✔☑✅○◯")
_EMPTY = frozenset("x-×☐✗")
_NO = ("value.no", "not.not", "state.unchecked", "state.open")


def value_told(clause: Clause, home: ExistingDatabase, prop: ExistingProperty) -> Any:
    """The value of a column that a text is; None where it says none."""
    text, evidence = clause.said.text.strip(), Evidence(clause, home, of_new=True)
    said = [p.value for p in evidence.pieces if p.kind == "value" and p.prop == prop]
    match prop.type:
        case "title" | "rich_text":
            return without_honour(text)
        case "number":
            return _number(evidence, prop)
        case "date":
            days = [t.value for t in evidence.tokens if t.kind == "date" and t.value]
            return dict(zip(("start", "end"), days, strict=True)) if len(days) == 2 else only(days)
        case "select" | "status" | "multi_select":
            own = [o.name for o in prop.options if folded(o.name) == folded(text)] or said
            own = own or ([text] if prop.type != "status" else [])
            return own if prop.type == "multi_select" else only(own)
        case "checkbox":
            ticked = {"value.yes", "state.checked", "state.done"}
            yes = any(t.senses & ticked for t in evidence.tokens) or folded(text) in _TICKS
            no = any(t.has(*_NO) for t in evidence.tokens) or folded(text) in _EMPTY
            return False if no else True if yes else only(said)
        case "relation":
            rows = [row.title for far, row in far_rows(clause.world, home) if far == prop]
            return [title for title in rows if folded(title) in folded(text)] or None
        case kind if kind in WRITTEN.values():
            return text if " " not in text or kind == "phone_number" else None
        case _:
            return None


def _number(evidence: Evidence, prop: ExistingProperty) -> float | None:
    told = figures(evidence)
    if len(told) != 1:
        return None
    share = told[0].unit == "%" or evidence.text[told[0].end :].startswith("%")
    share = share and prop.config.get("format") == "percent"
    return told[0].value / 100 if share else rounded(prop, told[0].value)


def only(values: Sequence[Any]) -> Any:
    """The one value that there is; None for several."""
    return values[0] if len(values) == 1 else None
