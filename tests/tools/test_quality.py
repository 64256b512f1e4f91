"""The rubric: what makes a score fall, each by itself, and what makes it rise."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from agent.planner.brief import Brief, PropertyList, WantedProperty
from agent.planner.design import Designs
from agent.planner.embedded.compose.composer import compose
from agent.planner.seam import Heard
from tests.agent.embedded_planner import skills
from tests.agent.skill_files import pattern_of
from tests.support.designs import Json, database, design, paragraph
from tools.blueprint.model import Blueprint
from tools.quality.rubric import RUBRIC, measured

TODAY = date(2026, 3, 2)


@cache
def template(skill: str = "pet_care") -> Blueprint:
    return compose(pattern_of(skill), Brief(), "en", TODAY, skill)


def points(blueprint: Blueprint, **more: Any) -> dict[str, float]:
    return {c.name: c.points for c in measured(blueprint, **more).checks}


def changed(change: Callable[[Json], Any]) -> Blueprint:
    """The template with one thing otherwise."""
    data = template().model_dump(mode="json")
    change(data)
    return Blueprint.model_validate(data)


def test_the_points_are_of_a_hundred():
    assert sum(most for most, _ in RUBRIC.values()) == 100


def test_five_text_columns_called_by_a_star_are_worth_next_to_nothing():
    stars = [{"name": "⭐" * n, "type": "rich_text"} for n in range(1, 6)]
    nonsense = design(databases=[database("t", *stars)])
    assert measured(nonsense).score < 30
    assert points(nonsense)["telling_names"] < 2


def every_row(**values: Callable[[int], Any]) -> Callable[[Json], None]:
    """Other values for each row of the first table, by its number."""

    def change(data: Json) -> None:
        for i, row in enumerate(data["databases"][0]["rows"]):
            row["values"] |= {name: value(i) for name, value in values.items()}

    return change


def all_views(data: Json) -> None:
    gone = {"property": "Status", "status": {"equals": "Booked"}}
    for view in data["databases"][0]["views"]:
        if view["type"] != "dashboard":
            view["filter"] = {"and": [gone, {"property": "Kind", "select": {"equals": "Grooming"}}]}


def no_views(data: Json) -> None:
    for table in data["databases"]:
        table["views"] = []


def of_another_language(data: Json) -> None:
    for block in data["blocks"]:
        if "text" in block:
            block["text"] = "말은 못 해도 달력은 기억합니다."
    for table in data["databases"]:
        table["title"] = f"기록 {table['key']}"
        for row in table["rows"]:
            row["blocks"] = []
            row["icon"] = None


def of_what_is_not_there(data: Json) -> None:
    data["blocks"] = [paragraph("Put the bill under “Invoices”, and a line under “Diary”.")]
    data["sub_pages"] = []


def one_kind(data: Json) -> None:
    """A table of texts only, which nothing leads to."""
    table = database("notes", *({"name": f"{n} note", "type": "rich_text"} for n in "abc"), rows=0)
    data["databases"] = [table]
    data["blocks"] = []
    data["sub_pages"] = []


FALLS: list[tuple[str, Callable[[Json], None], int]] = [
    ("own_titles", every_row(What=lambda i: f"Item {i + 1}"), 2),
    ("own_titles", every_row(What=lambda i: f"SKU {i + 1}"), 2),
    ("views_that_show", all_views, 4),
    ("first_view", no_views, 5),
    ("named_views", no_views, 5),
    ("one_language", of_another_language, 3),
    ("true_guidance", of_what_is_not_there, 4),
    ("distinct_rows", every_row(What=lambda _: "Biscuit's bath"), 1),
    ("varied_kinds", one_kind, 4),
    ("computed", one_kind, 4),
    ("enough_rows", one_kind, 5),
]


@pytest.mark.parametrize(("name", "change", "least"), FALLS)
def test_a_score_falls_for_what_a_buyer_would_not_pay_for(
    name: str, change: Callable[[Json], None], least: int
):
    worse = changed(change)
    assert points(template())[name] - points(worse)[name] >= least
    assert measured(worse).score < measured(template()).score


def test_rows_that_say_the_same_beside_their_titles_are_doubles():
    def same(data: Json) -> None:
        rows = data["databases"][0]["rows"]
        for row in rows:
            row["values"] = {**rows[0]["values"], "What": row["values"]["What"]}

    assert points(template())["distinct_rows"] - points(changed(same))["distinct_rows"] >= 1


def test_a_name_of_another_language_here_and_there_is_no_other_language():
    korean = compose(pattern_of("subscription"), Brief(), "ko", TODAY, "subscription")
    assert points(korean)["one_language"] > 5


def test_tables_that_are_empty_on_purpose_are_not_held_against_a_design():
    empty = compose(pattern_of("pet_care"), Brief(sample_count=0), "en", TODAY, "pet_care")
    assert measured(empty, no_rows=True).score > measured(empty).score + 20


def designed(**said: Any) -> Blueprint:
    heard = Heard(kind="create", skill="pet_care", language="en", **said)
    return Designs(skills()).of(heard, TODAY)


def score(blueprint: Blueprint) -> int:
    assert blueprint.meta.quality is not None
    return blueprint.meta.quality.score


def test_a_score_rises_with_what_was_asked_being_met():
    wanted = PropertyList(properties=[WantedProperty(name="Mood")])
    whole = designed(brief=Brief(properties=[wanted]))
    half = designed(brief=Brief(properties=[wanted]), unread=["and tell the vet by itself"])
    none = designed(unread=["with a Mood", "and tell the vet by itself"])
    assert score(whole) > score(half) > score(none)
    missing = measured(template(), ["Mood"])
    assert score(whole) > missing.score


def test_what_feedback_does_to_a_design_counts():
    """The score is of what is there now, and not of what was composed first."""
    views = [
        {"action": "delete_view", "database": "Care", "view": name}
        for name in ("Overview", "Calendar", "By status")
    ]
    assert score(designed(changes=views)) < score(designed())
