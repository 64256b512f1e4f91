"""A condition on rows, and what is read of it by every reader of conditions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from agent.planner.embedded.grammar.clause import Clause
from agent.planner.embedded.grammar.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow


@dataclass(frozen=True)
class Condition:
    """What rows meet: `holds` decides for one, `filter` says it as Notion does, where it can."""

    holds: Callable[[ExistingRow], bool]
    filter: dict[str, Any] | None
    name: str = ""  # of a view that shows only these


def property_of(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *types: str
) -> ExistingProperty | None:
    """The property of one of these types that tokens name, read from now on."""
    for token in clause.free(tokens):
        entity = clause.prop(token, [home]) if token.kind != "quoted" else None
        prop = clause.world.property(entity) if entity else None
        if prop and prop.type in types:
            clause.use(token)
            return prop
    return None


def day_of(value: Any) -> str:
    """The last day of a date, in ISO's form; empty for none."""
    return str(value.get("end") or value["start"])[:10] if value else ""


def ticked(prop: ExistingProperty, *, wanted: bool) -> Condition:
    return Condition(
        lambda row: bool(row.values.get(prop.id)) == wanted,
        {"property": prop.name, "checkbox": {"equals": wanted}},
    )
