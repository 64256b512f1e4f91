"""What the person left out of a pattern, and what they said of its parts as changes to them."""

import contextlib
from collections.abc import Iterator

from pydantic import ValidationError

from agent.planner.brief import Removal
from agent.planner.embedded.compose.draft import changed, find_property, means
from agent.planner.embedded.compose.options import joined
from agent.planner.embedded.wants import Rename, WantedOption, Wants
from agent.planner.patterns import DatabasePattern, LocalText, Pattern, PropertyPattern, ViewPattern
from tools.blueprint.base import Language
from tools.workspace.change import Change
from tools.workspace.changes import CHANGES


def without_removed(pattern: Pattern, removals: list[Removal]) -> Pattern:
    """The pattern without what was removed."""
    for removal in removals:
        pattern = _without(pattern, removal)
    return pattern


def _without(pattern: Pattern, removal: Removal) -> Pattern:
    databases = [_trimmed(d, removal) for d in pattern.databases]
    blocks = pattern.blocks
    if removal.kind == "view":
        blocks = [b for b in blocks if b.view is None or not _is_view(b.view, removal)]
    return changed(pattern, databases=databases, blocks=blocks)


def _trimmed(database: DatabasePattern, removal: Removal) -> DatabasePattern:
    if removal.kind in ("any", "view"):
        views = [v for v in database.views if not _is_view(v, removal)]
        database = changed(database, views=views)
    if removal.kind in ("any", "option"):
        database = _without_option(database, removal.name)
    if removal.kind in ("any", "property"):
        found = find_property(database, removal.name)
        if found is not None and found.type != "title":
            rest = [p for p in database.properties if p.key != found.key]
            database = changed(database, properties=rest)
        database = changed(database, properties=[_one_way(p, removal) for p in database.properties])
    return database


def _one_way(prop: PropertyPattern, removal: Removal) -> PropertyPattern:
    """The far side of a two-way relation is a property too, and can be taken out."""
    if prop.two_way_name is None or not means(removal.name, prop.two_way_name):
        return prop
    return changed(prop, two_way=None, two_way_name=None)


def _is_view(view: ViewPattern, removal: Removal) -> bool:
    if view.type == removal.name:
        return removal.kind == "view"
    return view.name is not None and means(removal.name, view.name)


def _without_option(database: DatabasePattern, name: str) -> DatabasePattern:
    """The database without an option; a choice keeps at least one."""
    properties = []
    for prop in database.properties:
        kept = [option for option in prop.options if not means(name, option.name)]
        properties.append(changed(prop, options=kept) if kept else prop)
    return changed(database, properties=properties)


def changes_in(pattern: Pattern, wants: Wants, language: Language) -> list[Change]:
    """What a wish says of single parts of what is composed, by the names that these have in it.

    Options first: a rename would hide what the wish calls by its old name. A name that Notion
    cannot take (an option with a comma) changes nothing.
    """
    said = [
        *(one for wanted in wants.options for one in _options(pattern, wanted, language)),
        *(one for rename in wants.renames for one in _renamed(pattern, rename, language)),
    ]
    changes: list[Change] = []
    for one in said:
        with contextlib.suppress(ValidationError):
            changes += CHANGES.validate_python([one])
    return changes


def _options(
    pattern: Pattern, wanted: WantedOption, language: Language
) -> Iterator[dict[str, object]]:
    """An option that joins the choice that is meant, or a colour wherever it is an option."""
    if wanted.new and (found := joined(pattern, wanted)) is not None:
        database, prop, option = found
        where = _where(database, prop.name, language)
        yield {"action": "add_option", **where, "option": option}
    elif wanted.color is not None:
        for database, prop, name in _named_options(pattern, wanted.name, language):
            where = {**_where(database, prop.name, language), "option": name}
            yield {"action": "recolor_option", **where, "color": wanted.color}


def _renamed(pattern: Pattern, rename: Rename, language: Language) -> Iterator[dict[str, object]]:
    """Everything that is called so is called otherwise: one word may name several things."""

    def is_meant(text: LocalText | None) -> bool:
        return text is not None and means(rename.old, text)

    for database, prop, name in _named_options(pattern, rename.old, language):
        where = {**_where(database, prop.name, language), "option": name}
        yield {"action": "rename_option", **where, "to": rename.new}
    for database in pattern.databases:
        for view in filter(lambda view: is_meant(view.name), database.views):
            given = {"type": view.type, "name": rename.new}
            name = view.name.in_language(language) if view.name else ""
            where = {"database": database.title.in_language(language), "view": name}
            yield {"action": "update_view", **where, "to": given}
        for prop in filter(lambda prop: is_meant(prop.name), database.properties):
            where = _where(database, prop.name, language)
            yield {"action": "rename_property", **where, "to": rename.new}
        yield from _far_sides(pattern, database, rename, language)
    # The databases last: until then the others are found by their titles.
    databases = [d.title for d in pattern.databases if means(rename.old, d.title, d.nouns)]
    pages = [p.title for p in pattern.sub_pages if means(rename.old, p.title, p.nouns)]
    for title in (*databases, *pages):
        yield {"action": "rename", "target": title.in_language(language), "to": rename.new}
    if is_meant(pattern.title):
        yield {"action": "rename", "to": rename.new}


def _far_sides(
    pattern: Pattern, database: DatabasePattern, rename: Rename, language: Language
) -> Iterator[dict[str, object]]:
    """The properties of a database's own relations that appear in their targets."""
    for prop in database.properties:
        far = prop.two_way_name
        if far is not None and means(rename.old, far):
            target = next(d for d in pattern.databases if d.key == prop.target)
            yield {
                "action": "rename_property",
                **_where(target, far, language),
                "to": rename.new,
            }


def _named_options(
    pattern: Pattern, name: str, language: Language
) -> Iterator[tuple[DatabasePattern, PropertyPattern, str]]:
    for database in pattern.databases:
        for prop in database.properties:
            for option in prop.options:
                if means(name, option.name):
                    yield database, prop, option.name.in_language(language)


def _where(database: DatabasePattern, prop: LocalText, language: Language) -> dict[str, object]:
    return {
        "database": database.title.in_language(language),
        "property": prop.in_language(language),
    }
