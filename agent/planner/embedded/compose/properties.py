"""Named properties in a database of the pattern: exactly those listed, or those beside it."""

from agent.planner.brief import Brief, PropertyList, WantedProperty
from agent.planner.embedded.compose.draft import (
    changed,
    everywhere,
    find_database,
    find_property,
    fresh_key,
    property_keys,
    texts,
    with_database,
)
from agent.planner.embedded.compose.generated import (
    is_title,
    new_property,
    sample_value,
)
from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.lexicon import concept_of
from agent.planner.patterns import (
    DatabasePattern,
    Pattern,
    PropertyPattern,
    RowPattern,
    ViewPattern,
)
from tools.blueprint.base import Language


def with_properties(pattern: Pattern, brief: Brief, language: Language) -> Pattern:
    """The pattern with every property that the person named, as they named it."""
    for lists in brief.properties:
        named = find_database(pattern.databases, lists.database or "")
        pattern = _listed(pattern, named or _closest(pattern, lists), lists, language)
    return pattern


def _closest(pattern: Pattern, lists: PropertyList) -> DatabasePattern:
    """The database that has most of the names already; of equal ones the first."""
    return max(
        pattern.databases,
        key=lambda d: sum(find_property(d, p.name) is not None for p in lists.properties),
    )


def _listed(
    pattern: Pattern, database: DatabasePattern, lists: PropertyList, language: Language
) -> Pattern:
    if lists.exact:
        pattern, database = _flipped(pattern, database, lists)
    used: list[str] = []
    for wanted in lists.properties:
        known = _match(database, wanted, used, exact=lists.exact)
        key = known.key if known else _fresh(pattern, database)
        if wanted.type == "relation" and known is None:
            database = _linked(pattern, database, wanted, key)
            used.append(key)
            continue
        database = _placed(database, known, wanted, key, language)
        used.append(key)
    if lists.exact:
        database = _only(database, used)
    return with_database(pattern, database)


def _fresh(pattern: Pattern, database: DatabasePattern) -> str:
    """A key that neither a property has nor a view or row still speaks of."""
    spoken = {key for row in database.rows for key in row.values}
    for view in database.views:
        spoken |= {key for key in (view.group_by, view.date_property, view.x_axis) if key}
    return fresh_key("p", spoken | set(property_keys(pattern, database)))


def _match(
    database: DatabasePattern, wanted: WantedProperty, used: list[str], *, exact: bool
) -> PropertyPattern | None:
    """The property that is meant: by its name, else (in a full list) by what such names mean."""
    free = [p for p in database.properties if p.key not in used]
    named = find_property(changed(database, properties=free), wanted.name)
    if named is not None and (wanted.type in (None, named.type) or named.type == "title"):
        return named
    if is_title(wanted, database.title.ko) and exact and named is None:
        return next((p for p in free if p.type == "title"), None)
    concept = concept_of(wanted.name)
    if concept is None or named is not None or not (exact or wanted.options):
        return None
    return next(
        (
            p
            for p in free
            if p.type == (wanted.type or concept.type)
            and p.type != "title"
            and any(concept_of(text) is concept for text in (p.name.ko, p.name.en, p.name.ja))
        ),
        None,
    )


def _placed(
    database: DatabasePattern,
    known: PropertyPattern | None,
    wanted: WantedProperty,
    key: str,
    language: Language,
) -> DatabasePattern:
    if known is None:
        return _added(database, new_property(wanted, key), language)
    update: dict[str, object] = {"tier": "simple"}
    if wanted.name.casefold() != known.name.in_language(language).casefold():
        update["name"] = everywhere(wanted.name)
    if wanted.format is not None:
        update["format"] = wanted.format
    if wanted.options:
        names = [everywhere(name) for name in wanted.options]
        update["options"] = options_from(names, known.type, wanted.name, dict(wanted.colors))
    replaced = changed(known, **update)
    properties = [replaced if p.key == key else p for p in database.properties]
    rows = [_mapped(row, known, replaced) for row in database.rows]
    views = [_without_filters(v, key) for v in database.views] if wanted.options else database.views
    return changed(database, properties=properties, rows=rows, views=views)


def _linked(
    pattern: Pattern, database: DatabasePattern, wanted: WantedProperty, key: str
) -> DatabasePattern:
    """The database with a named relation, to the database that it names or is named after."""
    target = find_database(pattern.databases, wanted.target or wanted.name)
    if target is None:
        return changed(
            database,
            properties=[*database.properties, new_property(wanted, key)],
        )
    relation = PropertyPattern(
        key=key, type="relation", name=everywhere(wanted.name), target=target.key
    )
    rows = [
        changed(row, values={**row.values, key: [target.rows[i % len(target.rows)].key]})
        if target.rows
        else row
        for i, row in enumerate(database.rows)
    ]
    return changed(database, properties=[*database.properties, relation], rows=rows)


def _without_filters(view: ViewPattern, key: str) -> ViewPattern:
    only = {name: option for name, option in view.only.items() if name != key}
    hide = {name: option for name, option in view.hide.items() if name != key}
    return changed(view, only=only, hide=hide)


def _mapped(row: RowPattern, old: PropertyPattern, new: PropertyPattern) -> RowPattern:
    """A row whose choice keeps its place among the new options: first to first, last to last."""
    if new.options == old.options or old.key not in row.values:
        return row
    keys = [option.key for option in old.options]
    value = row.values[old.key]
    chosen = value if isinstance(value, list) else [value]
    places = [keys.index(key) for key in chosen if key in keys]
    scale = (len(new.options) - 1) / max(1, len(keys) - 1)
    mapped = [new.options[round(place * scale)].key for place in places]
    final = list(dict.fromkeys(mapped)) if isinstance(value, list) else next(iter(mapped), None)
    return changed(row, values={**row.values, old.key: final})


def _added(
    database: DatabasePattern, added: PropertyPattern, language: Language
) -> DatabasePattern:
    rows = []
    for i, row in enumerate(database.rows):
        value = sample_value(added, i, language)
        rows.append(row if value is None else changed(row, values={**row.values, added.key: value}))
    kept = [p for p in database.properties if p.name.in_language(language) != added.name.ko]
    return changed(database, properties=[*kept, added], rows=rows)


def _only(database: DatabasePattern, used: list[str]) -> DatabasePattern:
    """The database with the used properties in the order of the list, and its title."""
    titles = [p.key for p in database.properties if p.type == "title" and p.key not in used]
    by_key = {p.key: p for p in database.properties}
    kept_links = [p.key for p in database.properties if p.type == "relation" and p.key not in used]
    return changed(database, properties=[by_key[key] for key in [*titles, *used, *kept_links]])


def _flipped(
    pattern: Pattern, database: DatabasePattern, lists: PropertyList
) -> tuple[Pattern, DatabasePattern]:
    """Moves the database's unlisted relations to their targets, so that its list stays exact."""
    named = {wanted.name.casefold() for wanted in lists.properties}
    for relation in [p for p in database.properties if p.type == "relation" and p.two_way]:
        if named & texts(relation.name):
            continue
        target = next((d for d in pattern.databases if d.key == relation.target), database)
        if target.key != database.key:
            pattern = with_database(pattern, _with_inverse(target, database, relation))
        rest = [p for p in database.properties if p.key != relation.key]
        database = changed(database, properties=rest)
    return pattern, database


def _with_inverse(
    target: DatabasePattern, source: DatabasePattern, relation: PropertyPattern
) -> DatabasePattern:
    key = relation.two_way or relation.key
    inverse = PropertyPattern(
        key=key, type="relation", name=relation.two_way_name or source.title, target=source.key
    )
    rows = []
    for row in target.rows:
        linked = [r.key for r in source.rows if row.key in (r.values.get(relation.key) or [])]
        rows.append(changed(row, values={**row.values, key: linked}) if linked else row)
    return changed(target, properties=[*target.properties, inverse], rows=rows)
