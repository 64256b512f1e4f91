"""The form of a model's answer: one table of what it may say, as JSON schema and as text.

No map with free keys anywhere: strict modes empty them silently. Values stand in lists of
`{name, value}`. What is required comes first, as llama.cpp mostly leaves out what is not; and the
first of all is a field to think in.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args

from tools.blueprint.base import Hue
from tools.blueprint.properties import NumberFormat, PlainType, RollupFunction
from tools.freshdesk.tools import READING

Json = dict[str, Any]
Task = str  # "create", "revise" or "change": also the name of its prompt

_TEXT: Json = {"type": "string"}
_TYPES = (
    *get_args(PlainType), "number", "select", "multi_select", "status", "relation", "rollup",
    "formula", "unique_id",
)  # fmt: skip
_VIEWS = ("table", "board", "list", "calendar", "timeline", "gallery", "chart", "form")
_CONDITIONS = (
    "equals", "does_not_equal", "contains", "does_not_contain", "is_empty", "is_not_empty",
    "before", "after", "on_or_before", "on_or_after", "greater_than", "less_than",
)  # fmt: skip
_BLOCKS = (
    "paragraph", "heading_1", "heading_2", "heading_3", "callout", "quote", "toggle", "to_do",
    "bulleted_list_item", "numbered_list_item", "code", "divider", "table_of_contents",
)  # fmt: skip
LOOKS = (
    *("search_workspace", "read_page", "recipes", "skills"),
    *(tool.name for tool in READING),  # of the helpdesk
)
KINDS = ("create", "change", "answer", "ask", "look")
_MOST_NAMED = 12  # bases; more stand among the facts, and cost their tokens once


def one_of(*values: str) -> Json:
    """The schema of one of some words."""
    return {"type": "string", "enum": list(values)}


def many(item: Json) -> Json:
    """The schema of a list."""
    return {"type": "array", "items": item}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def object_(required: Mapping[str, Json], optional: Mapping[str, Json] | None = None) -> Json:
    """The schema of an object with these keys and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


_VALUE: Json = {
    "anyOf": [_TEXT, {"type": "number"}, {"type": "boolean"}, many(_TEXT), {"type": "null"}]
}
_WORDS: Mapping[str, Json] = {
    "hue": one_of(*get_args(Hue)),
    "property_type": one_of(*_TYPES),
    "function": one_of(*get_args(RollupFunction)),
    "block_type": one_of(*_BLOCKS),
}
_PARTS: Mapping[str, Json] = {
    "option": object_(
        {"name": _TEXT},
        {"color": _ref("hue"), "group": one_of("to_do", "in_progress", "complete")},
    ),
    "property": object_(
        {"name": _TEXT, "type": _ref("property_type"), "options": many(_ref("option"))},
        {
            "format": one_of(*get_args(NumberFormat)),
            "target": _TEXT,
            "two_way": _TEXT,
            "relation": _TEXT,
            "property": _TEXT,
            "function": _ref("function"),
            "expression": _TEXT,
        },
    ),
    "view": object_(
        {"type": one_of(*_VIEWS), "name": _TEXT},
        {
            "group_by": _TEXT,
            "date_property": _TEXT,
            "end_date_property": _TEXT,
            "chart_type": one_of("column", "bar", "line", "donut", "number"),
            "x_axis": _TEXT,
            "aggregator": one_of("count", "sum", "average", "median", "min", "max"),
            "y_property": _TEXT,
            "sort_by": _TEXT,
            "descending": {"type": "boolean"},
            "only": many(
                object_({"property": _TEXT, "condition": one_of(*_CONDITIONS)}, {"value": _VALUE})
            ),
        },
    ),
    "value": object_({"name": _TEXT, "value": _VALUE}),
    "row": object_({"values": many(_ref("value"))}, {"icon": _TEXT}),
    "edit": object_({"row": _TEXT, "values": many(_ref("value"))}),
    "block": object_(
        {"type": _ref("block_type"), "text": _TEXT},
        {
            "icon": _TEXT,
            "color": _TEXT,
            "language": _TEXT,
            "checked": {"type": "boolean"},
            "children": many(object_({"type": _ref("block_type"), "text": _TEXT})),
        },
    ),
    "database": object_(
        {
            "title": _TEXT,
            "icon": _TEXT,
            "properties": many(_ref("property")),
            "views": many(_ref("view")),
            "rows": many(_ref("row")),
        }
    ),
    "page": object_({"title": _TEXT, "icon": _TEXT, "blocks": many(_ref("block"))}),
    "look": object_({"tool": one_of(*LOOKS), "query": _TEXT}),
}
# What each change is made of; the types of the fields stand in `_FIELDS`.
_ACTIONS: Mapping[str, str] = {
    "add_property": "database, property: property",
    "rename_property": "database, property, to",
    "retype_property": "database, property, to: a type, options",
    "delete_property": "database, property",
    "add_option": "database, property, option: option",
    "rename_option": "database, property, option, to",
    "recolor_option": "database, property, option, color",
    "delete_option": "database, property, option",
    "add_view": "database, view: view",
    "update_view": "database, view, to: view",
    "delete_view": "database, view",
    "delete_database": "database",
    "add_relation": "database, name, target: a database, two_way: its name there",
    "add_rollup": "database, name, relation, property, function",
    "add_formula": "database, name, expression",
    "add_sub_page": "page",
    "add_blocks": "blocks, after: the text of a block, target: a sub-page",
    "delete_blocks": "blocks: their texts",
    "add_rows": "database, rows: row",
    "edit_rows": "database, rows: edit",
    "delete_rows": "database, rows: their titles",
    "rename": "target: nothing for the page itself, else a sub-page or database, to",
    "recolor": "color",
    "set_icon": "target, icon: an emoji",
    "move": "target, to: a sub-page",
    "archive": "target",
}
_FIELDS: Mapping[str, Json] = {
    **dict.fromkeys(("target", "name", "two_way", "relation", "expression", "icon"), _TEXT),
    "property": {"anyOf": [_TEXT, _ref("property")]},
    "option": {"anyOf": [_TEXT, _ref("option")]},
    "options": many(_ref("option")),
    "view": {"anyOf": [_TEXT, _ref("view")]},
    "to": {"anyOf": [_TEXT, _ref("view")]},
    "color": _ref("hue"),
    "function": _ref("function"),
    "page": _ref("page"),
    "blocks": many({"anyOf": [_TEXT, _ref("block")]}),
    "after": _TEXT,
    "rows": many({"anyOf": [_TEXT, _ref("row"), _ref("edit")]}),
}
ACTIONS = frozenset({*_ACTIONS, "add_database", "set_cover"})


@cache
def shape(bases: tuple[str, ...]) -> Json:
    """The JSON schema of an answer; `bases` is what a plan of it may begin with."""
    change = object_({"action": one_of(*_ACTIONS), "database": _TEXT}, _FIELDS)
    reply = object_(
        {
            "thought": {"type": "string", "maxLength": 600},
            "kind": one_of(*KINDS),
            "reply": _TEXT,
            "base": one_of(*bases) if len(bases) <= _MOST_NAMED else _TEXT,
            "databases": many(_ref("database")),
            "changes": many(change),
            "not_done": many(_TEXT),
        },
        {
            "title": _TEXT,
            "icon": _TEXT,
            "blocks": many(_ref("block")),
            "sub_pages": many(_ref("page")),
            "options": many(_TEXT),
            "looks": many(_ref("look")),
        },
    )
    return {**reply, "$defs": {**_WORDS, **_PARTS}}


@cache
def as_text(*, with_parts: bool) -> str:
    """The form for a prompt: the actions, and the parts where no schema goes along."""
    actions = [f"- {action} {{{fields}}}" for action, fields in _ACTIONS.items()]
    told = ["Actions of changes, with their fields:", *actions]
    if not with_parts:
        return "\n".join(told)
    words = [f"{name}: {'|'.join(each['enum'])}" for name, each in _WORDS.items()]
    parts = [f"{name}: {_line(each)}" for name, each in _PARTS.items()]
    return "\n".join(["Parts (? may be left out):", *words, *parts, *told])


def _line(definition: Json) -> str:
    required: Sequence[str] = definition["required"]
    fields = definition["properties"].items()
    told = [f"{name}{'' if name in required else '?'}{_kind(field)}" for name, field in fields]
    return f"{{{', '.join(told)}}}"


def _kind(field: Json) -> str:
    """What a field takes, where that is more than a text; long lists of words are said in full."""
    if "enum" in field:
        return f": {'|'.join(field['enum'])}"
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f": {name}"
    if field.get("type") == "array":
        inner = field["items"]
        return f": [{_kind(inner).removeprefix(': ') or 'text'}]"
    if field.get("type") == "object":
        return f": {_line(field)}"
    return {"boolean": ": true|false"}.get(field.get("type", ""), "")
