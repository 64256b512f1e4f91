"""Which view, or which type of view, words mean."""

import re
from typing import Any

from agent.planner.brief import ViewType
from agent.planner.embedded.changing.marks import ATOM, Entity, atoms, key
from agent.planner.embedded.changing.nouns import DATABASE, VIEW
from agent.planner.embedded.changing.wish import Ask, Wish, bare
from agent.planner.embedded.constraints.views import read_views, view_type
from agent.planner.embedded.text import Scan
from tools.workspace.model import (
    ExistingDatabase,
    ExistingView,
)

_OF_DATABASE = re.compile(
    rf"(?:(?:the|my|our|그)\s+)?(?P<home>{ATOM})(?:\s*(?:の)?{DATABASE})?(?:'s|에서|의|에|の)?\s*"
    rf"(?P<what>[^\s].*?)(?:\s*{VIEW})?[을를은는도をはも]?"
    rf"|(?:the\s+)?(?P<what2>\S+?)(?:\s*{VIEW})?\s+(?:of|in|from|on|for)\s+(?:the\s+)?(?P<home2>{ATOM})"
    rf"(?:\s*{DATABASE})?",
    re.IGNORECASE,
)


def as_word(wish: Wish, atom: str) -> str:
    """An atom as a word where it may be a type of view, else as nothing."""
    surface = wish.marks.surface(atom)
    return f" {surface} " if not wish.marks.is_quoted(atom) and view_type(surface) else " ○ "


def view_meant(wish: Wish, text: str, database: ExistingDatabase | None) -> Entity | None:
    """The view that words name: by its name, else by its type where that is the only one."""
    homes = [database] if database else wish.databases
    ids = {d.id for d in homes}
    named = [e for a in atoms(text) for e in wish.of(a, "view") if e.database in ids]
    if named:
        return wish.one(named)
    if database is None and (titled := view_of_database(wish, text)):
        return titled
    kind = type_in(wish, text)
    if kind is None:
        return None
    views = [Entity("view", v.name, v.id, d.id) for d in homes for v in d.views if v.type == kind]
    if not views:
        raise Ask("view", [v.name for d in homes for v in d.views])
    word = key(bare(wish.plain(text)))
    called = [view for view in views if word and word in key(view.name)]
    views = called if len(called) == 1 else views
    entity = wish.one(views)
    same = [view for view in views if view.database == entity.database]
    if len(same) > 1:
        hinted = [e for e in wish.hinted("view") if e in same]
        if not hinted:
            raise Ask("view", [view.name for view in same])
        return hinted[0]
    return entity


def view_of_database(wish: Wish, text: str) -> Entity | None:
    """The view of a type where the words are a database and that type ("the Deals calendar").

    Raises Ask where the database has several of the type.
    """
    found = _OF_DATABASE.fullmatch(text.strip())
    if found is None:
        return None
    home, what = found["home"] or found["home2"], found["what"] or found["what2"]
    kind, databases = view_type(wish.plain(what)), wish.of(home, "database")
    if kind in (None, "table", "list") or len(databases) != 1:
        return None  # "the Tasks table" may be the database itself
    if any(map(wish.marks.is_quoted, atoms(text))):
        return None
    database = wish.database(databases[0].id)
    views = [Entity("view", v.name, v.id, database.id) for v in database.views if v.type == kind]
    if len(views) > 1:
        raise Ask("view", [view.name for view in views])
    return views[0] if views else None


def type_in(wish: Wish, text: str) -> ViewType | None:
    """The type of view that a text speaks of."""
    scan = Scan(re.sub(ATOM, lambda m: as_word(wish, m[0]), text))
    views, _ = read_views(scan)
    if views:
        return views[0].type
    words = wish.plain(text).strip().rstrip("을를은는이가도をはがも")
    return view_type(re.sub(r"^(?:the|my|그)\s+", "", words))


def present(database: ExistingDatabase, view: ExistingView) -> dict[str, Any]:
    """What a view of a type must say again, as it is."""
    said: dict[str, Any] = {"type": view.type}
    names = {prop.id: prop.name for prop in database.properties}
    group = str((view.configuration.get("group_by") or {}).get("property_id"))
    if view.type == "board":
        said["group_by"] = names.get(group, next(iter(names.values())))
    if view.type in ("calendar", "timeline"):
        said["date_property"] = names.get(view.configuration.get("date_property_id", ""), "")
    if view.type == "chart":
        said["chart_type"] = view.configuration.get("chart_type", "donut")
    return said
