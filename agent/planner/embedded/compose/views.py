"""The views that were asked for, and no others where the person said "only"."""

from typing import Any

from agent.planner.brief import Brief, ViewType, WantedProperty, WantedView
from agent.planner.embedded.compose.bench import Bench
from agent.planner.embedded.compose.draft import free_name
from agent.planner.embedded.compose.listed import added
from agent.planner.embedded.creating.wish.vocabulary import holds
from agent.planner.embedded.lexicon import concept, is_box, word_for
from agent.texts import say
from tools.blueprint.fitting import DATES, groups
from tools.workspace.draft import Edit
from tools.workspace.model import ExistingBlock, ExistingDatabase, ExistingProperty
from tools.workspace.views import stands_on

# What a view stands on: types in order of preference; the concept that is added for want of one.
_NEEDS: dict[str, tuple[tuple[str, ...], str]] = {
    "board": (("status", "select", "multi_select"), "status"),
    "calendar": (("date",), "date"),
    "timeline": (("date",), "date"),
    "chart": (("status", "select", "multi_select", "date"), "status"),
    "map": (("place",), "place"),
}
SHAPED = frozenset({"board", "calendar", "timeline"})  # that say something without a row, too


def with_views(bench: Bench, brief: Brief) -> None:
    """Adds each view that was asked for, where there is none of its kind."""
    for wanted in brief.views:
        _show(bench, wanted)
    if brief.views_only:
        kinds = list(dict.fromkeys(view.type for view in brief.views))
        for database in bench.databases:
            _only(bench, database, kinds)
        _only_linked(bench, set(kinds))
    _asked_first(bench, brief)


def _asked_first(bench: Bench, brief: Brief) -> None:
    """Opens a table on the view that was asked for; one with samples opens on what they show."""
    homes = [_home(bench, wanted) for wanted in brief.views]
    for database in bench.databases:
        here = zip(brief.views, homes, strict=True)
        asked = [wanted.type for wanted, home in here if home and home.id == database.id]
        first = set(asked) if brief.rows else {*SHAPED, "table"} & set(asked)
        if first and (brief.rows or not database.rows):
            bench.keep_views(database, sorted(database.views, key=lambda v: v.type not in first))


def _show(bench: Bench, wanted: WantedView) -> None:
    home = _home(bench, wanted)
    if home is None:
        return
    there = [view for view in home.views if view.type == wanted.type]
    named = [view for view in there if view.name == wanted.name]
    if named or (there and wanted.name is None and wanted.by is None):
        return
    by = bench.property(home, wanted.by) if wanted.by else None
    if by is None and wanted.by and wanted.type in _NEEDS:
        by = added(bench, home, WantedProperty(name=wanted.by))
    kind = wanted.type
    if kind == "chart" and by is not None and by.type == "number":
        _chart_of(bench, home, by, wanted.name)
        return
    if kind == "board" and by is not None and not _cuts("board", by):
        kind = "table"  # a board has columns of choices only; a table is cut by words as well
    if by is None or not _cuts(kind, by):
        by = _needed(bench, home, kind) if kind in _NEEDS else _pictures(home, kind)
    if wanted.name is None and any(
        v.type == kind and by is not None and stands_on(v, by.id) for v in there
    ):
        return
    name = wanted.name or (by and wanted.by and say("view_by", bench.language, name=by.name))
    view = new_view(bench, kind, by, name or None)
    if kind == "timeline" and by is not None and (end := _end_of(home, by)):
        view["end_date_property"] = end
    _add(bench, home, view)


def _end_of(home: ExistingDatabase, start: ExistingProperty) -> str:
    """The day on which ends what begins on another ("start date", "end date"); empty for none."""
    days = [p for p in home.properties if p.type == "date" and p.id != start.id]
    ends = [p.name for p in days if holds(p.name, "ends_day")]
    return ends[0] if len(ends) == 1 and holds(start.name, "begins_day") else ""


def _chart_of(
    bench: Bench, home: ExistingDatabase, figure: ExistingProperty, name: str | None
) -> None:
    """Adds a chart of a figure: how it goes from day to day, else what it comes to for each."""
    axis = _needed(bench, home, "chart")
    day = _stand(home, "calendar") or axis
    view = new_view(bench, "chart", day, name or figure.name)
    y_axis = {"aggregator": "average" if day.type == "date" else "sum", "property": figure.name}
    kind = "line" if day.type == "date" else "column"
    _add(bench, home, {**view, "chart_type": kind, "y_axis": y_axis})


def _cuts(kind: ViewType, prop: ExistingProperty) -> bool:
    """Whether a view of a kind can be grouped, dated or charted by a property."""
    if kind in ("calendar", "timeline"):
        return prop.type in DATES
    return prop.type != "title" and groups(kind, prop.type)


def _home(bench: Bench, wanted: WantedView) -> ExistingDatabase | None:
    """The database that is named, else one that has such a view, or what it is cut by."""
    named = bench.database(wanted.database)
    having = (d for d in bench.databases if any(v.type == wanted.type for v in d.views))
    cut = (d for d in bench.databases if wanted.by and bench.property(d, wanted.by))
    return named or next(cut, None) or next(having, None) or next(iter(bench.databases), None)


def _add(bench: Bench, home: ExistingDatabase, view: dict[str, Any]) -> None:
    name = free_name(view["name"], [v.name for v in bench.keyed(home.id).views])
    bench.do("add_view", database=home.id, view={**view, "name": name})


def new_view(
    bench: Bench, kind: ViewType, prop: ExistingProperty | None, name: str | None = None
) -> dict[str, Any]:
    """A view of a kind over the property that it needs, as a change says it."""
    view: dict[str, Any] = {"type": kind, "name": name or say(f"view_{kind}", bench.language)}
    match kind:
        case "gallery" if prop is not None and prop.type == "files":
            view["cover"] = prop.name
        case "gallery":
            view["cover"] = "page_cover"
        case "board" | "table" if prop is not None:
            view["group_by"] = prop.name
        case "calendar" | "timeline" if prop is not None:
            view["date_property"] = prop.name
        case "chart" if prop is not None:
            view |= {"x_axis": prop.name, "y_axis": {"aggregator": "count"}}
            view["chart_type"] = "line" if prop.type == "date" else "donut"
        case _:
            pass
    return view


def _needed(bench: Bench, home: ExistingDatabase, kind: ViewType) -> ExistingProperty:
    """The property that a kind of view stands on, added where the database has none."""
    types, makes = _NEEDS[kind]
    if (found := _stand(home, kind)) is not None:
        return found
    wanted = WantedProperty(name=word_for(concept(makes), bench.language))
    if types == ("place",):
        wanted = wanted.model_copy(update={"type": "place"})
    return added(bench, home, wanted)


def _stand(home: ExistingDatabase, kind: ViewType) -> ExistingProperty | None:
    """The property that a view of a kind would stand on; the title where it needs none."""
    types = _NEEDS[kind][0] if kind in _NEEDS else ("title",)
    fit = [p for type_ in types for p in home.properties if p.type == type_]
    if kind == "board" and fit and not any(p.options or p.type == "status" for p in fit):
        done = (p for p in home.properties if p.type == "checkbox" and is_box(p.name))
        return next(done, fit[0])  # of a choice with no options all cards stand in one column
    return next(iter(fit), None)


def _pictures(home: ExistingDatabase, kind: ViewType) -> ExistingProperty | None:
    """The files that a gallery shows on its cards; None of other kinds, or where there are none."""
    files = (p for p in home.properties if p.type == "files")
    return next(files, None) if kind == "gallery" else None


def _only(bench: Bench, database: ExistingDatabase, kinds: list[ViewType]) -> None:
    """Leaves a database the views of these kinds; who has none of them gets those that it has the
    properties for, else keeps its table."""
    kept = [v for v in database.views if v.type in kinds]
    if kept:
        bench.keep_views(database, kept)
        return
    table = [v for v in database.views if v.type == "table"][:1]
    bench.keep_views(database, table)
    fit = [kind for kind in kinds if _stand(database, kind) is not None]
    for kind in fit:
        needed = _stand(database, kind) if kind in _NEEDS else _pictures(database, kind)
        _add(bench, database, new_view(bench, kind, needed))
    if fit:
        views = [v for v in bench.keyed(database.id).views if v.type in kinds]
        bench.keep_views(database, views)


def _only_linked(bench: Bench, kinds: set[ViewType]) -> None:
    def kept(block: ExistingBlock) -> ExistingBlock | None:
        return block if block.view is None or block.view.type in kinds else None

    edit = Edit(bench.draft)
    edit.each_block(kept)
    bench.draft = edit.draft()
