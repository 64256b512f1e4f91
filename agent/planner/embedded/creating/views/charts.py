"""Clauses of a wish that ask for a chart: of which figures, for each of what, reckoned how.

They are read against the design, by the names of its properties: whatever the order of the words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from agent.planner.embedded.creating.wish.vocabulary import forms, tokens
from agent.planner.embedded.grammar.new.build import a_view
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.names import CHOICES
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded, says
from tools.blueprint.base import Language
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.actions.views import AddView
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_LONGEST = 120  # letters of a clause
_AXES = (*CHOICES, "date", "people", "checkbox", "rich_text")
_PARTS = frozenset("([+*=×÷")  # of a list, or of what is calculated
_FIGURES = ("number", "formula", "rollup")
_UNITS = ("unit.year", "unit.month", "unit.week", "unit.day")
_KNOWN = frozenset({"sum", "average", "max", "min"})  # of what functions of a property are called
_SPENT = ("ask.sum", "concept.money", "ledger.")  # a figure, by what it is of
_SHORTEST = 2  # letters of a word that alone means a longer name


@dataclass(frozen=True)
class _Chart:
    """What a clause asks for of one database."""

    home: ExistingDatabase
    axis: ExistingProperty
    figures: Sequence[ExistingProperty]
    weight: int  # how much of it the clause names
    parts: ExistingProperty | None = None  # what each bar is cut by


def is_charted(said: Sequence[Token]) -> bool:
    """Whether a clause has a word for a chart, and says of what; or asks for a figure of all."""
    if any(t.text in _PARTS for t in said):
        return False
    charts = [t for t in said if _is_chart(t)]
    return any(_says_what(t) for t in said if t not in charts) if charts else _totals(said)


def _is_chart(token: Token) -> bool:
    kind = token.has("chart.") and not token.text.isascii()  # "折れ線で": "bar" is much else
    return (token.has("view.chart") or kind) and not token.names


def _says_what(token: Token) -> bool:
    """Whether a word beside the one for a chart says what it is of."""
    named = token.kind == "unknown" or token.has("concept.")
    along = token.has("chart.line", "each_month.")  # "a chart of sales over time"
    return along or token.has("role.by", "function.") or (named and not token.text.isascii())


def _totals(said: Sequence[Token]) -> bool:
    """Whether a clause asks to show what all rows come to ("支援額の合計もどこかに出して")."""
    figure = any(t.has("function.sum", "function.average") for t in said)
    column = any(
        t.has("noun.property", "noun.formula", "role.by", "view.", "noun.view") for t in said
    )
    shown = any(t.has("verb.show") for t in said)
    return figure and ((shown and not column) or _is_seen(said))


def _is_seen(said: Sequence[Token]) -> bool:
    """Whether words are of a view that shows something ("합계가 보이는 화면")."""
    shows = any(t.has("verb.show", "shows.view", "worked.reckon") for t in said)
    return shows and any(t.has("noun.view") for t in said)


def charted(said: str, homes: Sequence[ExistingDatabase], language: Language) -> list[Change]:
    """The charts that a clause asks for, one for each figure; nothing where it is not clear."""
    words = tokens(said) if len(said) <= _LONGEST else []
    if not is_charted(words) or not (any(map(_is_chart, words)) or _is_seen(words)):
        return []  # one figure of all rows is read as a change
    found = [chart for home in homes if (chart := _chart(said, words, home))]
    most = max((chart.weight for chart in found), default=0)
    best = [chart for chart in found if chart.weight == most]  # "the sum for each month": of all
    return [change for chart in best for change in _views(chart, words, language)]


def is_monthly(said: str) -> bool:
    """Whether a clause asks for what all rows of each month come to: no figure of a single row."""
    words = tokens(said) if len(said) <= _LONGEST else []
    reckons = any(t.has("function.sum", "function.average", "function.count") for t in words)
    formal = any(t.has("noun.formula", "noun.rollup") for t in words)
    return reckons and not formal and any(t.has("each_month.") for t in words)


def monthly(
    said: str, homes: Sequence[ExistingDatabase], language: Language
) -> list[Change] | None:
    """The charts of figures month by month that a clause asks for; none where a database has a row
    for each month anyway, and None where there is no figure with a day."""
    if any(t.has("each_month.") for home in homes for t in tokens(home.title)):
        return []
    words = tokens(said)
    for home in homes:
        day = _usual(home, dated=True)
        amounts = [p for p in home.properties if p.type in _FIGURES and _is_money(p)]
        figures = _figures(said, words, home) or amounts
        if day is not None and day.type == "date" and figures:
            chart = _Chart(home, day, figures, len(figures))
            return list(_views(chart, words, language))
    return None


def _chart(said: str, words: Sequence[Token], home: ExistingDatabase) -> _Chart | None:
    """What a clause asks for of a database; None where it names neither figure nor axis there."""
    named = _axis(said, words, home)
    lined = any(t.has("chart.line") for t in words)
    figures = _figures(said, words, home)
    reckons = any(t.has("function.", *_SPENT) and not t.has("function.count") for t in words)
    if reckons and not figures:
        return None
    axis = named or (_usual(home, dated=lined) if figures else None)
    if axis is None:
        return None
    weight = 2 * len(figures) + (named is not None)
    day = _usual(home, dated=True) if any(t.has("each_month.") for t in words) else None
    if day is not None and day.type == "date":  # "by category per month"
        return _Chart(home, day, figures, weight, axis if named and axis.type in CHOICES else None)
    return _Chart(home, axis, figures, weight)


def _axis(said: str, words: Sequence[Token], home: ExistingDatabase) -> ExistingProperty | None:
    """What there is to be a bar, a slice or a point for each of, as a word for "by" says it."""
    fit = [p for p in home.properties if p.type in _AXES]
    for at, token in enumerate(words):
        if not token.has("role.by", "each."):
            continue
        latin = token.text.isascii()
        near = words[at + 1 : at + 2] if latin else words[max(0, at - 1) : at]
        if near and near[0].has(*_UNITS):
            return _usual(home, dated=True)
        text = _plain(said[token.end :] if latin else said[: token.start])
        meets = text.startswith if latin else text.endswith
        whole = [p for p in fit if (name := _plain(p.name)) and meets(name)]
        word = _plain(near[0].text) if near else ""
        begun = [p for p in fit if len(word) >= _SHORTEST and _plain(p.name).startswith(word)]
        if whole or begun:
            return max(whole or begun, key=lambda p: len(p.name))
    return None


def _usual(home: ExistingDatabase, *, dated: bool) -> ExistingProperty | None:
    """The first day of a database, or else the first choice, where none is named."""
    days = [p for p in home.properties if p.type == "date"]
    choices = [p for p in home.properties if p.type in CHOICES]
    return next(iter(days if dated else [*choices, *days]), None)


def _figures(
    said: str, words: Sequence[Token], home: ExistingDatabase
) -> Sequence[ExistingProperty]:
    """The numbers that a clause names; of one that is to be reckoned, and not named, the only one
    or the only amount of money."""
    # A particle may only join a part to its whole ("血圧の上": 血圧（上）).
    kept = (t.text for t in words if not (t.kind == "particle" and t.has("role.of")))
    text, found = _plain("".join(kept)), list[ExistingProperty]()
    reckons = any(t.has("function.sum", "function.average") for t in words)
    unknown = [p for p in home.properties if p.type == "rich_text" and reckons and not home.rows]
    numbers = [p for p in home.properties if p.type in _FIGURES and _plain(p.name)]
    for prop in sorted([*numbers, *unknown], key=lambda p: -len(p.name)):
        spelt = (_plain(prop.name), _plain(prop.name.partition("(")[0]))  # "시간 (분)"
        if name := next((name for name in spelt if name and name in text), ""):
            found.append(prop)
            text = text.replace(name, " ")
    counted = next((form[1:] for form in forms("counted") if form in said), "")
    found = found or [p for p in numbers if counted and p.name.startswith(counted)]
    if found or not any(t.has("function.", *_SPENT) for t in words):
        return found
    money = [p for p in numbers if _is_money(p)]
    return next((one for one in (numbers, money) if len(one) == 1), [])


def _is_money(prop: ExistingProperty) -> bool:
    known = concept_worded(prop.name)
    money = known is not None and known.key == "money"
    return money or prop.config.get("format") not in (None, "number", "percent")


def _views(chart: _Chart, words: Sequence[Token], language: Language) -> Iterator[Change]:
    kind = next((t.group("chart.") for t in words if t.has("chart.")), "")
    told = next((t.group("function.") for t in words if t.has("function.")), "")
    axis = chart.axis
    dated = axis.type == "date"
    home, names = chart.home, lexis().names[language]
    said = next(one.words for one in lexis().languages if one.name == language)
    how_many = said["function"]["count"][0]
    where: dict[str, Any] = {"type": "chart", "x_axis": axis.name}
    where |= {"stack_by": chart.parts.name} if chart.parts else {}
    if axis.type == "rich_text":
        place = {"database": home.title, "property": axis.name, "to": "select"}
        yield RetypeProperty.model_validate({"action": "retype_property", **place})
    taken = {view.name for view in home.views}
    figures: Sequence[ExistingProperty | None] = chart.figures or [None]
    for figure in figures:
        plain = "column" if chart.parts else "donut"
        view, called = where | {"chart_type": kind or plain}, how_many
        if figure is not None and figure.type == "rich_text":  # what is reckoned is a number
            place = {"database": home.title, "property": figure.name, "to": "number"}
            yield RetypeProperty.model_validate({"action": "retype_property", **place})
        if figure is not None:
            # What is no sum in itself, as a temperature, is no sum for a month either.
            single = says(figure.name, "single")
            how = told if told in _KNOWN else "average" if single else "sum"
            called = figure.name if kind == "line" and not told else names[how].format(figure.name)
            view |= {"chart_type": kind or ("line" if dated and not chart.parts else "column")}
            view |= {"y_axis": {"aggregator": how, "property": figure.name}}
        by = chart.parts or axis
        name = called if by.type == "date" else names["view_by"].format(by.name, called)
        free = (n for n in (name, *(f"{name} {at}" for at in range(2, len(taken) + 3))))
        view |= {"name": next(n for n in free if n not in taken)}
        yield AddView(action="add_view", database=home.title, view=a_view(view))


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
