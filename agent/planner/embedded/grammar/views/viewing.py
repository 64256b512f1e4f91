"""Views: which one is meant, of which type, and how it is to show its rows."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.conditions.akin import akin_to
from agent.planner.embedded.grammar.conditions.filters import conditions, still_late
from agent.planner.embedded.grammar.conditions.happened import told_conditions
from agent.planner.embedded.grammar.text.names import CHOICES, Entity, key
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.views.ordering import sorts_of
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingView

GROUPS = (*CHOICES, "people", "relation", "checkbox", "date", "rich_text")
UNSORTED = frozenset({"chart", "form", "dashboard"})  # views that show no rows in order
_UNCLEAR = frozenset({"table", "list", "form", "map"})  # words that name other things as well
_CONDITIONS = (
    "state.", "only.", "compare.", "range.", "window.", "bound.", "not.", "sort.", "role.ordered",
    "role.only", "rank.",
)  # fmt: skip


def view_kind(clause: Clause) -> str | None:
    """The type of view that is spoken of, read from now on; a view without a type is a table."""
    noun = clause.find("noun.view", among=clause.tokens)
    for token in clause.free(clause.tokens):
        named = [e for e in token.names if e.kind not in ("view", "database")]
        kind = token.group("view.") if token.kind != "quoted" and not named else ""
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
        reckons = token.has("function.") and not token.names  # "the sum", of whatever is named
        entity = clause.prop(token, [home]) if token.kind != "quoted" and not reckons else None
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
            for token in _without_kind(clause, home, clause.free(item))[-1:]:
                entity = clause.prop(token, [home])
                if entity is not None and clause.world.property(entity).type in GROUPS:
                    clause.use(token)
                    found.append(clause.world.property(entity))
                elif entity is None and phrase.plays("by") and clause.does("show", "group"):
                    found.append(_instead(clause, home, token))
    return found


def _without_kind(clause: Clause, home: ExistingDatabase, item: Sequence[Token]) -> Sequence[Token]:
    """Words without one at their end that only says of what kind the property before it is ("by
    progress stage", of Progress), which is read then."""
    before, last = item[:-1], item[-1:]
    if not before or last[0].names or not last[0].has("noun.", "type.", "concept."):
        return item
    named = clause.entities(before[-1], "property") if before[-1].kind != "quoted" else []
    if all(e.database != home.id for e in named):
        return item
    clause.use(*last)
    return before


def _instead(clause: Clause, home: ExistingDatabase, token: Token) -> ExistingProperty:
    """The property that an answer names, where none is called as words say. Raises Ask."""
    if token.names or token.has("unit.", "each_month.", "it.", "ask."):
        raise Refused
    clause.use(token)
    fits = [p for p in home.properties if p.type in GROUPS]
    hinted = [p for p in fits if p.name in clause.hints]
    if not hinted:
        raise Ask("property", [p.name for p in fits], token.text)
    return hinted[0]


def arranged(
    clause: Clause, home: ExistingDatabase, *, hidden: bool = False
) -> tuple[dict[str, Any], str]:
    """The order and the filter that words ask for, and what they show by name."""
    said: dict[str, Any] = {}
    if sorts := sorts_of(clause, home, conditions):
        said["sorts"] = sorts
    found = conditions(clause, home, clause.everything, hidden=hidden)
    found = found if hidden else still_late(clause, home, found)
    found += told_conditions(clause, home, hidden=hidden)
    clause.take_all("only.only", *(["apart."] if found else []))
    if any(condition.filter is None for condition in found):
        raise Refused
    filters = [one for c in found if c.filter for one in c.filter.get("and", [c.filter])]
    if filters:
        clause.take_all("type.people")  # "those who have not paid"
        clause.read_titles(home)
        clause.use(*akin_to(home, clause))
        said["filter"] = filters[0] if len(filters) == 1 else {"and": filters}
    return said, next((c.name for c in found if c.name), "") or _denied(clause, home)


def _denied(clause: Clause, home: ExistingDatabase) -> str:
    """A box and the word behind it that denies it, as typed ("not deprecated"); else empty."""
    boxes = {p.id for p in home.properties if p.type == "checkbox"}
    pairs = (p for p in pairwise(clause.tokens) if p[1].has("not.not"))
    named = (p for p in pairs if any(e.id in boxes for e in clause.entities(p[0], "property")))
    return next((clause.raw(p) for p in named if p[0].kind != "quoted"), "")


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


def columns(home: ExistingDatabase, view: ExistingView) -> list[str]:
    """The columns that a view shows, in order."""
    names = {prop.id: prop.name for prop in home.properties}
    listed = view.configuration.get("properties") or []
    shown = [p["property_id"] for p in listed if p.get("visible") and p["property_id"] in names]
    return [names[name] for name in shown] or list(names.values())


def in_view(clause: Clause) -> bool:
    """Whether something is to be so in a view that there is ("in the tasks view"): one of which no
    type is said, as a new one may have."""
    at = (p for p in clause.phrases if p.plays("at", "from") and not p.roles >= {"at", "to"})
    places = (p.tokens for p in at)
    nouns = (tokens for tokens in places if any(t.has("noun.view") and not t.names for t in tokens))
    return any(not any(t.has("view.", "new.new", "own.") for t in tokens) for tokens in nouns)


def home_said(clause: Clause) -> ExistingDatabase | None:
    """The database of what the words name: the only one that has all of it. Raises Ask."""
    homes: set[str] | None = None
    for token in clause.free(clause.tokens):
        owned = {e.database for e in clause.entities(token, "option", "property") if e.database}
        if owned and token.kind != "quoted":
            homes = owned if homes is None else homes & owned
    if not homes:
        return None
    if len(homes) == 1:
        return clause.world.database(next(iter(homes)))
    return clause.home([d for d in clause.world.databases if d.id in homes])


def home_of_names(clause: Clause) -> ExistingDatabase | None:
    """The database of the properties and options that the words name, or mean by what is done or
    due, where it is one."""
    world = clause.world
    named = [(t, {e.database for e in found}) for t in clause.free()
             if (found := clause.entities(t, "property", "option"))]  # fmt: skip
    # "the products" may be rows that are called otherwise
    homes = {h for t, ids in named if not t.has("entry.") for h in ids}
    homes = homes or {h for _, ids in named for h in ids}
    said = [key(t.text) for t in clause.free() if t.has("state.done")]
    done = ((d, o) for d in world.databases for p in d.properties if (o := world.done(p)))
    homes = homes or {d.id for d, option in done if said and key(option.name) in said[0]}
    if not homes and clause.find("noun.due"):
        homes = {d.id for d in world.databases if any(map(world.is_due, d.properties))}
    if clause.memory.database in homes or len(homes) != 1:
        return None
    return clause.world.database(next(iter(homes)))


def home_fitting(clause: Clause) -> ExistingDatabase:
    """The database that is meant where none is named: else the only one of whose rows what is said
    may be said. Raises Ask."""
    try:
        return clause.home()
    except Ask as ask:
        homes = [d for d in clause.world.databases if d.title in ask.candidates]
        fits = [home for home in homes if _fits(clause.fresh(), home)]
        if len(fits) != 1:
            raise
        return fits[0]


def _fits(clause: Clause, home: ExistingDatabase) -> bool:
    with suppress(Ask, Refused):
        return bool(arranged(clause, home)[0] or mentioned(clause, home))
    return False


def main_view(home: ExistingDatabase) -> ExistingView | None:
    """The view that is meant where none is said: a table shows whatever is asked for."""
    of_rows = [v for v in home.views if v.type not in UNSORTED]
    return next((v for v in of_rows if v.type == "table"), next(iter(of_rows), None))


def first_view(clause: Clause) -> Entity | None:
    """The view that a name is to be of, where only "the view's name" is said: the first."""
    noun = clause.find("noun.view", among=clause.tokens)
    homes = clause.world.databases
    if noun is None or clause.named("view") or len(homes) != 1 or not homes[0].views:
        return None
    clause.use(noun)
    main = main_view(homes[0])
    return Entity("view", main.name, main.id, homes[0].id) if main else None


def tells_of_now(clause: Clause) -> bool:
    """Whether "only" says of somebody what came about just now ("Sue just paid")."""
    told = zip(clause.tokens, clause.tokens[1:], clause.tokens[2:], strict=False)
    return any(
        who.kind == "unknown" and now.has("only.") and now.has("filler.") and came.has("state.")
        for who, now, came in told
    )
