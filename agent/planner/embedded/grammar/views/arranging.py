"""Views that are added, or arranged otherwise."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.new.build import a_view, free_name, present, stands_on
from agent.planner.embedded.grammar.new.naming import called
from agent.planner.embedded.grammar.text.names import DATES, Entity, key
from agent.planner.embedded.grammar.views.charting import (
    along_days,
    charted,
    figure_shown,
    measured,
    read_measure,
    summed,
)
from agent.planner.embedded.grammar.views.view_names import headed, limit_said, named_by, order_said
from agent.planner.embedded.grammar.views.viewing import (
    GROUPS,
    arranged,
    columns,
    grouped,
    home_fitting,
    home_of_names,
    home_said,
    in_view,
    main_view,
    mentioned,
    tells_of_now,
    view_kind,
    view_meant,
)
from tools.workspace.actions.views import AddView, UpdateView
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingView

_ON_SOME = ("calendar", "timeline", "board")  # views that need what not every table has


def add_view(clause: Clause) -> list[Change]:
    """`add a calendar by due date`, `a table of the done ones`."""
    kind = view_kind(clause) or summed(clause)
    titled = clause.find("noun.title") and any(p.plays("to") for p in clause.phrases)
    renamed = titled and not clause.does("add")
    is_typed = any(t.has("view.") and not t.names for t in clause.tokens)
    within = in_view(clause) and not (clause.does("add") and is_typed)
    if kind is None or renamed or within or clause.find("noun.property", "noun.option"):
        raise Refused
    if clause.said.verb is None and kind not in ("table", "list") and clause.named("view"):
        raise Refused
    if kind == "chart":
        read_measure(clause)
    _read_rows(clause)
    name = None if clause.find("contains.") else called(clause)
    home, which = _whose(clause, kind)
    said: dict[str, Any] = {"type": kind}
    hides = [t for t in clause.tokens if t.has("verb.hide", "spare.spare") and not t.names]
    clause.use(*hides)
    taken = set(clause.used)
    order, shown = arranged(clause, home, hidden=bool(hides))
    if "filter" in order:
        typed = "" if hides or (shown and "property" in order["filter"]) else "typed"
        typed = typed and limit_said(clause, taken)
        shown = typed or shown or named_by(order["filter"], clause.world)
    elif "sorts" in order:
        shown = order_said(clause, order["sorts"])
    group = grouped(clause, home)
    clause.read_titles(home)  # no view stands on what its rows are called
    on = along_days(clause, home) if kind == "chart" else []
    on += [*group, *_as_view_of(clause, home), *mentioned(clause, home), *_spoken(clause, home)]
    on = [p for p in on if p.type != "title"]
    on += measured(clause, home, on) if kind == "chart" else []
    on = on[:1] if kind == "timeline" and all(p.type in DATES for p in on) else on  # "from A to B"
    drawn = charted(clause, home, on) if kind == "chart" else {}
    said |= drawn or stands_on(home, kind, on, clause.world)
    if kind == "table" and group:
        said["group_by"] = group[0].name
    said |= order
    shown = figure_shown(said, shown, clause.world)
    if any(p.name not in str(said) for p in on):
        raise Refused  # what such a view cannot stand on
    clause.take_all("noun.view", "noun.thing", "noun.row", "noun.filter", "sort.by", "own.")
    clause.take_all("apart.", *(["noun.cover"] if kind == "gallery" else []))
    if kind == "gallery" and clause.take("large."):
        said["cover_size"] = "large"
    clause.take_all("all.every")
    clause.take_all("verb.show", "verb.group", "ask.which", *(["ask.count"] * (kind == "chart")))
    clause.take_plain("verb.sort")  # "side by side, in pictures"
    clause.read_home(home)
    if which is not None:
        raise which
    name = name or headed(clause)
    said["name"] = name or free_name(home, kind, said, shown, clause.world)
    clause.memory.remember(Entity("view", said["name"], "", home.id))
    return [AddView(action="add_view", database=home.title, view=a_view(said))]


def _whose(clause: Clause, kind: str) -> tuple[ExistingDatabase, Ask | None]:
    """The database that a view is of; where several have what is named, the first of them, and
    what has to be asked once all else is read; else the only one that such a view can stand on.
    Raises Ask."""
    named = clause.place() or clause.spoken() or home_of_names(clause)
    try:
        return named or home_fitting(clause), None
    except Ask:
        ids = {e.database for t in clause.free() for e in t.names if e.kind == "property"}
        having = [d for d in clause.world.databases if d.id in ids]
        fits = [d for d in clause.world.databases if kind in _ON_SOME and _stands(clause, kind, d)]
        if having:
            return having[0], Ask("database", [d.title for d in having])
        if len(fits) != 1:
            raise
        return fits[0], None


def _stands(clause: Clause, kind: str, home: ExistingDatabase) -> bool:
    """Whether a database has what a view of a type stands on."""
    with suppress(Refused):
        return bool(stands_on(home, kind, [], clause.world))
    return False


def _spoken(clause: Clause, home: ExistingDatabase) -> list[ExistingProperty]:
    """The property that was spoken of right before, where "it" is what a view is about."""
    last = clause.memory.last
    if last is None or last.kind != "property" or last.database != home.id:
        return []
    return [clause.world.property(last)] if clause.take("it.it") else []


def update_view(clause: Clause) -> list[Change]:
    """`sort tasks by due date`, `show only the done ones`, `group the board by area`."""
    hides = _hides(clause)
    clause.take_plain("verb.hide", "verb.show", "noun.filter")
    roles = ("at", "from", "of", "topic", "object", "subject", "bare", "with", "only")
    place = clause.place(roles=roles)
    by = _as_view_of(clause, place) if clause.does("group", "sort") else []
    as_type = [t for p in clause.phrases if p.plays("to") for t in p.tokens if t.has("view.")]
    as_another = as_type and clause.does("show", "group") and not any(t.names for t in as_type)
    if as_another or (_is_new(clause)):
        raise Refused  # "as a calendar", "in a view of its own": another view
    meant = view_meant(clause, place)
    home = meant[0] if meant else place or home_said(clause) or _last_home(clause)
    home = home or home_fitting(clause)
    view = meant[1] if meant else _last_view(clause, home, place)
    view = view or _of_kind_said(clause, home) or main_view(home)
    if view is None:
        raise Refused
    said, _ = arranged(clause, home, hidden=hides)
    before = present(home, view)
    said |= _put_together(clause, home, by, said)
    clause.take_all(*(["view.list", "view.table"] if hides and said else []))
    if not said and hides:
        view, said = _without(clause, home, home.views if meant is None else [view])
        before = present(home, view)
    clause.take_all(*(["apart."] if "sorts" in said else []))  # "those expiring soonest on top"
    limits = hides or clause.does("show", "sort", "group") or _limits(clause) or in_view(clause)
    if not said or (hides and "sorts" in said) or ("filter" in said and not limits):
        raise Refused
    clear = hides or in_view(clause) or _is_clear(clause, said)
    if meant is None and place is None and not clear:
        raise Refused
    if meant is None and "filter" in said and clause.does("group"):
        raise Refused  # rows that are to be gathered want a view of their own
    _read_rows(clause)
    clause.take_all("noun.thing", "noun.view", "noun.row", "all.every", "ask.which")
    clause.take_all("verb.show", "verb.group", "verb.sort")
    clause.use(
        *(t for t in clause.free() if any(e.id == home.id for e in clause.entities(t, "database")))
    )
    clause.memory.remember(Entity("view", view.name, view.id, home.id))
    to = a_view(before | said)
    return [UpdateView(action="update_view", database=home.title, view=view.name, to=to)]


def _read_rows(clause: Clause) -> None:
    """Reads what stands for whatever rows there are, where nothing else was spoken of."""
    if clause.memory.last is None or clause.memory.last.kind in ("view", "database"):
        clause.take_all("it.it", "both.both")


def _put_together(
    clause: Clause, home: ExistingDatabase, by: Sequence[ExistingProperty], said: dict[str, Any]
) -> dict[str, Any]:
    """By what rows are put together, or first in order `by` what a view is called so."""
    if by and clause.does("sort"):
        first = {"property": by[0].name, "direction": "ascending"}
        return {"sorts": [first, *said.get("sorts", [])]}
    if group := [p for p in by if p in home.properties] or grouped(clause, home):
        return {"group_by": group[0].name}
    if clause.does("group", "change") and not said and (named := mentioned(clause, home)):
        if clause.does("change"):
            raise Refused
        return {"group_by": named[0].name}
    return {}


def _hides(clause: Clause) -> bool:
    """Whether something is to be out of sight; what says where it was is read."""
    spares = _spares(clause)
    clause.take_all(*(["it.there"] if spares else []))
    return spares or clause.does("hide") or any(t.has("verb.hide") for t in clause.tokens)


def _spares(clause: Clause) -> bool:
    """Whether rows are to be taken off a view ("take the sold ones off the board")."""
    verb, last = clause.said.verb, clause.memory.last
    spoken = last is not None and last.kind == "view" and clause.find("it.there") is not None
    named = spoken or any(t.has("view.", "noun.view") for t in clause.tokens)
    rows = any(e.kind == "option" for t in clause.tokens for e in t.names)
    rows = rows or clause.find("state.") is not None
    return verb is not None and verb.has("spare.spare") and named and rows


def off_view(clause: Clause) -> list[Change]:
    """`take the sold ones off the board`: they stay, and are not to be seen there."""
    if not _spares(clause):
        raise Refused
    return update_view(clause)


def _as_view_of(clause: Clause, place: ExistingDatabase | None) -> list[ExistingProperty]:
    """The property that rows are to be put together by, where a view is called so as well ("group
    the table by category", where there is a view By category); its words are read."""
    views = ((t, e) for t in clause.free(clause.tokens) for e in clause.entities(t, "view"))
    for token, view in views:
        home = place or clause.world.database(view)
        named = [p for p in home.properties if p.type in GROUPS and key(p.name) in key(view.name)]
        if len(named) == 1 and token.kind != "quoted" and key(view.name) != key(named[0].name):
            clause.use(token)
            return named
    return []


def _of_kind_said(clause: Clause, home: ExistingDatabase) -> ExistingView | None:
    """The first view of the type that is said by a word for other things too ("the table")."""
    said = next((t for t in clause.said.tokens if t.has("view.") and not t.names), None)
    object_ = any(p.plays("object", "topic") and said in p.tokens for p in clause.phrases)
    put = clause.does("sort", "group") or (object_ and clause.does("do", "change"))
    kind = said.group("view.") if said and put else ""
    view = next((v for v in home.views if v.type == kind), None)
    clause.use(*([said] if said and view else []))
    return view


def _without_spoken(clause: Clause) -> dict[str, Any]:
    """A filter that leaves out what was spoken of right before ("don't delete X, hide it")."""
    last = clause.memory.last
    if last is None or last.kind != "option" or not clause.world.has(last):
        return {}
    prop = clause.world.property(last)
    test = "does_not_contain" if prop.type == "multi_select" else "does_not_equal"
    return {"filter": {"property": prop.name, prop.type: {test: last.name}}}


def _is_new(clause: Clause) -> bool:
    """Whether a view of its own is asked for."""
    tokens = clause.tokens
    nouns = [i for i, t in enumerate(tokens) if t.has("noun.view") and i]
    only = any(t.has("only.", "role.only") for t in clause.said.tokens)
    apart = only and any(t.has("own.") for t in clause.said.tokens)  # "only those, seen apart"
    return apart or any(tokens[i - 1].has("own.", "new.new") for i in nouns)


def _limits(clause: Clause) -> bool:
    """Whether words say that only some rows are meant ("the ones over 500", "all but comics")."""
    if tells_of_now(clause):
        return False
    tokens = [t for t in clause.said.tokens if t.kind not in ("punct", "particle")]
    named = clause.said.verb is None and bool(tokens) and tokens[-1].has("noun.thing")
    limits = ("only.", "role.only", "noun.filter", "verb.show")
    spared = clause.said.verb is None and any(t.has("not.not") and not t.names for t in tokens)
    return named or spared or any(t.has(*limits) for t in clause.said.tokens)


def _is_clear(clause: Clause, said: dict[str, Any]) -> bool:
    """Whether words that name no view and no database still ask for an arrangement."""
    told = clause.does("sort", "group", "show", "hide") or {"sorts", "group_by"} & said.keys()
    return bool(told) or _limits(clause)


def _last_home(clause: Clause) -> ExistingDatabase | None:
    last = clause.memory.last
    return clause.world.database(last) if last and last.kind == "view" else None


def _last_view(
    clause: Clause, home: ExistingDatabase, place: ExistingDatabase | None
) -> ExistingView | None:
    last = clause.memory.last
    if last is None or last.kind != "view" or place is not None or last.database != home.id:
        return None
    return next((v for v in home.views if v.name == last.name), None)


def _without(
    clause: Clause, home: ExistingDatabase, among: Sequence[ExistingView]
) -> tuple[ExistingView, dict[str, Any]]:
    """A view without the columns that are named, the first that has them; or without the rows
    that have the option spoken of."""
    clause.take_all("view.list", "view.table")
    among = [v for v in among if v.type in ("table", "board", "list", "gallery")]
    if among and not clause.free() and (spoken := _without_spoken(clause)):
        return among[0], spoken
    named = [*mentioned(clause, home), *_spoken(clause, home)]
    last = clause.memory.last
    if not named and not clause.free() and last is not None and last.kind == "property":
        named = [clause.world.property(last)] if last.database == home.id else []
    hidden = {prop.name for prop in named}
    clause.take_all("noun.property")
    seen = [v for v in among if hidden & set(columns(home, v))]
    if not hidden or not seen:
        raise Refused
    view = next((v for v in seen if hidden <= set(columns(home, v))), seen[0])
    return view, {"properties": [name for name in columns(home, view) if name not in hidden]}
