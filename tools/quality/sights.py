"""What a design shows at first sight, and whether what it shows holds anything."""

from tools.blueprint.blocks import LinkedView
from tools.blueprint.model import Database
from tools.blueprint.views import (
    BoardView,
    CalendarView,
    ChartView,
    DashboardView,
    FormView,
    TimelineView,
)
from tools.quality.design import Design, share
from tools.quality.showing import seen

_SIDE_BY_SIDE = 2  # parts that make a dashboard one
_TELLING = frozenset({"status", "select", "date", "number", "checkbox"})  # more than a name


def first_view(design: Design) -> float | None:
    """The share of tables that open on a view of their rows; the main one must show what matters
    where it is to be more than simple and has more than names."""
    if not design.tables:
        return None
    opens = [_opens(table) for table in design.tables]
    main = design.tables[0]
    telling = any(p.type in _TELLING for p in main.properties)
    if design.blueprint.complexity != "simple" and telling and opens[0]:
        opens[0] = 1.0 if _is_at_a_glance(design, main) else 0.5
    return share(sum(opens), len(opens))


def _opens(table: Database) -> float:
    first = next(iter(table.views), None)
    if isinstance(first, DashboardView):
        return float(len(first.widgets) >= _SIDE_BY_SIDE)
    return float(first is not None and not isinstance(first, FormView | ChartView))


def _is_at_a_glance(design: Design, main: Database) -> bool:
    """Whether the main page shows what matters at once: a dashboard, a look at one of its tables,
    or, where no row is there to be shown, a view whose columns or days speak for themselves."""
    if isinstance(main.views[0], DashboardView):
        return True
    if any(isinstance(block, LinkedView) for block in design.blueprint.blocks):
        return True
    return not main.rows and isinstance(main.views[0], BoardView | CalendarView | TimelineView)


def named_views(design: Design) -> float | None:
    """Whether there is a view with a name for each table, two for the main one."""
    if not design.tables:
        return None
    named = [sum(view.name is not None for view in table.views) for table in design.tables]
    wanted = [2, *[1] * (len(named) - 1)]
    return share(sum(map(min, named, wanted)), sum(wanted))


def views_that_show(design: Design) -> float | None:
    """The share of views that show a row. A view nobody can see anything in counts twice: it
    looks broken."""
    if design.no_rows or not design.tables:
        return None
    shown = [bool(rows) or view.type == "form" for view, rows in seen(design)]
    return max(0.0, 1 - 2 * shown.count(False) / len(shown)) if shown else 0.0
