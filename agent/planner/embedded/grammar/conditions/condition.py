"""A condition on rows, and what is read of it by every reader of conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.workspace.model import ExistingProperty, ExistingRow


@dataclass(frozen=True)
class Condition:
    """What rows meet: `holds` decides for one, `filter` says it as Notion does, where it can."""

    holds: Callable[[ExistingRow], bool]
    filter: dict[str, Any] | None
    name: str = ""  # of a view that shows only these


def day_of(value: Any) -> str:
    """The last day of a date, in ISO's form; empty for none."""
    return str(value.get("end") or value["start"])[:10] if value else ""


def ticked(prop: ExistingProperty, *, wanted: bool) -> Condition:
    return Condition(
        lambda row: bool(row.values.get(prop.id)) == wanted,
        {"property": prop.name, "checkbox": {"equals": wanted}},
    )
