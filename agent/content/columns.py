"""Properties of a pattern: names that differ, references that lead somewhere in time."""

import re
from collections.abc import Iterator, Mapping

from agent.content.parts import LANGUAGES, Column, Columns, doubles, rank
from agent.planner.patterns import DatabasePattern, Pattern, PropertyPattern
from tools.blueprint.properties import CHOICES

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HUES = 9  # colours that options can have


def column_faults(
    database: DatabasePattern, pattern: Pattern, columns: Mapping[str, Columns]
) -> Iterator[str]:
    """What is wrong with the properties of one database."""
    yield from _doubles(database, pattern)
    for item in database.properties:
        yield from _options(item)
    for key, column in columns[database.key].items():
        rules = {"relation": _relation, "rollup": _rollup, "formula": _formula}
        if column.pattern.key == key and column.pattern.type in rules:
            for fault in rules[column.pattern.type](column, database, columns):
                yield f"{key}: {fault}"
    tiers = {other.key: other.tier for other in pattern.databases}
    for item in database.properties:
        if item.target not in tiers:
            continue
        if rank(tiers[item.target]) > rank(database.tier, item.tier):
            yield f"{item.key}: is there before {item.target}, to which it leads; raise its tier"


def _doubles(database: DatabasePattern, pattern: Pattern) -> Iterator[str]:
    """Keys and names that are there twice, those that other databases' relations bring too."""
    brought = [
        item
        for other in pattern.databases
        for item in other.properties
        if item.two_way is not None and item.target == database.key
    ]
    keys = [item.key for item in database.properties] + [str(item.two_way) for item in brought]
    for key in doubles(keys):
        yield f"the property {key} is there twice"
    for language in LANGUAGES:
        names = [item.name.in_language(language) for item in database.properties]
        names += [(item.two_way_name or item.name).in_language(language) for item in brought]
        for name in doubles(names):
            yield f"two properties are called {name!r} in {language}"


def _options(item: PropertyPattern) -> Iterator[str]:
    if item.type not in CHOICES:
        return
    if not item.options:
        yield f"{item.key}: has no options"
    colors = [option.color for option in item.options]
    # Stars and the like are a scale, whose steps may share one.
    lettered = any(map(str.isalpha, "".join(option.name.en for option in item.options)))
    if lettered and len(set(colors)) < min(len(colors), _HUES):
        yield f"{item.key}: two options have one colour; give each its own"
    for language in LANGUAGES:
        names = [option.name.in_language(language).casefold() for option in item.options]
        if len(names) != len(set(names)):
            yield f"{item.key}: two options are called alike in {language}"
        if any("," in name for name in names):
            yield f"{item.key}: an option's name has a comma in {language}, which Notion refuses"


def _relation(column: Column, _: DatabasePattern, columns: Mapping[str, Columns]) -> Iterator[str]:
    if column.pattern.target not in columns:
        yield f"leads to {column.pattern.target}, which is no database"


def _rollup(
    column: Column, database: DatabasePattern, columns: Mapping[str, Columns]
) -> Iterator[str]:
    item = column.pattern
    over = columns[database.key].get(item.relation or "")
    target = over.target if over is not None and over.pattern.type == "relation" else None
    if over is None or target is None or target not in columns:
        yield f"rolls up over {item.relation}, which is no relation of this database"
        return
    pulled = columns[target].get(item.property or "")
    if pulled is None:
        yield f"rolls up {item.property}, which {target} does not have"
    elif max(over.rank, pulled.rank) > column.rank:
        yield f"is there before what it rolls up ({item.relation}, {item.property}); raise its tier"
    if item.function is None:
        yield "says no function"


def _formula(
    column: Column, database: DatabasePattern, columns: Mapping[str, Columns]
) -> Iterator[str]:
    if column.pattern.expression is None:
        yield "says no expression"
    for name in PLACEHOLDER.findall(column.pattern.expression or ""):
        asked = columns[database.key].get(name)
        if asked is None:
            yield f"asks for {{{name}}}, which is no key of a property here"
        elif asked.rank > column.rank:
            yield f"is there before {{{name}}}, which it asks for; raise its tier"
