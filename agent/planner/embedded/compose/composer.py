"""The order of composing: what is picked is opened as a workspace, and that is changed."""

from dataclasses import replace
from datetime import date
from functools import partial

from agent.planner.brief import Brief
from agent.planner.embedded.compose.bench import Bench
from agent.planner.embedded.compose.draft import changed, in_tier
from agent.planner.embedded.compose.given import with_given, with_row_names
from agent.planner.embedded.compose.links import with_links
from agent.planner.embedded.compose.listed import with_listed
from agent.planner.embedded.compose.money import currency_of, with_currency
from agent.planner.embedded.compose.picked import Picked, picked
from agent.planner.embedded.compose.raised import raised
from agent.planner.embedded.compose.removed import without_removed
from agent.planner.embedded.compose.rows import speaks_of, with_rows
from agent.planner.embedded.compose.tidy import hidden, tidied
from agent.planner.embedded.compose.views import SHAPED, with_views
from agent.planner.embedded.compose.welcome import blocks_of, now_blocks, welcomed, written_blocks
from agent.planner.patterns import BlockPattern, Pattern
from tools.blueprint.base import Complexity, Language
from tools.blueprint.model import Blueprint, Meta
from tools.blueprint.properties import NumberFormat
from tools.workspace.model import ExistingDatabase, ExistingView
from tools.workspace.to_blueprint import blueprint_of
from tools.workspace.values import is_empty

_DEFAULT: Complexity = "standard"
_FEWEST_WIDGETS = 2


def compose(
    pattern: Pattern | None, brief: Brief, language: Language, today: date, skill: str | None
) -> Blueprint:
    """The workspace that a wish describes; without a pattern, from what it names alone."""
    bench = _made(pattern, brief, language, today)
    kind = bench.pattern.template_type
    about = {
        "template_type": "dashboard" if brief.dashboard else kind,
        "language": language,
        "complexity": brief.complexity or _DEFAULT,
        "color_theme": brief.color or bench.pattern.color,
        "meta": Meta(skill=skill, source="embedded"),
    }
    return blueprint_of(bench.structure.model_copy(update={"about": about}))


def _made(pattern: Pattern | None, brief: Brief, language: Language, today: date) -> Bench:
    """A workspace with all done that was said of the whole of it."""
    brief, complexity = with_row_names(brief, today), brief.complexity or _DEFAULT
    currency = brief.currency or currency_of(language)
    below = brief.no_databases and (brief.sub_pages or brief.more_sub_pages)
    if below or (brief.texts and (brief.no_databases or brief.databases)):
        pattern = None  # what is named is all that there is to be
    found = picked(pattern, brief, language, complexity)
    if speaks_of(found.pattern, brief.particulars, language):
        brief = changed(brief, particulars=[])
    chosen = _prepared(found, brief, language, currency)
    bench = Bench(chosen, language, today, currency)
    whole = bench.structure
    bench.strip(chosen, complexity)
    shown = bench.structure
    with_listed(bench, brief)
    with_links(bench, brief)
    with_given(bench, brief)
    with_views(bench, brief)
    # After the additions: a name that was given can be removed.
    without_removed(bench, brief.removals)
    _fit_views(bench, brief)
    if brief.color is not None:
        bench.do("recolor", color=brief.color)
    main = next(iter(bench.databases), None)
    has_samples = main is not None and bool(main.rows) and not brief.rows

    def is_hidden(block: BlockPattern) -> bool:
        if not in_tier(block.tier, complexity) or (block.particular and brief.particulars):
            return True
        return block.of_samples and not has_samples

    gone = set(hidden(whole, bench.pattern, is_hidden))
    bench.restructure(**tidied(whole, shown, bench.structure, gone))
    if not found.pattern.blocks:
        bench.restructure(blocks=welcomed(bench, brief))
    elif brief.texts:
        bench.restructure(blocks=[*written_blocks(bench, brief), *bench.structure.blocks])
    for name in (*brief.sub_pages, *brief.more_sub_pages) if brief.texts_below else ():
        bench.do("add_blocks", target=name, blocks=blocks_of(brief.texts_below))
    return bench


def _prepared(chosen: Picked, brief: Brief, language: Language, currency: NumberFormat) -> Picked:
    """What is decided before the pattern is opened: what is shown at any complexity, samples and
    their currency, what matters now on a page of its own."""
    pattern = raised(chosen.pattern, chosen.databases, brief)
    pattern = with_currency(with_rows(pattern, brief, language), currency)
    if not pattern.blocks:
        pattern = changed(pattern, blocks=list(now_blocks(pattern, brief, language)))
    return replace(chosen, pattern=pattern)


def _fit_views(bench: Bench, brief: Brief) -> None:
    """Takes away dashboards of which too little is left, and lets a table open on what shows
    something: no dashboard where it is empty, or holds the person's own rows, as what was given is
    seen first; no view in which these have no place."""

    def is_poor(view: ExistingView) -> bool:
        return view.type == "dashboard" and len(view.widgets) < _FEWEST_WIDGETS

    is_plain = brief.complexity == "simple" or any(v.type == "table" for v in brief.views)
    for database in bench.databases:
        views = [view for view in database.views if not is_poor(view)]
        if not database.rows or brief.rows:
            views = sorted(views, key=lambda view: view.type == "dashboard")
        if brief.rows:
            views = sorted(views, key=partial(_loses_rows, database))
        elif not (database.rows or is_plain or database.id in bench.own):
            views = _shaped_first(views)
        if views != database.views:
            bench.keep_views(database, views)


def _shaped_first(views: list[ExistingView]) -> list[ExistingView]:
    """The views of an empty table of a skill with what says something without a row before the
    plain one."""
    first = next((view for view in views if view.type in SHAPED), None)
    if first is None or views[0].type != "table":
        return views
    return [first, *(view for view in views if view is not first)]


def _loses_rows(database: ExistingDatabase, view: ExistingView) -> bool:
    """Whether a row has no day in a view of days."""
    day = view.configuration.get("date_property_id")
    return day is not None and any(
        is_empty({**row.values, **row.given}.get(day)) for row in database.rows
    )
