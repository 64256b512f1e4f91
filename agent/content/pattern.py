"""`pattern.yaml`: keys meet, tiers fit, names differ, bodies stand where a build is cheapest."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from agent.content.columns import column_faults
from agent.content.parts import LANGUAGES, TIERS, all_blocks, columns_of, doubles, local_texts, rank
from agent.content.rows import row_faults
from agent.content.sights import view_faults
from agent.content.wording import text_faults
from agent.planner.patterns import DatabasePattern, Pattern, ViewPattern

_COMPUTES = frozenset({"relation", "rollup", "formula"})
_TABLES = 3  # databases at least where all is shown
_AT_FIRST = frozenset({"list", "chart"})  # what to do next, and how it stands
_AT_THE_END = ("database", "linked_view")  # of a body: text behind these costs a further call


def pattern_faults(pattern: Pattern) -> Iterator[str]:
    """Everything that is wrong with a pattern, in reading order."""
    columns = columns_of(pattern)
    for where, text in local_texts(pattern):
        yield from text_faults(where, {lang: text.in_language(lang) for lang in LANGUAGES})
    yield from _keys(pattern)
    yield from _first(pattern)
    yield from _whole(pattern)
    yield from _bodies(pattern)
    for database in pattern.databases:
        for fault in (
            *column_faults(database, pattern, columns),
            *view_faults(database, columns[database.key]),
            *row_faults(database, pattern, columns),
        ):
            yield f"databases.{database.key}: {fault}"


def _keys(pattern: Pattern) -> Iterator[str]:
    keys = [database.key for database in pattern.databases]
    keys += [page.key for page in pattern.sub_pages]
    for key in doubles(keys):
        yield f"the key {key} is used twice; databases and sub-pages share one space of keys"
    for body in (pattern.blocks, *(page.blocks for page in pattern.sub_pages)):
        for block in all_blocks(body):
            if block.ref is not None and block.ref not in keys:
                yield f"blocks: {block.type} refers to {block.ref}, which is not there"


def _first(pattern: Pattern) -> Iterator[str]:
    """From standard on the main database opens on what matters now."""
    main = next(iter(pattern.databases), None)
    first = next(iter(main.views), None) if main else None
    shown = {widget.type for widget in first.widgets} if first else set()
    begins = rank(main.tier, first.tier) if main and first else None
    if begins != rank("standard") or not shown >= _AT_FIRST:
        yield "the first database opens on a dashboard of tier standard with a list and a chart"


def _whole(pattern: Pattern) -> Iterator[str]:
    """What a workspace of a domain has: something at each complexity, and an answer computed."""
    at = [sum(rank(d.tier) <= level for d in pattern.databases) for level in range(len(TIERS))]
    if at[0] < 1 or at[-1] < _TABLES:
        told = ", ".join(f"{tier} {count}" for tier, count in zip(TIERS, at, strict=True))
        yield f"databases: {told}; one at simple and {_TABLES} at advanced at least"
    for tier in TIERS[1:]:
        guided = [*pattern.sub_pages, *all_blocks(pattern.blocks)]
        if not any(part.tier == tier for part in guided):
            yield f"blocks: none comes at {tier}; say how what comes there is used"
    kinds = {item.type for database in pattern.databases for item in database.properties}
    if missing := _COMPUTES - kinds:
        yield f"properties: none is a {', none a '.join(sorted(missing))}"
    waits = {
        database.key: {target for target in _rolled_up(database, pattern) if target is not None}
        for database in pattern.databases
    }
    try:
        list(TopologicalSorter(waits).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        yield f"rollups wait for each other ({circle}), which costs a further call; drop one"


def _rolled_up(database: DatabasePattern, pattern: Pattern) -> Iterator[str | None]:
    columns = columns_of(pattern)[database.key]
    for item in database.properties:
        if item.type == "rollup" and item.relation in columns:
            yield columns[item.relation].target


def _bodies(pattern: Pattern) -> Iterator[str]:
    yield from _order("blocks", [block.type for block in pattern.blocks])
    columns = columns_of(pattern)
    databases = {database.key: database for database in pattern.databases}
    for page in pattern.sub_pages:
        yield from _order(f"sub_pages.{page.key}", [block.type for block in page.blocks])
        for block in all_blocks(page.blocks):
            if block.view is None or block.ref not in databases:
                continue
            database, tier = databases[block.ref], TIERS[rank(page.tier, block.tier)]
            if rank(database.tier) > rank(tier):
                yield f"sub_pages.{page.key}: shows {database.key}, which comes at {database.tier}"
            view: ViewPattern = block.view.model_copy(update={"tier": tier})
            alone = database.model_copy(update={"views": [ViewPattern(type="table"), view]})
            for fault in view_faults(alone, columns[database.key]):
                yield f"sub_pages.{page.key}: {fault}"


def _order(where: str, types: list[str]) -> Iterator[str]:
    late = [kind in _AT_THE_END for kind in types]
    if late != sorted(late):
        yield f"{where}: text behind a database or a linked view; put these at the end"
