"""Wishes with what is told around them (who asks, for whom, how it is seen best): it becomes no
table and no column, names no page, and is not told as what nobody understood."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.agent.embedded_planner import designed

WISHES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent.parent / "support" / "told_around.yaml").read_text("utf-8"),
    Loader=yaml.CSafeLoader,
)


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish["say"][:40])
async def test_what_is_told_around_a_wish_is_no_part_of_what_it_is_for(wish: dict[str, Any]):
    made = await designed(wish["say"])

    page = made.blueprint
    tables = {d.title: [p.name for p in d.properties] for d in page.databases}
    columns = [p for d in page.databases for p in d.properties]
    options = {p.name: [o.name for o in p.options] for p in columns if hasattr(p, "options")}
    views = [view.name for d in page.databases for view in d.views]
    assert page.title == wish["title"]
    assert tables == wish["tables"]
    assert wish.get("options", {}).items() <= options.items()
    assert set(wish.get("views", [])) <= set(views)
    assert page.complexity == wish.get("complexity", page.complexity)
    assert made.agreed.unread == wish.get("unread", [])
