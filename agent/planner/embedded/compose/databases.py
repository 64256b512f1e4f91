"""Which databases there are: the named ones, as many as asked for, the central ones first."""

from agent.planner.brief import MOST_DATABASES, Brief, PropertyList
from agent.planner.embedded.compose.draft import (
    changed,
    everywhere,
    find_database,
    fresh_key,
    in_tier,
    means,
    texts,
)
from agent.planner.embedded.compose.generated import listed_for, new_database, related_to
from agent.planner.embedded.lexicon import lexicon, thing_of
from agent.planner.patterns import DatabasePattern, Pattern
from tools.blueprint.base import Complexity, Language

# What most workspaces can use beside their main databases, in this order.
_COMPANIONS = (
    "document", "resource", "idea", "goal", "contact", "meeting", "task", "expense", "milestone",
    "product", "content", "risk", "activity", "place", "subject", "order", "invoice", "contract",
    "book", "workout",
)  # fmt: skip


def with_databases(
    pattern: Pattern, brief: Brief, language: Language, complexity: Complexity
) -> Pattern:
    """The pattern with exactly the databases that are wanted, each of them in every tier."""
    chosen = _named(pattern, brief, language) if brief.databases else _in_tier(pattern, complexity)
    chosen = [d for d in chosen if not _removed(d, brief)]
    chosen = _with_more(pattern, chosen, _mentioned(pattern, brief), brief, language)
    if brief.database_count is not None or brief.further_databases:
        chosen = _counted(pattern, chosen, brief, language)
    return changed(pattern, databases=[changed(d, tier="simple") for d in chosen])


def _mentioned(pattern: Pattern, brief: Brief) -> list[str]:
    """Databases asked for beside the others, and those that a wished relation or figure needs."""
    ends = [end for pair in brief.relations for end in (pair.source, pair.target)]
    known = [name for name in ends if find_database(pattern.databases, name) or thing_of(name)]
    far = [p.target for lists in brief.properties for p in lists.properties if p.target]
    per = [r.per for r in brief.rollups if find_database(pattern.databases, r.per)]
    return [*brief.more_databases, *known, *far, *per]


def _in_tier(pattern: Pattern, complexity: Complexity) -> list[DatabasePattern]:
    return [d for d in pattern.databases if in_tier(d.tier, complexity)]


def _removed(database: DatabasePattern, brief: Brief) -> bool:
    return any(
        removal.kind in ("any", "database") and means(removal.name, database.title, database.nouns)
        for removal in brief.removals
    )


def _named(pattern: Pattern, brief: Brief, language: Language) -> list[DatabasePattern]:
    return _with_more(pattern, [], brief.databases, brief, language)


def _with_more(
    pattern: Pattern,
    chosen: list[DatabasePattern],
    names: list[str],
    brief: Brief,
    language: Language,
) -> list[DatabasePattern]:
    for name in names:
        if find_database(chosen, name) is not None:
            continue
        known = find_database((d for d in pattern.databases if d not in chosen), name)
        if known is None:
            chosen = [*chosen, _made(pattern, chosen, name, brief, language)]
        else:
            chosen = [*chosen, _called(known, name, language)]
    return chosen


def _called(database: DatabasePattern, name: str, language: Language) -> DatabasePattern:
    """A database of the pattern under the name that the person gave it."""
    if name.casefold() == database.title.in_language(language).casefold():
        return database
    return changed(database, title=everywhere(name))


def _made(
    pattern: Pattern,
    chosen: list[DatabasePattern],
    name: str,
    brief: Brief,
    language: Language,
) -> DatabasePattern:
    taken = [d.key for d in (*pattern.databases, *chosen)] + [p.key for p in pattern.sub_pages]
    listed = listed_for(name, _lists_of(brief, name), language)
    database = new_database(name, fresh_key("d", taken), listed, language)
    return related_to(database, chosen[0]) if chosen else database


def _lists_of(brief: Brief, name: str) -> list[PropertyList]:
    return [
        lists
        for lists in brief.properties
        if lists.database is not None and lists.database.casefold() == name.casefold()
    ]


def _counted(
    pattern: Pattern, chosen: list[DatabasePattern], brief: Brief, language: Language
) -> list[DatabasePattern]:
    stated = len(chosen) if brief.database_count is None else brief.database_count
    stated = max(stated + brief.further_databases, len(brief.databases), 1)
    count = min(stated, MOST_DATABASES)
    if len(chosen) >= count:
        return chosen[:count]
    keys = {d.key for d in chosen}
    spare = [d for d in pattern.databases if d.key not in keys and not _removed(d, brief)]
    chosen = [*chosen, *spare[: count - len(chosen)]]
    taken = {text for d in chosen for text in texts(d.title)}
    names = [name for name in _companions(language) if name.casefold() not in taken]
    return _with_more(pattern, chosen, names[: count - len(chosen)], brief, language)


def _companions(language: Language) -> list[str]:
    things = {thing.key: thing for thing in lexicon().things}
    words = [getattr(things[key].words, language) for key in _COMPANIONS]
    return [
        word[0] if language != "en" else word[min(1, len(word) - 1)].capitalize() for word in words
    ]
