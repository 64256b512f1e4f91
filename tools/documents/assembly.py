"""From the files of one upload to the blueprint of a workspace, as plain JSON."""

import json
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tools.documents.archive import members
from tools.documents.columns.inference import Asked
from tools.documents.exported import is_export, named_rows, row_page, with_all_rows, without_id
from tools.documents.kinds import kind_of
from tools.documents.links import Links
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Json, Paper, Sheet, Source, told_apart
from tools.documents.readers import READERS, body_of, text_of
from tools.documents.tables import database, title_of_rows
from tools.documents.totals import without_totals
from tools.documents.tree import Tree, placed, whole
from tools.documents.upload import Upload

MOST_ROWS = 20_000  # of an upload: more take hours in Notion, and its queries end at 10,000
MOST_COLUMNS = 499  # of a table: a database has 500 at most, one of which may have to be its title
OWN_FORM = "notionforge.json"  # a blueprint that our own export puts beside what Notion would write
_TITLES = {"ko": "가져온 문서", "en": "Imported documents", "ja": "取り込んだ文書"}
_LONGEST_TITLE = 2000


def blueprint_of(sources: Sequence[Source], asked: Asked, notes: Notes) -> Json:
    """The workspace that files come to. Raises Refused."""
    files = _unpacked(sources)
    if (own := _own_form(files)) is not None:
        return own
    upload = Upload(with_all_rows(files), asked, notes)
    if not upload.documents:
        raise Refused("unsupported", "no_document", sources[0].name if sources else "")
    main = placed(whole(_arranged(upload), _TITLES[asked.language]))
    upload.note_unused()
    return assembled(main, asked, notes)


def _unpacked(sources: Sequence[Source]) -> list[Source]:
    """The files with those of archives in their place, each with a name of its own.

    Raises Refused.
    """
    found: list[Source] = []
    for source in sources:
        is_archive = source.content.startswith(b"PK\x03\x04") and kind_of(source) == "archive"
        found += members(source) if is_archive else [source]
    return told_apart(found)


def _own_form(files: Sequence[Source]) -> Json | None:
    """The blueprint that an export of ours carries. Raises Refused for what is none."""
    for file in files:
        if posixpath.basename(file.name) == OWN_FORM:
            try:
                found: Any = json.loads(file.content)
            except ValueError:
                found = None
            if not isinstance(found, dict):
                raise Refused("unreadable", "file_broken", file.name)
            blueprint: Json = found.get("blueprint", found)
            return blueprint
    return None


def _arranged(upload: Upload) -> Paper:
    """All that was read, each where its folder says; what a page lies in is read before it. Beside
    others an empty file is left out, and one of an archive that cannot be read; both are noted.

    Raises Refused where nothing is left.
    """
    tree = Tree(upload.documents)
    exported = is_export(upload.documents)
    left_out: list[Refused] = []
    for source in sorted(upload.documents, key=lambda each: each.name.count("/")):
        try:
            _add(tree, source, upload, exported=exported)
        except Refused as refused:
            is_empty = refused.rule == "file_empty"
            if not is_empty and not source.packed:
                raise
            left_out.append(refused)
            upload.notes.add(refused.rule if is_empty else "file_left_out", source.name)
    if len(left_out) == len(upload.documents):
        raise left_out[0]
    return tree.top


def _add(tree: Tree, source: Source, upload: Upload, *, exported: bool) -> None:
    """Reads a file and puts it into its place. Raises Refused."""
    kind, table = kind_of(source), tree.sheet(tree.owner(source))
    if table is not None and kind == "markdown":
        page = row_page(text_of(source, upload), table.header)
        tree.add_row(table, page, body_of(page.text, source, upload))
        return
    if kind == "archive":  # in one that lies in another: what is deeper is not unpacked
        raise Refused("unsupported", "no_document", source.name)
    paper = READERS[kind](source, upload)
    sheets = [_read_on(sheet, exported=exported) for sheet in paper.sheets]
    if not exported:
        sheets = [without_totals(sheet, upload.notes) for sheet in sheets]
    tree.add(replace(paper, sheets=sheets))


def _read_on(sheet: Sheet, *, exported: bool) -> Sheet:
    """A table in which what Notion writes for a relation is the names that it stands for; what it
    has `exported` begins with the title."""
    rows = [list(row) for row in sheet.rows]
    for number in range(len(sheet.header)):
        names = named_rows([row[number] for row in rows])
        for row, cell in zip(rows, names or (), strict=bool(names)):
            row[number] = cell
    named_by = 0 if exported else None
    return replace(sheet, title=without_id(sheet.title), rows=rows, named_by=named_by)


def assembled(main: Paper, asked: Asked, notes: Notes) -> Json:
    """The blueprint of a page and all below it. Raises Refused for too many rows."""
    sheets = list(_sheets(main))
    for sheet in sheets:
        _check_width(sheet)
    rows = sum(len(sheet.rows) for sheet in sheets)
    if rows > MOST_ROWS:
        raise Refused("unreadable", "too_many_rows", main.place, count=rows, most=MOST_ROWS)
    several = len(sheets) > 1
    titles = {sheet.key: title_of_rows(sheet, asked) for sheet in sheets} if several else {}
    links = Links(sheets, titles)
    page = _page(main, lambda sheet: database(sheet, asked, links, notes))
    known = {sheet.key: sheet.title for sheet in sheets} | dict(_below(main))
    _resolve(page, known, {**known, main.key: main.title})
    return {**page, "language": asked.language, "template_type": "custom"}


def _check_width(sheet: Sheet) -> None:
    """Raises Refused for a table that is wider than a database may be."""
    if (count := len(sheet.header)) > MOST_COLUMNS:
        most = {"count": count, "most": MOST_COLUMNS}
        raise Refused("unreadable", "too_many_columns", sheet.place, **most)


def _sheets(paper: Paper) -> list[Sheet]:
    return [*paper.sheets, *(sheet for sub in paper.papers for sheet in _sheets(sub))]


def _below(paper: Paper) -> Iterator[tuple[str, str]]:
    for sub in paper.papers:
        yield sub.key, sub.title
        yield from _below(sub)


def _page(paper: Paper, built: Callable[[Sheet], Json]) -> Json:
    return {
        "title": paper.title.strip()[:_LONGEST_TITLE] or "-",
        "blocks": [*paper.blocks, *_places(paper)],
        "databases": [built(sheet) for sheet in paper.sheets],
        "sub_pages": [{"key": sub.key, **_page(sub, built)} for sub in paper.papers],
    }


def _places(paper: Paper) -> Iterator[Json]:
    """Where several tables stand that nothing in the body leads to: one behind the other. Without a
    place those whose rows others name would come first."""
    placed = {block["ref"] for block in paper.blocks if block["type"] == "database"}
    left = [sheet.key for sheet in paper.sheets if sheet.key not in placed]
    if len(left) > 1:
        yield from ({"type": "database", "ref": key} for key in left)


def _resolve(part: Any, known: Mapping[str, str], titles: Mapping[str, str]) -> None:
    """Puts words where a mention would lead to what nothing can mention: the main page, a row."""
    if isinstance(part, list):
        for item in part:
            _resolve(item, known, titles)
    elif isinstance(part, dict):
        mention = part.get("mention")
        key = next(iter(mention.values())) if isinstance(mention, dict) else None
        if isinstance(key, str) and key not in known:
            del part["mention"]
            part["text"] = titles.get(key, "")
        for value in part.values():
            _resolve(value, known, titles)
