"""Views in Notion's words. Configurations name properties by id, filters and sorts by name."""

from collections.abc import Callable, Mapping
from typing import Any

from tools.blueprint.base import Language
from tools.blueprint.views import (
    DEFAULT_NAMES,
    BoardView,
    CalendarView,
    ChartAxis,
    ChartView,
    DashboardView,
    FormView,
    GalleryView,
    MapView,
    Sort,
    TableView,
    TimelineView,
    View,
    visible,
)
from tools.notion.render.richtext import Json

PropertyId = Callable[[str], Any]  # name → id, or a reference to it
Kinds = Mapping[str, str]  # the types of all properties of a database, by name

_MANUAL: Json = {"sort": {"type": "manual"}}
_TEXTS = frozenset({"rich_text", "title", "url", "email", "phone_number"})
_GROUP_TYPES = {"rich_text": "text", "people": "person"}


def view_body(view: View, kinds: Kinds, property_id: PropertyId, language: Language) -> Json:
    """Name, type, filter, sorts and configuration of a view."""
    name = view.name or DEFAULT_NAMES[language][view.type]
    body: Json = {"type": view.type, "name": name}
    if view.filter is not None:
        body["filter"] = view.filter
    if view.sorts:
        body["sorts"] = [_sort(sort) for sort in view.sorts]
    configuration = configure(view, kinds, property_id)
    return {**body, "configuration": configuration} if len(configuration) > 1 else body


def behind(before: Any) -> Json:
    """Where a view is made among those of its database: behind another, by its id or what brings
    that; or before all."""
    if before is None:
        return {"position": {"type": "start"}}
    return {"position": {"type": "after_view", "view_id": before}}


def beside(row: int) -> Json:
    """Where a widget is made: at the end of a row of its dashboard (from 0); else in a new one."""
    return {"placement": {"type": "existing_row", "row_index": row}}


def configure(view: View, kinds: Kinds, property_id: PropertyId) -> Json:
    """The `configuration` of a view; only its type where there is nothing to configure."""
    configuration: Json = {"type": view.type}
    configuration |= _own(view, kinds, property_id)
    group = getattr(view, "group_by", None)
    if group is not None:
        configuration["group_by"] = _group(group, kinds, property_id)
    wanted = visible(view)
    if wanted is not None:
        shown = [{"property_id": property_id(name), "visible": True} for name in wanted]
        hidden = [name for name in kinds if name not in wanted]
        configuration["properties"] = shown + [
            {"property_id": property_id(name), "visible": False} for name in hidden
        ]
    return configuration


def _own(view: View, kinds: Kinds, property_id: PropertyId) -> Json:
    match view:
        case TableView(wrap_cells=bool(wrap)):
            return {"wrap_cells": wrap}
        case BoardView(sub_group_by=str(name)):
            return {"sub_group_by": _group(name, kinds, property_id), **_cards(view, property_id)}
        case BoardView() | GalleryView():
            return _cards(view, property_id)
        case CalendarView():
            shown: Json = {"view_range": view.view_range} if view.view_range else {}
            return {"date_property_id": property_id(view.date_property), **shown}
        case TimelineView():
            return _timeline(view, property_id)
        case FormView():
            fields = ("anonymous_submissions", "is_form_closed", "submission_permissions")
            return {f: v for f in fields if (v := getattr(view, f)) is not None}
        case ChartView():
            return _chart(view, kinds, property_id)
        case MapView():
            place: Json = {"map_by": property_id(view.map_by)} if view.map_by else {}
            return place | ({"height": view.height} if view.height else {})
        case DashboardView() | _:
            return {}


def _cards(view: BoardView | GalleryView, property_id: PropertyId) -> Json:
    body: Json = {}
    if view.cover in ("page_cover", "page_content"):
        body["cover"] = {"type": view.cover}
    elif view.cover is not None:
        body["cover"] = {"type": "property", "property_id": property_id(view.cover)}
    if view.cover_size is not None:
        body["cover_size"] = view.cover_size
    if view.card_layout is not None:
        body["card_layout"] = view.card_layout
    return body


def _timeline(view: TimelineView, property_id: PropertyId) -> Json:
    body: Json = {"date_property_id": property_id(view.date_property)}
    if view.end_date_property is not None:
        body["end_date_property_id"] = property_id(view.end_date_property)
    if view.zoom_level is not None:
        body["preference"] = {"zoom_level": view.zoom_level}
    return body


def _chart(view: ChartView, kinds: Kinds, property_id: PropertyId) -> Json:
    body: Json = {"chart_type": view.chart_type}
    measure = "value" if view.chart_type == "number" else "y_axis"
    body[measure] = _axis(view.y_axis, property_id)
    if view.x_axis is not None:
        # A line tells of a course, which a single point a month hides.
        unit = "day" if view.chart_type == "line" else "month"
        body["x_axis"] = _group(view.x_axis, kinds, property_id, unit)
    if view.stack_by is not None:
        body["stack_by"] = _group(view.stack_by, kinds, property_id)
    for field in ("color_theme", "height", "caption"):
        if (value := getattr(view, field)) is not None:
            body[field] = value
    return body


def _axis(axis: ChartAxis, property_id: PropertyId) -> Json:
    named: Json = {} if axis.property is None else {"property_id": property_id(axis.property)}
    return {"aggregator": axis.aggregator, **named}


def _group(name: str, kinds: Kinds, property_id: PropertyId, unit: str = "month") -> Json:
    """A group-by; its form follows from the property's type, of dates by `unit`."""
    kind = kinds[name]
    group: Json = {"type": _GROUP_TYPES.get(kind, kind), "property_id": property_id(name)}
    if kind == "status":
        group["group_by"] = "option"
    elif kind in ("date", "created_time", "last_edited_time"):
        group["group_by"] = unit
    elif kind in _TEXTS:
        group["group_by"] = "exact"
    elif kind == "formula":
        group["group_by"] = {"type": "text", "group_by": "exact", **_MANUAL}
        return group
    return {**group, **_MANUAL}


def _sort(sort: Sort) -> Json:
    return sort.model_dump(exclude_none=True)
