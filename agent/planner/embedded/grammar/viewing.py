"""Views: which one is meant, of which type, and how it is to show its rows."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.conditions import conditions
from agent.planner.embedded.grammar.conditions_told import told_conditions
from agent.planner.embedded.grammar.names import CHOICES, Entity
from agent.planner.embedded.grammar.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingView

GROUPS = (*CHOICES, "people", "relation", "checkbox", "date", "rich_text")
_MOST_WORDS = 6  # of what a view is called by
_NEAR = 5  # tokens from a rank to what says that it comes first
_UNCLEAR = frozenset({"table", "list", "form", "map"})  # words that name other things as well
_CONDITIONS = (
    "state.", "only.", "compare.", "range.", "not.", "sort.", "role.ordered", "role.only",
)  # fmt: skip


def view_kind(clause: Clause) -> str | None:
    """The type of view that is spoken of, read from now on; a view without a type is a table."""
    noun = clause.find("noun.view", among=clause.tokens)
    for token in clause.free(clause.tokens):
        kind = token.group("view.") if token.kind != "quoted" else ""
        if not kind:
            continue
        limited = any(
            t.has(*_CONDITIONS) or any(e.kind == "option" for e in t.names)
            for t in clause.said.tokens
        )
        limited = limited or any(t.has("verb.group") for t in clause.said.tokens)
        if kind not in _UNCLEAR or noun or limited or clause.does("show"):
            clause.use(token, *([noun] if noun else []))
            return kind
    only = any(t.has("only.", "role.only") for t in clause.said.tokens)
    also = clause.does("show") and any(t.has("role.also") for t in clause.said.tokens)
    apart = also or clause.does("want")
    apart = apart or any(t.has("own.", "verb.group") for t in clause.said.tokens)
    if noun is None and not (apart and only):
        return None  # rows that are to be gathered want a view of their own
    clause.use(*([noun] if noun else []))
    return "table"


def mentioned(
    clause: Clause, home: ExistingDatabase, *types: str, among: Sequence[Token] | None = None
) -> list[ExistingProperty]:
    """The properties of a database that are named and not read yet; read from now on.

    Only those of some types, where these are given: the others stay for who reads them.
    """
    found = list[ExistingProperty]()
    for token in clause.free(clause.tokens if among is None else among):
        entity = clause.prop(token, [home]) if token.kind != "quoted" else None
        if entity is not None and not any(
            e.id == home.id for e in clause.entities(token, "database")
        ):
            prop = clause.world.property(entity)
            if not types or prop.type in types:
                clause.use(token)
                found.append(prop)
    return found


def grouped(clause: Clause, home: ExistingDatabase) -> list[ExistingProperty]:
    """The properties that rows are put together by ("by priority"), read from now on."""
    found = list[ExistingProperty]()
    for phrase in clause.phrases:
        if not (phrase.plays("by") or (clause.does("group") and phrase.plays("to"))):
            continue
        for item in phrase.items:
            for token in clause.free(item)[-1:]:
                entity = clause.prop(token, [home])
                if entity is not None and clause.world.property(entity).type in GROUPS:
                    clause.use(token)
                    found.append(clause.world.property(entity))
    return found


def arranged(
    clause: Clause, home: ExistingDatabase, *, hidden: bool = False
) -> tuple[dict[str, Any], str]:
    """The order and the filter that words ask for, and what they show by name."""
    said: dict[str, Any] = {}
    if sort := _sort(clause, home):
        said["sorts"] = [sort]
    found = conditions(clause, home, clause.everything, hidden=hidden)
    found = found or told_conditions(clause, home, hidden=hidden)
    clause.take_all("only.only")
    if any(condition.filter is None for condition in found):
        raise Refused
    filters = [condition.filter for condition in found if condition.filter]
    if filters:
        clause.take_all("type.people")  # "those who have not paid"
        said["filter"] = filters[0] if len(filters) == 1 else {"and": filters}
    return said, next((c.name for c in found if c.name), "") or _denied(clause, home)


def _denied(clause: Clause, home: ExistingDatabase) -> str:
    """A box and the word behind it that denies it, as typed ("not deprecated"); else empty."""
    boxes = {p.id for p in home.properties if p.type == "checkbox"}
    pairs = (p for p in pairwise(clause.tokens) if p[1].has("not.not"))
    named = (p for p in pairs if any(e.id in boxes for e in clause.entities(p[0], "property")))
    return next((clause.raw(p) for p in named if p[0].kind != "quoted"), "")


def _sort(clause: Clause, home: ExistingDatabase) -> dict[str, Any] | None:
    """The order that is asked for: by which property, and which way."""
    ways = ("sort.ascending", "sort.descending", "sort.highest", "sort.lowest")
    way = clause.find(*ways, among=clause.said.tokens)
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
        prop = _sorted_by(clause, home) or obvious(clause, home, timely=top.has("timely."))
    if prop is None:
        raise Ask("property", [p.name for p in home.properties])
    clause.take_plain("lead.lead")
    again = [t for t in clause.free(tokens) if (e := clause.prop(t, [home])) and e.id == prop.id]
    clause.use(*again)  # "by date, the newest dates on top"
    return {"property": prop.name, "direction": _direction(clause, prop, way or rank)}


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


def obvious(clause: Clause, home: ExistingDatabase, *, timely: bool) -> ExistingProperty | None:
    """What rows are put in order by where only a rank is said: the day, or the only number."""
    numbers = [p for p in home.properties if p.type == "number"]
    if timely or not numbers:
        return clause.world.main_date(home)
    return numbers[0] if len(numbers) == 1 else None


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


def view_meant(
    clause: Clause, home: ExistingDatabase | None = None, among: Sequence[Token] | None = None
) -> tuple[ExistingDatabase, ExistingView] | None:
    """The view that words name: by its name, else by its type where that is the only one."""
    tokens = clause.tokens if among is None else among
    named = clause.named("view", among=tokens, home=home.id if home else None)
    named.sort(key=lambda pair: pair[0].kind == "quoted")
    if named:
        token, entity = named[0]
        clause.use(token)
        clause.take_all("noun.view")
        clause.use(
            *(t for t in clause.free(tokens) if t.group("view.") == entity_type(clause, entity))
        )
        found = clause.world.database(entity)
        return found, next(v for v in found.views if v.id == entity.id)
    return _by_type(clause, home, tokens)


def entity_type(clause: Clause, entity: Entity) -> str:
    """The type of the view that an entity is."""
    home = clause.world.database(entity)
    return next((v.type for v in home.views if v.id == entity.id), "-")


def _by_type(
    clause: Clause, home: ExistingDatabase | None, tokens: Sequence[Token]
) -> tuple[ExistingDatabase, ExistingView] | None:
    token = clause.find("view.", among=[t for t in tokens if t.kind != "quoted"])
    if token is None:
        return None
    kind = token.group("view.")
    if kind in _UNCLEAR and not clause.find("noun.view"):
        return None
    homes = [home] if home else clause.world.databases
    views = [(d, v) for d in homes for v in d.views if v.type == kind]
    if not home and len(views) > 1:
        said = token.text.lower()
        called = [(d, v) for d, v in views if said in v.name.lower()]
        views = (
            called
            if len(called) == 1
            else [(d, v) for d, v in views if d.id == clause.memory.database] or views
        )
    hinted = [(d, v) for d, v in views if v.name in clause.hints or d.title in clause.hints]
    views = hinted or views
    if not views:
        return None
    if len(views) > 1:
        homes = list({d.id: d for d, _ in views}.values())
        if len(homes) > 1:
            raise Ask("database", [d.title for d in homes])
        raise Ask("view", [v.name for _, v in views])
    clause.use(token)
    clause.take_all("noun.view")
    return views[0]


def limit_said(clause: Clause, before: set[int]) -> str:
    """The words that say which rows a view shows, of those read since, as its name."""
    limits = [i for i, t in enumerate(clause.tokens) if t.start in clause.used - before
              and not t.has("only.", "sort.", "rank.", "place.", "verb.")]  # fmt: skip
    if not limits or limits[-1] - limits[0] >= _MOST_WORDS:
        return ""
    first, last = limits[0], limits[-1] + 1
    while first and clause.tokens[first - 1].has("noun.thing", "type.people", "filler.filler"):
        first -= 1
    while last < len(clause.tokens) and clause.tokens[last].has("noun.thing", "type.people"):
        last += 1
    end = clause.tokens[last - 1]
    things = tuple(clause.world.lexis.said("noun.thing"))
    whole = end.kind == "unknown" and end.text.endswith(things)  # a sentence in one piece
    ended = whole or end.has("noun.thing", "type.people")
    spaced = clause.world.lexis.joins(clause.tokens[first].text[:1]) == "spaced"
    return clause.words(clause.tokens[first:last]) if ended or spaced else ""
