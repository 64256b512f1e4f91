"""Leaves out what is above the complexity, and then all that refers to what is not there."""

import re

from agent.planner.embedded.compose.draft import changed, in_tier, property_keys
from agent.planner.patterns import (
    BlockPattern,
    ColumnPattern,
    DatabasePattern,
    Pattern,
    PropertyPattern,
    ViewPattern,
)
from tools.blueprint.base import Complexity, Language

PLACEHOLDER = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9_-]*)\}")


def pruned(pattern: Pattern, complexity: Complexity) -> Pattern:
    """The pattern as it stands at a complexity, every reference leading somewhere."""
    pattern = changed(pattern, databases=[_tiered(d, complexity) for d in pattern.databases])
    while (smaller := _consistent(pattern)) != pattern:
        pattern = smaller
    refs = {d.key for d in pattern.databases} | {p.key for p in pattern.sub_pages}
    return changed(
        pattern,
        blocks=_blocks(pattern, pattern.blocks, complexity, refs),
        sub_pages=[
            changed(p, blocks=_blocks(pattern, p.blocks, complexity, refs))
            for p in pattern.sub_pages
        ],
    )


def _tiered(database: DatabasePattern, complexity: Complexity) -> DatabasePattern:
    return changed(
        database,
        properties=[p for p in database.properties if in_tier(p.tier, complexity)],
        views=[v for v in database.views if in_tier(v.tier, complexity)],
    )


def _consistent(pattern: Pattern) -> Pattern:
    """One round of dropping properties whose target, relation or operand is gone."""
    keys = {d.key: property_keys(pattern, d) for d in pattern.databases}
    databases = [
        changed(d, properties=[p for p in d.properties if _stands(p, d.key, keys)])
        for d in pattern.databases
    ]
    return changed(pattern, databases=[_with_known_views(pattern, d) for d in databases])


def _stands(prop: PropertyPattern, home: str, keys: dict[str, dict[str, PropertyPattern]]) -> bool:
    own = keys[home]
    match prop.type:
        case "relation":
            return prop.target in keys
        case "rollup":
            relation = own.get(prop.relation or "")
            if relation is None or relation.type != "relation":
                return False
            return prop.property in keys.get(_far_end(prop, relation, home, keys), {})
        case "formula":
            return all(name in own for name in PLACEHOLDER.findall(prop.expression or ""))
        case _:
            return True


def _far_end(
    rollup: PropertyPattern,
    relation: PropertyPattern,
    home: str,
    keys: dict[str, dict[str, PropertyPattern]],
) -> str:
    """The database at the other end of a relation, seen from the rollup's own."""
    if relation.key == rollup.relation and relation.two_way != rollup.relation:
        return relation.target or ""
    owners = (key for key, own in keys.items() if own.get(relation.key) is relation)
    return next(owners, home)


def _with_known_views(pattern: Pattern, database: DatabasePattern) -> DatabasePattern:
    known = property_keys(pattern, database)
    views = [view for v in database.views if (view := known_view(v, known)) is not None]
    return changed(database, views=views)


def known_view(view: ViewPattern, known: dict[str, PropertyPattern]) -> ViewPattern | None:
    """The view over the properties that exist, or None where it stands on one that does not."""
    needed = [view.date_property, view.x_axis]
    if view.type in ("board", "timeline", "calendar"):
        needed.append(view.group_by)
    if any(key is not None and key not in known for key in needed):
        return None
    update: dict[str, object] = {
        name: None
        for name in ("group_by", "sub_group_by", "end_date_property", "sort_by", "y_property")
        if (key := getattr(view, name)) is not None and key not in known
    }
    if "y_property" in update:
        update["aggregator"] = "count"
    if view.properties is not None:
        update["properties"] = [key for key in view.properties if key in known] or None
    for name in ("only", "hide"):
        update[name] = {k: v for k, v in getattr(view, name).items() if _has_option(known, k, v)}
    return changed(view, **update)


def _has_option(known: dict[str, PropertyPattern], key: str, option: str) -> bool:
    prop = known.get(key)
    if prop is None:
        return False
    return prop.type == "checkbox" or any(o.key == option for o in prop.options)


def _blocks(
    pattern: Pattern,
    blocks: list[BlockPattern],
    complexity: Complexity,
    refs: set[str],
) -> list[BlockPattern]:
    kept = [
        (block, _block(pattern, block, complexity, refs))
        for block in blocks
        if in_tier(block.tier, complexity)
    ]
    return [b for place, (_, found) in enumerate(kept) for b in found if not _orphan(kept, place)]


def _orphan(kept: list[tuple[BlockPattern, list[BlockPattern]]], place: int) -> bool:
    """Whether a heading's whole section fell away."""
    if not kept[place][0].type.startswith("heading") or kept[place][0].children:
        return False
    fell = False
    for block, found in kept[place + 1 :]:
        if found:
            return fell and block.type.startswith(("heading", "divider"))
        fell = True
    return fell


def _block(
    pattern: Pattern, block: BlockPattern, complexity: Complexity, refs: set[str]
) -> list[BlockPattern]:
    """A block with what is left inside it; nothing where it refers to what is gone."""
    if block.ref is not None and block.ref not in refs:
        return []
    if block.view is not None:
        database = next(d for d in pattern.databases if d.key == block.ref)
        view = known_view(block.view, property_keys(pattern, database))
        return [changed(block, view=view)] if view is not None else []
    if block.type == "column_list":
        return _columns(pattern, block, complexity, refs)
    children = _blocks(pattern, block.children, complexity, refs)
    return [changed(block, children=children)]


def _columns(
    pattern: Pattern, block: BlockPattern, complexity: Complexity, refs: set[str]
) -> list[BlockPattern]:
    columns = [
        ColumnPattern(ratio=c.ratio, blocks=inner)
        for c in block.columns
        if (inner := _blocks(pattern, c.blocks, complexity, refs))
    ]
    if len(columns) < 2:
        return [inner for column in columns for inner in column.blocks]
    if len(columns) < len(block.columns):
        columns = [changed(column, ratio=None) for column in columns]
    return [changed(block, columns=columns)]


def without_mentions(pattern: Pattern, vanished: set[str], language: Language) -> Pattern:
    """Drops texts that quote a name which the workspace no longer has."""
    if not vanished:
        return pattern
    names = "|".join(re.escape(name) for name in sorted(vanished))
    quoted = re.compile(rf"[‘“「『'\"](?:{names})[’”」』'\"]")

    def kept(blocks: list[BlockPattern]) -> list[BlockPattern]:
        return [
            changed(
                b,
                children=kept(b.children),
                columns=[changed(c, blocks=kept(c.blocks)) for c in b.columns],
            )
            for b in blocks
            if b.text is None or not quoted.search(b.text.in_language(language))
        ]

    return changed(
        pattern,
        blocks=kept(pattern.blocks),
        sub_pages=[changed(p, blocks=kept(p.blocks)) for p in pattern.sub_pages],
    )


def names_in(pattern: Pattern, language: Language) -> set[str]:
    """The names of databases, properties, views, options and sub-pages."""
    found = {p.title.in_language(language) for p in pattern.sub_pages}
    for database in pattern.databases:
        found.add(database.title.in_language(language))
        found |= {view.name.in_language(language) for view in database.views if view.name}
        for prop in database.properties:
            found.add(prop.name.in_language(language))
            found |= {option.name.in_language(language) for option in prop.options}
    return found
