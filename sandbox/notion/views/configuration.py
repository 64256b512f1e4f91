"""Configurations of views: which settings each type has, in the official client's types.

A setting that names a property is answered with the property's id, URL-encoded, and its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place, Reader, boolean, number, one_of, string
from sandbox.notion.properties.lookup import need_property
from sandbox.notion.records import Json
from sandbox.notion.views.grouping import read_group_by

Schema = dict[str, Json]
# A setting that depends on the schema of the data source.
Setting = Callable[[Any, Place, Schema], Any]

VIEW_TYPES = (
    *("table", "board", "list", "calendar", "timeline", "gallery"),
    *("form", "chart", "map", "dashboard"),
)
_AGGREGATORS = one_of(
    *("count", "count_values", "sum", "average", "median", "min", "max", "range", "unique"),
    *("empty", "not_empty", "percent_empty", "percent_not_empty", "checked", "unchecked"),
    *("percent_checked", "percent_unchecked", "earliest_date", "latest_date", "date_range"),
)
_LINE_COLORS = one_of(
    *("gray", "lightgray", "brown", "yellow", "orange", "green", "blue", "purple", "pink", "red"),
)


def read_configuration(kind: str, value: Any, place: Place, schema: Schema) -> Json:
    """A configuration for a type of view; what is null or left out has Notion's default."""
    settings = _SETTINGS[kind]
    found = checks.mapping(value, place, {"type", *settings})
    one_of(kind)(found.get("type", kind), (place, "type"))
    _need(found, _REQUIRED.get(kind, ()), place)
    read: Json = {"type": kind}
    for name, setting in settings.items():
        if found.get(name) is not None:
            read[name] = setting(found[name], (place, name), schema)
    return _named(read, schema)


def required_setting(kind: str) -> str | None:
    """The setting without which a view of that type cannot be made."""
    return next(iter(_REQUIRED.get(kind, ())), None)


def _named(read: Json, schema: Schema) -> Json:
    for key in ("date_property_id", "end_date_property_id"):
        if key in read:
            name = need_property(schema, read[key])["name"]
            read[key.replace("_id", "_name")] = name
    return read


def _need(found: Json, names: tuple[str, ...], place: Place) -> None:
    for name in names:
        if found.get(name) is None:
            checks.refuse((place, name), "defined", found.get(name, checks.MISSING))


def _free(reader: Reader) -> Setting:
    return lambda value, place, _: reader(value, place)


def _property_id(value: Any, place: Place, schema: Schema) -> str:
    return str(need_property(schema, string(value, place))["id"])


def _shape(settings: Mapping[str, Setting], *required: str) -> Setting:
    def read(value: Any, place: Place, schema: Schema) -> Json:
        found = checks.mapping(value, place, settings.keys())
        _need(found, required, place)
        return {
            name: settings[name](given, (place, name), schema)
            for name, given in found.items()
            if given is not None
        }

    return read


def _each(setting: Setting) -> Setting:
    def read(value: Any, place: Place, schema: Schema) -> list[Any]:
        found = checks.array(value, place)
        return [setting(item, (place, index), schema) for index, item in enumerate(found)]

    return read


def _column(value: Any, place: Place, schema: Schema) -> Json:
    read: Json = _COLUMN(value, place, schema)
    name = need_property(schema, read["property_id"])["name"]
    return {"property_id": read["property_id"], "property_name": name, **read}


_BOOLEAN = _free(boolean)
_NUMBER = _free(number)
_TEXT = _free(checks.text)
_SIZE = _free(one_of("small", "medium", "large", "extra_large"))
_COLUMN = _shape(
    {
        "property_id": _property_id,
        "visible": _BOOLEAN,
        "width": _NUMBER,
        "wrap": _BOOLEAN,
        "card_property_width_mode": _free(one_of("full_line", "inline")),
        "date_format": _free(
            one_of(
                *("full", "short", "relative"),
                *("month_day_year", "day_month_year", "year_month_day"),
            )
        ),
        "status_show_as": _free(one_of("select", "checkbox")),
        "time_format": _free(one_of("12_hour", "24_hour", "hidden")),
    },
    "property_id",
)
_COLUMNS = _each(_column)
_AXIS = _shape({"aggregator": _free(_AGGREGATORS), "property_id": _property_id}, "aggregator")
_SUBTASKS = _shape(
    {
        "property_id": _property_id,
        "display_mode": _free(one_of("show", "hidden", "flattened", "disabled")),
        "filter_scope": _free(one_of("parents", "parents_and_subitems", "subitems")),
        "toggle_column_id": _free(string),
    }
)
_CARDS: Mapping[str, Setting] = {
    "properties": _COLUMNS,
    "cover": _shape(
        {
            "type": _free(one_of("page_cover", "page_content", "property")),
            "property_id": _property_id,
        },
        "type",
    ),
    "cover_size": _free(one_of("small", "medium", "large")),
    "cover_aspect": _free(one_of("contain", "cover")),
    "card_layout": _free(one_of("list", "compact")),
}
_SETTINGS: Mapping[str, Mapping[str, Setting]] = {
    "table": {
        "properties": _COLUMNS,
        "group_by": read_group_by,
        "subtasks": _SUBTASKS,
        "wrap_cells": _BOOLEAN,
        "frozen_column_index": _NUMBER,
        "show_vertical_lines": _BOOLEAN,
    },
    "board": {"group_by": read_group_by, "sub_group_by": read_group_by, **_CARDS},
    "gallery": _CARDS,
    "list": {"properties": _COLUMNS},
    "calendar": {
        "date_property_id": _property_id,
        "properties": _COLUMNS,
        "view_range": _free(one_of("week", "month")),
        "show_weekends": _BOOLEAN,
    },
    "timeline": {
        "date_property_id": _property_id,
        "end_date_property_id": _property_id,
        "properties": _COLUMNS,
        "show_table": _BOOLEAN,
        "table_properties": _COLUMNS,
        "preference": _shape(
            {
                "zoom_level": _free(
                    one_of("hours", "day", "week", "bi_week", "month", "quarter", "year", "5_years")
                ),
                "center_timestamp": _NUMBER,
            },
            "zoom_level",
        ),
        "arrows_by": _shape({"property_id": _property_id}),
        "color_by": _BOOLEAN,
    },
    "map": {"height": _SIZE, "map_by": _property_id, "properties": _COLUMNS},
    "form": {
        "is_form_closed": _BOOLEAN,
        "anonymous_submissions": _BOOLEAN,
        "submission_permissions": _free(
            one_of("none", "comment_only", "reader", "read_and_write", "editor")
        ),
    },
    "chart": {
        "chart_type": _free(one_of("column", "bar", "line", "donut", "number")),
        "x_axis": read_group_by,
        "y_axis": _AXIS,
        "x_axis_property_id": _property_id,
        "y_axis_property_id": _property_id,
        "value": _AXIS,
        "sort": _free(
            one_of("manual", "x_ascending", "x_descending", "y_ascending", "y_descending")
        ),
        "color_theme": _free(
            one_of(
                *("gray", "blue", "yellow", "green", "purple", "teal", "orange", "pink", "red"),
                *("auto", "colorful"),
            )
        ),
        "height": _SIZE,
        "hide_empty_groups": _BOOLEAN,
        "legend_position": _free(one_of("off", "bottom", "side")),
        "show_data_labels": _BOOLEAN,
        "axis_labels": _free(one_of("none", "x_axis", "y_axis", "both")),
        "grid_lines": _free(one_of("none", "horizontal", "vertical", "both")),
        "cumulative": _BOOLEAN,
        "smooth_line": _BOOLEAN,
        "hide_line_fill_area": _BOOLEAN,
        "group_style": _free(one_of("normal", "percent", "side_by_side")),
        "y_axis_min": _NUMBER,
        "y_axis_max": _NUMBER,
        "donut_labels": _free(one_of("none", "value", "name", "name_and_value")),
        "hide_title": _BOOLEAN,
        "stack_by": read_group_by,
        "reference_lines": _each(
            _shape(
                {
                    "id": _free(string),
                    "value": _NUMBER,
                    "label": _TEXT,
                    "color": _free(_LINE_COLORS),
                    "dash_style": _free(one_of("solid", "dash")),
                },
                *("value", "label", "color", "dash_style"),
            )
        ),
        "caption": _TEXT,
        "color_by_value": _BOOLEAN,
    },
    "dashboard": {},
}
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "board": ("group_by",),
    "calendar": ("date_property_id",),
    "timeline": ("date_property_id",),
    "chart": ("chart_type",),
}
