"""Names that Notion needs to be distinct: properties of a database, options of a choice."""

from agent.planner.embedded.compose.draft import changed, everywhere
from agent.planner.patterns import (
    DatabasePattern,
    LocalText,
    OptionPattern,
    Pattern,
    PropertyPattern,
)
from tools.blueprint.base import Language


def unique_names(pattern: Pattern, language: Language) -> Pattern:
    """The pattern with a number behind every name that would be there twice.

    A property that arrives through another database's two-way relation counts in its target.
    """
    taken: dict[str, set[str]] = {d.key: set() for d in pattern.databases}
    databases = [_named(d, taken[d.key], language) for d in pattern.databases]
    databases = [
        changed(d, properties=[_far_named(p, taken, language) for p in d.properties])
        for d in databases
    ]
    return changed(pattern, databases=databases)


def _named(database: DatabasePattern, taken: set[str], language: Language) -> DatabasePattern:
    properties = []
    for prop in database.properties:
        name = _free(prop.name, taken, language)
        properties.append(changed(prop, name=name, options=_options(prop, language)))
    return changed(database, properties=properties)


def _options(prop: PropertyPattern, language: Language) -> list[OptionPattern]:
    taken: set[str] = set()
    return [changed(o, name=_free(o.name, taken, language)) for o in prop.options]


def _far_named(
    prop: PropertyPattern, taken: dict[str, set[str]], language: Language
) -> PropertyPattern:
    if prop.two_way is None or prop.target is None:
        return prop
    name = _free(prop.two_way_name or prop.name, taken[prop.target], language)
    return changed(prop, two_way_name=name)


def _free(name: LocalText, taken: set[str], language: Language) -> LocalText:
    text = free = name.in_language(language)
    number = 2
    while free.casefold() in taken:
        free, number = f"{text} {number}", number + 1
    taken.add(free.casefold())
    return name if free == text else everywhere(free)
