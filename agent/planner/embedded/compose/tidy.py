"""The bodies of a design once parts of it are gone: no section without content, no single column,
no sentence about what is not there."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from agent.planner.patterns import BlockPattern, Pattern
from tools.blueprint.blocks import Column
from tools.workspace.model import ExistingBlock, Structure, all_blocks

Hidden = Callable[[BlockPattern], bool]


def hidden(whole: Structure, pattern: Pattern, is_hidden: Hidden) -> Iterator[str]:
    """The ids of the blocks of an opened pattern that are hidden in it."""
    yield from _hidden(whole.blocks, pattern.blocks, is_hidden)
    for page, said in zip(whole.sub_pages, pattern.sub_pages, strict=True):
        yield from _hidden(page.blocks, said.blocks, is_hidden)


def _hidden(
    nodes: Sequence[ExistingBlock], patterns: Sequence[BlockPattern], is_hidden: Hidden
) -> Iterator[str]:
    for node, pattern in zip(nodes, patterns, strict=True):
        if is_hidden(pattern):
            yield node.id
        inner = [] if pattern.columns else node.children
        yield from _hidden(inner, pattern.children, is_hidden)
        for column, said in zip(node.children, pattern.columns, strict=False):
            yield from _hidden(column.children, said.blocks, is_hidden)


def tidied(
    whole: Structure, shown: Structure, now: Structure, gone: Collection[str]
) -> dict[str, Any]:
    """The bodies of a workspace without the blocks that are gone, and what would be odd without
    them; `whole` is the workspace as it was opened, `shown` what was picked of it."""
    quotes_gone = _quotes(_names_in(whole) - _names_in(now))
    left = _properties(now)
    names_gone = _names({n for key, n in _properties(shown).items() if key not in left})

    def speaks_of_gone(text: str) -> bool:
        return quotes_gone(text) or names_gone(text)

    def body(
        before: Sequence[ExistingBlock], blocks: Sequence[ExistingBlock]
    ) -> list[ExistingBlock]:
        present = {
            block.id: block
            for block in all_blocks(list(blocks))
            if block.id not in gone and not speaks_of_gone(block.text)
        }
        return list(_left(before, present))

    before = {page.id: page.blocks for page in whole.sub_pages}
    pages = [
        page.model_copy(update={"blocks": body(before[page.id], page.blocks)})
        for page in now.sub_pages
    ]
    return {"blocks": body(whole.blocks, now.blocks), "sub_pages": pages}


def _properties(structure: Structure) -> dict[str, str]:
    """The names of all properties by id."""
    return {prop.id: prop.name for d in structure.databases for prop in d.properties}


def _names(names: Collection[str]) -> Callable[[str], bool]:
    """Whether a text has one of some names in it, as a word where words stand apart."""
    if not names:
        return lambda _: False
    listed = [rf"\b{re.escape(n)}\b" if n.isascii() else re.escape(n) for n in sorted(names)]
    named = re.compile("|".join(listed), re.IGNORECASE)
    return lambda text: named.search(text) is not None


def _quotes(names: Collection[str]) -> Callable[[str], bool]:
    """Whether a text quotes one of some names."""
    if not names:
        return lambda _: False
    listed = "|".join(re.escape(name) for name in sorted(names))
    quoted = re.compile(rf"[‘“「『'\"](?:{listed})[’”」』'\"]")
    return lambda text: quoted.search(text) is not None


def _names_in(structure: Structure) -> set[str]:
    """The names of sub-pages, databases, properties, options and views."""
    found = {page.title for page in structure.sub_pages}
    for database in structure.databases:
        found.add(database.title)
        found |= {view.name for tab in database.views for view in (tab, *tab.widgets)}
        for prop in database.properties:
            found |= {prop.name, *(option.name for option in prop.options)}
    return found


def _left(
    before: Sequence[ExistingBlock], present: dict[str, ExistingBlock]
) -> Iterator[ExistingBlock]:
    for place, block in enumerate(before):
        mine = present.get(block.id)
        if mine is None or _is_orphan(before, place, present):
            continue
        if block.type == "column_list":
            yield from _columns(mine, block, present)
        else:
            children = list(_left(block.children, present))
            yield mine.model_copy(update={"children": children}) if block.children else mine


def _is_orphan(
    before: Sequence[ExistingBlock], place: int, present: dict[str, ExistingBlock]
) -> bool:
    """Whether a heading's whole section fell away."""
    if not before[place].type.startswith("heading") or before[place].children:
        return False
    fell = False
    for block in before[place + 1 :]:
        if block.type.startswith(("heading", "divider")):
            return fell
        if block.id in present:
            return False
        fell = True
    return fell


def _columns(
    mine: ExistingBlock, before: ExistingBlock, present: dict[str, ExistingBlock]
) -> Iterator[ExistingBlock]:
    """Columns that still hold something; one alone is none, and its ratio goes with the others."""
    filled = [
        (present[column.id], inner)
        for column in before.children
        if column.id in present and (inner := list(_left(column.children, present)))
    ]
    if len(filled) < 2:
        yield from (block for _, inner in filled for block in inner)
        return
    narrow = len(filled) < len(before.children)
    columns = [_column(column, inner, widen=narrow) for column, inner in filled]
    yield mine.model_copy(update={"children": columns})


def _column(column: ExistingBlock, inner: list[ExistingBlock], *, widen: bool) -> ExistingBlock:
    said = column.said
    if widen and isinstance(said, Column):
        said = said.model_copy(update={"ratio": None})
    return column.model_copy(update={"children": inner, "said": said})
