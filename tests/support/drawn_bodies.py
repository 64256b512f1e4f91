"""Random bodies: every kind of block, nested, with links to what there is."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from sandbox.notion.users import PERSON_ID
from tests.support.uploads import FILES, PICTURE

Json = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

WORDS = ("할 일", "A/B", "x~1", 'so-called "it"', "日付 100%", "plan b", "{key}", "a\\b")
ICONS = (None, "🧭", "https://example.com/icon.png", {"upload": PICTURE})
COLORS = ("default", "blue", "red_background")
URL = "https://example.com/a"


class BodyDrawing:
    """Draws blocks as the JSON that a person could have written."""

    _pages: list[Json]
    _databases: list[Json]

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._synced: list[str] = []

    def _one(self, choices: Any) -> Any:
        return self._draw(st.sampled_from(list(choices)))

    def _number(self, least: int, most: int) -> int:
        return int(self._draw(st.integers(least, most)))

    def _chance(self) -> bool:
        return bool(self._draw(st.booleans()))

    def _some(self, make: Callable[[], Any], most: int) -> list[Any]:
        return [make() for _ in range(self._number(0, most))]

    def _synced_pair(self) -> list[Json]:
        if self._number(0, 3) < 3:
            return []
        key = f"s{len(self._synced)}"
        self._synced.append(key)
        original = {"type": "synced_block", "key": key, "children": self._body(2)}
        copy = {"type": "synced_block", "ref": self._one(self._synced)}
        return [original, copy]

    def _body(self, depth: int) -> list[Json]:
        return self._some(lambda: self._block(depth), 3)

    def _block(self, depth: int) -> Json:
        makers = [self._prose, self._prose, self._leaf, self._link]
        if depth > 1:
            makers += [self._columns, self._tabs]
        return self._one(makers)(depth)

    def _prose(self, depth: int) -> Json:
        kind = self._one(
            (
                *("paragraph", "heading_1", "heading_4", "callout", "quote", "toggle"),
                *("to_do", "bulleted_list_item", "numbered_list_item"),
            )
        )
        block: Json = {"type": kind, "text": self._text(), "color": self._one(COLORS)}
        if kind == "to_do":
            block["checked"] = self._chance()
        if kind == "callout":
            block["icon"] = self._one(ICONS)
        if depth > 1:
            block["children"] = self._body(depth - 1)
        return block

    def _leaf(self, _: int) -> Json:
        media = self._one(("image", "video", "audio", "file", "pdf"))
        source = self._one(({"url": URL}, {"upload": FILES[media]}))
        cells = [[self._text() for _ in range(2)] for _ in range(self._number(1, 2))]
        return self._one(
            (
                {"type": "code", "text": "print(1)", "language": "python", "caption": "한 줄"},
                {"type": "equation", "expression": "e = mc^2"},
                {"type": self._one(("divider", "breadcrumb"))},
                {"type": "table_of_contents", "color": "gray"},
                {"type": media, **source, "caption": "a caption"},
                {"type": self._one(("bookmark", "embed")), "url": URL},
                {"type": "table", "rows": cells, "row_header": self._chance()},
            )
        )

    def _link(self, _: int) -> Json:
        keys = [p["key"] for p in self._pages[1:]] + [d["key"] for d in self._databases]
        return {"type": "link_to_page", "ref": self._one(keys)}

    def _columns(self, depth: int) -> Json:
        ratio = {"ratio": 0.5} if self._chance() else {}
        columns = [{**ratio, "blocks": self._body(depth - 1)} for _ in range(2)]
        return {"type": "column_list", "columns": columns}

    def _tabs(self, depth: int) -> Json:
        panes = [
            {"title": f"tab {i}", "icon": self._one(ICONS), "blocks": self._body(depth - 1)}
            for i in range(self._number(1, 2))
        ]
        return {"type": "tab", "tabs": panes}

    def _text(self) -> Any:
        if self._number(0, 3) < 3:
            return self._one(WORDS)
        return [self._run() for _ in range(self._number(1, 2))]

    def _run(self) -> Json:
        named: Json = {"database": self._one(self._databases)["key"]}
        if len(self._pages) > 1 and self._chance():
            named = {"page": self._one(self._pages[1:])["key"]}
        return self._one(
            (
                {"text": "굵게", "bold": True, "color": "green"},
                {"text": "a link", "link": URL, "italic": True},
                {"equation": "a^2"},
                {"mention": {"date": {"start": "2026-01-31"}}},
                {"mention": {"user": PERSON_ID}},
                {"mention": named},
            )
        )
