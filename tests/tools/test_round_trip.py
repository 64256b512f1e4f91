"""A blueprint says what its workspace is: there and back nothing is lost."""

from datetime import date
from itertools import cycle
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given

from tests.support.blueprints import blueprints
from tests.support.examples import examples
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.recipes import Recipe, load_recipes
from tools.workspace.from_blueprint import opened
from tools.workspace.to_blueprint import blueprint_of

RECIPES = load_recipes(Path(__file__).resolve().parents[2] / "recipes")


@examples(60)
@given(blueprints())
def test_any_blueprint_comes_back_from_its_workspace_as_it_was(blueprint: Blueprint) -> None:
    assert blueprint_of(opened(blueprint).structure) == blueprint


@pytest.mark.parametrize(
    ("recipe", "language"), [*zip(RECIPES.values(), cycle(get_args(Language)), strict=False)]
)
def test_recipes_come_back_as_they_were(recipe: Recipe, language: Language) -> None:
    blueprint = recipe.blueprint(language, date(2026, 11, 22))
    assert blueprint_of(opened(blueprint).structure) == blueprint
