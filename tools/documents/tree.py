"""Pages in pages, as the folders of an upload have them."""

import posixpath
from collections.abc import Sequence

from tools.documents.exported import RowPage, row_of, without_id
from tools.documents.paper import Json, Paper, Sheet, Source


class Tree:
    """Puts what was read below the page or table that its folder belongs to."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.top = Paper("", "")
        self._papers: dict[str, Paper] = {}
        self._sheets: dict[str, Sheet] = {}
        self._folders: dict[str, Paper] = {}
        self._owners = _owners(sources)

    def owner(self, source: Source) -> str | None:
        """The path of the file whose folder a file lies in; None where it is nobody's."""
        return self._owners.get(posixpath.dirname(source.name))

    def add(self, paper: Paper) -> None:
        """A page or, where it is nothing else, its table. What it lies in comes before it."""
        within = self._within(posixpath.dirname(paper.place))
        if not paper.blocks and not paper.papers and len(paper.sheets) == 1:
            (sheet,) = paper.sheets
            within.sheets.append(sheet)
            self._sheets[paper.place] = sheet
        else:
            within.papers.append(paper)
            self._papers[paper.place] = paper

    def sheet(self, path: str | None) -> Sheet | None:
        return None if path is None else self._sheets.get(path)

    def add_row(self, sheet: Sheet, page: RowPage, blocks: list[Json]) -> None:
        number = row_of(sheet, page)
        sheet.bodies[number] = {"blocks": blocks} if blocks else {}

    def _within(self, folder: str) -> Paper:
        """The page that a folder's files lie on."""
        if not folder:
            return self.top
        owner = self._papers.get(self._owners.get(folder, ""))
        if owner is not None:
            return owner
        if folder not in self._folders:
            title = without_id(posixpath.basename(folder))
            paper = Paper(title, folder)
            self._within(posixpath.dirname(folder)).papers.append(paper)
            self._folders[folder] = paper
        return self._folders[folder]


def _owners(sources: Sequence[Source]) -> dict[str, str]:
    """Which file each folder belongs to: the one beside it that is called like it."""
    folders = {folder for source in sources for folder in _above(source.name)}
    beside: dict[tuple[str, str], str] = {}
    for source in sources:
        if source.ending in ("md", "csv", "html"):
            folder = posixpath.dirname(source.name)
            for name in (without_id(source.stem), source.stem):
                beside.setdefault((folder, name), source.name)
    found: dict[str, str] = {}
    for folder in folders:
        above, name = posixpath.split(folder)
        owner = beside.get((above, name)) or beside.get((above, without_id(name)))
        if owner is not None:
            found[folder] = owner
    return found


def _above(path: str) -> list[str]:
    folders = list[str]()
    while path := posixpath.dirname(path):
        folders.append(path)
    return folders


def whole(top: Paper, title: str) -> Paper:
    """The main page: the only one that there is, else a new one over all."""
    if len(top.papers) == 1 and not top.sheets:
        (main,) = top.papers
        alone = not main.blocks and not main.sheets
        return whole(main, main.title) if alone and len(main.papers) == 1 else main
    if len(top.sheets) == 1 and not top.papers:
        return Paper(top.sheets[0].title, top.sheets[0].place, sheets=top.sheets)
    return Paper(title, "", sheets=top.sheets, papers=top.papers)


def placed(paper: Paper) -> Paper:
    """Links to what lies on a page, as they stand alone in its body, become the things themselves:
    a table comes where it is linked, pages in the order in which they are."""
    own = {sub.key: sub for sub in paper.papers}
    tables = {sheet.key for sheet in paper.sheets}
    order: list[str] = []
    blocks: list[Json] = []
    for block in paper.blocks:
        kind, key = _linked(block)
        if kind == "page" and key in own:
            order.append(key)
        elif kind == "database" and key in tables:
            tables.discard(key)
            blocks.append({"type": "database", "ref": key})
        else:
            blocks.append(block)
    paper.blocks = blocks
    ranks = {key: number for number, key in enumerate(dict.fromkeys(order))}
    paper.papers.sort(key=lambda sub: ranks.get(sub.key, len(ranks)))
    for sub in paper.papers:
        placed(sub)
    return paper


def _linked(block: Json) -> tuple[str, str]:
    """What a paragraph leads to that is nothing but one link."""
    text = block.get("text")
    if block["type"] == "paragraph" and isinstance(text, list) and not block.get("children"):
        mentions = [run["mention"] for run in text if "mention" in run]
        others = "".join(run.get("text", "") for run in text).strip()
        if len(mentions) == 1 and (not others or others.endswith("()")):
            ((kind, key),) = mentions[0].items()
            return str(kind), str(key)
    return "", ""
