"""From the files of one upload to the blueprint of a workspace, as plain JSON."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence

from tools.documents import delimited, plain
from tools.documents.addresses import Addresses, Mention, Neighbours
from tools.documents.columns.inference import Asked
from tools.documents.decoding import decoded
from tools.documents.kinds import PICTURES, Kind, kind_of
from tools.documents.links import Links
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Json, Paper, Sheet, Source, key_of
from tools.documents.tables import database, title_of_rows

MOST_ROWS = 20_000  # of an upload: more take hours in Notion, and its queries end at 10,000
MOST_PICTURES = 4 * 1024 * 1024  # bytes that come along within a plan
_TITLES = {"ko": "가져온 문서", "en": "Imported documents", "ja": "取り込んだ文書"}
_LONGEST_TITLE = 2000
_HEADING = re.compile(rb"\A\s*#[ \t]+(.+)")


class Upload:
    """The files that came together: what each is called, and what links between them lead to."""

    def __init__(self, sources: Sequence[Source], asked: Asked, notes: Notes) -> None:
        self.asked = asked
        self.notes = notes
        self.pictures = {s.name: s for s in sources if s.ending in PICTURES}
        self.documents = [s for s in sources if s.name not in self.pictures]
        self._left = MOST_PICTURES
        self._used: set[str] = set()
        alone = len(self.documents) < 2
        self.neighbours = Neighbours(
            {} if alone else {s.name: _mention(s) for s in self.documents},
            {s.name: _called(s, asked) for s in self.documents},
            self.picture,
        )

    def picture(self, path: str) -> Json | None:
        """A picture that came along, by its path or as a `data:` address."""
        if path.startswith("data:"):
            return self._sent(*_of_data(path))
        self._used.add(path)
        source = self.pictures.get(path)
        return (
            None if source is None else self._sent(source.name.rpartition("/")[2], source.content)
        )

    def _sent(self, name: str, content: bytes) -> Json | None:
        if not content or len(content) > self._left:
            return None
        self._left -= len(content)
        return {"filename": name, "content": base64.b64encode(content).decode()}

    def note_unused(self) -> None:
        """Names the pictures that no document shows."""
        for name in self.pictures:
            if name not in self._used:
                self.notes.add("file_unused", name)

    def addresses(self, name: str) -> Addresses:
        return Addresses(name, self.neighbours, self.notes)


def _mention(source: Source) -> Mention:
    if source.ending in ("csv", "tsv"):
        return {"database": key_of(source.name)}
    return {"page": key_of(source.name)}


def _called(source: Source, asked: Asked) -> str:
    """The title that a page will have, as far as it is known before it is read."""
    heading = _HEADING.match(source.content[:500]) if source.ending in ("md", "markdown") else None
    return decoded(heading[1], asked.language).strip() if heading else source.stem


def _of_data(address: str) -> tuple[str, bytes]:
    """The name and bytes of a `data:` address; no bytes where it holds no picture that is known."""
    head, _, content = address.partition(",")
    kind = head.removeprefix("data:").partition(";")[0].removeprefix("image/")
    ending = {"svg+xml": "svg", "jpeg": "jpg"}.get(kind, kind)
    if ending not in PICTURES or not head.endswith(";base64"):
        return "", b""
    try:
        return f"image.{ending}", base64.b64decode(content, validate=True)
    except ValueError:
        return "", b""


def _markdown(source: Source, upload: Upload) -> Paper:
    from tools.documents.html.elements import Elements
    from tools.documents.markdown.reading import Reading, page

    def from_html(html: str, place: str) -> list[Json]:
        return Elements(upload.addresses(source.name), place).blocks(html)

    text = decoded(source.content, upload.asked.language).removeprefix("\ufeff")
    if "\ufffd" in text:
        upload.notes.add("letters_lost", source.name)
    return page(text, source.stem, Reading(source.name, upload.neighbours, upload.notes, from_html))


def _html(source: Source, upload: Upload) -> Paper:
    from tools.documents.html.elements import Elements

    text = decoded(source.content, upload.asked.language)
    title, blocks = Elements(upload.addresses(source.name), source.name).page(text)
    return Paper(title or source.stem, source.name, blocks)


# Each reader is imported where its kind comes: most uploads are of one.
_READERS: Mapping[Kind, Callable[[Source, Upload], Paper]] = {
    "text": lambda source, upload: plain.read(source, upload.asked, upload.notes),
    "table": lambda source, upload: delimited.read(source, upload.asked, upload.notes),
    "markdown": _markdown,
    "html": _html,
}


def blueprint_of(sources: Sequence[Source], asked: Asked, notes: Notes) -> Json:
    """The workspace that files come to. Raises Refused."""
    upload = Upload(sources, asked, notes)
    papers = [_READERS[kind_of(source)](source, upload) for source in upload.documents]
    if not papers:
        raise Refused("unsupported", "no_document", sources[0].name if sources else "")
    main = papers[0] if len(papers) == 1 else _gathered(papers, asked)
    upload.note_unused()
    return assembled(main, asked, notes)


def _gathered(papers: Sequence[Paper], asked: Asked) -> Paper:
    """A page over several files: tables stand on it, pages lie below it."""
    tables = [paper for paper in papers if not paper.blocks and not paper.papers and paper.sheets]
    return Paper(
        _TITLES[asked.language],
        "",
        sheets=[sheet for paper in tables for sheet in paper.sheets],
        papers=[paper for paper in papers if paper not in tables],
    )


def assembled(main: Paper, asked: Asked, notes: Notes) -> Json:
    """The blueprint of a page and all below it. Raises Refused for too many rows."""
    sheets = list(_sheets(main))
    rows = sum(len(sheet.rows) for sheet in sheets)
    if rows > MOST_ROWS:
        raise Refused("unreadable", "too_many_rows", main.place, count=rows, most=MOST_ROWS)
    several = len(sheets) > 1
    titles = {sheet.key: title_of_rows(sheet, asked) for sheet in sheets} if several else {}
    links = Links(sheets, titles, notes)
    page = _page(main, lambda sheet: database(sheet, asked, links, notes))
    return {**page, "language": asked.language, "template_type": "custom"}


def _sheets(paper: Paper) -> list[Sheet]:
    return [*paper.sheets, *(sheet for sub in paper.papers for sheet in _sheets(sub))]


def _page(paper: Paper, built: Callable[[Sheet], Json]) -> Json:
    return {
        "title": paper.title.strip()[:_LONGEST_TITLE] or "-",
        **({"icon": paper.icon} if paper.icon else {}),
        "blocks": paper.blocks,
        "databases": [built(sheet) for sheet in paper.sheets],
        "sub_pages": [{"key": sub.key, **_page(sub, built)} for sub in paper.papers],
    }
