"""What one file of an archive sees of the rest: how it names pages, rows and files. Pure."""

from collections.abc import Iterable
from typing import Any

from tools.export.files import Files, address_of
from tools.export.layout import Layout
from tools.export.names import address

Json = dict[str, Any]


class Sight:
    """The surroundings of a body or a table at a path; `answers` hold what is inside its blocks."""

    def __init__(self, layout: Layout, files: Files, path: str, answers: Iterable[Json]) -> None:
        self._layout = layout
        self._files = files
        self._path = path
        self._below: dict[str, list[Json]] = {}
        for answer in answers:
            if answer["object"] == "block":
                parent = answer["parent"]
                self._below.setdefault(str(parent[parent["type"]]), []).append(answer)

    def top(self, page_id: str) -> list[Json]:
        """The blocks directly on a page."""
        return self._below.get(page_id, [])

    def below(self, block: Json) -> list[Json]:
        if not block["has_children"]:
            return []
        # The children of a synced copy are those of its original, and say so.
        origin = (block.get("synced_block") or {}).get("synced_from")
        own = self._below.get(block["id"], [])
        return own or (self._below.get(origin["block_id"], []) if origin else [])

    def link(self, notion_id: str) -> tuple[str, str] | None:
        place = self._layout.of(notion_id)
        return None if place is None else (place.title, address(place.path, self._path))

    def row(self, notion_id: str) -> str:
        return self._layout.relation(notion_id, self._path)

    def file(self, item: Json) -> str:
        brought = self._files.get(item)
        return address_of(item) if brought is None else address(brought.path, self._path)
