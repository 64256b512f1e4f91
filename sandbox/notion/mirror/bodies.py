"""The blocks of mirrored pages, and what stands below what."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.notion.blocks.kinds import KINDS
from sandbox.notion.ids import new_id
from sandbox.notion.mirror import objects
from sandbox.notion.records import Block, Json, Parent

Children = dict[str, tuple[str, ...]]

# What holds a place for blocks that are there and were not read.
_UNREAD: dict[str, tuple[str, Json]] = {
    "column": ("column", {}),
    "table_row": ("table_row", {"cells": []}),
}
_ANY: tuple[str, Json] = ("paragraph", {"rich_text": [], "icon": None, "color": "default"})


class Bodies:
    """`blocks` are those that were read, and stubs; `children` the ids below each block or page."""

    def __init__(self, answers: Sequence[Json]) -> None:
        shown = [answer for answer in answers if answer["object"] == "block"]
        self._read = {answer["id"] for answer in shown}
        self._stubs: dict[str, Block] = {}
        self.children = _listed(shown)
        for answer in shown:
            if answer["has_children"] and answer["type"] != "child_database":
                self._hold(answer)
        self.blocks = [
            *(self._block(a) for a in shown if a["type"] not in objects.STANDING_FOR),
            *self._stubs.values(),
        ]

    def _block(self, answer: Json) -> Block:
        return objects.block(answer, self.children.get(answer["id"], ()))

    def _hold(self, answer: Json) -> None:
        """Gives a block its children, those of its original if it is a synced copy."""
        origin = (answer.get("synced_block", {}).get("synced_from") or {}).get("block_id", "")
        below = self.children.get(answer["id"]) or self.children.get(origin)
        below = below or (self._unread(answer),)
        self.children[answer["id"]] = below
        if origin and origin not in self._read:
            content = {"synced_from": None}
            self._stub(answer, origin, "synced_block", content, children=below)

    def _unread(self, answer: Json) -> str:
        kind = KINDS.get(answer["type"])
        stub, content = _UNREAD.get(kind.below if kind else "any", _ANY)
        return self._stub(answer, new_id(), stub, content)

    def _stub(
        self, holder: Json, name: str, kind: str, content: Json, children: tuple[str, ...] = ()
    ) -> str:
        place = "page_id" if holder["type"] == "child_page" else "block_id"
        self._stubs[name] = Block(
            id=name,
            parent=Parent(place, holder["id"]),
            type=kind,
            content=content,
            children=children,
            **objects.stamps(holder),
        )
        return name


def _listed(shown: Sequence[Json]) -> Children:
    found: dict[str, list[str]] = {}
    for answer in shown:
        found.setdefault(objects.parent_of(answer).id, []).append(answer["id"])
    return {holder: tuple(names) for holder, names in found.items()}
