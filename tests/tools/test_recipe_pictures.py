"""Each recipe that ships has a light picture, and the index names it (`make shots`)."""

from tests.shots import FOLDER, MOST_BYTES, index
from tests.support.processes import ROOT
from tools.recipes import load_recipes

RECIPES = load_recipes(ROOT / "recipes")


def test_every_recipe_has_a_light_picture() -> None:
    sizes = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert sizes.keys() == RECIPES.keys()
    assert not {name: size for name, size in sizes.items() if size > MOST_BYTES}


def test_the_index_says_what_the_recipes_say() -> None:
    assert (FOLDER / "README.md").read_text("utf-8") == index(RECIPES)
