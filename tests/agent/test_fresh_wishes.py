"""Wishes for new workspaces that nobody tuned to: how many of them are met, to the letter."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.agent.embedded_planner import designed
from tools.blueprint.model import Blueprint, Database

SUPPORT = Path(__file__).parent.parent / "support"
# The file, and how many of its wishes are met.
FLOORS = [
    ("fresh_wishes.yaml", 58),  # of 60; 6 were met before a list was read for what it is
    ("wishes_plain_1.yaml", 26),  # areas, pages by name, orders of what is yet to be, page text
    ("wishes_plain_2.yaml", 26),  # columns, links, views, rows
    ("wishes_plain_3.yaml", 45),  # pasted tables, page text, lists
]


def unmet(made: Blueprint, wish: dict[str, Any]) -> list[str]:
    """What a wish asks for and a design has not."""
    found = [*_fields(made, wish), *_named(made, wish), *_shown(made, wish), *_linked(made, wish)]
    count = wish.get("databases", len(made.databases))
    found += [f"{count} databases"] if len(made.databases) != count else []
    rows = wish.get("rows")
    titles = [t for d in made.databases for t in _titles(d)]
    if rows is not None and sorted(rows) != sorted(titles):
        found.append(f"rows {rows}")
    values = {t: r.values for d in made.databases for t, r in zip(_titles(d), d.rows, strict=True)}
    cells = [(t, n, v) for t, row in wish.get("cells", {}).items() for n, v in row.items()]
    found += [f"{t}: {n} {v}" for t, n, v in cells if values.get(t, {}).get(n) != v]
    views = {view.type for d in made.databases for view in d.views}
    found += [kind for kind in wish.get("views", []) if kind not in views]
    found += [kind for kind in wish.get("without_views", []) if kind in views]
    found += _written(made, wish)
    relations = [p for d in made.databases for p in d.properties if p.type == "relation"]
    return found + (["relation"] if len(relations) < wish.get("relations", 0) else [])


def _titles(database: Database) -> list[str]:
    return [str(row.values.get(database.title_property, "")) for row in database.rows]


def _fields(made: Blueprint, wish: dict[str, Any]) -> list[str]:
    found = list[str]()
    for title, fields in wish.get("fields", {}).items():
        homes = [d for d in made.databases if title in ("*", d.title)]
        types = {p.name.casefold(): p.type for d in homes for p in d.properties}
        found += [title] if not homes else []
        for name, kind in fields.items():
            if types.get(name.casefold(), "") not in ([kind] if kind else types.values()):
                found.append(name)
        if wish.get("only") and len(types) != len(fields):
            found.append("only these")
    return found


def _written(made: Blueprint, wish: dict[str, Any]) -> list[str]:
    """What a page is to be called, to have below it and to say, and does not."""
    found = [wish["title"]] if made.title != wish.get("title", made.title) else []
    pages = {page.title for page in made.sub_pages}
    found += [name for name in wish.get("pages", []) if name not in pages]
    texts = [[block.type, getattr(block, "text", "")] for block in made.blocks]
    if "texts" in wish and wish["texts"] != texts:
        found.append("these texts alone")
    seen = {(d.title, view.type) for d in made.databases for view in d.views}
    return found + [f"{d} {v}" for d, v in wish.get("seen", {}).items() if (d, v) not in seen]


def _named(made: Blueprint, wish: dict[str, Any]) -> list[str]:
    props = [p for d in made.databases for p in d.properties]
    options = [{o.name for o in getattr(p, "options", [])} for p in props]
    said = made.model_dump_json()
    found = [str(o) for o in wish.get("options", {}).values() if set(o) not in options]
    formats = {p.name.casefold(): getattr(p, "format", None) for p in props}
    for name, kind in wish.get("formats", {}).items():
        found += [name] if formats.get(name.casefold()) != kind else []
    found += [word for word in wish.get("without", []) if word in said]
    group = wish.get("group")
    views = [getattr(view, "group_by", None) for d in made.databases for view in d.views]
    return found + ([group] if group and group not in views else [])


@pytest.mark.parametrize(("name", "least"), FLOORS)
async def test_of_the_fresh_wishes_no_fewer_are_met_than_were(name: str, least: int):
    wishes = yaml.load((SUPPORT / name).read_text("utf-8"), Loader=yaml.CSafeLoader)

    left = {wish["say"]: missing for wish in wishes if (missing := await _left(wish))}

    assert len(wishes) - len(left) >= least, left


def _shown(made: Blueprint, wish: dict[str, Any]) -> list[str]:
    """Of the orders and filters of views, those that are not there."""
    views = [view for database in made.databases for view in database.views]
    sorts = [(s.property, s.direction) for v in views for s in getattr(v, "sorts", None) or []]
    limits = [str(getattr(view, "filter", None)) for view in views]
    found = [prop for prop, way in wish.get("sorted", {}).items() if (prop, way) not in sorts]
    filtered = wish.get("filtered", [])
    return found + [p for p in filtered if not any(f"'property': '{p}'" in one for one in limits)]


def _linked(made: Blueprint, wish: dict[str, Any]) -> list[str]:
    """Of the pairs of databases, those between which there is no relation."""
    titles = {database.key: database.title for database in made.databases}
    properties = [(d.title, p) for d in made.databases for p in d.properties]
    there = [{home, titles.get(getattr(p, "target", ""), "")} for home, p in properties]
    return [str(pair) for pair in wish.get("pairs", []) if set(pair) not in there]


async def _left(wish: dict[str, Any]) -> list[str]:
    try:
        made = await designed(wish["say"])
    except AssertionError:
        return ["asked back"]  # there is no design
    return unmet(made.blueprint, wish)
