"""A view as a model says it, in the words of a blueprint. Pure."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from agent.planner.model.sources import from_sources
from agent.planner.model.values import Note
from agent.planner.model.words import nearest
from tools.workspace.model import ExistingDatabase, ExistingProperty

Json = dict[str, Any]

_OF_TYPE = {
    "table": ("group_by", "properties"),
    "board": ("group_by", "sub_group_by", "cover", "properties"),
    "list": ("properties",),
    "calendar": ("date_property", "properties"),
    "timeline": ("date_property", "end_date_property", "properties"),
    "gallery": ("cover", "properties"),
    "chart": ("chart_type", "x_axis", "stack_by"),
    "map": ("map_by",),
}
_NAMES = (
    *("group_by", "sub_group_by", "date_property", "end_date_property", "x_axis", "stack_by"),
    *("map_by", "cover"),
)
_PAGES = ("page_cover", "page_content")
_GROUPS = ("status", "select", "multi_select", "checkbox")
_DATES = ("date", "created_time", "last_edited_time")
_COMPUTED = ("formula", "rollup")  # Notion does not filter by them
_EMPTY = ("is_empty", "is_not_empty")
_PROP = re.compile(r'prop\("([^"]*)"\)')
_BY_VALUE = ("number", "title", "rich_text", "select", "multi_select", "status", "checkbox")
_ORDERED = ("less", "greater")


def view_of(given: Json, database: ExistingDatabase, note: Note) -> Json:
    """A view with what its type takes; what a board or a calendar cannot be without, and the answer
    left open, is the first property that serves."""
    props = {prop.name: prop for prop in database.properties}
    kind = str(given.get("type", ""))
    found: Json = {"type": kind}
    if given.get("name"):
        found["name"] = given["name"]
    for name in _OF_TYPE.get(kind, ()):
        if name in given:
            found[name] = _named(name, given[name], props)
    if kind == "board":
        found.setdefault("group_by", _first(database.properties, _GROUPS))
    if kind in ("calendar", "timeline"):
        found.setdefault("date_property", _first(database.properties, _DATES))
    if kind == "chart":
        found |= _chart(given, found, database)
    found |= _order(given, props)
    conditions = [*_conditions(given.get("only"), props, note)]
    if conditions:
        found["filter"] = conditions[0] if len(conditions) == 1 else {"and": conditions}
    elif isinstance(given.get("filter"), dict):
        found["filter"] = given["filter"]  # Notion's own words, for the rules to judge
    return {key: value for key, value in found.items() if value is not None}


def _named(field: str, value: Any, props: Iterable[str]) -> Any:
    if field == "properties" and isinstance(value, list):
        return [nearest(str(name), props) for name in value]
    if field in _NAMES and isinstance(value, str) and value not in _PAGES:
        return nearest(value, props)
    return value


def _first(properties: list[ExistingProperty], types: Iterable[str]) -> str | None:
    """The name of the first property of the earliest type that there is one of."""
    return next((p.name for kind in types for p in properties if p.type == kind), None)


def _chart(given: Json, found: Json, database: ExistingDatabase) -> Json:
    names = [prop.name for prop in database.properties]
    told: Json = {}
    if given.get("chart_type") != "number":
        told["x_axis"] = found.get("x_axis") or _first(database.properties, (*_GROUPS, *_DATES))
    aggregator = given.get("aggregator") or "count"
    measured = given.get("y_property")
    if isinstance(measured, str) and measured and aggregator != "count":
        told["y_axis"] = {"aggregator": aggregator, "property": nearest(measured, names)}
    elif isinstance(given.get("y_axis"), dict):
        told["y_axis"] = given["y_axis"]
    return told


def _order(given: Json, props: Iterable[str]) -> Json:
    if isinstance(given.get("sorts"), list):
        return {"sorts": given["sorts"]}
    if not isinstance(given.get("sort_by"), str):
        return {}
    direction = "descending" if given.get("descending") is True else "ascending"
    return {"sorts": [{"property": nearest(given["sort_by"], props), "direction": direction}]}


def _conditions(given: Any, props: dict[str, ExistingProperty], note: Note) -> Iterable[Json]:
    """What is shown only. What Notion cannot filter by is replaced by what it is computed from, or
    left where that would say something else; either is noted (m4)."""
    for each in given if isinstance(given, list) else ():
        if not isinstance(each, dict) or not isinstance(each.get("property"), str):
            continue
        name = nearest(each["property"], props)
        prop = props.get(name)
        if prop is not None and prop.type in _COMPUTED:
            yield from _of_sources(prop, each, props, note)
            continue
        kind = "rich_text" if prop is None else prop.type
        yield {"property": name, kind: _condition(kind, each)}


def _of_sources(
    formula: ExistingProperty, each: Json, props: dict[str, ExistingProperty], note: Note
) -> list[Json]:
    """A condition on a formula, as conditions on the properties that it reads."""
    names = {prop.id: prop.name for prop in props.values()}
    said = _PROP.sub(
        lambda found: f'prop("{names.get(found[1], found[1])}")',
        str(formula.config.get("expression", "")),
    )
    meant = from_sources(said, str(each.get("condition") or "equals"), each.get("value"))
    leaves = [] if meant is None else _leaves(meant)
    if not leaves or not all(_is_filterable(leaf, props) for leaf in leaves):
        note(f"{formula.name} ✗")
        return []
    assert meant is not None  # noqa: S101 - it has leaves
    note(f"{formula.name} → {', '.join(dict.fromkeys(leaf['property'] for leaf in leaves))}")
    return [_filter(part, props) for part in meant.get("and", [meant])]


def _leaves(meant: Json) -> list[Json]:
    parts = meant.get("and") or meant.get("or")
    return [leaf for part in parts for leaf in _leaves(part)] if parts else [meant]


def _is_filterable(leaf: Json, props: dict[str, ExistingProperty]) -> bool:
    """Whether a view can be filtered by a property in the way that a formula compares it."""
    prop = props.get(leaf["property"])
    if prop is None or prop.type in _COMPUTED:
        return False
    if leaf["condition"] in _EMPTY:
        return prop.type != "checkbox"
    if leaf["condition"].startswith(_ORDERED):
        return prop.type == "number"
    return prop.type in _BY_VALUE


def _filter(part: Json, props: dict[str, ExistingProperty]) -> Json:
    if "or" in part:
        return {"or": [_filter(inner, props) for inner in part["or"]]}
    kind = props[part["property"]].type
    return {"property": part["property"], kind: _condition(kind, part)}


def _condition(kind: str, each: Json) -> Json:
    condition, value = str(each.get("condition") or "equals"), each.get("value")
    if condition in _EMPTY:
        return {condition: True}
    if kind == "multi_select" and condition in ("equals", "does_not_equal"):
        condition = "contains" if condition == "equals" else "does_not_contain"
    take: Callable[[Any], Any] = _TAKES.get(kind, str)
    return {condition: take(value)}


_TAKES: dict[str, Callable[[Any], Any]] = {
    "checkbox": lambda value: value is True or str(value).casefold() in ("true", "yes"),
    "number": lambda value: value,
}
