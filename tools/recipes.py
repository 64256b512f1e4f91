"""Recipes: finished designs, in one or three languages, with dates counted from today.

Those that ship are `recipes/<id>.yaml`, two YAML documents: what a list of recipes shows, and the
design (`tools/recipe_form.py`), which is read only when somebody looks at it.

One that comes over the API is JSON: `id, name, description, category, icon, tags, complexity,
author?, blueprint`.
Any text in it may be `{"ko", "en", "ja"}`; a date may be `{"days": 7}` (a week from now) or
`{"days": 1, "end_days": 5}`; a row's `values` may be a list of `{name, value}`, so that the names
can differ by language.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import Field, StringConstraints, ValidationError

from tools.blueprint.base import Complexity, Language, Strict
from tools.blueprint.model import Blueprint, Database, Row, SubPage, databases, pages
from tools.blueprint.parse import check_depth, parse
from tools.recipe_form import FormError, design, local

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


class About(Strict):
    """What a list of recipes shows of one."""

    id: RecipeId
    name: _Line | Local
    description: _Line | Local
    category: _Word
    icon: _Word
    tags: list[_Word | Local] = Field(default_factory=list, max_length=50)
    complexity: Complexity = "standard"
    author: _Line | None = None


class RecipeFile(About):
    """A recipe as it comes over the API."""

    blueprint: dict[str, Any]


Design = Callable[[Language, date], Any]


@dataclass(frozen=True)
class Recipe:
    """A recipe that can be built in any of its languages."""

    about: About
    design: Design

    @property
    def id(self) -> str:
        return self.about.id

    def summary(self, language: Language) -> dict[str, Any]:
        """What a list of recipes shows."""
        shown = self.about.model_dump(include=set(About.model_fields) - {"author"})
        summary: dict[str, Any] = localize(shown, language)
        return summary

    def contents(self, language: Language, views_of: Callable[[Blueprint], int]) -> dict[str, Any]:
        """What is in it, for who looks through many: `{databases, pages}` by their titles, wherever
        they lie, `{views, rows}` as counts, of views what `views_of` says. The first time reads it
        whole, which takes tens of milliseconds: call it in a thread."""
        if language not in self._contents:
            self._contents[language] = _contents(self.blueprint(language, _ANY_DAY), views_of)
        return self._contents[language]

    @cached_property
    def _contents(self) -> dict[Language, dict[str, Any]]:
        return {}

    def says(self, words: str) -> bool:
        """Whether its name, description or tags hold some words, in whichever language."""
        told = self.about.model_dump(include={"name", "description", "tags"})
        said = " ".join(_texts(list(told.values()))).casefold()
        return all(word in said for word in words.casefold().split())

    def blueprint(self, language: Language, today: date) -> Blueprint:
        """The blueprint in one language. Raises BlueprintInvalid for a recipe with a fault,
        RecipeError for a file with one."""
        made = self.design(language, today)
        return parse({**made, "language": language, "complexity": self.about.complexity})


def posted(file: RecipeFile) -> Recipe:
    """A recipe as it came over the API."""

    def local_design(language: Language, today: date) -> Any:
        check_depth(file.blueprint)
        return dated(localize(file.blueprint, language), today)

    return Recipe(file, local_design)


def _contents(blueprint: Blueprint, views_of: Callable[[Blueprint], int]) -> dict[str, Any]:
    found = [database for _, _, database in databases(blueprint)]
    return {
        "databases": [database.title for database in found],
        "pages": [page.title for place, page in pages(blueprint) if place],
        "views": views_of(blueprint),
        "rows": sum(len(database.rows) for database in found),
    }


def load_recipes(folder: Path) -> dict[str, Recipe]:
    """Every recipe of a folder by its id. Raises RecipeError."""
    recipes = [_load(path) for path in sorted(folder.glob("*.yaml"))]
    return {recipe.id: recipe for recipe in recipes}


def _load(path: Path) -> Recipe:
    about, _ = _documents(path)
    told = {key: local(value) for key, value in _parsed(path, about).items()}
    try:
        return Recipe(About.model_validate({"id": path.stem, **told}), partial(_written, path))
    except ValidationError as error:
        raise RecipeError(f"{path.name}: {error}") from error


def _documents(path: Path) -> tuple[str, str]:
    """Both parts of a file as text: the second takes long to parse."""
    about, _, form = path.read_text(encoding="utf-8").partition("\n---\n")
    return about, form


def _written(path: Path, language: Language, today: date) -> Any:
    _, form = _documents(path)
    try:
        return design(_parsed(path, form), language, today)
    except FormError as error:
        raise RecipeError(f"{path.name}: {error}") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        # The C twin of SafeLoader: as safe, and ten times as fast.
        found = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise RecipeError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(found, dict):
        raise RecipeError(f"{path.name}: two documents, each a map, with a line of --- between")
    return found


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data, without the keys."""
    if isinstance(value, str):
        yield value
        return
    for item in value.values() if isinstance(value, Mapping) else value:
        yield from _texts(item)


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
