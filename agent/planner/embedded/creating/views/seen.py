"""What a clause says of the rows that are to be seen, against the design: a view, or an order.

A clause names a row by an option, by a box that is ticked or not, or by a number that it has.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from agent.planner.embedded.creating.views.sights import (
    TELLERS,
    leaves_out,
    only_in,
    shown_as,
    told_of_all,
)
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import bare, is_empty, raw
from agent.planner.embedded.creating.wish.vocabulary import end_of, forms, holds, tokens
from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Memory, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.clauses.splitting import whole
from agent.planner.embedded.grammar.new.build import a_view, present, stands_on
from agent.planner.embedded.grammar.text.conjugation import tokens_there
from agent.planner.embedded.grammar.text.lexis import composed, lexis
from agent.planner.embedded.grammar.text.syllables import TELLING, syllables
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.text.worlds import world_of
from agent.planner.embedded.grammar.views.view_names import named_by
from agent.planner.embedded.grammar.views.viewing import arranged
from tools.workspace.actions.views import AddView, UpdateView
from tools.workspace.change import Change
from tools.workspace.draft import Draft
from tools.workspace.model import ExistingDatabase

_LONGEST = 160  # letters of a clause that names rows
_NAME = 40  # letters of a view's name
_NO_ROWS = ("noun.view", "verb.", "view.", "count.", "new.")
_SORTED = ("table", "list", "gallery")
_SHOWN = ("verb.show", "noun.view", "own.", "all.every", "limited.", "apart.")
_ONLY = frozenset({"only.only"})
_ORDERS = ("role.ordered", "verb.sort", "timely.", "rank.")


@dataclass(frozen=True)
class _Sight:
    """Which rows a clause may mean, or in which order; `weight` says how much of it that reads."""

    weight: int
    home: ExistingDatabase
    said: dict[str, Any]
    name: str


def seen(said: str, draft: Draft, today: date) -> Change | None:
    """The view with some rows only, or the order, that a clause asks for; None for neither."""
    if len(said) > _LONGEST:
        return None
    words = tokens(said)
    viewed = shown_as(words)
    every, gone = told_of_all(words), any(t.has("verb.hide") for t in words)
    hides = gone or leaves_out(words)
    shown = any(t.has(*_SHOWN) for t in words) or words[0].has("noun.thing")
    shown = shown or hides or viewed is not None or only_in(words) is not None
    only = every is not None or (viewed is not None and not said.isascii())
    found = _sights(said, draft, today, hidden=hides, only=only)
    limits = [one for one in found if "filter" in one.said] if shown else []
    sight = max(limits or found, key=lambda one: one.weight, default=None)
    if sight is None or (not limits and every is not None):
        return None
    if not limits:
        return _arranged(sight, words, "sorts") if "sorts" in sight.said else None
    if gone:
        return _arranged(sight, words, "filter")
    kind = next((t.group("view.") for t in words if t.has("view.") and every), "table")
    kind = viewed[1].group("view.") or "table" if viewed else kind
    world = world_of(draft.structure, draft.language, lexis())
    try:
        stand = stands_on(sight.home, kind, [], world)
    except Refused:  # without a day there is no calendar
        kind, stand = "table", {}
    view = a_view({"type": kind, "name": _name(said, words, sight), **stand, **sight.said})
    return AddView(action="add_view", database=sight.home.title, view=view)


def _sights(said: str, draft: Draft, today: date, *, hidden: bool, only: bool) -> list[_Sight]:
    """What the grammar reads of a clause, whatever else it says, for each database; `only` of a
    view of some rows that no word for "only" says so of."""
    world, found = world_of(draft.structure, draft.language, lexis()), list[_Sight]()
    text = composed(said)
    tokens = tokens_there(text, world, today)
    tokens += [Token("word", len(text), len(text), "", _ONLY)] if only else []
    told = whole(tokens, text, world.lexis)
    clause = Clause(told, world, Memory(), today)
    for home in world.databases:
        one = clause.fresh()
        one.memory = Memory(database=home.id)
        with suppress(Ask, Refused):
            order, name = arranged(one, home, hidden=hidden)
            read = [t for t in one.everything if t.start in one.used - clause.used]
            own = [t for t in one.everything if any(home.id in (e.database, e.id) for e in t.names)]
            weight = sum(len(t.text) for t in (*read, *own))
            name = name or (named_by(order["filter"], world) if "filter" in order else "")
            found += [_Sight(weight, home, order, name)] if order else []
    return found


def _name(said: str, words: Sequence[Token], limit: _Sight) -> str:
    """What a view is called: as quoted, else by the words before "only", else by what it shows."""
    quoted = [str(t.value) for t in words if t.kind == "quoted"]
    taken = {view.name for view in limit.home.views}
    ahead = [t.start for t in words if t.has("limited.")][:1]  # "won deals filtered to …"
    told = [tidy([t for t in words if t.end <= at], said) for at in ahead]
    late = [t.text.capitalize() for t in words if t.has("state.overdue")]
    of = [t for t in words[:-1] if t.has("apart.") or (t.has("noun.thing") and not t.start)]
    of = of if "and" in limit.said["filter"] else []  # "jobs that are delivered but not paid"
    told += [said[t.end :].strip().capitalize() for t in of]
    names = [*quoted, *told, _rows(said, words), limit.name, *late]
    names = [n for n in names if n and len(n) <= _NAME]
    test = limit.said["filter"]
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
    if (viewed := shown_as(words)) is not None:
        return _spoken_of(said, words, words[viewed[0]])
    if holds(said, "ordering") and only is not None:
        orders = (t.start for t in words if t.start > only.end and t.has(*_ORDERS))
        end = next(orders, len(said))
        words, said = [t for t in words if t.start < end], said[:end].rstrip(" ,")
    at = words.index(only) if only is not None else 0
    if only is not None and only.kind == "unknown":
        named = said[words[0].start : only.end]  # "안 가 본 곳만": it ends with "only"
        return named.removesuffix(end_of(only.text, "only")).strip()
    if (every := told_of_all(words)) is not None:
        return _told_of(said, words, every)
    leads = only is not None and only.has("only.") and is_first(only, lexis())
    undone = only is not None and only.has("state.", "not.")
    kept = list(words[at + 1 :] if leads else words[: at + undone])
    while kept and (is_empty(kept[-1]) or kept[-1].has("noun.thing", *_NO_ROWS)):
        if kept[-1].has("compare.") or _is_told(kept):
            break  # "5個以下のものだけ", "방문 안 한 곳만"
        kept.pop()
    while kept and (is_empty(kept[0]) or kept[0].has(*_NO_ROWS)) and not kept[0].has("compare."):
        kept.pop(0)
    ones = only.text if only is not None and kept and not (leads or undone) else ""
    ones = ones.removesuffix(end_of(ones, "only") or ones)  # "안 돌려받은 것만"
    end = said.find(ones, kept[-1].end) + len(ones) if ones else 0
    name = said[kept[0].start : end] if ones else raw(kept, said)
    return name[:1].upper() + name[1:] if leads and " " in name else name


def _is_told(kept: Sequence[Token]) -> bool:
    """Whether a verb that means something else by itself tells the last noun apart."""
    verb = kept[-2:-1] if kept[-1].has("noun.thing") else ()
    last = [one for token in verb if token.has("count.1") for one in syllables(token.text)]
    return bool(last) and last[-1].end in TELLING


def _spoken_of(said: str, words: Sequence[Token], of: Token) -> str:
    """The words for what is to be seen as a view, down to what leads to that."""
    if said.isascii():
        return tidy([t for t in words if t.end <= of.start and not t.has(*_NO_ROWS)], said)
    spoken = said[words[0].start : of.start] + of.text[:-1]
    return spoken if spoken.endswith(tuple(forms("ones"))) else said[: of.start].strip()


def _told_of(said: str, words: Sequence[Token], every: Token) -> str:
    """The words of a view of all that something is told of: before it, else what is told."""
    begun = next(t for t in words if t.has("view.", "noun.view"))
    asks = ("want.", "verb.", "speaker.", "count.", "new.")
    before = bare([t for t in words if t.start < begun.start and not t.has(*asks)])
    if before:
        return tidy(before, said)  # "a favourites view for everything …"
    behind = [t for t in words if t.start > every.start]
    while behind and behind[0].has(*TELLERS):
        behind.pop(0)
    name = said[behind[0].start :].strip() if behind else ""
    return name[:1].upper() + name[1:]  # "table of everyone who is not hired"


def _arranged(sight: _Sight, words: Sequence[Token], how: str) -> Change:
    """The first view of a database in the order that a clause asks for, or without the rows that
    it hides."""
    home, said = sight.home, {how: sight.said[how]}
    view = next((v for v in home.views if v.type in _SORTED), None)
    apart = any(t.has("role.also") for t in words) and any(t.has("view.") for t in words)
    if view is None or apart:  # "飲み頃順の表もあると嬉しい"
        name = said[how][0]["property"] if how == "sorts" else sight.name
        shown = {"type": "table", "name": name, **said}
        return AddView(action="add_view", database=home.title, view=a_view(shown))
    to = a_view(present(home, view) | said)
    return UpdateView(action="update_view", database=home.title, view=view.name, to=to)
