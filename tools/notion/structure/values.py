"""Row values between Notion's answers, the form that structures keep, and requests."""

from collections.abc import Mapping
from typing import Any

from tools.blueprint.properties import COMPUTED
from tools.notion.render.richtext import pieces
from tools.notion.structure.model import Json

_NAMED = frozenset({"select", "status"})
_LISTED = frozenset({"multi_select", "people", "relation"})
_TEXTS = frozenset({"title", "rich_text"})
UNWRITABLE = COMPUTED | {"button", "verification"}


def words(runs: list[Json]) -> str:
    """What rich text says, answered or kept."""
    return "".join(run.get("plain_text", "") for run in runs)


def kept(value: Mapping[str, Any]) -> Any:
    """A property value of an answer as structures keep it; None if it is empty."""
    kind = value["type"]
    held = value[kind]
    if kind in _TEXTS:
        held = [kept_run(run) for run in held]
    elif kind in _NAMED:
        held = held and held["id"]
    elif kind in _LISTED:
        held = [item["id"] for item in held]
    return None if is_empty(held) else steady(held)


def steady(value: Any) -> Any:
    """Part of an answer without what every answer says anew: the signatures of uploaded files.

    Of a file that Notion keeps the address stays, but for its query (Notion: it is good for an
    hour).
    """
    if isinstance(value, list):
        return [steady(item) for item in value]
    if not isinstance(value, dict):
        return value
    if is_uploaded(value):
        return {**value, "file": {"url": value["file"]["url"].partition("?")[0]}}
    return {key: steady(inner) for key, inner in value.items()}


def is_uploaded(value: Any) -> bool:
    """Whether an icon, cover or file is one that Notion keeps."""
    return isinstance(value, dict) and value.get("type") == "file"


def uploaded(value: Any) -> list[Json]:
    """Of a kept value the files that Notion keeps."""
    return [item for item in value if is_uploaded(item)] if isinstance(value, list) else []


def is_empty(value: Any) -> bool:
    """Whether a value is what a row that says nothing holds (0 is not)."""
    return value is None or value is False or value in ("", [])


def kept_run(run: Json) -> Json:
    """A run of rich text without what only answers carry."""
    kind = run["type"]
    body = run[kind]
    if kind == "mention" and body["type"] == "user":
        body = {"type": "user", "user": {"id": body["user"]["id"]}}
    kept_keys = {"annotations": run["annotations"], "plain_text": run["plain_text"]}
    return {"type": kind, kind: body, **kept_keys}


def text_run(text: str) -> Json:
    """One kept run of plain text."""
    return {"type": "text", "text": {"content": text}, "plain_text": text}


def sent(kind: str, value: Any) -> Json:
    """A kept value as a request says it; None empties the property. Options go by name here."""
    if kind in _TEXTS:
        return {kind: sent_runs(value or [])}
    if kind in _NAMED:
        return {kind: value and {"name": value}}
    if kind == "multi_select":
        return {kind: [{"name": name} for name in value or []]}
    if kind in _LISTED:
        return {kind: [{"id": item} for item in value or []]}
    if kind == "files":
        return {kind: value or []}
    return {kind: bool(value)} if kind == "checkbox" else {kind: value}


def sent_runs(runs: list[Json]) -> list[Json]:
    """Rich text as a request takes it: neighbours that came back merged are cut again."""
    return [piece for run in runs for piece in _pieces(run)]


def _pieces(run: Json) -> list[Json]:
    bare = {key: value for key, value in run.items() if key != "plain_text"}
    if run["type"] != "text":
        return [bare]
    text = bare["text"]
    link = {"link": text["link"]} if text.get("link") else {}
    cut = pieces(text["content"])
    return [{**bare, "text": {"content": piece, **link}} for piece in cut]
