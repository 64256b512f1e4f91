"""Which rows a view shows, as far as that can be told from what they hold.

Notion computes more: formulas, rollups, far sides of relations, days that "past week" means. What
depends on these counts as shown; the embedded workspace has the last word (`tools/quality/built`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tools.blueprint.blocks import LinkedView
from tools.blueprint.model import Database, Row
from tools.blueprint.properties import COMPUTED
from tools.blueprint.values import Schema
from tools.blueprint.views import DashboardView, View
from tools.quality.design import Design

Values = Mapping[str, Any]

# Conditions that what is stored decides; of a list `equals` is `contains`.
_DECIDED: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": lambda held, wanted: held == wanted,
    "does_not_equal": lambda held, wanted: held != wanted,
    "contains": lambda held, wanted: wanted in (held or ()),
    "does_not_contain": lambda held, wanted: wanted not in (held or ()),
    "is_empty": lambda held, _: is_blank(held),
    "is_not_empty": lambda held, _: not is_blank(held),
}


def seen(design: Design) -> Iterator[tuple[View, list[Row]]]:
    """Every view and widget of tables that have rows, with the rows it shows."""
    by_key = {table.key: table for table in design.tables}
    own = [(table, view) for table in design.tables for view in table.views]
    linked = [block for block in design.blocks if isinstance(block, LinkedView)]
    shown = [(by_key[block.ref], block.view) for block in linked if block.ref in by_key]
    for table, view in (*own, *shown):
        for part in view.widgets if isinstance(view, DashboardView) else [view]:
            if table.rows:
                yield part, rows_of(part, table, design.fields[table.key])


def rows_of(view: View, table: Database, schema: Schema) -> list[Row]:
    """The rows that a view lets through and has a place for: a calendar none without a day."""
    needed = [name for name in places_of(view) if _is_stored(name, schema)]
    return [
        row
        for row in table.rows
        if _passes(view.filter, row.values, schema)
        and not any(is_blank(row.values.get(name)) for name in needed)
    ]


def places_of(view: View) -> list[str]:
    """The properties without which a row has no place in a view."""
    named = [getattr(view, key, None) for key in ("date_property", "map_by", "x_axis")]
    measured = getattr(view, "y_axis", None)
    if measured is not None and measured.aggregator != "count":
        named.append(measured.property)
    return [name for name in named if name is not None]


def is_blank(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _is_stored(name: str, schema: Schema) -> bool:
    """Whether a row itself says what it has there."""
    field = schema.get(name)
    return field is not None and field.type not in COMPUTED and field.type != "relation"


def _passes(condition: Any, values: Values, schema: Schema) -> bool:
    """Whether a row meets a filter in Notion's words, with property names."""
    if not isinstance(condition, Mapping):
        return True
    if isinstance(parts := condition.get("and"), Sequence):
        return all(_passes(part, values, schema) for part in parts)
    if isinstance(parts := condition.get("or"), Sequence):
        return any(_passes(part, values, schema) for part in parts)
    name = condition.get("property")
    if not isinstance(name, str) or not _is_stored(name, schema):
        return True
    return _meets(condition.get(schema[name].type), values.get(name))


def _meets(asked: Any, held: Any) -> bool:
    if not isinstance(asked, Mapping):
        return True
    held = held if held is not None or "equals" not in asked else _unset(asked["equals"])
    return all(_DECIDED[verb](held, wanted) for verb, wanted in asked.items() if verb in _DECIDED)


def _unset(wanted: Any) -> Any:
    """What a box holds that nobody ticked."""
    return False if isinstance(wanted, bool) else None
