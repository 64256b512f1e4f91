"""Views of a pattern: the first one, names, and properties that are there when the view is."""

from collections.abc import Iterator

from agent.content.parts import LANGUAGES, Columns, rank
from agent.planner.patterns import DatabasePattern, PropertyPattern, ViewPattern
from tools.blueprint.properties import CHOICES

_GROUPS = CHOICES | {"relation", "checkbox", "date"}
_DATED = ("calendar", "timeline")
_WIDGETS = 4  # what one looks at side by side, and a call each


def view_faults(database: DatabasePattern, columns: Columns) -> Iterator[str]:
    """What is wrong with the views of one database."""
    yield from _order(database)
    for view in database.views:
        for part in (view, *(w.model_copy(update={"tier": view.tier}) for w in view.widgets)):
            called = part.name.en if part.name else part.type
            for fault in _faults(part, database, columns):
                yield f"view {called!r}: {fault}"


def _order(database: DatabasePattern) -> Iterator[str]:
    plain = [view for view in database.views if view.type != "dashboard"]
    if any(view.type == "dashboard" for view in database.views[1:]):
        yield "a dashboard is the first view or none"
    if not plain or plain[0].type != "table" or plain[0].name is not None:
        yield "the first view, or the one behind the dashboard, is `{type: table}` without a name"
    for view in plain[1:]:
        if view.name is None:
            yield f"a {view.type} view has no name"
    for language in LANGUAGES:
        names = [view.name.in_language(language) for view in database.views if view.name]
        if len(names) != len(set(names)):
            yield f"two views are called alike in {language}"


def _faults(view: ViewPattern, database: DatabasePattern, columns: Columns) -> Iterator[str]:
    if len(view.widgets) > _WIDGETS:
        yield f"{len(view.widgets)} widgets; {_WIDGETS} at most"
    yield from _references(view, rank(database.tier, view.tier), columns)
    if view.group_by in columns and columns[view.group_by].pattern.type not in _GROUPS:
        yield f"groups by {view.group_by}, which nothing can be grouped by"
    if view.type in _DATED and view.date_property is None:
        yield "says no date_property"
    if view.date_property in columns and columns[view.date_property].pattern.type != "date":
        yield f"dates by {view.date_property}, which is no date"


def _references(view: ViewPattern, level: int, columns: Columns) -> Iterator[str]:
    """Keys that lead nowhere, or to what is not there yet at the view's level."""
    for key in _named(view):
        if key not in columns:
            yield f"names {key}, which is no property here"
        elif columns[key].rank > level:
            yield f"is there before {key}, which it names; raise its tier"
    for key, named in (*view.only.items(), *view.hide.items()):
        for option in [named] if isinstance(named, str) else named:
            if key in columns and option not in _choices(columns[key].pattern):
                yield f"filters by {option}, which is no option of {key}"


def _named(view: ViewPattern) -> list[str]:
    """The keys that a view names."""
    single = (
        view.group_by, view.sub_group_by, view.date_property, view.end_date_property,
        view.sort_by, view.x_axis, view.y_property,
    )  # fmt: skip
    of_pages = ("page_cover", "page_content")
    return [
        *(key for key in single if key is not None),
        *([view.cover] if view.cover and view.cover not in of_pages else []),
        *(view.properties or ()),
        *view.only,
        *view.hide,
    ]


def _choices(item: PropertyPattern) -> set[str]:
    return {"true", "false"} if item.type == "checkbox" else {o.key for o in item.options}
