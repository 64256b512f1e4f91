"""What a clause says of the rows that are to be seen, against the design: a view, or an order.

A clause names a row by an option, by a box that is ticked or not, or by a number that it has.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from agent.planner.embedded.creating.views.sights import TELLERS, leaves_out, only_in, told_of_all
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import bare, is_empty, raw
from agent.planner.embedded.creating.wish.vocabulary import end_of, holds, tokens
from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Memory, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.clauses.splitting import whole
from agent.planner.embedded.grammar.conditions.filters import conditions
from agent.planner.embedded.grammar.conditions.happened import told_conditions
from agent.planner.embedded.grammar.new.build import a_view, present
from agent.planner.embedded.grammar.text.conjugation import tokens_there
from agent.planner.embedded.grammar.text.lexis import composed, lexis
from agent.planner.embedded.grammar.text.names import World
from agent.planner.embedded.grammar.text.syllables import TELLING, syllables
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.actions.views import AddView, UpdateView
from tools.workspace.change import Change
from tools.workspace.draft import Draft
from tools.workspace.model import ExistingDatabase

_LONGEST = 160  # letters of a clause that names rows
_LATIN, _OTHER = 4, 2  # the fewest letters of a name that a clause must have
_NAME = 40  # letters of a view's name
_NO_ROWS = ("noun.view", "verb.", "view.", "count.", "new.")
_SORTED = _PLAIN_KINDS = ("table", "list", "gallery")
_ORDERS = ("role.ordered", "verb.sort", "timely.", "rank.")


@dataclass(frozen=True)
class _Limit:
    """A condition that a clause may mean; `weight` says how much of it the clause has."""

    weight: float
    home: ExistingDatabase
    filter: dict[str, Any]
    name: str


def seen(said: str, draft: Draft, today: date) -> Change | None:
    """The view with some rows only, or the order, that a clause asks for; None for neither."""
    if len(said) > _LONGEST:
        return None
    words, databases = tokens(said), draft.structure.databases
    every = told_of_all(words)
    shown = any(t.has("verb.show", "noun.view", "own.", "all.every") for t in words)
    shown = shown or only_in(words) is not None or leaves_out(words)
    limit = _limit(said, draft, today, hidden=leaves_out(words)) if shown else None
    if limit is None:
        return _ordered(said, databases) if holds(said, "ordering") and every is None else None
    sort = _sort(said, [limit.home]) if holds(said, "ordering") else None
    kind = next((t.group("view.") for t in words if t.has("view.") and every), "table")
    view: dict[str, Any] = {
        "type": kind if kind in _PLAIN_KINDS else "table",
        "name": _name(said, words, limit),
        "filter": limit.filter,
    }
    view |= {"sorts": [sort[1]]} if sort else {}
    return AddView(action="add_view", database=limit.home.title, view=a_view(view))


def _limit(said: str, draft: Draft, today: date, *, hidden: bool) -> _Limit | None:
    """The condition that has most of a clause, as the grammar reads it of each database."""
    world, found = World(draft.structure, draft.language, lexis()), list[_Limit]()
    text = composed(said)
    told = whole(tokens_there(text, world, today), text, world.lexis)
    clause = Clause(told, world, Memory(), today)
    for home in world.databases:
        one = clause.fresh()
        one.memory = Memory(database=home.id)
        with suppress(Ask, Refused):
            met = conditions(one, home, one.everything, hidden=hidden)
            met += told_conditions(one, home, hidden=hidden)
            tests = [t for c in met if c.filter for t in c.filter.get("and", [c.filter])]
            read = [t for t in one.everything if t.start in one.used - clause.used]
            weight = sum(len(t.text) * (1 + _is_of(t, home)) for t in read)
            titled = (t for t in one.everything if any(e.id == home.id for e in t.names))
            weight += sum(len(t.text) for t in titled)
            shown = tests[0] if len(tests) == 1 else {"and": tests}
            name = next((c.name for c in met if c.name), "")
            found += [_Limit(weight, home, shown, name)] if tests else []
    return max(found, key=lambda limit: limit.weight, default=None)


def _is_of(token: Token, home: ExistingDatabase) -> bool:
    return any(e.database == home.id for e in token.names)


def _name(said: str, words: Sequence[Token], limit: _Limit) -> str:
    """What a view is called: as quoted, else by the words before "only", else by what it shows."""
    quoted = [str(t.value) for t in words if t.kind == "quoted"]
    taken = {view.name for view in limit.home.views}
    names = [n for n in (*quoted, _rows(said, words), limit.name) if n and len(n) <= _NAME]
    test = limit.filter
    (first, *_) = test.get("and") or test.get("or") or [test]
    names += [f"{first.get('property')} {n}" for n in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def rows_of(said: str) -> str:
    """The words of a clause that name the rows that are to be seen alone; empty for no others."""
    words = tokens(said)
    name = _rows(said, words) if len(said) <= _LONGEST and only_in(words) else ""
    return name if len(name) <= _NAME else ""


def _rows(said: str, words: Sequence[Token]) -> str:
    """The words of a clause that name the rows: behind "only" in English, else before it."""
    only = only_in(words)
    if only is None and leaves_out(words):
        without = next(t for t in words if t.has("without.", "spare."))
        left_out = [t for t in words if t.end <= without.start and t.kind != "particle"]
        return f"{raw(left_out, said)} {without.text}"
    if holds(said, "ordering") and only is not None:
        orders = (t.start for t in words if t.start > only.end and t.has(*_ORDERS))
        end = next(orders, len(said))
        words, said = [t for t in words if t.start < end], said[:end].rstrip(" ,")
    at = words.index(only) if only is not None else 0
    if only is not None and only.kind == "unknown":
        named = said[words[0].start : only.end]  # "안 가 본 곳만": it ends with "only"
        return named.removesuffix(end_of(only.text, "only")).strip()
    if (every := told_of_all(words)) is not None:
        begun = next(t for t in words if t.has("view.", "noun.view"))
        before = bare([t for t in words if t.start < begun.start])
        if before:
            return tidy(before, said)  # "a favourites view for everything …"
        behind = [t for t in words if t.start > every.start]
        while behind and behind[0].has(*TELLERS):
            behind.pop(0)
        name = said[behind[0].start :].strip() if behind else ""
        return name[:1].upper() + name[1:]  # "table of everyone who is not hired"
    leads = only is not None and only.has("only.") and is_first(only, lexis())
    undone = only is not None and only.has("state.", "not.")
    kept = list(words[at + 1 :] if leads else words[: at + undone])
    if only is not None and (ones := _ones(said, kept, only)):
        return ones
    while kept and (is_empty(kept[-1]) or kept[-1].has("noun.thing", *_NO_ROWS)):
        kept.pop()
    while kept and kept[0].has(*_NO_ROWS):
        kept.pop(0)
    return raw(bare(kept), said)


def _ones(said: str, kept: Sequence[Token], only: Token) -> str:
    """The words down to "ones" where a verb tells these apart ("안 돌려받은 것만"); else empty."""
    if kept and kept[0].text.isascii():
        return ""
    end = said[: only.end].rstrip()
    end = end.removesuffix(end_of(end, "only")).rstrip()
    tells = next((t for t in reversed(kept) if not t.has("noun.thing")), None)
    last = syllables(tells.text[-1:]) if tells is not None else []
    if tells is None or not last or last[0].end not in TELLING or end.endswith(tells.text):
        return ""
    first = next(t for t in kept if not (is_empty(t) or t.has(*_NO_ROWS)))
    return end[first.start :]


def rows_called(said: str) -> str:
    """What the rows are called that a sentence asks to see ("Show me what's due this week")."""
    kept = list(tokens(said))
    while kept and (is_empty(kept[0]) or kept[0].has("verb.", "inquiry.", "teller.", "all.")):
        kept.pop(0)
    name = tidy(kept, said)
    return name if len(name) <= _NAME else ""


def _ordered(said: str, databases: Sequence[ExistingDatabase]) -> Change | None:
    """The first view of a database in the order that a clause asks for."""
    found = _sort(said, databases)
    if found is None:
        return None
    home, sort = found
    view = next((v for v in home.views if v.type in _SORTED), None)
    words = tokens(said)
    apart = any(t.has("role.also") for t in words) and any(t.has("view.") for t in words)
    if view is None or apart:  # "飲み頃順の表もあると嬉しい"
        shown = {"type": "table", "name": sort["property"], "sorts": [sort]}
        return AddView(action="add_view", database=home.title, view=a_view(shown))
    to = a_view(present(home, view) | {"sorts": [sort]})
    return UpdateView(action="update_view", database=home.title, view=view.name, to=to)


def _sort(
    said: str, databases: Sequence[ExistingDatabase]
) -> tuple[ExistingDatabase, dict[str, Any]] | None:
    """By which property, and which way: a property that is named, else the first day."""
    falls = holds(said, "falling")
    named = [
        (_shared(prop.name, said) + 0.5 * (_shared(home.title, said) > 0), home, prop)
        for home in databases
        for prop in home.properties
        if _shared(prop.name, said)
    ]
    days = [
        (0.5 * (_shared(home.title, said) > 0), home, prop)
        for home in databases
        for prop in home.properties
        if prop.type == "date" and (falls or holds(said, "rising"))
    ]
    best = max(named or days, key=lambda one: one[0], default=None)
    if best is None:
        return None
    _, home, prop = best
    if prop.type == "checkbox":  # "입금 안 된 것 먼저"
        falls = not holds(said, "negation")
    return home, {"property": prop.name, "direction": "descending" if falls else "ascending"}


def _shared(name: str, said: str) -> int:
    """How many letters of a name, from its first on, stand in a clause; 0 where too few."""
    low, within = _plain(name), _plain(said)
    fewest = _LATIN if low.isascii() else _OTHER
    sizes = range(len(low), min(fewest, len(low)) - 1, -1)
    return next((size for size in sizes if size and low[:size] in within), 0)


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
