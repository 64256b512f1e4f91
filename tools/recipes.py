"""Recipes: finished blueprints, in one or three languages, with dates counted from today.

A recipe file is JSON: `id, name, description, category, icon, tags, complexity, author?,
blueprint`.
Any text in it may be `{"ko", "en", "ja"}`; a date may be `{"days": 7}` (a week from now) or
`{"days": 1, "end_days": 5}`; a row's `values` may be a list of `{name, value}`, so that the names
can differ by language.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from tools.blueprint.base import Complexity, Language, Strict
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse

RecipeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Text = str | dict[Language, str]

_LANGUAGES = {"ko", "en", "ja"}


class RecipeError(ValueError):
    """A recipe file that cannot be used; the message names the file and the place."""


class RecipeFile(Strict):
    """A recipe as it is written."""

    id: RecipeId
    name: Text
    description: Text
    category: str
    icon: str
    tags: list[str] = Field(default_factory=list)
    complexity: Complexity
    author: str | None = None
    blueprint: dict[str, Any]


@dataclass(frozen=True)
class Recipe:
    """A recipe that can be built in any of its languages."""

    file: RecipeFile

    @property
    def id(self) -> str:
        return self.file.id

    def summary(self, language: Language) -> dict[str, Any]:
        """What a list of recipes shows."""
        shown = self.file.model_dump(exclude={"blueprint", "author"})
        summary: dict[str, Any] = localize(shown, language)
        return summary

    def blueprint(self, language: Language, today: date) -> Blueprint:
        """The blueprint in one language. Raises BlueprintInvalid for a recipe with a fault."""
        local = dated(localize(self.file.blueprint, language), today)
        return parse({**local, "language": language, "complexity": self.file.complexity})


def load_recipes(folder: Path) -> dict[str, Recipe]:
    """Every recipe of a folder by its id. Raises RecipeError."""
    recipes = [_load(path) for path in sorted(folder.glob("*.json"))]
    return {recipe.id: recipe for recipe in recipes}


def _load(path: Path) -> Recipe:
    try:
        file = RecipeFile.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (ValidationError, json.JSONDecodeError) as error:
        raise RecipeError(f"{path.name}: {error}") from error
    if file.id != path.stem:
        raise RecipeError(f"{path.name}: its id is {file.id}; the two must be the same")
    return Recipe(file)


def localize(value: Any, language: Language) -> Any:
    """The same data with one language picked wherever there are three."""
    if isinstance(value, Mapping):
        if set(value) == _LANGUAGES:
            return value[language]
        return {key: localize(item, language) for key, item in value.items()}
    return [localize(item, language) for item in value] if isinstance(value, list) else value


def dated(value: Any, today: date) -> Any:
    """The same data with days counted from today, and lists of values turned into maps."""
    if isinstance(value, Mapping):
        if "days" in value and set(value) <= {"days", "end_days"}:
            return _date(value, today)
        return {key: _values(key, item, today) for key, item in value.items()}
    return [dated(item, today) for item in value] if isinstance(value, list) else value


def _values(key: str, item: Any, today: date) -> Any:
    if key == "values" and isinstance(item, list):
        return {pair["name"]: dated(pair["value"], today) for pair in item}
    return dated(item, today)


def _date(span: Mapping[str, int], today: date) -> Any:
    start = (today + timedelta(days=span["days"])).isoformat()
    if "end_days" not in span:
        return start
    return {"start": start, "end": (today + timedelta(days=span["end_days"])).isoformat()}
