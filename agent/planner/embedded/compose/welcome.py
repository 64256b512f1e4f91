"""The body of a page of its own: a word of welcome, how it is used, its tables, what matters now.

Guidance is written when all else stands, and speaks by name of what is there, so that it goes when
that goes. Looks at a table stand behind it, as Notion makes a linked view of what is there.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from agent.planner.brief import Brief, WantedText
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
_GUIDES = 4  # on how it is used
# The picture of each hint; the order is that of their weight.
_HINTS = {
    "left": "⏳",
    "board": "👆",
    "calendar": "📅",
    "gallery": "🖼️",
    "total": "➕",
    "link": "🔗",
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
    tables = _as_looked_at(bench)
    edit = Edit(bench.draft)
    words = _BLOCKS.validate_python(list(_words(bench, tables, brief)))
    nodes = nodes_of(words, bench.structure, edit.fresh, bench.language)
    standing = {block.id: block for block in bench.structure.blocks}
    places = [standing.pop(table.id) for table in tables if table.id in standing]
    return [*nodes, *places, *standing.values()]


def written_blocks(bench: Bench, brief: Brief) -> list[ExistingBlock]:
    """What a person says is to be written, word for word."""
    words = _BLOCKS.validate_python(blocks_of(brief.texts))
    return nodes_of(words, bench.structure, Edit(bench.draft).fresh, bench.language)


def _as_looked_at(bench: Bench) -> list[ExistingDatabase]:
    """The tables in the order of their places: first one that opens on more than rows, where there
    is one that is empty; then those that relations lead to before those that these start from, as
    a table is made in one call once its targets are."""
    shown = (d for d in bench.databases if not d.rows and d.views and d.views[0].type != "table")
    lead, ordered = next(shown, None), _targets_first(bench)
    return ordered if lead is None else [lead, *(d for d in ordered if d != lead)]


def _targets_first(bench: Bench) -> list[ExistingDatabase]:
    homes = {d.data_source_id: d for d in bench.databases}
    ordered = list[ExistingDatabase]()

    def place(database: ExistingDatabase, above: Sequence[ExistingDatabase]) -> None:
        links = [p for p in database.properties if p.type == "relation" and not p.reverse]
        for link in links:
            far = homes.get(link.config["data_source_id"])
            if far is not None and far not in above:
                place(far, [*above, far])
        if database not in ordered:
            ordered.append(database)

    for database in bench.databases:
        place(database, [database])
    return ordered


def _words(
    bench: Bench, tables: Sequence[ExistingDatabase], brief: Brief
) -> Iterator[dict[str, Any]]:
    pattern = bench.pattern
    if brief.texts:  # word for word, and nothing of ours beside it
        yield from blocks_of(brief.texts)
        return
    yield _callout(_welcome(bench, tables, brief), pattern.icon, brief.color or pattern.color)
    if brief.complexity == "simple":
        return
    hints = list(_hints(tables, bench.language).items())[:_GUIDES]
    if hints:  # folded, so that the page begins with what it is for
        lines = [{"type": "bulleted_list_item", "text": f"{_HINTS[k]} {text}"} for k, text in hints]
        yield {"type": "toggle", "text": say("own_how", bench.language), "children": lines}


def blocks_of(texts: Sequence[WantedText]) -> list[dict[str, Any]]:
    """Texts as blocks, each within the last one of a level above its own."""
    whole: list[dict[str, Any]] = []
    open_: list[tuple[int, list[dict[str, Any]]]] = [(-1, whole)]
    for text in texts:
        while open_[-1][0] >= text.level:
            open_.pop()
        inner = list[dict[str, Any]]()
        beside = open_[-1][1]
        if text.type == "column":
            if not beside or beside[-1]["type"] != "column_list":
                beside.append({"type": "column_list", "columns": []})
            beside[-1]["columns"].append({"blocks": inner})
        else:
            beside.append(_block(text, inner))
        open_.append((text.level, inner))
    return [block for one in whole for block in _beside(one)]


def _beside(block: dict[str, Any]) -> list[dict[str, Any]]:
    """A block; of columns that stand alone what is in them."""
    columns = block.get("columns", ())
    return columns[0]["blocks"] if len(columns) == 1 else [block]


def _block(text: WantedText, inner: list[dict[str, Any]]) -> dict[str, Any]:
    """A text as a block that holds others."""
    match text.type:
        case "divider" | "table_of_contents":
            return {"type": text.type}
        case "bookmark":
            return {"type": text.type, "url": text.text}
        case "callout":
            return {**_callout(text.text, "💡", "gray"), "children": inner}
        case "to_do":
            return {"type": "to_do", "text": text.text, "checked": text.checked, "children": inner}
        case _:
            return {"type": text.type, "text": text.text, "children": inner}


def _callout(text: str, icon: str, hue: str) -> dict[str, Any]:
    return {"type": "callout", "icon": icon, "color": f"{hue}_background", "text": text}


def _welcome(bench: Bench, tables: Sequence[ExistingDatabase], brief: Brief) -> str:
    language, title = bench.language, bench.structure.page.title
    text = say("own_welcome", language, title=title)
    if not tables:
        return text
    main = tables[0]
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
