"""The body of a page of its own: a word of welcome, how it is used, its tables, what matters now.

Guidance is written when all else stands, and speaks by name of what is there, so that it goes when
that goes. Looks at a table stand behind it, as Notion makes a linked view of what is there.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from agent.planner.brief import Brief
from agent.planner.embedded.compose.bench import Bench
from agent.planner.embedded.compose.dashboard import now_of
from agent.planner.patterns import BlockPattern, Pattern
from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.blocks import Block
from tools.workspace.draft import Edit
from tools.workspace.model import ExistingBlock, ExistingDatabase, ExistingView
from tools.workspace.parts import nodes_of

_BLOCKS: TypeAdapter[list[Block]] = TypeAdapter(list[Block])
_LOOKS = 2  # at what matters now: further ones would be a second page
_GUIDES = 3  # side by side
# The picture and the colour of each hint; the order is that of their weight.
_HINTS = {
    "left": ("⏳", "orange"),
    "board": ("👆", "green"),
    "calendar": ("📅", "yellow"),
    "gallery": ("🖼️", "pink"),
    "total": ("➕", "purple"),
    "link": ("🔗", "gray"),
}


def now_blocks(pattern: Pattern, brief: Brief, language: Language) -> Iterator[BlockPattern]:
    """A look at what matters now in each of the first tables that have such a thing and open on
    no dashboard, which would show the same; the tables have their places before these."""
    tables = [] if brief.no_databases else pattern.databases
    looks = [
        BlockPattern(type="linked_view", tier="standard", ref=table.key, view=now)
        for table in tables
        if not table.rows and (now := now_of(table.properties, language)) is not None
    ]
    if looks:
        yield from (BlockPattern(type="database", ref=table.key) for table in tables)
        yield from looks[:_LOOKS]


def welcomed(bench: Bench, brief: Brief) -> list[ExistingBlock]:
    """The whole body: what is there of looks and places, behind the words."""
    edit = Edit(bench.draft)
    words = _BLOCKS.validate_python(list(_words(bench, brief)))
    nodes = nodes_of(words, bench.structure, edit.fresh, bench.language)
    return [*nodes, *_targets_first(bench)]


def _targets_first(bench: Bench) -> list[ExistingBlock]:
    """The places of tables, those before others that relations of these lead to: a table is made
    in one call once its targets are there."""
    body = bench.structure.blocks
    standing = {block.id for block in body}
    homes = {d.data_source_id: d.id for d in bench.databases}
    ordered = list[str]()

    def place(database: ExistingDatabase, above: tuple[str, ...]) -> None:
        for prop in database.properties:
            far = homes.get(prop.config.get("data_source_id")) if prop.type == "relation" else None
            if far and not prop.reverse and far not in (*above, database.id):
                place(bench.keyed(far), (*above, database.id))
        if database.id not in ordered:
            ordered.append(database.id)

    for database in bench.databases:
        place(database, ())
    places = {block.id: block for block in body if block.id in ordered}
    ranked = [places[name] for name in ordered if name in standing]
    return [*ranked, *(block for block in body if block.id not in places)]


def _words(bench: Bench, brief: Brief) -> Iterator[dict[str, Any]]:
    pattern = bench.pattern
    yield _callout(_welcome(bench, brief), pattern.icon, brief.color or pattern.color)
    if brief.complexity == "simple":
        return
    hints = list(_hints(bench.databases, bench.language).items())[:_GUIDES]
    callouts = [_callout(text, *_HINTS[kind]) for kind, text in hints]
    if len(callouts) > 1:
        yield {"type": "column_list", "columns": [{"blocks": [one]} for one in callouts]}
    else:
        yield from callouts


def _callout(text: str, icon: str, hue: str) -> dict[str, Any]:
    return {"type": "callout", "icon": icon, "color": f"{hue}_background", "text": text}


def _welcome(bench: Bench, brief: Brief) -> str:
    language, title = bench.language, bench.structure.page.title
    text = say("own_welcome", language, title=title)
    if not bench.databases:
        return text
    main = bench.databases[0]
    if main.rows and not brief.rows:
        first = say("own_samples", language)
    elif main.title == title:
        first = say("own_first_here", language)
    else:
        first = say("own_first", language, database=main.title)
    return f"{text} {first}"


def _hints(databases: Sequence[ExistingDatabase], language: Language) -> dict[str, str]:
    """What to do with the parts that are there, each kind of part once, by the first of it."""
    found = dict[str, str]()
    for database in databases:
        for kind, named in _parts(database, language):
            found.setdefault(kind, say(f"hint_{kind}", language, **named))
    return {kind: found[kind] for kind in _HINTS if kind in found}


def _parts(database: ExistingDatabase, language: Language) -> Iterator[tuple[str, dict[str, str]]]:
    names = {prop.id: prop.name for prop in database.properties}
    for view in database.views:
        if (name := _stands_on(view, names)) is not None:
            yield view.type, {"view": view.name, "name": name}
    for prop in database.properties:
        if prop.type == "formula" and prop.name == say("own_left", language):
            yield "left", {"name": prop.name}
        elif prop.type == "rollup":
            yield "total", {"database": database.title, "name": prop.name}
        elif prop.type == "relation" and not prop.reverse:
            yield "link", {"database": database.title, "name": prop.name}
        elif prop.type == "files":
            yield "gallery", {"name": prop.name}


def _stands_on(view: ExistingView, names: dict[str, str]) -> str | None:
    """The property by which a board is cut, or a calendar dated."""
    held = view.configuration
    if view.type == "board":
        return names.get((held.get("group_by") or {}).get("property_id", ""))
    return names.get(held.get("date_property_id", "")) if view.type == "calendar" else None
