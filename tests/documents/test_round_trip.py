"""What we export in Notion's form comes back from it: pages, texts, rows, values and relations."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agent.planner.brief import Brief
from agent.planner.embedded.compose.composer import compose
from tests.agent.skill_files import SPREAD, pattern_of
from tests.support.exported import Exported, exported
from tests.support.office import zip_of
from tests.support.structures import Team
from tools.blueprint.model import Blueprint, Database, databases, pages
from tools.blueprint.parse import parse
from tools.blueprint.properties import COMPUTED
from tools.documents.assembly import OWN_FORM, blueprint_of
from tools.documents.columns.inference import Asked
from tools.documents.notes import Notes
from tools.documents.paper import Source
from tools.recipes import load_recipes

TODAY = date(2026, 3, 2)
RECIPES = load_recipes(Path(__file__).parents[2] / "recipes")


def design(name: str) -> Blueprint:
    if name in RECIPES:
        return RECIPES[name].blueprint("ko", TODAY)
    return compose(pattern_of(name), Brief(complexity="advanced"), "ko", TODAY, name)


async def archive_of(blueprint: Blueprint) -> Exported:
    team = await Team.built(blueprint.model_dump(mode="json"))
    return await exported(team.notion, team.page_id)


def brought(files: dict[str, bytes]) -> Blueprint:
    source = Source("Export.zip", zip_of(files))
    return parse(blueprint_of([source], Asked("ko", "Asia/Seoul"), Notes()))


def words(part: Any) -> Iterator[str]:
    """All that is said in some blocks."""
    if isinstance(part, list):
        for item in part:
            yield from words(item)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "text" and isinstance(value, str):
                yield from re.findall(r"\w+", value)
            elif name != "view":
                yield from words(value)


def said(blueprint: Blueprint) -> Counter[str]:
    bodies = [page.blocks for _, page in pages(blueprint)]
    bodies += [row.blocks for _, _, table in databases(blueprint) for row in table.rows]
    return Counter(w for body in bodies for b in body for w in words(b.model_dump(mode="json")))


def values(table: Database) -> Counter[tuple[str, str, str]]:
    """What stands in the cells: the row's title, the property, the value in words."""
    kinds = {each.name: each.type for each in table.properties}
    return Counter(
        (str(row.values.get(table.title_property)), name, in_words(value))
        for row in table.rows
        for name, value in row.values.items()
        if value not in (None, [], "", False) and kinds[name] not in COMPUTED
    )


def in_words(value: Any) -> str:
    """A value whatever type it has: a list in any order, a choice like a text."""
    if isinstance(value, dict):
        return f"{value['start']}/{value.get('end')}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "".join(str(run.get("text", "")) for run in value)
    if isinstance(value, list):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return ", ".join(sorted(str(value).split(", ")))  # a text of such a form is read as a list


@pytest.mark.parametrize("name", ["crm-dashboard", "project-dashboard", *SPREAD])
def test_a_workspace_comes_back_from_its_export(name: str):
    before = design(name)
    found = asyncio.run(archive_of(before))
    exact = dict(found.files)
    own = exact.pop(OWN_FORM)
    after = brought(exact)
    # Notion lists pages by their names.
    assert Counter(p.title for _, p in pages(after)) == Counter(p.title for _, p in pages(before))
    assert not said(before) - said(after)
    tables = {table.title: table for _, _, table in databases(after)}
    for _, _, table in databases(before):
        assert not values(table) - values(tables[table.title])
    assert brought({**exact, OWN_FORM: own}) == found.blueprint
