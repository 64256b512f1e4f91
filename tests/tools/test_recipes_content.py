"""What holds for every recipe that ships: it is built at its fewest calls, says everything in three
languages and one at a time, and shows something wherever it is opened."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.support.finished import complaints
from tests.support.notion import Notion
from tools.blueprint.base import Language
from tools.blueprint.blocks import Callout, LinkedView, walk
from tools.blueprint.model import Blueprint, databases, pages
from tools.blueprint.views import DashboardView, View
from tools.notion.compile.compiler import compile_blueprint
from tools.notion.operations import WORKSPACE
from tools.recipes import load_recipes

RECIPES = load_recipes(Path(__file__).resolve().parents[2] / "recipes")
IDS = sorted(RECIPES)
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATEGORIES = {"productivity", "business", "personal", "study", "team", "creative"}
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
FOREIGN = {"ko": re.compile(r"[\u3040-\u30ff]"), "en": _ASIAN, "ja": re.compile(r"[\uac00-\ud7a3]")}

each_recipe = pytest.mark.parametrize("recipe", IDS)
each_in_a_language = pytest.mark.parametrize(
    ("recipe", "language"), [*zip(IDS, cycle(LANGUAGES), strict=False)]
)


@cache
def blueprint_of(recipe: str, language: Language) -> Blueprint:
    return RECIPES[recipe].blueprint(language, datetime.now(UTC).date())


def texts_of(value: Any) -> Iterator[str]:
    """Every text in plain data, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from texts_of(part)


def views_of(blueprint: Blueprint) -> Iterator[View]:
    """Every view: tabs, linked ones, and what stands in dashboards."""
    blocks = (block for _, page in pages(blueprint) for _, block, _ in walk(page.blocks))
    linked = [block.view for block in blocks if isinstance(block, LinkedView)]
    tabs = [view for _, _, table in databases(blueprint) for view in table.views]
    for view in (*tabs, *linked):
        yield view
        yield from view.widgets if isinstance(view, DashboardView) else ()


def test_there_are_some_of_every_category() -> None:
    found = Counter(recipe.about.category for recipe in RECIPES.values())
    assert set(found) <= CATEGORIES
    assert "project-dashboard" in RECIPES  # the seed names it


@each_recipe
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_one_language_at_a_time(recipe: str, language: Language) -> None:
    plain = blueprint_of(recipe, language).model_dump(mode="json")
    texts = [*texts_of(plain), *texts_of(RECIPES[recipe].summary(language))]
    assert not [text for text in texts if FOREIGN[language].search(text)]
    assert not [text for text in texts if "|" in text]  # what is not in all three stays whole


@each_in_a_language
def test_it_is_built_with_one_call_for_each_thing(recipe: str, language: Language) -> None:
    """No appended bodies and no patched schemas: only what has to be created."""
    blueprint = blueprint_of(recipe, language)
    calls = Counter(op.kind for op in compile_blueprint(blueprint, WORKSPACE).operations)
    tables = [table for _, _, table in databases(blueprint)]
    views = calls.pop("create_view", 0) + calls["create_linked_view"]
    assert views == sum(view.name is not None for view in views_of(blueprint))
    assert calls == Counter(
        create_page=sum(1 for _ in pages(blueprint)),
        create_database=len(tables),
        create_row=sum(len(table.rows) for table in tables),
        create_linked_view=calls["create_linked_view"],
    )


@each_in_a_language
async def test_whoever_opens_it_finds_nothing_empty_or_twice(
    recipe: str, language: Language
) -> None:
    notion = await Notion.fresh()
    page = await notion.build(blueprint_of(recipe, language))
    assert await complaints(notion, page) == []


@each_recipe
def test_it_is_a_workspace_and_not_a_table(recipe: str) -> None:
    blueprint = blueprint_of(recipe, "en")
    tables = [table for _, _, table in databases(blueprint)]
    rows = [row for table in tables for row in table.rows]
    assert len(tables) >= 2
    assert sum(len(list(walk(row.blocks))) > 0 for row in rows) >= len(rows) / 5
    kinds = Counter(p.type for table in tables for p in table.properties)
    assert kinds["relation"] >= 1
    assert kinds["formula"] >= 2
    assert kinds["rollup"] >= 1


@each_recipe
def test_it_opens_on_guidance_and_a_chart(recipe: str) -> None:
    first, *rest = blueprint_of(recipe, "ko").blocks
    assert isinstance(first, Callout)
    linked = [block.view for block in rest if isinstance(block, LinkedView)]
    dashboards = [view for view in linked if isinstance(view, DashboardView)]
    assert any(w.type == "chart" for view in dashboards[:1] for w in view.widgets)
