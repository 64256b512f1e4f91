"""What a change takes along without being asked for: parts that cannot be without what goes."""

from collections.abc import Collection, Iterator

from tools.workspace.model import ExistingDatabase, ExistingView, Json, Structure
from tools.workspace.references import each_condition


def taken_along(before: Structure, after: Structure, named: Collection[str]) -> list[Json]:
    """`{database, property}` and `{database, view}` for what went, `{database, view, lost}` for a
    view that lost its filter or order; `named` are the ids of what the change itself names."""
    now = {database.id: database for database in after.databases}
    return [
        {"database": old.title, **part}
        for old in before.databases
        if old.id in now and old is not now[old.id]
        for part in _parts(old, now[old.id], named)
    ]


def _parts(old: ExistingDatabase, new: ExistingDatabase, named: Collection[str]) -> Iterator[Json]:
    properties, views = {p.id for p in new.properties}, {v.id: v for v in new.views}
    if old.views == new.views and len(old.properties) <= len(new.properties):
        return
    for prop in old.properties:
        if prop.id not in properties and prop.id not in named:
            yield {"property": prop.name}
    for view in old.views:
        if view.id in named:
            continue
        if view.id not in views:
            yield {"view": view.name}
        elif lost := _lost(view, views[view.id], properties):
            yield {"view": view.name, "lost": lost}


def _lost(old: ExistingView, new: ExistingView, properties: Collection[str]) -> str:
    """What a view shows by no more: a condition or an order of a property that is not there."""
    if _conditions(new, properties) < len(_asked(old)):
        return "filter"
    lost = len(_sorted_by(old)) - sum(name in properties for name in _sorted_by(new))
    return "sorts" if lost > 0 else ""


def _conditions(view: ExistingView, properties: Collection[str]) -> int:
    return sum(name in properties for name in _asked(view))


def _sorted_by(view: ExistingView) -> list[str]:
    """The ids of the properties in its order; one by a page's own times has none to lose."""
    return [sort["property"] for sort in view.sorts or () if "property" in sort]


def _asked(view: ExistingView) -> list[str]:
    """The ids of the properties that a filter asks about."""
    found: list[str] = []

    def noted(part: Json) -> Json:
        found.append(part["property"])
        return part

    each_condition(view.filter, noted)
    return found
