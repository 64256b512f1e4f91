"""What was asked for by name is shown at every complexity, with what it stands on."""

from collections.abc import Collection, Iterator

from agent.planner.brief import Brief
from agent.planner.embedded.compose.draft import changed, find, keys_of, words_for
from agent.planner.patterns import DatabasePattern, Pattern, ViewPattern


def raised(pattern: Pattern, databases: Collection[str], brief: Brief) -> Pattern:
    """The pattern with the wanted properties and views of its picked databases in every tier."""
    named = set(_named(brief))
    picked = [d for d in pattern.databases if d.key in databases]
    views = [
        view for wanted in brief.views for view in _views(picked, wanted.type, wanted.database)
    ]

    def shown(database: DatabasePattern) -> DatabasePattern:
        if database.key not in databases:
            return database
        own = {key for v in database.views if _is_in(v, views) for key in keys_of(v)}
        properties = [
            changed(p, tier="simple") if p.key in own or named & words_for(p.name) else p
            for p in database.properties
        ]
        shown_views = [changed(v, tier="simple") if _is_in(v, views) else v for v in database.views]
        return changed(database, properties=properties, views=shown_views)

    return changed(pattern, databases=[shown(d) for d in pattern.databases])


def _is_in(view: ViewPattern, views: list[ViewPattern]) -> bool:
    return any(view is one for one in views)


def _named(brief: Brief) -> Iterator[str]:
    for lists in brief.properties:
        yield from (wanted.name.casefold() for wanted in lists.properties)
    for rollup in brief.rollups:
        yield from (rollup.property.casefold(), rollup.property.rpartition(" ")[2].casefold())
    yield from (view.by.casefold() for view in brief.views if view.by)


def _views(databases: list[DatabasePattern], kind: str, name: str | None) -> Iterator[ViewPattern]:
    """The first view of a kind, of the database that is named."""
    named = find(databases, name) if name else None
    homes = [named] if named else databases
    found = (view for home in homes for view in home.views if view.type == kind)
    yield from [view for view in [next(found, None)] if view is not None]
