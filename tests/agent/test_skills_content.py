"""What holds for every skill that ships: keys meet, tiers fit, texts speak three languages."""

import re
from graphlib import TopologicalSorter
from typing import Any

import pytest

from agent.planner.patterns import DatabasePattern, PropertyPattern, RowPattern, ViewPattern
from sandbox.notion.formula import Formula
from tests.agent.skill_files import (
    IDS,
    LANGUAGES,
    TIERS,
    Column,
    all_blocks,
    columns_of,
    front_matter,
    local_texts,
    pattern_of,
    rank,
)
from tools.blueprint.properties import COMPUTED

CHOICES = {"select", "multi_select", "status"}
DATE = re.compile(r"^(today|[+-]\d+d)(\.\.(today|[+-]\d+d))?$")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
FOREIGN = {
    "ko": re.compile(r"[\u3040-\u30ff]"),
    "en": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"),
    "ja": re.compile(r"[\uac00-\ud7a3]"),
}

pytestmark = pytest.mark.parametrize("skill", IDS)


def view_keys(view: ViewPattern) -> set[str]:
    single = {
        view.group_by,
        view.sub_group_by,
        view.date_property,
        view.end_date_property,
        view.sort_by,
        view.x_axis,
        view.y_property,
    }
    return ({key for key in single if key} | set(view.properties or ())) | {*view.only, *view.hide}


def choices(item: PropertyPattern) -> set[str]:
    return {"true", "false"} if item.type == "checkbox" else {o.key for o in item.options}


def check_view(view: ViewPattern, database: DatabasePattern, columns: dict[str, Column]) -> None:
    where = f"{database.key}: view {view.name}"
    for key in view_keys(view):
        assert key in columns, f"{where} names {key}"
        assert columns[key].rank <= rank(database.tier, view.tier), f"{where}: {key} comes later"
    for key, named in (*view.only.items(), *view.hide.items()):
        for option in [named] if isinstance(named, str) else named:
            assert option in choices(columns[key].pattern), f"{where}: {option}"
    if view.group_by is not None:
        assert columns[view.group_by].pattern.type in {*CHOICES, "relation", "checkbox", "date"}
    if view.date_property is not None:
        assert columns[view.date_property].pattern.type == "date", where


def check_value(column: Column, value: Any, rows: dict[str, set[str]]) -> None:
    item = column.pattern
    where = f"{item.key}: {value!r}"
    if item.type in CHOICES:
        chosen = value if item.type == "multi_select" else [value]
        assert set(chosen) <= {option.key for option in item.options}, where
    elif item.type == "relation":
        assert column.target is not None
        assert set(value) <= rows[column.target], where
    elif item.type == "date":
        assert DATE.match(value), where
    elif item.type == "number":
        numbers = list(value.values()) if isinstance(value, dict) else [value]
        assert all(type(number) in (int, float) for number in numbers), where
    elif item.type == "checkbox":
        assert isinstance(value, bool), where
    else:
        texts = list(value.values()) if isinstance(value, dict) else [value]
        assert all(isinstance(text, str) for text in texts), where


def check_row(
    row: RowPattern,
    database: DatabasePattern,
    columns: dict[str, Column],
    rows: dict[str, set[str]],
) -> None:
    title = next(item.key for item in database.properties if item.type == "title")
    assert title in row.values, f"{database.key}.{row.key} has no title"
    for key, value in row.values.items():
        assert key in columns, f"{database.key}.{row.key} names {key}"
        assert columns[key].pattern.type not in COMPUTED | {"people", "files"}, key
        check_value(columns[key], value, rows)


def test_it_says_when_it_is_meant(skill: str) -> None:
    head, body = front_matter(skill)
    assert re.match(r"^[a-z][a-z0-9_]{0,49}$", skill)
    told = {"name", "description", "template_type", "keywords", "names", "examples"}
    assert set(head) - {"not_for"} == told
    assert set(head["names"]) == set(head["examples"]) == set(LANGUAGES)
    assert 12 <= len(head["keywords"]) <= 25
    assert 150 <= len(body.split()) <= 420


def test_no_keyword_of_it_leads_to_another_skill(skill: str) -> None:
    own = {word.lower() for word in front_matter(skill)[0]["keywords"]}
    for other in set(IDS) - {skill}:
        shared = own & {word.lower() for word in front_matter(other)[0]["keywords"]}
        assert not shared, f"{skill} and {other} share {shared}"


def test_its_texts_keep_to_their_language(skill: str) -> None:
    for where, text in local_texts(pattern_of(skill)):
        for language in LANGUAGES:
            words = text.in_language(language)
            assert words.strip(), f"{where} is empty in {language}"
            assert not FOREIGN[language].search(words), f"{where} in {language}: {words}"


def test_keys_are_unique_over_databases_and_pages(skill: str) -> None:
    pattern = pattern_of(skill)
    keys = [database.key for database in pattern.databases]
    keys += [page.key for page in pattern.sub_pages]
    assert len(keys) == len(set(keys))
    for database in pattern.databases:
        rows = [row.key for row in database.rows]
        assert len(rows) == len(set(rows)), database.key
        properties = [item.key for item in database.properties]
        properties += [
            item.two_way
            for other in pattern.databases
            for item in other.properties
            if item.two_way is not None and item.target == database.key
        ]
        assert len(properties) == len(set(properties)), database.key


def test_names_in_one_database_differ_in_every_language(skill: str) -> None:
    pattern = pattern_of(skill)
    for database in pattern.databases:
        for language in LANGUAGES:
            names = [item.name.in_language(language) for item in database.properties]
            names += [
                (item.two_way_name or item.name).in_language(language)
                for other in pattern.databases
                for item in other.properties
                if item.two_way is not None and item.target == database.key
            ]
            assert len(names) == len(set(names)), f"{database.key} in {language}: {names}"
            for item in database.properties:
                options = [o.name.in_language(language).lower() for o in item.options]
                assert len(options) == len(set(options)), item.key
                assert not any("," in option for option in options), item.key


def test_relations_lead_to_databases_that_are_there_as_soon_as_they_are(skill: str) -> None:
    pattern = pattern_of(skill)
    tiers = {database.key: database.tier for database in pattern.databases}
    for database in pattern.databases:
        for item in database.properties:
            assert (item.type == "relation") == (item.target is not None), item.key
            if item.target is not None:
                reach = rank(database.tier, item.tier)
                assert rank(tiers[item.target]) <= reach, f"{item.key} comes before its target"


def test_no_two_databases_wait_for_each_others_rollups(skill: str) -> None:
    """Such a circle would take a schema patch beside the creating calls."""
    waits: dict[str, set[str]] = {}
    for key, columns in columns_of(skill).items():
        rollups = [c.pattern for c in columns.values() if c.pattern.type == "rollup"]
        waits[key] = {str(columns[str(item.relation)].target) for item in rollups}
    assert list(TopologicalSorter(waits).static_order())


def test_rollups_work_over_relations_that_are_there(skill: str) -> None:
    databases = columns_of(skill)
    for key, columns in databases.items():
        for column in columns.values():
            item = column.pattern
            if item.type != "rollup":
                continue
            over = columns[str(item.relation)]
            assert over.pattern.type == "relation", item.key
            assert over.target is not None
            pulled = databases[over.target][str(item.property)]
            assert item.function is not None, item.key
            assert max(over.rank, pulled.rank) <= column.rank, f"{key}.{item.key} comes too early"


def test_formulas_name_properties_that_are_there(skill: str) -> None:
    for key, columns in columns_of(skill).items():
        for column in columns.values():
            expression = column.pattern.expression
            assert (column.pattern.type == "formula") == (expression is not None)
            for name in PLACEHOLDER.findall(expression or ""):
                assert name in columns, f"{key}.{column.pattern.key} names {name}"
                assert columns[name].rank <= column.rank, f"{column.pattern.key}: {name}"


def test_formulas_are_written_in_notions_language(skill: str) -> None:
    for columns in columns_of(skill).values():
        for column in columns.values():
            if column.pattern.expression is not None:
                Formula.parse(PLACEHOLDER.sub(r'prop("\1")', column.pattern.expression))


def test_a_dashboard_or_the_free_table_comes_first_and_the_others_have_names(skill: str) -> None:
    for database in pattern_of(skill).databases:
        first, *others = [view for view in database.views if view.type != "dashboard"]
        assert all(view.type != "dashboard" for view in database.views[1:])
        assert first.type == "table"
        assert first.name is None
        assert all(view.name is not None for view in others), database.key
        for language in LANGUAGES:
            names = [view.name.in_language(language) for view in others if view.name]
            assert len(names) == len(set(names)), database.key


def test_views_show_what_the_database_has(skill: str) -> None:
    for database in pattern_of(skill).databases:
        for view in database.views:
            check_view(view, database, columns_of(skill)[database.key])
            for widget in view.widgets:
                shown = widget.model_copy(update={"tier": view.tier})
                check_view(shown, database, columns_of(skill)[database.key])


def test_rows_fit_their_database(skill: str) -> None:
    pattern = pattern_of(skill)
    rows = {database.key: {row.key for row in database.rows} for database in pattern.databases}
    for database in pattern.databases:
        assert 5 <= len(database.rows) <= 8, database.key
        for row in database.rows:
            check_row(row, database, columns_of(skill)[database.key], rows)


def test_each_complexity_adds_something(skill: str) -> None:
    pattern = pattern_of(skill)
    counts = [
        sum(rank(database.tier) <= level for database in pattern.databases)
        for level in range(len(TIERS))
    ]
    assert counts[0] >= 1
    assert counts == sorted(counts)
    assert counts[2] >= 3
    shown = {item.type for database in pattern.databases for item in database.properties}
    assert {"relation", "rollup", "formula"} <= shown


def test_databases_stand_behind_the_body_and_links_at_the_end(skill: str) -> None:
    pattern = pattern_of(skill)
    for body in (pattern.blocks, *(page.blocks for page in pattern.sub_pages)):
        late = [block.type in ("database", "linked_view") for block in body]
        assert late == sorted(late)


def test_linked_views_show_databases_of_the_same_complexity(skill: str) -> None:
    pattern = pattern_of(skill)
    databases = {database.key: database for database in pattern.databases}
    for page in pattern.sub_pages:
        for block in all_blocks(page.blocks):
            if block.type == "linked_view":
                assert block.view is not None
                database = databases[str(block.ref)]
                view = block.view.model_copy(update={"tier": TIERS[rank(page.tier, block.tier)]})
                assert rank(database.tier) <= rank(view.tier)
                check_view(view, database, columns_of(skill)[database.key])
