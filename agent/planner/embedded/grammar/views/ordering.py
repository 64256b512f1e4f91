"""In which order a view is to show its rows: by what, which way, and what comes first of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.conditions.condition import Condition
from agent.planner.embedded.grammar.text.names import CHOICES, TEXTS, is_money
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingDatabase, ExistingProperty

Met = Callable[[Clause, ExistingDatabase, Sequence[Token]], list[Condition]]
_NEAR = 5  # tokens from a rank to what says that it comes first
_WAYS = ("sort.ascending", "sort.descending", "sort.highest", "sort.lowest")
_WAY = ("ascending", "descending")
_FIRST = ("place.top", "place.above", "lead.")  # what is said to come before the others


def sorts_of(clause: Clause, home: ExistingDatabase, met: Met) -> list[dict[str, Any]]:
    """The orders that words ask for, the first of them first; what they were is read. `met` reads
    what is said of rows.

    Raises Ask where it is open by what, Refused where what is to come first cannot.
    """
    parts = _parts(clause)
    found = list[dict[str, Any]]()
    for part in parts:
        sort = _led(part, home, met)
        found += [sort] if sort else _listed(part, home)
        clause.used |= part.used
    return found


def _listed(clause: Clause, home: ExistingDatabase) -> list[dict[str, Any]]:
    """An order by several properties that are listed ("by date and price"), else by one."""
    said = clause.does("sort") or any(p.plays("ordered") for p in clause.phrases)
    grouped = clause.does("group") or clause.find("verb.group") is not None
    roles = ("by", "ordered") if said and not grouped else ("ordered",)
    items = [clause.free(i) for p in clause.phrases if p.plays(*roles) for i in p.items]
    if len(items) > 1 and all(len(i) == 1 and clause.prop(i[0], [home]) for i in items):
        named = [p for i in items if (p := _sortable(clause, home, i[0]))]
        way = clause.take(*_WAYS)
        clause.take_all("sort.by", "sort.ordered", "verb.sort")
        return [{"property": p.name, "direction": _direction(clause, p, way)} for p in named]
    sort = _sort(clause, home)
    return [sort] if sort else []


def _parts(clause: Clause) -> list[Clause]:
    """The clause, or its parts between commas where several of them say an order each."""
    ends = [t.start for t in clause.tokens if t.text == "," or t.has("also.also")]
    cuts = [-1, *ends, max((t.end for t in clause.said.tokens), default=0) + 1]
    spans = pairwise(cuts)
    parts = [tuple(t for t in clause.said.tokens if a < t.start < b) for a, b in spans]
    ordered = [part for part in parts if _orders(part)]
    told = [any(t.names or t.has("state.", "noun.due") for t in part) for part in ordered]
    if len(ordered) < 2 or not all(told):  # "by price, the highest first" is one order
        return [clause]
    return [_part(clause, part) for part in ordered]


def _part(clause: Clause, tokens: tuple[Token, ...]) -> Clause:
    """A clause of some tokens of another, with its verb, of which as much is read."""
    said = replace(clause.said, tokens=tokens, payload=(), groups=())
    part = Clause(said, clause.world, clause.memory, clause.today, clause.hints)
    part.used |= clause.used
    return part


def _orders(tokens: Sequence[Token]) -> bool:
    """Whether words say an order by themselves."""
    return any(t.has(*_WAYS, "sort.ordered", "role.ordered", "rank.") for t in tokens) or (
        any(t.has(*_FIRST) for t in tokens[1:])
    )


def _led(clause: Clause, home: ExistingDatabase, met: Met) -> dict[str, Any] | None:
    """The order in which rows of a kind come before the others ("unpaid ones first").

    Raises Refused for an option that is neither the first nor the last of its property.
    """
    tokens = clause.tokens
    at = next((i for i, t in enumerate(tokens) if i and _is_first(t)), None)
    only = any(t.has("only.", "role.only", *_WAYS) or (t.has("rank.") and not t.names)
               for t in clause.said.tokens)  # fmt: skip
    if at is None or only or clause.does("hide") or clause.find("noun.property"):
        return None
    before = clause.used.copy()
    found = met(clause, home, tokens[:at])
    shown = found[0].filter if len(found) == 1 else None
    sort = _first_of(home, shown) if shown else None
    if sort is None:
        clause.used = before
        return None
    clause.use(*(t for t in tokens[at:] if t.has(*_FIRST) or t.kind == "particle"))
    clause.read_titles(home)
    clause.take_all("noun.thing", "type.people")
    return sort


def _is_first(token: Token) -> bool:
    """Whether a word says that what stands before it comes first."""
    from_ = token.kind == "particle" and token.has("role.from")
    return from_ or (token.has(*_FIRST) and not token.names)


def _first_of(home: ExistingDatabase, shown: dict[str, Any]) -> dict[str, Any] | None:
    """The order that puts rows with such a value before the others; None for what is no value."""
    prop = next((p for p in home.properties if p.name == shown.get("property")), None)
    if prop is None:
        return None
    test = shown[prop.type]
    if prop.type == "checkbox":
        return {"property": prop.name, "direction": _WAY[test["equals"]]}
    if prop.type in CHOICES:
        names = [option.name for option in prop.options]
        said = test.get("equals") or test.get("contains")
        denied = said is None
        said = said or test.get("does_not_equal") or test.get("does_not_contain")
        if said not in (names[0], names[-1]):
            raise Refused
        return {"property": prop.name, "direction": _WAY[(said == names[-1]) != denied]}
    return {"property": prop.name, "direction": "ascending"} if prop.type == "date" else None


def _sort(clause: Clause, home: ExistingDatabase) -> dict[str, Any] | None:
    """The order that is asked for: by which property, and which way."""
    way = clause.find(*_WAYS, among=clause.said.tokens)
    phrases = [p for p in clause.phrases if p.plays("ordered")]
    sorting = clause.does("sort") or any(t.has("verb.sort") for t in clause.tokens)
    rank, leading = _ranked(clause)
    if not (phrases or way or sorting or leading or clause.find("sort.ordered")):
        return None
    clause.use(*([rank, *leading] if rank and not way else []))
    anywhere = list(clause.tokens) if rank else []
    phrases += [p for p in clause.phrases if p.plays("by", "to") and sorting]
    tokens = [t for p in phrases for t in p.tokens] or list(clause.tokens)
    if way is not None:
        tokens = [t for t in clause.tokens if t.start < way.start] + tokens
        clause.use(way)
    clause.take_plain("noun.order")
    clause.take_all("sort.by", "sort.ordered", "verb.sort")
    prop = next(
        (
            p
            for t in (*reversed(clause.free(tokens)), *clause.free(anywhere))
            if (p := _sortable(clause, home, t))
        ),
        None,
    )
    top = rank or (way if way and way.has("sort.highest", "sort.lowest", "timely.") else None)
    if prop is None and top is not None:
        prop = _sorted_by(clause, home) or obvious(clause, home, top)
    if prop is not None and prop.type in TEXTS and top is not None and top.has("timely."):
        prop = _first_day(clause, home) or prop  # "by who borrowed last"
    prop = prop or _just_added(clause, home)
    if prop is None and way is not None and way.has("spelled."):
        prop = next((p for p in home.properties if p.type == "title"), None)
    if prop is None and not (phrases or way or leading or clause.does("sort")):
        return None  # "put side by side" says no order
    if prop is None:
        raise Ask("property", [p.name for p in home.properties])
    clause.take_plain("lead.lead")
    again = [t for t in clause.free(tokens) if (e := clause.prop(t, [home])) and e.id == prop.id]
    again += [b for a, b in pairwise(clause.tokens) if b.has(f"type.{prop.type}")
              and any(e.id == prop.id for e in a.names)]  # fmt: skip
    clause.use(*again)  # "by date, the newest dates on top", "by shirt number"
    if rank is not None:
        clause.read_titles(home)
    return {"property": prop.name, "direction": _direction(clause, prop, way or rank)}


def _first_day(clause: Clause, home: ExistingDatabase) -> ExistingProperty | None:
    """The day on which rows came about: the only one by which nothing is due. Raises Ask for one
    of several."""
    dates = [p for p in home.properties if p.type == "date" and not clause.world.is_due(p)]
    if len(dates) > 1:
        raise Ask("property", [p.name for p in dates])
    return next(iter(dates), None)


def _just_added(clause: Clause, home: ExistingDatabase) -> ExistingProperty | None:
    """The property that was added right before, where no other is named ("…, sort by it")."""
    last = clause.memory.last
    if last is None or last.kind != "property" or not clause.memory.changed.startswith("add_"):
        return None
    return next((p for p in home.properties if p.name == last.name), None)


def _sorted_by(clause: Clause, home: ExistingDatabase) -> ExistingProperty | None:
    """What the view that was spoken of right before is put in order by."""
    last = clause.memory.last
    view = next((v for v in home.views if last and last.kind == "view" and v.id == last.id), None)
    sorts = view.sorts if view is not None else None
    return home.property(sorts[0]["property"]) if sorts else None


def _ranked(clause: Clause) -> tuple[Token | None, list[Token]]:
    """What is to stand first ("the newest on top"), and the words that say so."""
    tokens = list(clause.said.tokens)
    at = next((i for i, t in enumerate(tokens) if t.has("rank.") and not t.names), None)
    if at is None:
        return None, []
    behind = tokens[at + 1 : at + _NEAR]
    leads = [t for t in behind if t.has("place.top", "place.above", "lead.")
             or (t.kind == "particle" and t.has("role.from"))]  # fmt: skip
    plain = ("noun.thing", "noun.row", "type.number", "most.")
    small = [t for t in tokens[max(0, at - 1) : at + _NEAR] if t.has(*plain) and not t.names]
    return tokens[at], [*leads, *small] if leads else []


def obvious(clause: Clause, home: ExistingDatabase, rank: Token) -> ExistingProperty | None:
    """What rows are put in order by where only a rank is said: the day, the number that it is said
    of ("the cheapest"), or the only one."""
    numbers = [p for p in home.properties if p.type == "number"]
    if rank.has("timely."):
        return clause.world.main_date(home)
    known = ((p, concept_of(p.name)) for p in numbers)
    fits = [p for p, concept in known if concept and rank.has(f"measures.{concept.key}")]
    if rank.has("measures.money"):
        fits = [p for p in numbers if is_money(p)] or fits
    return fits[0] if len(fits) == 1 else numbers[0] if len(numbers) == 1 else None


def _sortable(clause: Clause, home: ExistingDatabase, token: Token) -> ExistingProperty | None:
    entity = clause.prop(token, [home]) if token.kind != "quoted" else None
    if entity is None or any(e.id == home.id for e in clause.entities(token, "database")):
        return None
    clause.use(token)
    return clause.world.property(entity)


def _direction(clause: Clause, prop: ExistingProperty, way: Token | None) -> str:
    """Which way: options are ordered as they are listed, whichever of them is the highest."""
    said = way.group("sort.") if way else "ascending"
    said = said or ("highest" if way and way.has("rank.high") else "lowest")
    if said not in ("highest", "lowest"):
        return "descending" if said == "descending" else "ascending"
    falling = True
    if prop.type in CHOICES:
        falling = not falls(clause, prop)
    return "descending" if falling == (said == "highest") else "ascending"


def falls(clause: Clause, prop: ExistingProperty) -> bool:
    """Whether the options of a choice are listed from the highest on. Raises Refused where they
    are of no rank."""
    names = [option.name.lower() for option in prop.options]
    least = clause.world.lexis.said("rank.least")
    starred = bool(names) and len(names[0]) > len(names[-1])
    if not starred and not {*names[:1], *names[-1:]} & least:
        raise Refused
    return starred or names[-1] in least
