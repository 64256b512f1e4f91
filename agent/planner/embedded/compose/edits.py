"""What the person took out, and what they call otherwise."""

from agent.planner.embedded.compose.draft import changed, everywhere, find_property, means
from agent.planner.embedded.compose.options import without_option
from agent.planner.embedded.wants import Removal, Rename, Wants
from agent.planner.patterns import (
    BlockPattern,
    DatabasePattern,
    LocalText,
    OptionPattern,
    Pattern,
    PropertyPattern,
    ViewPattern,
)


def with_edits(pattern: Pattern, wants: Wants) -> Pattern:
    """The pattern without what was removed, under the names that were given."""
    for removal in wants.removals:
        pattern = _without(pattern, removal)
    for rename in wants.renames:
        pattern = _renamed(pattern, rename)
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
        database = without_option(database, removal.name)
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


def _renamed(pattern: Pattern, rename: Rename) -> Pattern:
    def named(text: LocalText) -> LocalText:
        return everywhere(rename.new) if means(rename.old, text) else text

    return changed(
        pattern,
        title=named(pattern.title),
        databases=[_renamed_database(d, rename) for d in pattern.databases],
        sub_pages=[
            changed(p, title=everywhere(rename.new)) if means(rename.old, p.title, p.nouns) else p
            for p in pattern.sub_pages
        ],
        blocks=[_renamed_block(b, rename) for b in pattern.blocks],
    )


def _renamed_database(database: DatabasePattern, rename: Rename) -> DatabasePattern:
    title = database.title
    if means(rename.old, title, database.nouns):
        title = everywhere(rename.new)
    return changed(
        database,
        title=title,
        properties=[_renamed_property(p, rename) for p in database.properties],
        views=[
            changed(v, name=everywhere(rename.new))
            if v.name is not None and means(rename.old, v.name)
            else v
            for v in database.views
        ],
    )


def _renamed_property(prop: PropertyPattern, rename: Rename) -> PropertyPattern:
    new = everywhere(rename.new)
    far = prop.two_way_name
    options: list[OptionPattern] = [
        changed(option, name=new) if means(rename.old, option.name) else option
        for option in prop.options
    ]
    return changed(
        prop,
        name=new if means(rename.old, prop.name) else prop.name,
        two_way_name=new if far is not None and means(rename.old, far) else far,
        options=options,
    )


def _renamed_block(block: BlockPattern, rename: Rename) -> BlockPattern:
    if block.text is None or not means(rename.old, block.text):
        return block
    return changed(block, text=everywhere(rename.new))
