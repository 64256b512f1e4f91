"""Rows that exist get other values."""

import re
from typing import Any

from agent.planner.embedded.changing.marks import ATOM, Entity, atoms, key
from agent.planner.embedded.changing.new_values import values_said
from agent.planner.embedded.changing.nouns import (
    ALL,
    DATABASE,
    OPTION,
    PAGE,
    PROPERTY,
    TITLE,
    VIEW,
)
from agent.planner.embedded.changing.rows import edit_rows, inferred, rows_meant
from agent.planner.embedded.changing.shifts import moves_dates
from agent.planner.embedded.changing.values import option_named, value_of
from agent.planner.embedded.changing.wish import Unread, Wish
from agent.planner.embedded.korean import without_particle
from tools.blueprint.changes import Change, Rename
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow

_THINGS = re.compile(
    r"(?<![가-힣])(?:거|것|것들|애들)|(?<![A-Za-z])(?:ones|things|those|whatever"
    r"|every(?:thing|one)(?: that| which)?|anything|all that)(?![A-Za-z])|もの",
    re.IGNORECASE,
)
_NOUN_ALONE = re.compile(
    rf"{PROPERTY}|{OPTION}|{VIEW}|{DATABASE}|{PAGE}|{TITLE}", re.IGNORECASE
)  # "rename the status property"
_SMALL = re.compile(
    r"(?<![A-Za-z])(?:the|one|task|row|item|entry|a|an)(?![A-Za-z])|[\W_]+", re.IGNORECASE
)
_TITLED = re.compile(
    rf"(?:the\s+)?{TITLE}\s*[:=]?\s*(?:은|는|は)?\s*(?P<name>{ATOM})$", re.IGNORECASE
)
_ALL = re.compile(ALL, re.IGNORECASE)
# Verbs that put a thing somewhere or give it something; what follows is never its name.
_NEVER_NAMES = frozenset({"move", "assign", "give", "mark"})


def without_target(wish: Wish, obj: str) -> list[Change]:
    """`'서버 점검' 완료 처리`, `complete X`, `메모 비워줘`: the verb says what it becomes."""
    found = rows_in(wish, obj)
    if re.search(r"비워|clear|empty|空に", wish.clause.verb + wish.clause.said):
        prop = wish.property_said(re.sub(r"[을를]$", "", obj))
        if prop is None:
            raise Unread
        home = wish.database(prop.database)
        rows = found[1] if found and found[0].id == home.id else home.rows
        return edit_rows(wish, home, rows, {prop.name: None})
    if found is not None:
        database, rows = found
        done = inferred(wish, database, "done")
        unnamed = re.sub(ATOM, "", obj)
        if done and re.search(
            r"완료|끝|체크|done|complete|finish|check|完了",
            f"{wish.clause.said} {unnamed} {wish.clause.verb}",
            re.IGNORECASE,
        ):
            return edit_rows(
                wish, database, rows, {done[0].name: done[1]} | values_said_behind(wish, database)
            )
        for atom in reversed(atoms(obj)):
            if value := inferred(wish, database, atom):
                return edit_rows(wish, database, rows, {value[0].name: value[1]})
    raise Unread


def values_said_behind(wish: Wish, database: ExistingDatabase) -> dict[str, Any]:
    """Further values that stand behind the verb ("… 완료 처리해줘, 별점 5개")."""
    kept, wish.body = wish.body, ""
    values = values_said(wish, database) if wish.details else {}
    wish.body = kept
    return values


def told(wish: Wish) -> list[Change] | None:
    """`서버 점검 완료`: a row and a state, without a verb; `제목 "2027 팀"`: the page's name."""
    titled = _TITLED.match(wish.body.strip())
    if titled and wish.marks.is_quoted(titled["name"]):
        return [Rename(action="rename", to=wish.marks.surface(titled["name"]))]
    rows = any(wish.of(atom, "row") for atom in atoms(wish.body))
    return without_target(wish, wish.body) if rows and len(atoms(wish.body)) > 1 else None


def rows_in(wish: Wish, obj: str) -> tuple[ExistingDatabase, list[ExistingRow]] | None:
    """The rows that the words mean, with their database."""
    titled = [e for atom in atoms(obj) for e in wish.of(atom, "row")]
    if titled:
        kept = wish.body
        wish.body = obj
        named = wish.take_database()
        wish.body = kept
        homes = [e for e in titled if named is None or e.database == named.id] or titled
        entity = wish.one(homes)
        database = wish.database(entity.database)
        ids = {e.id for e in titled if e.database == database.id}
        return database, [row for row in database.rows if row.id in ids]
    found = atoms(obj)
    places = [e.id for atom in found for e in wish.of(atom, "database")]
    options = [e.database for atom in found for e in wish.of(atom, "option") if e.database]
    things = _THINGS.search(wish.plain(obj)) is not None
    if found and not things and wish.of(found[-1], "option") and not wish.of(found[-1], "database"):
        return None  # the option itself
    if not places and things and options:
        places = [wish.the_database(options).id]
    if not places:
        return _partly_named(wish, obj) if not found else None
    database = wish.database(places[0])
    rows = rows_meant(wish, obj, database)
    return (database, rows) if rows is not None else None


def _partly_named(wish: Wish, obj: str) -> tuple[ExistingDatabase, list[ExistingRow]] | None:
    """The one row whose title has all the words ("the logo guidelines one")."""
    words = [without_particle(word) for word in _SMALL.sub(" ", wish.plain(obj)).casefold().split()]
    if len(words) < 2:
        return None
    rows = [
        (database, row)
        for database in wish.databases
        for row in database.rows
        if all(word in row.title.casefold().split() for word in words)
    ]
    return (rows[0][0], [rows[0][1]]) if len(rows) == 1 else None


def edited(wish: Wish, obj: str, to: str) -> list[Change]:
    """New values of rows; nothing where no rows are meant."""
    to, everyone = _everyone(wish, obj, to)
    found = rows_in(wish, obj)
    if found is None:
        found = _last_rows(wish, obj, to) or _rows_of_property(wish, obj, everyone=everyone)
    if found is None:
        return []
    database, rows = found
    entity = property_in(wish, obj, database)
    if entity is not None and not _is_condition(wish, obj, wish.property(entity), database, to):
        prop = wish.property(entity)
        return edit_rows(wish, database, rows, {prop.name: value_of(wish, prop, to)})
    if value := inferred(wish, database, to):
        return edit_rows(wish, database, rows, {value[0].name: value[1]})
    if wish.clause.verb in _NEVER_NAMES or moves_dates(wish.clause.verb):
        raise Unread
    if len(rows) == 1 and any(wish.of(a, "row") for a in atoms(obj)):
        title = next(p.name for p in database.properties if p.type == "title")
        return edit_rows(wish, database, rows, {title: new_name(wish, to)})
    raise Unread


def _everyone(wish: Wish, obj: str, to: str) -> tuple[str, bool]:
    """What it becomes, without the word for "all", and whether all are meant."""
    plural = any(
        (surface := wish.marks.surface(atom)).isascii()
        and surface.endswith("s")
        and wish.of(atom, "property")
        and all(key(e.name) != key(surface) for e in wish.of(atom, "property"))
        for atom in atoms(obj)
    )
    found = _ALL.match(to.strip())
    said = found is not None or _ALL.search(wish.plain(obj)) is not None
    return to.strip()[found.end() :].strip() if found else to, said or plural


def _rows_of_property(
    wish: Wish, obj: str, *, everyone: bool
) -> tuple[ExistingDatabase, list[ExistingRow]] | None:
    """All rows where the words name a property of "all"; the row that an answer names."""
    if not atoms(obj) or any(wish.of(atom, "database") for atom in atoms(obj)):
        return None
    entity = wish.property_said(obj)
    if entity is None or wish.property(entity).type == "title":
        return None
    database = wish.database(entity.database)
    if everyone or any(_ALL.fullmatch(hint) for hint in wish.hints):
        return database, database.rows
    hinted = [e.id for e in wish.hinted("row") if e.database == database.id]
    return (database, [row for row in database.rows if row.id in hinted]) if hinted else None


def _is_condition(
    wish: Wish, obj: str, prop: ExistingProperty, database: ExistingDatabase, to: str
) -> bool:
    """Whether the words name a property only to say which rows are meant ("high priority")."""
    held = [e for atom in atoms(obj) for e in wish.of(atom, "option") if e.property == prop.id]
    if not held or option_named(prop, wish.plain(to).strip(" '\",.")) is not None:
        return False
    return inferred(wish, database, to) is not None


def property_in(wish: Wish, obj: str, database: ExistingDatabase) -> Entity | None:
    for atom in reversed(atoms(obj)):
        owned = [e for e in wish.of(atom, "property") if e.database == database.id]
        if owned and not wish.of(atom, "row") and not _is_home(wish, atom, database):
            return owned[0]
    words = re.sub(ATOM, " ", obj)
    for word in re.findall(r"[A-Za-z]{3,}|[가-힣]{2,}|[ァ-ヺー一-鿿]{2,}", words):
        if not _ALL.fullmatch(word) and (entity := wish.property_said(word, database)):
            return entity
    return None


def _is_home(wish: Wish, atom: str, database: ExistingDatabase) -> bool:
    """Whether an atom is rather the name of the database itself ("모든 작업의 …")."""
    return any(e.id == database.id for e in wish.of(atom, "database"))


def _last_rows(wish: Wish, obj: str, to: str) -> tuple[ExistingDatabase, list[ExistingRow]] | None:
    """The rows spoken of last, where the words name a property of theirs and a value for it."""
    last, memory = wish.memory.last, wish.memory
    if memory.rows_database is None and not (last and last.kind == "row"):
        return None
    home = memory.rows_database or (last.database if last else None)
    database = next((d for d in wish.databases if d.id == home), None)
    if database is None:
        return None
    names = {last.name} if last and last.kind == "row" else set()
    rows = [r for r in database.rows if r.id in memory.rows or r.title in names]
    entity = property_in(wish, obj, database)
    if not rows or entity is None:
        return None
    try:
        value_of(wish, wish.property(entity), to)
    except Unread:
        return None
    return database, rows


def new_name(wish: Wish, to: str) -> str:
    quoted = [a for a in atoms(to) if wish.marks.is_quoted(a)]
    if quoted:
        return wish.marks.surface(quoted[0])
    text = re.sub(r"(?:이라고|라고|이라는 이름|이란 이름)$", "", wish.plain(to).strip(" '\","))
    if not text or _NOUN_ALONE.fullmatch(text):
        raise Unread
    return text
