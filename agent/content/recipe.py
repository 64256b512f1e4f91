"""A recipe that ships: in three languages, with rows that show what it does."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from agent.content.parts import LANGUAGES, doubles
from agent.content.wording import FOREIGN, text_faults
from tools.blueprint.model import databases
from tools.blueprint.values import words
from tools.recipes import Recipe

_ROWS = (5, 8)


def recipe_faults(recipe: Recipe, today: date) -> Iterator[str]:
    """What is wrong with a recipe, before it is built. Raises BlueprintInvalid for one with a fault
    that nobody could build."""
    for where, texts in _local(recipe.file.model_dump(mode="json")):
        yield from text_faults(where, texts)
    least, most = _ROWS
    for language in LANGUAGES:
        blueprint = recipe.blueprint(language, today)
        for text in _texts(blueprint.model_dump(mode="json")):
            if found := FOREIGN[language].search(text):
                yield f"{language}: has {found[0]!r}, which is no letter of it: {text}"
        for place, _, table in databases(blueprint):
            if not least <= len(table.rows) <= most:
                yield f"{place}: {len(table.rows)} rows; from {least} to {most}"
            titles = [words(row.values.get(table.title_property)) for row in table.rows]
            for name in doubles(titles):
                yield f"{place}: two rows are called {name!r} in {language}"


def _local(value: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value that is given by language, with the place where it stands."""
    if isinstance(value, list):
        for i, part in enumerate(value):
            yield from _local(part, f"{where}[{i}]")
    elif isinstance(value, dict) and set(LANGUAGES) & set(value):
        yield where, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _local(part, f"{where}.{key}" if where else key)


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
