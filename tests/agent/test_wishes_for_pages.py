"""Wishes for pages of blocks: what they list stands there to the letter, and nothing else."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.agent.embedded_planner import designed
from tools.blueprint.blocks import Block, ColumnList

WISHES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent.parent / "support" / "page_wishes.yaml").read_text("utf-8"),
    Loader=yaml.CSafeLoader,
)


def outline(blocks: Sequence[Block], indent: str = "") -> Iterator[str]:
    """A line for each block that is no place of a table: its type, and what it says."""
    for block in blocks:
        if isinstance(block, ColumnList):
            for column in block.columns:
                yield f"{indent}column"
                yield from outline(column.blocks, f"{indent}  ")
        elif block.type not in ("database", "linked_view"):
            said = getattr(block, "url", None) or getattr(block, "text", "")
            yield f"{indent}{block.type} {said}".rstrip()
            yield from outline(getattr(block, "children", []), f"{indent}  ")


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish["say"][:40])
async def test_a_page_says_what_was_listed_for_it_and_nothing_else(wish: dict[str, Any]):
    made = await designed(wish["say"])

    page = made.blueprint
    assert page.title == wish.get("title", page.title)
    assert list(outline(page.blocks)) == wish.get("blocks", list(outline(page.blocks)))
    assert [below.title for below in page.sub_pages] == wish.get("pages", [])
    tables = {d.title: [p.name for p in d.properties] for d in page.databases}
    assert tables == wish.get("databases", {})
    assert made.agreed.unread == wish.get("unread", [])
