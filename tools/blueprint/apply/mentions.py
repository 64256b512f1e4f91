"""What mentions a page or database that goes: its title stays, in plain words."""

from collections.abc import Mapping
from typing import Any

from tools.blueprint.apply.tree import updated
from tools.blueprint.base import Run, Text
from tools.blueprint.blocks import Block, Tab, Table, TabPane
from tools.blueprint.model import Database, Row
from tools.blueprint.values import read_text


def unmentioned(block: Block, gone: Mapping[str, str]) -> Block:
    """A block whose mentions of what is gone, by key, are its title in plain words."""
    match block:
        case Table(rows=rows):
            cells = [[in_words(cell, gone) for cell in row] for row in rows]
            return updated(block, rows=cells)
        case Tab(tabs=tabs):
            return updated(block, tabs=[_pane(pane, gone) for pane in tabs])
        case _:
            held = {name: getattr(block, name, None) for name in ("text", "caption")}
            return updated(block, **{n: in_words(t, gone) for n, t in held.items() if t})


def _pane(pane: TabPane, gone: Mapping[str, str]) -> TabPane:
    return updated(pane, title=in_words(pane.title, gone))


def in_words(text: Text, gone: Mapping[str, str]) -> Text:
    """A text in which what is gone is named by its title and mentioned no more."""
    return text if isinstance(text, str) else [_run(run, gone) for run in text]


def _run(run: Run, gone: Mapping[str, str]) -> Run:
    key: Any = run.mention and (run.mention.page or run.mention.database)
    return updated(run, mention=None, text=gone[key]) if key in gone else run


def without_mentions(database: Database, gone: Mapping[str, str]) -> Database:
    """A database whose description and rows mention nothing of what is gone."""
    texts = [p.name for p in database.properties if p.type in ("title", "rich_text")]
    return updated(
        database,
        description=in_words(database.description, gone),
        rows=[_row(row, texts, gone) for row in database.rows],
    )


def _row(row: Row, texts: list[str], gone: Mapping[str, str]) -> Row:
    values = dict(row.values)
    for name in texts:
        text = read_text(values.get(name))
        if isinstance(text, list):
            runs = [_run(run, gone) for run in text]
            values[name] = [run.model_dump(exclude_defaults=True) for run in runs]
    return updated(row, values=values)
