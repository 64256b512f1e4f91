"""What matters now of a table, and how things stand: side by side as its first tab, or on its own
beside a table that has no rows yet."""

from collections.abc import Sequence

from agent.planner.embedded.compose.computed import leading_date
from agent.planner.embedded.compose.draft import changed, everywhere
from agent.planner.embedded.lexicon import concept_of, says
from agent.planner.patterns import LocalText, PropertyPattern, ViewPattern
from agent.texts import say
from tools.blueprint.base import Language

_FEWEST = 2  # widgets that make a dashboard; one alone is a view
_ADDED_UP = frozenset({"money", "quantity", "duration"})
_AVERAGED = frozenset({"score", "percent"})


def named_by(prop: PropertyPattern, language: Language) -> LocalText:
    """What a view is called that is cut by a property: "By status"."""
    return everywhere(say("view_by", language, name=within(prop.name.in_language(language))))


def dashboard_of(properties: Sequence[PropertyPattern], language: Language) -> ViewPattern | None:
    """What is open or latest, the shares of a choice and the sums of a number; None where nothing
    is now (a price list), or the properties give too little."""
    choices = [p for kind in ("status", "select") for p in properties if p.type == kind]
    choice = next((p for p in choices if p.options), None)
    now = _now(properties, language)
    widgets = [
        *now,
        *_shares(choice, language),
        *_figures(properties, choice, language),
    ]
    if not now or len(widgets) < _FEWEST:
        return None
    name = everywhere(say("view_dashboard", language))
    return ViewPattern(type="dashboard", tier="standard", name=name, widgets=widgets)


def now_of(properties: Sequence[PropertyPattern], language: Language) -> ViewPattern | None:
    """What is not done yet, else what falls into this week of days that lie ahead, else what came
    last; None where nothing is now."""
    found = next(iter(_now(properties, language)), None)
    date = leading_date(properties, language)
    if found is None or found.hide or date is None or found.sort_direction == "descending":
        return found
    name = everywhere(say("view_week", language))
    return changed(found, name=name, this_week=date.key)


def _now(properties: Sequence[PropertyPattern], language: Language) -> list[ViewPattern]:
    """What is not done yet, else what comes or came last."""
    date = leading_date(properties, language)
    hide = _finished(properties, language)
    if not hide and date is None:
        return []
    ahead = bool(hide) or (date is not None and says(date.name.in_language(language), "ahead"))
    name = "view_open" if hide else "view_upcoming" if ahead else "view_latest"
    shown = [p.key for p in properties if p.type in ("title", "status", "formula")]
    shown += [date.key] if date else []
    return [
        ViewPattern(
            type="list",
            name=everywhere(say(name, language)),
            properties=shown,
            hide=hide,
            sort_by=date.key if date else None,
            sort_direction="ascending" if ahead else "descending",
        )
    ]


def _finished(
    properties: Sequence[PropertyPattern], language: Language
) -> dict[str, str | list[str]]:
    """What of a status, else of a check box that closes, says that a row is done."""
    for prop in properties:
        if prop.type == "status":
            return {prop.key: [o.key for o in prop.options if o.group == "complete"]}
    boxes = (p for p in properties if p.type == "checkbox")
    box = next((p for p in boxes if says(p.name.in_language(language), "closes")), None)
    return {box.key: "true"} if box else {}


def _shares(choice: PropertyPattern | None, language: Language) -> list[ViewPattern]:
    if choice is None:
        return []
    name = named_by(choice, language)
    return [ViewPattern(type="chart", name=name, chart_type="donut", x_axis=choice.key)]


def _figures(
    properties: Sequence[PropertyPattern], choice: PropertyPattern | None, language: Language
) -> list[ViewPattern]:
    """The first number that can be added up or averaged: by the choice, else as one figure."""
    for prop in properties:
        said = prop.name.in_language(language)
        known = concept_of(said) if prop.type == "number" else None
        if known is None or known.key not in _ADDED_UP | _AVERAGED or says(said, "single"):
            continue
        adds_up = known.key in _ADDED_UP and not says(said, "price")  # amounts do, prices do not
        function = "sum" if adds_up else "average"
        words = {"name": within(prop.name.in_language(language))}
        name = say(f"view_{function}", language, **words)
        if choice is not None:
            words["by"] = within(choice.name.in_language(language))
            name = say(f"view_{function}_by", language, **words)
        return [
            ViewPattern(
                type="chart",
                name=everywhere(name),
                chart_type="column" if choice else "number",
                x_axis=choice.key if choice else None,
                y_property=prop.key,
                aggregator=function,
            )
        ]
    return []


def within(name: str) -> str:
    """A name as it stands within a sentence."""
    return name[0].lower() + name[1:] if name[1:].islower() else name
