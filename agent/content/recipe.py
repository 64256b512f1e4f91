"""A recipe that ships: in three languages, with rows that show what it does."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from agent.content.parts import LANGUAGES, doubles
from agent.content.wording import FOREIGN, plain_faults
from tools.blueprint.blocks import Callout, LinkedView
from tools.blueprint.model import Blueprint, databases
from tools.blueprint.values import words
from tools.blueprint.views import DashboardView
from tools.recipes import Recipe

_ROWS = (3, 14)
_KINDS = {"relation": 1, "formula": 2, "rollup": 1}  # properties of the whole, at least


def recipe_faults(recipe: Recipe, today: date) -> Iterator[str]:
    """What is wrong with a recipe, before it is built. Raises BlueprintInvalid for one with a fault
    that nobody could build."""
    yield from _faults_of_a_whole(recipe.blueprint("en", today))
    least, most = _ROWS
    for language in LANGUAGES:
        blueprint = recipe.blueprint(language, today)
        said = [blueprint.model_dump(mode="json"), recipe.summary(language)]
        for text in _texts(said):
            yield from plain_faults(language, text)
            if found := FOREIGN[language].search(text):
                yield f"{language}: has {found[0]!r}, which is no letter of it: {text}"
            if "|" in text:  # what is not there in all three stays whole
                yield f"{language}: is not given in three languages: {text}"
        for place, _, table in databases(blueprint):
            if not least <= len(table.rows) <= most:
                yield f"{place}: {len(table.rows)} rows; from {least} to {most}"
            titles = [words(row.values.get(table.title_property)) for row in table.rows]
            for name in doubles(titles):
                yield f"{place}: two rows are called {name!r} in {language}"


def _faults_of_a_whole(blueprint: Blueprint) -> Iterator[str]:
    """Where it is a table and no workspace: nothing to see first, nothing that is connected."""
    tables = [table for _, _, table in databases(blueprint)]
    counted = Counter(str(p.type) for table in tables for p in table.properties)
    for kind, least in _KINDS.items():
        if counted[kind] < least:
            yield f"{counted[kind]} properties of type {kind}; at least {least}"
    if not blueprint.blocks or not isinstance(blueprint.blocks[0], Callout):
        yield "does not begin with a callout that says how to use it"
    views = [block.view for block in blueprint.blocks if isinstance(block, LinkedView)]
    widgets = [w for view in views if isinstance(view, DashboardView) for w in view.widgets]
    if not any(widget.type == "chart" for widget in widgets):
        yield "has no chart on its first page"


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data, names among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _texts(part)
