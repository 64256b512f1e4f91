"""What a design shows at first sight, and whether what it shows holds anything."""

from tools.blueprint.model import Database
from tools.blueprint.views import DashboardView, TableView
from tools.quality.design import Design, share
from tools.quality.showing import seen

_SIDE_BY_SIDE = 2  # parts that make a dashboard one


def first_view(design: Design) -> float | None:
    """The share of tables that open on a table or a dashboard; the main one must open on a
    dashboard where it is to be more than simple and has rows that one could show."""
    if not design.tables:
        return None
    opens = [_opens(table) for table in design.tables]
    main = design.tables[0]
    if design.blueprint.complexity != "simple" and main.rows and opens[0]:
        opens[0] = 1.0 if isinstance(main.views[0], DashboardView) else 0.5
    return share(sum(opens), len(opens))


def _opens(table: Database) -> float:
    first = next(iter(table.views), None)
    if isinstance(first, DashboardView):
        return float(len(first.widgets) >= _SIDE_BY_SIDE)
    return float(isinstance(first, TableView))


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
