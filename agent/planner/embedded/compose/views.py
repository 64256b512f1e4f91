"""The views that were asked for, and no others where the person said "only"."""

from agent.planner.brief import Brief, ViewType, WantedProperty, WantedView
from agent.planner.embedded.compose.draft import changed, find_database, fresh_key, with_database
from agent.planner.embedded.compose.generated import VIEW_NAMES, new_property, sample_value
from agent.planner.patterns import (
    BlockPattern,
    DatabasePattern,
    Pattern,
    PropertyPattern,
    ViewPattern,
)
from tools.blueprint.base import Language

_NEEDS: dict[str, tuple[tuple[str, ...], str]] = {
    "board": (("status", "select", "multi_select"), "status"),
    "calendar": (("date",), "date"),
    "timeline": (("date",), "date"),
    "chart": (("status", "select", "multi_select", "date"), "category"),
    "map": (("place",), "place"),
}
_NEW_NAMES: dict[str, dict[Language, str]] = {
    "status": {"ko": "상태", "en": "Status", "ja": "ステータス"},
    "date": {"ko": "날짜", "en": "Date", "ja": "日付"},
    "category": {"ko": "분류", "en": "Category", "ja": "分類"},
    "place": {"ko": "위치", "en": "Location", "ja": "位置"},
}


def with_views(pattern: Pattern, brief: Brief, language: Language) -> Pattern:
    """The pattern with a view of every kind that was asked for."""
    for wanted in brief.views:
        pattern = _with_view(pattern, wanted, language)
    if not brief.views_only:
        return pattern
    kinds = list(dict.fromkeys(view.type for view in brief.views))
    databases = [_only(d, kinds) for d in pattern.databases]
    return changed(pattern, databases=databases, blocks=_blocks(pattern.blocks, set(kinds)))


def _only(database: DatabasePattern, kinds: list[ViewType]) -> DatabasePattern:
    """The database with views of these kinds alone.

    One that has none of them gets those that it has the properties for, else it keeps its table.
    """
    kept = [v for v in database.views if v.type in kinds]
    if kept:
        return changed(database, views=kept)
    fit = [new_view(kind, prop) for kind in kinds if (prop := _stand(database, kind)) is not None]
    return changed(database, views=fit or [ViewPattern(type="table")])


def _stand(database: DatabasePattern, kind: ViewType) -> PropertyPattern | None:
    """The property that a view of a kind would stand on; the title where it needs none."""
    types = _NEEDS[kind][0] if kind in _NEEDS else ("title",)
    shown = [p for p in database.properties if p.tier == "simple"]
    return next((p for type_ in types for p in shown if p.type == type_), None)


def _blocks(blocks: list[BlockPattern], kinds: set[ViewType]) -> list[BlockPattern]:
    return [b for b in blocks if b.view is None or b.view.type in kinds]


def _with_view(pattern: Pattern, wanted: WantedView, language: Language) -> Pattern:
    named = find_database(pattern.databases, wanted.database or "")
    having = [d for d in pattern.databases if any(v.type == wanted.type for v in d.views)]
    if having and (named is None or named in having):
        shown = [named] if named else having[:1]
        for database in shown:
            pattern = with_database(pattern, _shown(database, wanted.type))
        return pattern
    database = named or pattern.databases[0]
    return with_database(pattern, _added(database, wanted.type, language))


def _shown(database: DatabasePattern, kind: ViewType) -> DatabasePattern:
    """The database with its first view of a kind, and what that view needs, in every tier."""
    view = next(v for v in database.views if v.type == kind)
    keys = {view.group_by, view.date_property, view.end_date_property, view.x_axis}
    return changed(
        database,
        views=[changed(v, tier="simple") if v is view else v for v in database.views],
        properties=[changed(p, tier="simple") if p.key in keys else p for p in database.properties],
    )


def _added(database: DatabasePattern, kind: ViewType, language: Language) -> DatabasePattern:
    prop: PropertyPattern | None = None
    if kind in _NEEDS:
        database, prop = _needed(database, kind, language)
    return changed(database, views=[*database.views, new_view(kind, prop)])


def new_view(kind: ViewType, prop: PropertyPattern | None) -> ViewPattern:
    """A view of a kind over the property that it needs."""
    key = prop.key if prop else None
    return ViewPattern(
        type=kind,
        name=VIEW_NAMES[kind],
        group_by=key if kind == "board" else None,
        date_property=key if kind in ("calendar", "timeline") else None,
        cover="page_cover" if kind == "gallery" else None,
        chart_type=("line" if prop and prop.type == "date" else "donut")
        if kind == "chart"
        else None,
        x_axis=key if kind == "chart" else None,
        aggregator="count" if kind == "chart" else None,
    )


def _needed(
    database: DatabasePattern, kind: ViewType, language: Language
) -> tuple[DatabasePattern, PropertyPattern]:
    """The property that a kind of view stands on, added where the database has none."""
    types, makes = _NEEDS[kind]
    for type_ in types:
        found = next((p for p in database.properties if p.type == type_), None)
        if found is not None:
            shown = changed(found, tier="simple")
            properties = [shown if p is found else p for p in database.properties]
            return changed(database, properties=properties), shown
    wanted = WantedProperty(
        name=_NEW_NAMES[makes][language], type="place" if makes == "place" else None
    )
    added = new_property(wanted, fresh_key("v", [p.key for p in database.properties]))
    rows = [
        changed(row, values={**row.values, added.key: value}) if value is not None else row
        for i, row in enumerate(database.rows)
        for value in [sample_value(added, i, language)]
    ]
    return changed(database, properties=[*database.properties, added], rows=rows), added
