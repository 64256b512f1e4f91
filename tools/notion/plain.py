"""Values of Notion's answers as plain JSON, for whoever reads rows without their schema. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from tools.workspace.values import words


def row(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row by the names of their properties."""
    return {name: value(held) for name, held in answer["properties"].items()}


def value(answer: Mapping[str, Any]) -> Any:
    """A value as a text, a number, a flag or a list of texts; None where it is empty, or of a type
    that says nothing (a button)."""
    held, read = answer.get(answer["type"]), _READ.get(answer["type"])
    return None if held is None or read is None else read(held)


def _same(held: Any) -> Any:
    return held


def _named(held: Mapping[str, Any]) -> str:
    """What it is called; its id where it does not say so, as of people whom nobody may see."""
    return str(held.get("name") or held["id"])


def _all_named(held: list[Mapping[str, Any]]) -> list[str]:
    return [_named(item) for item in held]


def _rolled_up(held: Mapping[str, Any]) -> Any:
    return [value(item) for item in held["array"]] if held["type"] == "array" else value(held)


_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("title", "rich_text"), lambda held: words(held) or None),
    **dict.fromkeys(("select", "status", "created_by", "last_edited_by"), _named),
    **dict.fromkeys(("multi_select", "people", "files"), _all_named),
    **dict.fromkeys(("number", "checkbox", "url", "email", "phone_number"), _same),
    **dict.fromkeys(("created_time", "last_edited_time", "string", "boolean"), _same),
    "relation": lambda held: [item["id"] for item in held],
    "date": lambda held: " → ".join(filter(None, (held["start"], held["end"]))),
    "unique_id": lambda held: "-".join(str(p) for p in (held["prefix"], held["number"]) if p),
    "formula": value,
    "rollup": _rolled_up,
}
