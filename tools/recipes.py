"""Recipes: finished blueprints, in one or three languages, with dates counted from today.

A recipe file is JSON: `id, name, description, category, icon, tags, complexity, author?,
blueprint`.
Any text in it may be `{"ko", "en", "ja"}`; a date may be `{"days": 7}` (a week from now) or
`{"days": 1, "end_days": 5}`; a row's `values` may be a list of `{name, value}`, so that the names
can differ by language.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from tools.blueprint.base import Complexity, Language, Strict
from tools.blueprint.model import Blueprint, Database, Row, SubPage, databases, pages
from tools.blueprint.parse import check_depth, parse

P = TypeVar("P", Blueprint, SubPage)

LONGEST_NAME = 500
_LONGEST_WORD = 50
MOST_SAMPLES = 100  # rows of a database that a page's recipe keeps
_ICON = "📄"  # of a page that has none, or a picture

RecipeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
_Line = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
_Word = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_WORD)]
_FARTHEST = 36_525  # days from today
_ANY_DAY = date(2026, 1, 1)  # where no date is looked at

_LANGUAGES = {"ko", "en", "ja"}
_PAIR = {"name", "value"}


class RecipeError(ValueError):
    """A recipe file that cannot be used; the message names the file and the place."""


class Local(Strict):
    """One text in the three languages."""

    ko: _Line
    en: _Line
    ja: _Line


class RecipeFile(Strict):
    """A recipe as it is written."""

    id: RecipeId
    name: _Line | Local
    description: _Line | Local
    category: _Word
    icon: _Word
    tags: list[_Word] = Field(default_factory=list, max_length=50)
    complexity: Complexity = "standard"
    author: _Line | None = None
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

    def contents(self, language: Language) -> dict[str, Any]:
        """What is in it, for who looks through many: `{databases, pages}` by their titles, wherever
        they lie, `{views, rows}` as counts. The first time reads it whole, which takes tens of
        milliseconds: call it in a thread."""
        if language not in self._contents:
            self._contents[language] = _contents(self.blueprint(language, _ANY_DAY))
        return self._contents[language]

    @cached_property
    def _contents(self) -> dict[Language, dict[str, Any]]:
        return {}

    def says(self, words: str) -> bool:
        """Whether its name, description or tags hold some words, in whichever language."""
        about = self.file.model_dump(include={"name", "description", "tags"})
        return all(word in str(about).casefold() for word in words.casefold().split())

    def blueprint(self, language: Language, today: date) -> Blueprint:
        """The blueprint in one language. Raises BlueprintInvalid for a recipe with a fault."""
        check_depth(self.file.blueprint)
        local = dated(localize(self.file.blueprint, language), today)
        return parse({**local, "language": language, "complexity": self.file.complexity})


def _contents(blueprint: Blueprint) -> dict[str, Any]:
    found = [database for _, _, database in databases(blueprint)]
    return {
        "databases": [database.title for database in found],
        "pages": [page.title for place, page in pages(blueprint) if place],
        "views": sum(len(database.views) for database in found),
        "rows": sum(len(database.rows) for database in found),
    }


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
        pairs = [pair for pair in item if isinstance(pair, Mapping) and set(pair) == _PAIR]
        if len(pairs) == len(item):
            return {str(pair["name"]): dated(pair["value"], today) for pair in pairs}
    return dated(item, today)


def _date(span: Mapping[str, Any], today: date) -> Any:
    """A date or a span; what says none is left for the rules of a blueprint to refuse."""
    for days in span.values():
        if not isinstance(days, int) or abs(days) > _FARTHEST:
            return span
    start = (today + timedelta(days=span["days"])).isoformat()
    if "end_days" not in span:
        return start
    return {"start": start, "end": (today + timedelta(days=span["end_days"])).isoformat()}


def recipe_of(
    blueprint: Blueprint,
    recipe_id: str,
    *,
    name: str | None = None,
    description: str | None = None,
    category: str = "custom",
) -> RecipeFile:
    """A page as a recipe file, with the first of its rows as samples."""
    title = blueprint.title[:LONGEST_NAME]
    icon = blueprint.icon
    fits = isinstance(icon, str) and 0 < len(icon) <= _LONGEST_WORD
    sampled = with_samples(blueprint, MOST_SAMPLES)
    return RecipeFile(
        id=recipe_id,
        name=name or title,
        description=description or title,
        category=category,
        icon=str(icon) if fits else _ICON,
        complexity=blueprint.complexity,
        blueprint=sampled.model_dump(mode="json", exclude_defaults=True),
    )


def with_samples(blueprint: Blueprint, most: int) -> Blueprint:
    """The same workspace with at most so many rows in a database, which relate to none that are
    gone."""
    kept: dict[str, set[Any]] = {}
    relations: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for _, _, database in databases(blueprint):
        title = database.title_property
        kept[database.key] = {row.values.get(title) for row in database.rows[:most]}
        for p in database.properties:
            if p.type == "relation":
                relations[database.key][p.name] = p.target
                relations[p.target][p.two_way or ""] = database.key

    def cut(database: Database) -> Database:
        related = {name: kept[key] for name, key in relations[database.key].items() if key in kept}
        rows = [_related(row, related) for row in database.rows[:most]]
        return database.model_copy(update={"rows": rows})

    return _with_databases(blueprint, cut)


def _related(row: Row, related: Mapping[str, set[Any]]) -> Row:
    values = dict(row.values)
    for name in values.keys() & related.keys():
        titles = values[name] if isinstance(values[name], list) else [values[name]]
        values[name] = [title for title in titles if title in related[name]]
    return row.model_copy(update={"values": values})


def _with_databases(page: P, changed: Callable[[Database], Database]) -> P:
    """The page with each of its databases changed, and those of the pages below it."""
    found = [changed(database) for database in page.databases]
    below = [_with_databases(sub_page, changed) for sub_page in page.sub_pages]
    return page.model_copy(update={"databases": found, "sub_pages": below})
