"""What mentions a page or database: of one that goes its title stays, in plain words; what quotes
the title of one that is renamed quotes the new one."""

import re
import unicodedata
from collections.abc import Callable

from tools.blueprint.base import Run, Strict, Text
from tools.blueprint.blocks import DatabasePlace, LinkedView, LinkToPage, Tab, Table, TabPane
from tools.workspace.model import ExistingBlock, ExistingDatabase, ExistingRow, is_new
from tools.workspace.values import without_mentions

_OPEN, _SHUT = ("Ps", "Pi", "Po"), ("Pe", "Pf", "Po")  # what stands on either side of a quotation
InText = Callable[[Text], Text]


def quoting(block: ExistingBlock, old: str, new: str) -> ExistingBlock:
    """A block that is yet to be made, with a new title where it quotes the old one."""
    if block.said is None:
        return block
    said = _said_with(block.said, lambda text: _quoting(text, old, new))
    return block.model_copy(update={"said": said, "text": _quoted(block.text, old, new)})


def _quoting(text: Text, old: str, new: str) -> Text:
    if isinstance(text, str):
        return _quoted(text, old, new)
    return [run.model_copy(update={"text": _quoted(run.text, old, new)}) for run in text]


def _quoted(text: str, old: str, new: str) -> str:
    def follows(found: re.Match[str]) -> str:
        around = text[: found.start()][-1:], text[found.end() :][:1]
        sides = [unicodedata.category(sign) if sign else "" for sign in around]
        return new if sides[0] in _OPEN and sides[1] in _SHUT else found[0]

    return re.sub(re.escape(old), follows, text)


def block_without(block: ExistingBlock, gone: dict[str, str]) -> ExistingBlock | None:
    """A block that names nothing of what is gone; its mentions are titles in plain words."""
    said = block.said
    if isinstance(said, DatabasePlace | LinkedView | LinkToPage):
        return None if f"+{said.ref}" in gone else block
    if said is None:
        return block
    return block.model_copy(update={"said": _said_with(said, lambda text: _in_words(text, gone))})


def _said_with(said: Strict, in_words: InText) -> Strict:
    """What a block says, with each text of it changed."""
    match said:
        case Table(rows=rows):
            cells = [[in_words(cell) for cell in row] for row in rows]
            return said.model_copy(update={"rows": cells})
        case TabPane(title=title):
            return said.model_copy(update={"title": in_words(title)})
        case Tab():
            return said
        case _:
            held = {name: getattr(said, name, None) for name in ("text", "caption")}
            parts = {name: in_words(text) for name, text in held.items() if text}
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
