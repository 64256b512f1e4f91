"""Questions about a page, answered from what stands on it; nothing changes by them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from statistics import fmean
from typing import Any

from agent.planner.embedded.changing.asked_rows import costing, led_to, met
from agent.planner.embedded.changing.asking import asks_to_see, asks_whether, is_question
from agent.planner.embedded.changing.row_answers import coming, of_a_part, of_row, shown, value
from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Memory, OnlyInNotion, Refused
from agent.planner.embedded.grammar.clauses.phrases import Said, is_first, works_out
from agent.planner.embedded.grammar.clauses.splitting import clauses_of
from agent.planner.embedded.grammar.conditions.filters import undone
from agent.planner.embedded.grammar.text.conjugation import tokens_there
from agent.planner.embedded.grammar.text.lexis import composed, folded, lexis
from agent.planner.embedded.grammar.text.names import CHOICES, World
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from agent.planner.embedded.grammar.text.worlds import world_of
from agent.planner.embedded.grammar.told.telling import asked_of
from agent.planner.embedded.grammar.views.ordering import falls, obvious
from agent.planner.embedded.grammar.views.viewing import mentioned
from agent.texts import say
from tools.blueprint.base import Language
from tools.workspace.figures import figure
from tools.workspace.model import (
    ExistingDatabase,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    Structure,
)
from tools.workspace.values import is_empty

_ASKS = ("?", "\uff1f")  # ends of a question
_SHOWN = 10  # names that an answer lists
_OF = ("at", "from", "of", "topic", "object", "subject", "bare")
_ASKING = ("ask.count", "ask.sum", "ask.which", "ask.when", "ask.there", "ask.tell", "may.may")
_ENDS = ("function.max", "function.min")
_DAYS = ("function.latest_date", "function.earliest_date", "window.past")  # of the main day
_HIGHEST = ("function.max", "function.latest_date", "window.past")
_NUMBERS: dict[str, Callable[[list[float]], float]] = {
    "sum": sum, "average": fmean, "max": max, "min": min,
}  # fmt: skip


def asks_about(text: str) -> bool:
    """Whether a text only asks something about what there is."""
    said = composed(text)
    asks = _all_ask(clauses_of(tokens_of(said, lexis()), lexis(), said))
    return asks or asks_to_see(text)


def answered(structure: Structure, text: str, language: Language, today: date) -> str | None:
    """The answer to a text that only asks; None for any other text, "" where there is none."""
    sees = asks_to_see(text) or asks_whether(text)
    if not (sees or _may_ask(text)):
        return None  # most texts: they are cut into tokens once, by the reader of changes
    world, said = world_of(structure, language, lexis()), composed(text)
    clauses = clauses_of(tokens_there(said, world, today), world.lexis, said)
    asks = _all_ask(clauses)
    if not asks and (not sees or (text.rstrip()[-1:] not in _ASKS and any(map(_orders, clauses)))):
        return None
    if any(map(_asks_leave, clauses)):
        return say("told_may", language)
    told = [one for one in (_told(one, world, today) for one in clauses) if one]
    if not told and (any(map(works_out, clauses)) or not asks):
        return None  # what it wants to see may be a view
    return " ".join(told)


@cache
def _asking() -> tuple[str, ...]:
    """What a text that asks has in it, of any language."""
    words = [w for sense in _ASKING for w in lexis().said(sense)]
    endings = [e for one in lexis().languages for e in one.endings.get("may", ())]
    return tuple({folded(text).replace(" ", "") for text in (*words, *endings)})


def _may_ask(text: str) -> bool:
    return any(map(folded(composed(text)).replace(" ", "").__contains__, _asking()))


def _all_ask(clauses: Sequence[Said]) -> bool:
    return any(map(_asks_leave, clauses)) or (bool(clauses) and all(map(is_question, clauses)))


def _orders(said: Said) -> bool:
    """Whether something is to be done: what looked like "show" is a part of a name."""
    return said.verb is not None and said.verb.has("verb.do") and not said.verb.has("verb.show")


def _asks_leave(said: Said) -> bool:
    """Whether it is asked if something may be done: nothing is done before that is answered."""
    asked = said.text.rstrip().endswith(_ASKS)
    return asked and any(t.has("may.", "ending.may") and not t.names for t in said.tokens)


def _told(said: Said, world: World, today: date) -> str:
    """The answer to one question; "" where what it asks is not known here.

    Where no database is named it is asked of each, and all that know an answer tell it.
    """
    for tell in (value, _parts, _best, _total, coming, _rows, _whether, of_a_part, _page):
        try:
            told = [tell(_asked(said, world, Memory(), today))]
        except Ask as ask:
            homes = _homes(_asked(said, world, Memory(), today), ask)
            clauses = [_asked(said, world, Memory(database=one), today) for one in homes]
            told = [_of_one(tell, clause) for clause in clauses]
        except (Refused, OnlyInNotion):
            continue
        if any(told):
            return " ".join(filter(None, told))
    return ""


def _homes(clause: Clause, ask: Ask) -> list[str]:
    """The databases of which a question may be asked: those that have what it names, if any do."""
    homes = [d.id for d in clause.world.databases if d.title in ask.candidates]
    named = {e.database for t in clause.tokens for e in clause.entities(t, "property")}
    return [home for home in homes if home in named] or homes


def _of_one(tell: Callable[[Clause], str], clause: Clause) -> str:
    try:
        return tell(clause)
    except (Refused, Ask, OnlyInNotion):
        return ""


def _asked(said: Said, world: World, memory: Memory, today: date) -> Clause:
    clause = Clause(said, world, memory, today)
    told = ("ask.", "verb.", *["apart."] * said.text.rstrip().endswith(_ASKS))  # "who has not …?"
    said_so = (t for t in clause.everything if t.has(*told) and not t.has("noun.due"))
    clause.use(*(t for t in said_so if not t.names))
    return clause


def _whether(clause: Clause) -> str:
    """`has Nora paid?`: what the rows have that would be told of them, were it so. Raises Refused,
    Ask."""
    told = asked_of(clause)
    props = {prop.name: prop for prop in told.home.properties}
    return " ".join(
        of_row(clause, props[name], row)
        for row, values in zip(told.rows, told.values, strict=True)
        for name in values
    )


def _parts(clause: Clause) -> str:
    """The properties, views or options that there are, or the databases."""
    world = clause.world
    if clause.take("noun.database"):
        return "" if clause.free() else _list(clause, "databases", "", _titles(world.databases))
    property_, view = clause.take("noun.property"), clause.take("noun.view")
    if property_ or view:
        clause.take_all("state.filled")  # "which properties there are"
        place = clause.place() or clause.spoken()
        homes = [place] if place else world.databases
        for home in homes:
            clause.read_home(home)
        if clause.free():
            return ""
        of = {d.title: d.properties if property_ else d.views for d in homes}
        kind = "properties" if property_ else "views"
        told = [_list(clause, kind, title, [p.name for p in parts]) for title, parts in of.items()]
        return " ".join(told)
    clause.take_all("noun.option")
    return _options(clause)


def _options(clause: Clause) -> str:
    place = clause.place(roles=("at", "from", "of"))
    homes = [place] if place else clause.world.databases
    found = [p for home in homes for p in mentioned(clause, home) if p.type in CHOICES]
    each = any(t.kind == "particle" and t.has("role.by") for t in clause.tokens)
    if clause.free() or not found or each:  # "the sum for each payer" is a chart
        return ""
    told = [_list(clause, "options", p.name, [o.name for o in p.options]) for p in found]
    return " ".join(told)


def _best(clause: Clause) -> str:
    """`which deal is the most expensive?`: the rows that have the most, or the least, of what is
    named, else of the only number, or the day that the words speak of."""
    most, rank = clause.take("most."), _rank(clause)
    if rank is None or not (most or is_first(rank, clause.world.lexis) or rank.has("function.")):
        return ""
    if not rank.has("rank.high", "rank.low", *_ENDS, *_DAYS):
        return ""
    clause.use(rank)
    clause.take_all("noun.row", "noun.thing")
    home = clause.place(roles=_OF) or clause.spoken() or clause.home()
    clause.read_home(home)
    prop = _measured(clause, home, rank)
    rows = met(clause, home)
    held = [r for r in rows or () if prop and not is_empty(r.values.get(prop.id))]
    if prop is not None and rank.has("window.past"):  # "the most recent one": of those that were
        today = clause.today.isoformat()
        held = [r for r in held if str(_weight(clause, prop, r))[:10] <= today] or held
    if prop is None or not held:
        return ""
    choose = max if rank.has("rank.high", *_HIGHEST) else min
    weights = {row.id: _weight(clause, prop, row) for row in held}
    best = choose(weights.values())
    rows = [row for row in held if weights[row.id] == best]
    first = shown(clause, prop, rows[0])
    params = {"row": _joined(clause, _titles(rows)), "property": prop.name, "value": first}
    return say("told_value", clause.world.language, **params)


def _rank(clause: Clause) -> Token | None:
    """What says that the most is asked for, or the least: no name, and a rank before all."""
    plain = [t for t in clause.everything if not t.names]
    ranks = ("rank.high", "rank.low"), ("function.",), ("window.past",)
    found = (clause.find(*one, among=plain) for one in ranks)
    return next((token for token in found if token is not None), None)


def _measured(clause: Clause, home: ExistingDatabase, rank: Token) -> ExistingProperty | None:
    """What rows are compared by: a property that is named, else the one that words speak of."""
    if named := mentioned(clause, home, "number", "date", *CHOICES):
        return named[0]
    return clause.world.main_date(home) if rank.has(*_DAYS) else obvious(clause, home, rank)


def _weight(clause: Clause, prop: ExistingProperty, row: ExistingRow) -> Any:
    """A value by which rows are compared. Raises Refused for options of no rank."""
    held = row.values[prop.id]
    if prop.type == "date":
        return held["start"]
    if prop.type in CHOICES:
        place = next(i for i, option in enumerate(prop.options) if option.id == held)
        return -place if falls(clause, prop) else place
    return held


def _total(clause: Clause) -> str:
    """`what is the total value of the won deals?`: a number over rows."""
    said = clause.find("function.") or clause.find("ask.sum")
    function = said.group("function.") if said else "sum"
    if function not in _NUMBERS or not (said or any(t.has("ask.sum") for t in clause.tokens)):
        return ""
    clause.use(*([said] if said else []))
    home = costing(clause) or clause.place() or clause.spoken() or clause.home()
    clause.read_home(home)
    clause.take_all("dealt.")  # "how much did we spend on paint?"
    numbers = mentioned(clause, home, "number")  # "paid" is what rows have to meet
    own = [p for p in home.properties if p.type == "number"]
    prop = next(iter(numbers or (own if len(own) == 1 else [])), None)
    rows = met(clause, home)
    if prop is None or rows is None:
        return ""
    held = [row.values[prop.id] for row in rows if not is_empty(row.values.get(prop.id))]
    shape = prop.config.get("format", "number")
    total = float(f"{_NUMBERS[function](held):.10g}") if held else 0
    value = figure(total, "number_with_commas" if shape == "number" else shape)
    name = clause.world.called(function, prop.name)
    return say("told_number", clause.world.language, name=name, value=value, n=len(rows))


def _rows(clause: Clause) -> str:
    """`which tasks are overdue?`: the rows that meet what is said, counted and named."""
    home = led_to(clause) or clause.place(roles=_OF) or clause.spoken() or clause.home()
    clause.read_home(home)
    clause.take_all("noun.row", "noun.thing", "type.people", "counter.counter", "only.only")
    clause.take_all("function.count", "entry.")
    left = any(t.has("ask.") for t in clause.everything) and clause.take("remains.")
    clause.use(*(t for t in clause.tokens[:1] if t.has("view.list")))  # "list open tasks"
    rows = met(clause, home, undone(clause, home) if left else [])
    if rows is None:
        return ""
    if not rows:
        return say("told_no_rows", clause.world.language, where=home.title)
    return _list(clause, "rows", home.title, _titles(rows))


def _page(clause: Clause) -> str:
    """What stands on the page, where nothing else is asked."""
    clause.take_all("noun.page", "it.", "place.page", "whole.")
    if clause.free() or not any(t.has("ask.", "verb.") for t in clause.everything):
        return ""  # "where is it?" asks something else
    homes, pages = clause.world.databases, clause.world.structure.sub_pages
    told = [_list(clause, "databases", "", _titles(homes))] if homes else []
    told += [_list(clause, "sub_pages", "", _titles(pages))] if pages else []
    return " ".join(told)


def _list(clause: Clause, kind: str, where: str, names: Sequence[str]) -> str:
    language = clause.world.language
    shown = _joined(clause, names) or say("told_empty", language)
    return say(f"told_{kind}", language, where=where, n=len(names), names=shown)


def _joined(clause: Clause, names: Sequence[str]) -> str:
    language = clause.world.language
    shown = say("comma", language).join(names[:_SHOWN])
    if len(names) > _SHOWN:
        shown = say("changes_more", language, what=shown, n=len(names) - _SHOWN)
    return shown


def _titles(parts: Sequence[ExistingDatabase | ExistingRow | ExistingPage]) -> list[str]:
    return [part.title for part in parts]
