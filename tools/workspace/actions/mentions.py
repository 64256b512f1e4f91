"""What mentions a page or database that goes: its title stays, in plain words."""

from tools.blueprint.base import Run, Strict, Text
from tools.blueprint.blocks import DatabasePlace, LinkedView, LinkToPage, Tab, Table, TabPane
from tools.workspace.model import ExistingBlock, ExistingDatabase, ExistingRow, is_new
from tools.workspace.values import without_mentions


def block_without(block: ExistingBlock, gone: dict[str, str]) -> ExistingBlock | None:
    """A block that names nothing of what is gone; its mentions are titles in plain words."""
    said = block.said
    if isinstance(said, DatabasePlace | LinkedView | LinkToPage):
        return None if f"+{said.ref}" in gone else block
    return block if said is None else block.model_copy(update={"said": _said_without(said, gone)})


def _said_without(said: Strict, gone: dict[str, str]) -> Strict:
    match said:
        case Table(rows=rows):
            cells = [[_in_words(cell, gone) for cell in row] for row in rows]
            return said.model_copy(update={"rows": cells})
        case TabPane(title=title):
            return said.model_copy(update={"title": _in_words(title, gone)})
        case Tab():
            return said
        case _:
            held = {name: getattr(said, name, None) for name in ("text", "caption")}
            parts = {name: _in_words(text, gone) for name, text in held.items() if text}
            return said.model_copy(update=parts)


def _in_words(text: Text, gone: dict[str, str]) -> Text:
    return text if isinstance(text, str) else [_run(run, gone) for run in text]


def _run(run: Run, gone: dict[str, str]) -> Run:
    key = run.mention and (run.mention.page or run.mention.database)
    title = gone.get(f"+{key}")
    return run.model_copy(update={"mention": None, "text": title}) if title is not None else run


def unmentioned(database: ExistingDatabase, gone: dict[str, str]) -> ExistingDatabase:
    """A database whose description and new rows mention nothing of what is gone."""
    texts = [p.id for p in database.properties if p.type in ("title", "rich_text")]

    def in_row(row: ExistingRow) -> ExistingRow:
        held = {name: row.values[name] for name in texts if name in row.values}
        said = {name: without_mentions(runs, gone) for name, runs in held.items()}
        new = {name: runs for name, runs in said.items() if runs != held[name]}
        if not new:
            return row
        given = {name: value for name, value in row.given.items() if name not in new}
        return row.model_copy(update={"values": {**row.values, **new}, "given": given})

    rows = [in_row(row) if is_new(row.id) else row for row in database.rows]
    described = _in_words(database.description, gone)
    return database.model_copy(update={"rows": rows, "description": described})
