"""What a table of its own opens on: the view that its columns give, and what follows behind it.

A stage makes a board, a day a calendar, other choices a board, pictures a gallery. A board says
something without a row, too, and so does a calendar of days that lie ahead; one of days that things
are noted for shows an empty month, so the plain table with its columns comes first. A chart says
nothing: the dashboard comes first only where samples fill it (`composer` moves it back where there
are none).
"""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.compose.computed import LEFT, leading_date, lies_ahead
from agent.planner.embedded.compose.dashboard import dashboard_of, named_by
from agent.planner.embedded.compose.draft import everywhere
from agent.planner.patterns import PropertyPattern, RowPattern, ViewPattern
from agent.texts import say
from tools.blueprint.base import Language

_COLUMNS = 6  # of a board; more of them do not stand side by side on a screen
_ON_CARD = ("title", "formula", "date", "number")  # what a card shows, in this order of weight
_CARD = 4  # properties of a card


def views_of(
    properties: Sequence[PropertyPattern],
    rows: Sequence[RowPattern],
    language: Language,
    *,
    planned: bool,
) -> list[ViewPattern]:
    """The views of a table, the first one first; the plain table stands behind it, and alone where
    the wish is for something simple. What is `planned` happens on its day, as events do."""
    shaped = list(_shaped(properties, language))
    dashboard = dashboard_of(_filled(properties, rows), language)
    opening = [dashboard] if dashboard else []
    date = leading_date(properties, language)
    leads = planned or (date is not None and lies_ahead(date.name.in_language(language)))
    first = [view for view in shaped[:1] if leads or view.type != "calendar"]
    return [*opening, *first, ViewPattern(type="table"), *shaped[len(first) :]]


def _shaped(properties: Sequence[PropertyPattern], language: Language) -> Iterator[ViewPattern]:
    """The views that the properties give, the one that tells most first."""
    choices = {k: [p for p in properties if p.type == k and p.options] for k in _CHOICES}
    stage, kind = (next(iter(choices[k]), None) for k in _CHOICES)
    if stage is not None:
        yield _board(stage, properties, language)
    if (date := leading_date(properties, language)) is not None:
        name = everywhere(say("view_calendar", language))
        yield ViewPattern(type="calendar", tier="standard", name=name, date_property=date.key)
    if stage is None and kind is not None and len(kind.options) <= _COLUMNS:
        yield _board(kind, properties, language)
    if (pictures := next((p for p in properties if p.type == "files"), None)) is not None:
        name = everywhere(say("view_gallery", language))
        yield ViewPattern(type="gallery", tier="standard", name=name, cover=pictures.key)


_CHOICES = ("status", "select")


def _board(
    choice: PropertyPattern, properties: Sequence[PropertyPattern], language: Language
) -> ViewPattern:
    weighed = sorted(
        (p for p in properties if p.type in _ON_CARD), key=lambda p: _ON_CARD.index(p.type)
    )
    if any(p.key == LEFT for p in weighed):  # the days that are left say the day as well
        weighed = [p for p in weighed if p.type != "date"]
    return ViewPattern(
        type="board",
        tier="standard",
        name=named_by(choice, language),
        group_by=choice.key,
        properties=[p.key for p in weighed[:_CARD]],
    )


def _filled(
    properties: Sequence[PropertyPattern], rows: Sequence[RowPattern]
) -> list[PropertyPattern]:
    """The properties that the samples fill, and what is worked out of them: a chart of nothing
    shows nothing."""
    kept = [p for p in properties if p.type == "formula"]
    filled = [p for p in properties if any(p.key in row.values for row in rows)]
    return [*filled, *kept] if rows else list(properties)
