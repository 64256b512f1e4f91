"""Wishes of others for something new, and which of their demands a design leaves unmet.

Lenient where people are: names fit when one holds the other, "a|b" is either, a status is a select.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.blueprint.model import Blueprint, Database
from tools.blueprint.properties import Property
from tools.blueprint.views import ChartView

Wish = dict[str, Any]
_CHOICES = frozenset({"select", "status"})
_OUTSIDE = frozenset({"lang", "say"})  # of what a wish demands


def creation_wishes(name: str) -> list[Wish]:
    """The wishes of a file beside this one; its head says what each key demands."""
    listed: list[Wish] = yaml.load(
        (Path(__file__).parent / name).read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return listed


def demands(wish: Wish) -> int:
    """How many single demands a wish makes."""
    said = sum(
        len(v) if isinstance(v, (list, dict)) else 1 for k, v in wish.items() if k not in _OUTSIDE
    )
    return said + sum(len(fields or {}) for fields in wish.get("fields", {}).values())


def unmet(made: Blueprint, wish: Wish) -> list[str]:
    """The demands of a wish that a design does not meet, in words."""
    return [*_fields(made, wish), *_choices(made, wish), *_views(made, wish), *_whole(made, wish)]


def _plain(text: object) -> str:
    return re.sub(r"[\s\W_]+", "", str(text)).casefold()


def _fits(wanted: str, name: str) -> bool:
    """Whether a name is one of those wanted, or holds it, or is held by it."""
    has = _plain(name)
    return any(one and has and (one in has or has in one) for one in map(_plain, wanted.split("|")))


def _properties(made: Blueprint) -> list[Property]:
    return [prop for database in made.databases for prop in database.properties]


def _fields(made: Blueprint, wish: Wish) -> Iterator[str]:
    for title, fields in wish.get("fields", {}).items():
        homes = [d for d in made.databases if title == "*" or _fits(title, d.title)]
        if not homes:
            yield f"no database {title}"
            continue
        yield from _of_homes(homes, fields or {})
        held = {p.name for d in homes for p in d.properties}
        if wish.get("only") and title == "*" and len(held) > len(fields):
            yield "more than only these"


def _of_homes(homes: list[Database], fields: Wish) -> Iterator[str]:
    """The fields that databases have not, or of another type."""
    for name, kind in fields.items():
        types = {p.type for d in homes for p in d.properties if _fits(name, p.name)}
        wanted = set(str(kind).split("|"))
        wanted |= _CHOICES if wanted & _CHOICES else set()
        if not types:
            yield f"no field {name}"
        elif kind and not types & wanted:
            yield f"{name} is {types} and no {kind}"


def _choices(made: Blueprint, wish: Wish) -> Iterator[str]:
    """Options and number formats that no property has."""
    listed = [p for p in _properties(made) if hasattr(p, "options")]
    for name, options in wish.get("options", {}).items():
        named = [p for p in listed if name == "*" or _fits(name, p.name)]
        wanted = set(map(_plain, options))
        if not any(wanted <= {_plain(o.name) for o in p.options} for p in named):
            yield f"options of {name}"
    for name, kind in wish.get("formats", {}).items():
        formats = {getattr(p, "format", None) for p in _properties(made) if _fits(name, p.name)}
        if kind not in formats:
            yield f"{name} in {kind}"


def _views(made: Blueprint, wish: Wish) -> Iterator[str]:
    views = [view for database in made.databases for view in database.views]
    kinds = {w.type for v in views for w in (v, *getattr(v, "widgets", ()))}
    yield from (f"no {kind}" for kind in wish.get("views", []) if kind not in kinds)
    yield from (f"a {kind}" for kind in wish.get("without_views", []) if kind in kinds)
    charts = {_chart(view) for view in views if view.type == "chart"}
    yield from (f"no chart {chart}" for chart in wish.get("charts", []) if chart not in charts)
    group = wish.get("group")
    if group and not any(_fits(group, getattr(v, "group_by", None) or "") for v in views):
        yield f"not grouped by {group}"
    if wish.get("sort") and not any(v.sorts for v in views):
        yield f"not sorted by {wish['sort']}"
    if wish.get("filter") and not any(v.filter for v in views):
        yield f"no filter {wish['filter']}"


def _chart(view: ChartView) -> str:
    """The kind of a chart, its axis, how it is reckoned and of which figure."""
    axis = view.y_axis
    return f"{view.chart_type} {view.x_axis} {axis.aggregator} {axis.property}"


def _whole(made: Blueprint, wish: Wish) -> Iterator[str]:
    """What is asked of the page: rows, titles, how many, and what is not to be there."""
    titles = [_plain(r.values.get(d.title_property, "")) for d in made.databases for r in d.rows]
    for row in map(_plain, wish.get("rows", [])):
        if not any(row in title or (title and title in row) for title in titles):
            yield f"no row {row}"
    if wish.get("rows") == [] and titles:
        yield "rows"
    counted = wish.get("databases", len(made.databases))
    if counted != len(made.databases):
        yield f"{len(made.databases)} databases"
    relations = sum(p.type == "relation" for p in _properties(made))
    if relations < wish.get("relations", 0) or (relations and wish.get("unlinked")):
        yield f"{relations} relations"
    for page in wish.get("sub_pages", []):
        if not any(_fits(page, p.title) for p in made.sub_pages):
            yield f"no page {page}"
    if not _fits(wish.get("title", made.title), made.title):
        yield "another title"
    if wish.get("icon", str(made.icon)) != str(made.icon):
        yield "another icon"
    yield from (f"has {name}" for name in wish.get("without", []) if _plain(name) in _names(made))


def _names(made: Blueprint) -> set[str]:
    """What databases, properties, options and pages are called."""
    options = [o.name for p in _properties(made) for o in getattr(p, "options", ())]
    pages = [page.title for page in made.sub_pages]
    titles = [database.title for database in made.databases]
    return set(map(_plain, [*titles, *(p.name for p in _properties(made)), *options, *pages]))
