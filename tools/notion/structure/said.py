"""Blocks of Notion's answers in a blueprint's words, without what is inside. Pure.

A copy of a synced block is said as what it shows: its original may lie anywhere.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tools.blueprint.base import Strict
from tools.blueprint.blocks import Block, Column, ColumnList, Tab, TabPane
from tools.workspace.model import Json
from tools.workspace.values import KeyOf, kept_run, picture_of, text_of

_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)
_MEDIA = frozenset({"image", "video", "audio", "file", "pdf"})
_PLAIN = ("color", "checked", "language", "expression", "url")  # are called the same in both


def said_of(answer: Json, below: list[Json], key: KeyOf) -> Strict | None:
    """What a blueprint says of a block; None where it has no word for it.

    `below` are the answers for what is directly inside; `key` has the keys of what is here.
    """
    kind = answer["type"]
    body = answer[kind]
    match kind:
        case "column_list":
            return ColumnList.model_construct(type="column_list", columns=[])
        case "column":
            return Column(ratio=body.get("width_ratio"))
        case "tab":
            return Tab.model_construct(type="tab", tabs=[])
        case _ if kind in _MEDIA and not {"external", "upload"} & body.keys():
            return None  # Notion's own address of a file is good for an hour
        case _:
            return _read(_worded(kind, body, below, key))


def pane_of(answer: Json, key: KeyOf) -> TabPane:
    """A pane of a tab, which is a paragraph to Notion."""
    body = answer["paragraph"]
    return TabPane(title=_text(body["rich_text"], key), icon=picture_of(body.get("icon")))


def _text(runs: list[Json], key: KeyOf) -> Any:
    return text_of([kept_run(run) for run in runs], key)


def _read(said: Json) -> Strict | None:
    try:
        return _BLOCK.validate_python({k: v for k, v in said.items() if v is not None})
    except ValidationError:
        return None


def _worded(kind: str, body: Json, below: list[Json], key: KeyOf) -> Json:
    said: Json = {"type": kind, **{name: body[name] for name in _PLAIN if name in body}}
    for name, word in (("rich_text", "text"), ("caption", "caption")):
        if body.get(name):
            said[word] = _text(body[name], key)
    if kind in _MEDIA:
        said["url"] = body.get("external", {}).get("url")
        said["upload"] = body.get("upload")
        said["name"] = body.get("name")
    return said | _PARTICULAR.get(kind, _nothing)(body, below, key)


def _nothing(_body: Json, _below: list[Json], _key: KeyOf) -> Json:
    return {}


def _heading(body: Json, _below: list[Json], _key: KeyOf) -> Json:
    return {"toggleable": body["is_toggleable"]}


def _callout(body: Json, _below: list[Json], _key: KeyOf) -> Json:
    return {"icon": picture_of(body.get("icon"))}


def _table(body: Json, below: list[Json], key: KeyOf) -> Json:
    rows = [[_text(cell, key) for cell in row["table_row"]["cells"]] for row in below]
    heads = {"header": body["has_column_header"], "row_header": body["has_row_header"]}
    return {"rows": rows, **heads}


def _link(body: Json, _below: list[Json], key: KeyOf) -> Json:
    return {"ref": key(body[body["type"]])}


_PARTICULAR: Mapping[str, Callable[[Json, list[Json], KeyOf], Json]] = {
    **dict.fromkeys(("heading_1", "heading_2", "heading_3", "heading_4"), _heading),
    "callout": _callout,
    "table": _table,
    "link_to_page": _link,
}
