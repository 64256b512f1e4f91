"""A view of another type: what there is cannot become one, so that one is added."""

import re
from typing import Any

from agent.planner.brief import ViewType
from agent.planner.embedded.changing.arrangement import HIDES
from agent.planner.embedded.changing.marks import Entity, atoms
from agent.planner.embedded.changing.nouns import TITLE
from agent.planner.embedded.changing.views import add_view
from agent.planner.embedded.changing.which_view import type_in, view_meant
from agent.planner.embedded.changing.wish import Wish
from agent.planner.embedded.constraints.views import view_type
from tools.blueprint.changes import AddView, Change, DeleteView
from tools.blueprint.views import Sort
from tools.workspace.model import ExistingDatabase, ExistingView
from tools.workspace.references import in_condition, in_sorts

_NAMES = re.compile(
    rf"{TITLE}|불러|(?<![A-Za-z])(?:rename|call|named?)(?![A-Za-z])|改名|リネーム", re.IGNORECASE
)
_BARE = re.compile(r"\s*+(?:the\s+)?(?:it|this|that|그거|이거|그걸|それ|これ)?[을를은는をは]?\s*")

_UNFILTERED = frozenset({"form", "dashboard"})
_UNSORTED = frozenset({"chart"})


def show_as(wish: Wish) -> list[Change] | None:
    """`작업을 칸반으로 보고 싶어`: another view, where there is none of that type."""
    text = " ".join([wish.body, *wish.details])
    if HIDES.search(wish.clause.verb) or any(wish.of(atom, "view") for atom in atoms(text)):
        return None
    kind = type_in(wish, text)
    if kind is None or any(view.type == kind for d in _homes(wish) for view in d.views):
        return None
    return add_view(wish)


def _homes(wish: Wish) -> list[ExistingDatabase]:
    named = [e.id for atom in atoms(wish.body) for e in wish.of(atom, "database")]
    last = [wish.memory.database] if wish.memory.database else []
    return [d for d in wish.databases if d.id in (named[:1] or last)] or wish.databases


def exchanged(wish: Wish, obj: str, to: str) -> list[Change]:
    """`달력을 타임라인으로`: the view of the other type, and the deletion of the one before."""
    if _NAMES.search(f"{wish.plain(obj)} {wish.clause.verb}"):
        return []
    if any(wish.marks.is_quoted(atom) for atom in atoms(to)):
        return []
    kind = type_in(wish, to)
    if kind is None or re.search(r"별$|순$|기준$", wish.plain(to)):
        return []
    before = _before(wish, obj)
    last = wish.memory.last
    if before is None and not (_BARE.fullmatch(obj) and last and last.kind == "view"):
        return []
    return _added(wish, to, kind, before)


def _before(wish: Wish, obj: str) -> Entity | None:
    """The view that is to be another; a database of the same name is not it."""
    if not any(wish.of(atom, "view") for atom in atoms(obj)) and type_in(wish, obj) is None:
        return None
    return view_meant(wish, obj, None)


def _added(wish: Wish, to: str, kind: ViewType, before: Entity | None) -> list[Change]:
    home = wish.database(before.database if before else wish.memory.database)
    if before and next(v for v in home.views if v.id == before.id).type == kind:
        return []
    wish.memory.database, wish.body = home.id, f"{to} view" if view_type(to) else to
    added = add_view(wish) or []
    if before is None or not added:
        return added
    old = next(view for view in home.views if view.id == before.id)
    added = [_kept(one, home, old) if isinstance(one, AddView) else one for one in added]
    return [*added, DeleteView(action="delete_view", database=home.title, view=before.name)]


def _kept(added: AddView, home: ExistingDatabase, old: ExistingView) -> AddView:
    """The new view with the filter and the order of the one before, unless it has its own."""
    view = added.view
    if view.type in _UNFILTERED:
        return added
    names = {prop.id: prop.name for prop in home.properties}
    kept: dict[str, Any] = {}
    if view.filter is None and old.filter:
        kept["filter"] = in_condition(old.filter, lambda id_: names.get(id_, id_))
    if not view.sorts and old.sorts and view.type not in _UNSORTED:
        sorts = in_sorts(old.sorts, lambda id_: names.get(id_, id_)) or []
        kept["sorts"] = [Sort.model_validate(sort) for sort in sorts]
    return added.model_copy(update={"view": view.model_copy(update=kept)})
