"""What the linter says of a skill or a recipe that is broken on purpose: what, and where."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agent.content.built import built_faults
from agent.content.manifest import manifest_faults, shared_keywords
from agent.content.pattern import pattern_faults
from agent.content.recipe import recipe_faults
from agent.content.rows import body_faults
from agent.planner.patterns import LocalText, Pattern
from embedded import InMemory
from tests.agent.embedded_planner import skills
from tests.agent.skill_files import pattern_of
from tests.support.designs import database, design, formula
from tools.recipes import RecipeFile, posted

TODAY = date(2026, 3, 2)
Broken = Callable[[dict[str, Any]], Any]


def put(*path: Any) -> Broken:
    """Puts the last of these at the place that those before it lead to."""

    def broken(data: dict[str, Any]) -> None:
        *way, key, value = path
        place: Any = data
        for step in way:
            place = place[step]
        place[key] = value

    return broken


def added(*path: Any) -> Broken:
    """Adds the last of these to the list that those before it lead to."""

    def broken(data: dict[str, Any]) -> None:
        *way, value = path
        place: Any = data
        for step in way:
            place = place[step]
        place.append(value)

    return broken


CARE = ("databases", 0)
VISITS = ("databases", 1)
TEXT = {"ko": "가", "en": "A", "ja": "あ"}
FAULTS = [
    (put("title", "en", "양식"), "title: has '양', which is no letter of en"),
    (put("title", "ko", " "), "title: is empty in ko"),
    (put("promise", "ko", "일정을(를) 봅니다."), "promise, ko: '을(를)'; choose the particle"),
    (put("promise", "en", "TODO"), "promise, en: 'TODO' is left to be written"),
    (put(*VISITS, "key", "care"), "the key care is used twice"),
    (added("blocks", {"type": "database", "ref": "gone"}), "database refers to gone"),
    (put("blocks", [{"type": "linked_view"}, {"type": "divider"}]), "blocks: text behind"),
    (put(*CARE, "tier", "standard"), "databases: simple 0, standard"),
    (put(*CARE, "views", 0, "widgets", []), "the first database opens on a dashboard"),
    (put(*CARE, "properties", 1, "key", "name"), "care: the property name is there twice"),
    (put(*CARE, "properties", 1, "name", "en", "What"), "two properties are called 'What' in en"),
    (put(*CARE, "properties", 1, "options", []), "kind: has no options"),
    (put(*CARE, "properties", 1, "options", 0, "color", "orange"), "two options have one colour"),
    (put(*CARE, "properties", 1, "options", 0, "name", "en", "Parasites"), "called alike in en"),
    (put(*CARE, "properties", 1, "options", 0, "name", "en", "a, b"), "name has a comma in en"),
    (put(*CARE, "properties", 4, "expression", "{gone}"), "left: asks for {gone}"),
    (put(*CARE, "properties", 3, "tier", "advanced"), "left: is there before {due}"),
    (put(*VISITS, "properties", 4, "target", "gone"), "care: leads to gone, which is no database"),
    (put(*CARE, "tier", "advanced"), "care: is there before care, to which it leads"),
    (put(*CARE, "views", 2, "date_property", "kind"), "'Calendar': dates by kind, which is no"),
    (put(*CARE, "views", 2, "date_property", None), "'Calendar': says no date_property"),
    (put(*CARE, "views", 3, "group_by", "name"), "'By status': groups by name"),
    (put(*CARE, "views", 3, "sort_by", "gone"), "'By status': names gone, which is no property"),
    (put(*CARE, "views", 0, "widgets", 0, "hide", "state", "gone"), "filters by gone"),
    (put(*CARE, "views", 3, "name", None), "a board view has no name"),
    (put(*CARE, "views", 1, "name", TEXT), "is `{type: table}` without a name"),
    (put(*CARE, "views", 3, "name", "en", "Calendar"), "two views are called alike in en"),
    (put(*CARE, "rows", []), "databases.care: 0 rows; from 5 to 8"),
    (put(*CARE, "rows", 1, "key", "c1"), "the row c1 is there twice"),
    (put(*CARE, "rows", 1, "values", "name", "en", "Biscuit's bath"), "two rows are called"),
    (put(*CARE, "rows", 1, "values", "gone", "x"), "row c2: names gone"),
    (put(*CARE, "rows", 1, "values", "left", "x"), "row c2: fills left, which is computed"),
    (put(*CARE, "rows", 1, "values", "due", "2026-03-02"), "due: '2026-03-02' is not `today`"),
    (put(*CARE, "rows", 1, "values", "kind", "gone"), "kind: 'gone' is not the key of an option"),
    (put(*VISITS, "rows", 1, "values", "care", ["gone"]), "is not a list of keys of rows there"),
    (put(*VISITS, "rows", 1, "values", "cost", "much"), "cost: 'much' is not a number"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "told"), FAULTS, ids=[told for _, told in FAULTS])
def test_a_fault_of_a_pattern_is_said_with_its_place(broken: Broken, told: str):
    data = copy.deepcopy(pattern_of("pet_care").model_dump())
    broken(data)
    faults = list(pattern_faults(Pattern.model_validate(data)))
    assert any(told in fault for fault in faults), faults


MANIFESTS = [
    ({"keywords": ("pet",)}, "keywords: 1; from 12 to 25"),
    ({"guidance": "Short."}, "guidance: 1 words; from 150 to 420"),
    ({"description": "x" * 151}, "description: 151 characters; 150 at most"),
    ({"names": LocalText(ko="개", en="개", ja="犬")}, "names: has '개', which is no letter of en"),
]


@pytest.mark.parametrize(("changes", "told"), MANIFESTS)
def test_a_fault_of_a_manifest_is_said(changes: dict[str, Any], told: str):
    skill = replace(skills()["pet_care"], **changes)
    assert any(told in fault for fault in manifest_faults(skill, skills().values()))


def test_a_keyword_that_two_skills_share_is_said_whatever_its_case():
    skill = replace(skills()["pet_care"], keywords=("PET", "Scrum"))
    assert shared_keywords(skill, skills().values()) == {"Scrum": "sprint"}


async def test_a_formula_without_a_result_and_a_view_without_a_row_are_found_in_what_was_built():
    finished = {"property": "Done", "checkbox": {"equals": True}}
    table = database(
        "t",
        {"name": "Done", "type": "checkbox"},
        {"name": "Day", "type": "date"},
        formula("Left", 'dateBetween(prop("Day"), now(), "days")'),
        formula("Word", 'if(prop("Done"), "x", "")'),
        rows=2,
        views=[
            {"type": "table"},
            {"type": "calendar", "name": "Days", "date_property": "Day"},
            {"type": "list", "name": "Finished", "filter": finished},
            {"type": "chart", "name": "By day", "chart_type": "bar", "x_axis": "Day"},
        ],
    )
    assert await built_faults(design(databases=[table]), InMemory()) == [
        "the page opens on a table; give what is made first a dashboard",
        "t table: the formula Left has no result for 2 rows",
        "t table: the formula Word is blank for every row",
        "t table: the calendar 'Days' shows nothing",
        "t table: the list 'Finished' shows nothing",
        "t table: the chart 'By day' shows nothing",
    ]


RECIPE = {
    "id": "r",
    "name": TEXT,
    "description": TEXT,
    "category": "c",
    "icon": "📄",
    "blueprint": {"title": TEXT, "databases": [database("t", rows=5)]},
}


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (put("name", "en", "양식"), "en: has '양', which is no letter of it: 양식"),
        (put("blueprint", "title", "제목"), "en: has '제', which is no letter of it: 제목"),
        (put("blueprint", "databases", 0, "rows", []), "databases[0]: 0 rows; from 3 to 14"),
        (put("description", "a | b"), "is not given in three languages: a | b"),
        (
            put("blueprint", "databases", 0, "rows", 1, "values", "Name", "t 0"),
            "called 't 0' in en",
        ),
    ],
)
def test_a_fault_of_a_recipe_is_said(broken: Broken, told: str):
    data = copy.deepcopy(RECIPE)
    broken(data)
    faults = list(recipe_faults(posted(RecipeFile.model_validate(data)), TODAY))
    assert any(told in fault for fault in faults), faults


def test_a_recipe_that_is_a_table_and_no_workspace_is_told_what_it_lacks():
    told = list(recipe_faults(posted(RecipeFile.model_validate(RECIPE)), TODAY))

    assert told == [
        "0 properties of type relation; at least 1",
        "0 properties of type formula; at least 2",
        "0 properties of type rollup; at least 1",
        "does not begin with a callout that says how to use it",
        "has no chart on its first page",
    ]


def test_rows_that_say_nothing_beyond_their_columns_are_told():
    told = posted(RecipeFile.model_validate(RECIPE)).blueprint("en", TODAY)

    assert list(body_faults(told)) == ["0 of 5 rows have a body; a third at least"]
