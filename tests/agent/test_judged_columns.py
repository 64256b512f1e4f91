"""Wishes for columns that were judged: what each is called, is, holds and is worked out of."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.agent.embedded_planner import designed
from tools.blueprint.model import Blueprint, Database

WISHES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "support" / "judged_columns.yaml").read_text("utf-8")
)


def _homes(made: Blueprint, title: str) -> list[Database]:
    return [d for d in made.databases if title in ("*", d.title)]


def _held(made: Blueprint, wanted: str) -> bool:
    """Whether a database has a column of that very name and type, with these of its options."""
    title, _, column = wanted.partition("/")
    name, _, said = column.partition(": ")
    kind, *options = said.split()
    props = [p for d in _homes(made, title) for p in d.properties if p.name == name]
    return any(
        p.type == kind and set(options) <= {o.name for o in getattr(p, "options", [])}
        for p in props
    )


def _worked(made: Blueprint, wanted: str) -> str | None:
    """What a column is worked out of."""
    title, _, name = wanted.partition("/")
    props = (p for d in _homes(made, title) for p in d.properties if p.name == name)
    prop: Any = next(props, None)
    if prop is not None and prop.type == "rollup":
        return f"{prop.relation} {prop.property} {prop.function}"
    return getattr(prop, "expression", None)


def _tests(test: dict[str, Any]) -> list[str]:
    """Each condition of a filter as its property, how it compares, and with what."""
    if parts := test.get("and"):
        return [one for part in parts for one in _tests(part)]
    (how,) = (v for k, v in test.items() if k != "property")
    return [f"{test['property']} {key} {value}" for key, value in how.items()]


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish["say"][:40])
async def test_columns_are_what_was_said_of_them(wish: dict[str, Any]):
    made = await designed(wish["say"])

    page = made.blueprint
    assert [one for one in wish.get("holds", []) if not _held(page, one)] == []
    assert {name: _worked(page, name) for name in wish.get("works", {})} == wish.get("works", {})
    views = {v.name: v.filter for d in page.databases for v in d.views}
    shown = {
        name: " + ".join(_tests(views.get(name) or {"property": "", "is": {}}))
        for name in wish.get("shows", {})
    }
    assert shown == wish.get("shows", {})
    named = {p.name for d in page.databases for p in d.properties} | {
        d.title for d in page.databases
    }
    widgets = {w.name for d in page.databases for v in d.views for w in getattr(v, "widgets", [])}
    assert (named | widgets | set(views)) & set(wish.get("not", [])) == set()
    assert made.agreed.unread == wish.get("unread", made.agreed.unread)
