"""Where views stand among the tabs, where columns stand in a view, and which of these are seen."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.new.build import a_view, present
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.views.viewing import columns, home_said, mentioned, view_meant
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.actions.order import Reorder
from tools.workspace.actions.views import UpdateView
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingView

_SPOTS = ("place.top", "place.bottom", "place.above", "place.below", "place.beside", "lead.lead")
_BESIDE = ("place.above", "place.below", "place.beside")
_NEAR = 4  # tokens from "next to" to what it is next to
_ROWS = ("table", "board", "list", "gallery")  # views whose columns can be chosen


def move_views(clause: Clause) -> list[Change]:
    """`put the calendar first`, `move the board behind the table`, `tab order: board, table`."""
    spot = _spot(clause, "place.views")
    if clause.find("noun.property", "noun.option", "noun.row", "rank.", "noun.sub_page"):
        raise Refused
    place = clause.place()
    views = list[ExistingView]()
    home = place
    for tokens in _each_named(clause, spot):
        if meant := view_meant(clause, home, tokens) or _of_type(clause, home, tokens):
            home, view = meant
            views.append(view)
    if not views and (spoken := _spoken(clause, "view")):
        home = clause.world.database(spoken)
        views = [view for view in home.views if view.id == spoken.id]
    if home is None or not views:
        raise Refused
    clause.read_home(home)
    _read_seeing(clause)
    order = _ordered([v.name for v in home.views], [v.name for v in views], spot)
    clause.memory.remember(Entity("view", views[0].name, "", home.id))  # it may get another id
    return [Reorder(action="reorder", database=home.title, parts="views", names=order)]


def move_columns(clause: Clause) -> list[Change]:
    """`move Due next to Status`: where columns stand in a view, the first table unless named."""
    spot = _spot(clause, "place.columns")
    others = ("rank.", "noun.row", "block.")
    if any(t.has(*others) and not t.names for t in clause.free()):
        raise Refused
    spoken = _spoken(clause, "property")
    home = clause.place() or home_said(clause)
    home = home or (clause.world.database(spoken) if spoken else clause.home())
    view = _view_of(clause, home)
    named = [p.name for tokens in _each_named(clause, spot)
             for p in mentioned(clause, home, among=tokens)]  # fmt: skip
    if spoken and spoken.database == home.id and len(named) <= spot.has(*_BESIDE):
        named = [spoken.name, *named]  # "add X, and put it next to Y"
    if not named:
        raise Refused
    _read_seeing(clause)
    shown = columns(home, view)
    order = _ordered([*shown, *(n for n in named if n not in shown)], named, spot)
    return [_with_columns(home, view, order)]


def show_columns(clause: Clause) -> list[Change]:
    """`show Notes again`, `show only Course and Due in the table`: which columns are seen."""
    only = any(t.has("only.", "role.only") for t in clause.said.tokens)
    noun = clause.find("noun.property") is not None
    home = clause.place() or home_said(clause) or clause.home()
    view, given = _view_of(clause, home), clause.find("noun.view", "view.")
    named = mentioned(clause, home)
    if not (only or given):
        view = _hiding(home, named) or view
    if not named or (only and not noun and any(p.type == "checkbox" for p in named)):
        raise Refused  # "only the paid ones" are rows
    shown = columns(home, view)
    hidden = [p.name for p in named if p.name not in shown]
    if not only and not hidden:
        raise Refused
    _read_seeing(clause)
    clause.take_all("only.only")
    titles = [p.name for p in home.properties if p.type == "title"]  # a row is opened by its title
    kept = [*titles, *(p.name for p in named)] if only else [*shown, *hidden]
    return [_with_columns(home, view, list(dict.fromkeys(kept)))]


def beside_said(clause: Clause) -> tuple[Token, str] | None:
    """The place beside a column that something new is to have, read from now on; the word for
    it, and the column's name."""
    spot = clause.find("place.beside", "place.above", "place.below", among=clause.tokens)
    if spot is None:
        return None
    at = clause.tokens.index(spot)
    first = is_first(spot, clause.world.lexis)
    near = clause.tokens[at + 1 : at + _NEAR] if first else clause.tokens[max(0, at - 1) : at]
    named = clause.named("property", among=near)
    if not named:
        return None
    clause.use(spot, named[0][0])
    return spot, named[0][1].name


def put_beside(home: ExistingDatabase, fresh: Sequence[str], place: tuple[Token, str]) -> Change:
    """What puts new columns beside another one in the first table. Raises Refused for none."""
    spot, anchor = place
    view = next((v for v in home.views if v.type == "table"), None)
    if view is None or anchor not in columns(home, view):
        raise Refused
    return _with_columns(home, view, _ordered(columns(home, view), [*fresh, anchor], spot))


def _spot(clause: Clause, listed: str) -> Token:
    """The word that says where to, read from now on; or that an order is `listed`."""
    tokens = clause.tokens
    spots = [t for t in tokens if t.has(*_SPOTS, listed) and not t.names]
    spots = [t for t in spots if not (t is tokens[0] and t.has("lead.lead", "filler.filler"))]
    new = clause.does("add") and any(t.has("new.new") for t in clause.said.tokens)
    # "add a start date": part of what something is called
    new |= any(
        a in spots and a.has("place.top", "place.bottom") and concept_of(clause.raw([a, b]))
        for a, b in pairwise(tokens)
        if b.kind != "particle"
    )
    # "sorted by score from the top" says which rows come first
    sorts = any(t.has("role.ordered", "sort.", "verb.sort") for t in clause.said.tokens)
    new |= sorts and not any(t.has(listed) for t in spots)
    if len(spots) > 1:  # "to the front, right after Name"
        clause.use(*(t for t in spots if not t.has(*_BESIDE)))
        spots = [t for t in spots if t.has(*_BESIDE)] or [
            t for t in spots if not t.has("lead.lead")
        ]
    if len(spots) != 1 or new or clause.does("delete", "rename", "sort", "later", "earlier"):
        raise Refused
    clause.use(*spots)
    return spots[0]


def _of_type(
    clause: Clause, home: ExistingDatabase | None, tokens: Sequence[Token]
) -> tuple[ExistingDatabase, ExistingView] | None:
    """The only view of a type in the database whose views are spoken of ("behind the list")."""
    token = clause.find("view.", among=tokens)
    fits = [v for v in home.views if token and v.type == token.group("view.")] if home else []
    if token is None or home is None or len(fits) != 1:
        return None
    clause.use(token)
    return home, fits[0]


def _spoken(clause: Clause, kind: str) -> Entity | None:
    """What was spoken of right before, where it is one of a kind ("…, and put it first")."""
    last = clause.memory.last
    if last is None or last.kind != kind or not clause.world.has(last):
        return None
    clause.take("it.it")
    return last


def _each_named(clause: Clause, spot: Token) -> list[list[Token]]:
    """The tokens parted so that each names one thing: what moves, and last what it goes beside."""
    parts: list[list[Token]] = [[]]
    for token in clause.tokens:
        if token is spot or token.kind in ("particle", "punct") or token.has("also.also"):
            parts.append([])
        else:
            parts[-1].append(token)
    # "Due next to Status", but with particles "Status beside, Due": what it goes beside leads.
    behind = [p for p in parts if p and p[0].start > spot.start]
    before = [p for p in parts if p and p[0].start < spot.start]
    beside = not spot.has("place.views", "place.columns")
    return (
        [*before, *behind]
        if is_first(spot, clause.world.lexis) or not beside
        else [*behind, *before]
    )


def _ordered(there: Sequence[str], named: Sequence[str], spot: Token) -> list[str]:
    """All names in the order that is said. Raises Refused where nothing is said to go beside."""
    if spot.has("place.top", "lead.lead", "place.views", "place.columns"):
        return [*named, *(name for name in there if name not in named)]
    if spot.has("place.bottom"):
        return [*(name for name in there if name not in named), *named]
    *moved, anchor = named
    if not moved or anchor in moved:
        raise Refused
    others = [name for name in there if name not in moved]
    at = others.index(anchor) + (not spot.has("place.above"))
    return [*others[:at], *moved, *others[at:]]


def _view_of(clause: Clause, home: ExistingDatabase) -> ExistingView:
    """The view that is named, else the first table. Raises Refused where it has no columns."""
    meant = view_meant(clause, home)
    view = meant[1] if meant else next((v for v in home.views if v.type == "table"), None)
    if view is None or view.type not in _ROWS:
        raise Refused
    return view


def _hiding(home: ExistingDatabase, named: Sequence[ExistingProperty]) -> ExistingView | None:
    """The first view in which what is asked for is not to be seen."""
    among = (v for v in home.views if v.type in _ROWS and v.type != "gallery")
    return next((v for v in among if any(p.name not in columns(home, v) for p in named)), None)


def _with_columns(home: ExistingDatabase, view: ExistingView, order: list[str]) -> UpdateView:
    to = a_view(present(home, view) | {"properties": order})
    return UpdateView(action="update_view", database=home.title, view=view.name, to=to)


def _read_seeing(clause: Clause) -> None:
    """Reads what only says that views and columns are what is seen."""
    clause.take_all("noun.property", "noun.view", "most.most", "verb.show")
    clause.take_plain("view.table", "view.list", "noun.database")
