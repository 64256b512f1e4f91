"""A model's answer unfolded into changes, in the order in which each finds what it needs. Pure.

A database is added bare, then come the relations between all of them, what is computed over those,
the views that stand on either, and last the rows, the ones that are linked to first.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from agent.planner.model.mend import Mender
from tools.blueprint.base import Language

Json = dict[str, Any]

_LATER = ("relation", "rollup", "formula")
_PLACES = ("database", "linked_view", "child_database")  # blocks that only a page's top level has
_TITLES: dict[Language, str] = {"ko": "이름", "en": "Name", "ja": "名前"}


def unfolded(reply: Json, language: Language, mender: Mender, rows: int | None) -> list[Json]:
    """The changes that an answer stands for; `rows` is how many a new database may have, None for
    as many as there are."""
    given = {**reply, **_blueprint(reply)}
    pages = [mender.page(page) for page in _objects(given.get("sub_pages"))]
    databases = [mender.database(database) for database in _objects(given.get("databases"))]
    blocks = [mender.block(block) for block in _top(given.get("blocks"), mender)]
    found: list[Json] = []
    if isinstance(title := given.get("title"), str) and title.strip():
        found.append({"action": "rename", "to": title})
    if icon := mender.icon(given.get("icon")):
        found.append({"action": "set_icon", "icon": icon})
    if blocks:
        found.append({"action": "add_blocks", "blocks": blocks})
    found += _with_databases(databases, language, rows)
    found += [{"action": "add_sub_page", "page": _page(page, mender)} for page in pages]
    return [*found, *_changes(given.get("changes"), language, mender, rows)]


def _blueprint(reply: Json) -> Json:
    """What stands in a whole blueprint, where the answer holds one; what it says besides wins."""
    inner = reply.get("blueprint")
    if not isinstance(inner, dict):
        return {}
    said = {key for key, value in reply.items() if value}
    return {key: value for key, value in inner.items() if key not in said}


def _changes(given: Any, language: Language, mender: Mender, rows: int | None) -> Iterator[Json]:
    for change in map(mender.change, _objects(given)):
        if change.get("action") == "add_database" and isinstance(change.get("database"), dict):
            yield from _with_databases([change["database"]], language, rows)
        else:
            yield change


def _with_databases(
    databases: Sequence[Json], language: Language, most: int | None
) -> Iterator[Json]:
    titles = {_name(d.get("key")): _name(d.get("title")) for d in databases if d.get("key")}
    views: list[Json] = []
    late: list[Json] = []
    for database in databases:
        title, properties = _name(database.get("title")), _objects(database.get("properties"))
        plain = [p for p in properties if p.get("type") not in _LATER]
        bare = {"title": title, "properties": _titled(plain, language)}
        if database.get("icon"):
            bare["icon"] = database["icon"]
        yield {"action": "add_database", "database": bare}
        late += [
            {"action": "add_property", "database": title, "property": _to(p, titles)}
            for p in properties
            if p.get("type") in _LATER
        ]
        shown = _objects(database.get("views"))
        views += [{"action": "add_view", "database": title, "view": view} for view in shown]
    yield from sorted(late, key=lambda change: _LATER.index(change["property"]["type"]))
    yield from views
    yield from _rows(databases, titles, most)


def _titled(properties: list[Json], language: Language) -> list[Json]:
    """Properties of which exactly one is the title: the first text, else one more."""
    titles = [p for p in properties if p.get("type") == "title"]
    if titles:
        return [{**p, "type": "rich_text"} if p in titles[1:] else p for p in properties]
    texts = [p for p in properties if p.get("type") in (None, "rich_text")]
    if texts:
        first = {"name": _name(texts[0].get("name")), "type": "title"}
        return [first, *(p for p in properties if p is not texts[0])]
    return [{"name": _TITLES[language], "type": "title"}, *properties]


def _to(declared: Json, titles: dict[str, str]) -> Json:
    """A relation that leads to a database by its title, though the answer had a key for it."""
    target = declared.get("target")
    return {**declared, "target": titles[target]} if target in titles else declared


def _rows(databases: Sequence[Json], titles: dict[str, str], most: int | None) -> Iterator[Json]:
    """The rows of all databases, those first that others link to; at a circle the order stands."""
    waiting = list(databases)
    while waiting:
        named = {_name(database.get("title")) for database in waiting}
        ready = [d for d in waiting if not (_targets(d, titles) - {_name(d.get("title"))}) & named]
        for database in ready or waiting[:1]:
            waiting.remove(database)
            rows = _objects(database.get("rows"))[:most]
            if rows:
                yield {"action": "add_rows", "database": _name(database.get("title")), "rows": rows}


def _targets(database: Json, titles: dict[str, str]) -> set[str]:
    relations = (p for p in _objects(database.get("properties")) if p.get("type") == "relation")
    found = (_name(p.get("target")) for p in relations)
    return {titles.get(name, name) for name in found}


def _page(page: Json, mender: Mender) -> Json:
    """A sub-page with what the form gives one."""
    blocks = [mender.block(block) for block in _top(page.get("blocks"), mender)]
    found = {"title": _name(page.get("title")), "icon": page.get("icon"), "blocks": blocks}
    return {key: value for key, value in found.items() if value}


def _top(blocks: Any, mender: Mender) -> Iterator[Any]:
    """Blocks without the places of databases, which all come below (m4): inside a column Notion
    takes none, and a model cannot know the order of what it has yet to make."""
    for block in blocks if isinstance(blocks, list) else ():
        if not isinstance(block, dict):
            yield block
        elif block.get("type") in _PLACES:
            mender.notes.append(f"{block.get('type')} ↓")
        elif isinstance(columns := block.get("columns"), list):
            inner = [
                {"blocks": [mender.block(one) for one in _top(column.get("blocks"), mender)]}
                for column in _objects(columns)
            ]
            yield {"type": "column_list", "columns": inner}
        else:
            yield block


def _objects(given: Any) -> list[Json]:
    """The objects of a list; what else stands in it says nothing that could be read."""
    found: Iterable[Any] = given if isinstance(given, list) else ()
    return [item for item in found if isinstance(item, dict)]


def _name(given: Any) -> str:
    return given.strip() if isinstance(given, str) else ""
