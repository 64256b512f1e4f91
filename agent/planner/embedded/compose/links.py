"""Relations between databases and the figures that work over them."""

from agent.planner.brief import Brief, WantedProperty, WantedRelation, WantedRollup
from agent.planner.embedded.compose.draft import (
    changed,
    everywhere,
    find_database,
    find_property,
    fresh_key,
    property_keys,
    with_database,
)
from agent.planner.embedded.compose.generated import new_property, sample_value
from agent.planner.patterns import DatabasePattern, Pattern, PropertyPattern, ViewPattern
from tools.blueprint.base import Language


def with_links(pattern: Pattern, brief: Brief, language: Language) -> Pattern:
    """The pattern with the relations and rollups that were asked for."""
    for relation in brief.relations:
        pattern = _related(pattern, relation)
    for rollup in brief.rollups:
        pattern = _rolled_up(pattern, rollup, language)
    return pattern


def _related(pattern: Pattern, wanted: WantedRelation) -> Pattern:
    source = find_database(pattern.databases, wanted.source)
    target = find_database(pattern.databases, wanted.target)
    if source is None or target is None or source.key == target.key:
        return pattern
    pattern, _, _ = _linked(pattern, target, source)
    return pattern


def _linked(
    pattern: Pattern, near: DatabasePattern, far: DatabasePattern
) -> tuple[Pattern, DatabasePattern, str]:
    """Makes sure that `near` sees `far`; also answers `near` and its relation's key."""
    for key, prop in property_keys(pattern, near).items():
        own = prop in near.properties
        if prop.type != "relation" or (own and prop.target != far.key):
            continue
        if own or any(prop is p for p in far.properties):
            return _shown(pattern, near if own else far, prop), near, key
    taken = property_keys(pattern, far)
    relation = PropertyPattern(
        key=fresh_key("link", taken),
        type="relation",
        name=near.title,
        target=near.key,
        two_way=fresh_key("back", property_keys(pattern, near)),
        two_way_name=far.title,
    )
    rows = [
        changed(row, values={**row.values, relation.key: [near.rows[i % len(near.rows)].key]})
        if near.rows
        else row
        for i, row in enumerate(far.rows)
    ]
    far = changed(far, properties=[*far.properties, relation], rows=rows)
    return with_database(pattern, far), near, relation.two_way or ""


def _shown(pattern: Pattern, database: DatabasePattern, prop: PropertyPattern) -> Pattern:
    shown = [changed(p, tier="simple") if p is prop else p for p in database.properties]
    return with_database(pattern, changed(database, properties=shown))


def _rolled_up(pattern: Pattern, wanted: WantedRollup, language: Language) -> Pattern:
    per = find_database(pattern.databases, wanted.per)
    if per is None:
        return _charted(pattern, wanted)
    other, wanted = _measured(pattern, per, wanted)
    if other is None:
        return pattern
    pattern, other, figure = _figure(pattern, other, wanted, language)
    pattern, per, relation = _linked(pattern, per, other)
    per = next(d for d in pattern.databases if d.key == per.key)
    rollup = PropertyPattern(
        key=fresh_key("sum", property_keys(pattern, per)),
        type="rollup",
        name=everywhere(wanted.name),
        relation=relation,
        property=figure,
        function=wanted.function,
    )
    kept = [
        p
        for p in per.properties
        if wanted.name.casefold() not in p.name.in_language(language).casefold()
    ]
    return with_database(pattern, changed(per, properties=[*kept, rollup]))


def _measured(
    pattern: Pattern, per: DatabasePattern, wanted: WantedRollup
) -> tuple[DatabasePattern | None, WantedRollup]:
    """The database whose rows are added up, and the figure without that database's name."""
    others = [d for d in pattern.databases if d.key != per.key]
    first, _, rest = wanted.property.partition(" ")
    if rest and (named := find_database(others, first)):
        return named, changed(wanted, property=rest)
    having = (d for d in others if (p := find_property(d, wanted.property)) and p.type == "number")
    linked = (
        d
        for d in others
        if any(p.target == per.key for p in d.properties)
        or any(p.target == d.key for p in per.properties)
    )
    found = next(having, None) or find_database(others, wanted.property)
    return found or next(linked, None) or next(iter(others), None), wanted


def _figure(
    pattern: Pattern, database: DatabasePattern, wanted: WantedRollup, language: Language
) -> tuple[Pattern, DatabasePattern, str]:
    """The property to add up, made where the database has none of that name."""
    found = find_property(database, wanted.property)
    if found is None and wanted.function == "count":
        return pattern, database, next(p.key for p in database.properties if p.type == "title")
    if found is not None:
        pattern = _shown(pattern, database, found)
        return pattern, next(d for d in pattern.databases if d.key == database.key), found.key
    key = fresh_key("p", property_keys(pattern, database))
    added = new_property(WantedProperty(name=wanted.property, type="number"), key)
    rows = [
        changed(row, values={**row.values, key: sample_value(added, i, language)})
        for i, row in enumerate(database.rows)
    ]
    database = changed(database, properties=[*database.properties, added], rows=rows)
    return with_database(pattern, database), database, key


def _charted(pattern: Pattern, wanted: WantedRollup) -> Pattern:
    """`분류별 지출 합계` where 분류 is a property: a chart over it."""
    for database in pattern.databases:
        axis = find_property(database, wanted.per)
        figure = find_property(database, wanted.property)
        if axis is None or axis.type not in ("select", "multi_select", "status", "date"):
            continue
        number = figure if figure and figure.type == "number" else None
        view = ViewPattern(
            type="chart",
            name=everywhere(wanted.name),
            chart_type="column",
            x_axis=axis.key,
            aggregator=wanted.function if number else "count",
            y_property=number.key if number else None,
        )
        return with_database(pattern, changed(database, views=[*database.views, view]))
    return pattern
