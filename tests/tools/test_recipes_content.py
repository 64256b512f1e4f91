"""What holds for every recipe that ships: it builds at its fewest calls, in three languages."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from sandbox.notion.formula import Formula
from tools.blueprint.base import Language
from tools.blueprint.blocks import walk
from tools.blueprint.model import Blueprint, databases, pages
from tools.blueprint.parse import check
from tools.blueprint.properties import FormulaProperty
from tools.notion.compile.compiler import compile_blueprint
from tools.notion.operations import WORKSPACE
from tools.recipes import load_recipes

RECIPES = Path(__file__).resolve().parents[2] / "recipes"
IDS = sorted(path.stem for path in RECIPES.glob("*.json"))
LANGUAGES: tuple[Language, ...] = get_args(Language)
TODAY = date(2026, 3, 2)
ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
FOREIGN = {"ko": re.compile(r"[\u3040-\u30ff]"), "en": ASIAN, "ja": re.compile(r"[\uac00-\ud7a3]")}

pytestmark = pytest.mark.parametrize("recipe", IDS)
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


def blueprint_of(recipe: str, language: Language) -> Blueprint:
    return check(load_recipes(RECIPES)[recipe].blueprint(language, TODAY))


def local_values(value: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value that is given by language, with the place where it stands."""
    if isinstance(value, list):
        for i, part in enumerate(value):
            yield from local_values(part, f"{where}[{i}]")
    elif isinstance(value, dict) and set(LANGUAGES) & set(value):
        yield where, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from local_values(part, f"{where}.{key}")


def texts_of(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from texts_of(part)


def test_its_texts_are_there_in_all_languages(recipe: str) -> None:
    content = json.loads((RECIPES / f"{recipe}.json").read_text(encoding="utf-8"))
    for where, texts in local_values(content):
        assert set(texts) == set(LANGUAGES), where
        assert all(text not in ("", None) for text in texts.values()), where


@in_every_language
def test_it_speaks_one_language_at_a_time(recipe: str, language: Language) -> None:
    plain = blueprint_of(recipe, language).model_dump(mode="json")
    assert plain["language"] == language
    assert not [text for text in texts_of(plain) if FOREIGN[language].search(text)]


@in_every_language
def test_its_formulas_are_written_in_notions_language(recipe: str, language: Language) -> None:
    for _, _, table in databases(blueprint_of(recipe, language)):
        for prop in table.properties:
            if isinstance(prop, FormulaProperty):
                Formula.parse(prop.expression)


@in_every_language
def test_it_is_built_with_one_call_for_each_thing(recipe: str, language: Language) -> None:
    """No appended bodies and no patched schemas: only what has to be created."""
    blueprint = blueprint_of(recipe, language)
    calls = Counter(op.kind for op in compile_blueprint(blueprint, WORKSPACE).operations)
    tables = [table for _, _, table in databases(blueprint)]
    blocks = [block for _, page in pages(blueprint) for _, block, _ in walk(page.blocks)]
    assert calls == Counter(
        create_page=sum(1 for _ in pages(blueprint)),
        create_database=len(tables),
        create_row=sum(len(table.rows) for table in tables),
        create_view=sum(view.name is not None for table in tables for view in table.views),
        create_linked_view=sum(block.type == "linked_view" for block in blocks),
    )


@in_every_language
def test_its_databases_have_enough_rows_to_show_what_they_do(
    recipe: str, language: Language
) -> None:
    for _, _, table in databases(blueprint_of(recipe, language)):
        assert 5 <= len(table.rows) <= 8, table.title
