"""A reader for each kind of file, imported where its kind comes: most uploads are of one."""

from collections.abc import Callable, Mapping

from tools.documents import delimited, plain
from tools.documents.decoding import declared, decoded
from tools.documents.exported import without_id
from tools.documents.kinds import Kind, kind_of
from tools.documents.paper import Json, Paper, Source
from tools.documents.upload import Upload


def text_of(source: Source, upload: Upload) -> str:
    """What a file says; letters that cannot be read are noted."""
    named = declared(source.content) if kind_of(source) == "html" else None
    text = decoded(source.content, upload.asked.language, named).removeprefix("\ufeff")
    if "\ufffd" in text:
        upload.notes.add("letters_lost", source.name)
    return text


def body_of(text: str, source: Source, upload: Upload) -> list[Json]:
    """The blocks of a page in Markdown of which all else is known."""
    from tools.documents.markdown.reading import Reading, body

    how = Reading(source.name, upload.neighbours, upload.notes, _html_within(source, upload))
    return body(text, how)


def _markdown(source: Source, upload: Upload) -> Paper:
    from tools.documents.markdown.reading import Reading, page

    how = Reading(source.name, upload.neighbours, upload.notes, _html_within(source, upload))
    return page(text_of(source, upload), without_id(source.stem), how)


def _html_within(source: Source, upload: Upload) -> Callable[[str, str], list[Json]]:
    """Reads HTML that stands within something else."""
    from tools.documents.html.elements import Elements

    return lambda html, place: Elements(upload.addresses(source.name), place).blocks(html)


def _html(source: Source, upload: Upload) -> Paper:
    from tools.documents.html.elements import Elements

    html = text_of(source, upload)
    title, blocks = Elements(upload.addresses(source.name), source.name).page(html)
    first = blocks[0] if blocks and blocks[0]["type"] == "heading_1" else None
    if first is not None and isinstance(first["text"], str) and title in ("", first["text"]):
        title, blocks = first["text"], blocks[1:]
    return Paper(title or without_id(source.stem), source.name, blocks)


def _word(source: Source, upload: Upload) -> Paper:
    from tools.documents import word

    return word.read(source, upload.addresses(source.name), upload.notes)


def _spreadsheet(source: Source, upload: Upload) -> Paper:
    from tools.documents import spreadsheet

    return spreadsheet.read(source, upload.asked, upload.notes)


def _pdf(source: Source, upload: Upload) -> Paper:
    from tools.documents import pages

    return pages.read(source, upload.notes)


def _hangul(source: Source, upload: Upload) -> Paper:
    from tools.documents import hangul

    return hangul.read(source, upload.neighbours, upload.notes, _html_within(source, upload))


READERS: Mapping[Kind, Callable[[Source, Upload], Paper]] = {
    "text": lambda source, upload: plain.read(source, upload.asked, upload.notes),
    "table": lambda source, upload: delimited.read(source, upload.asked, upload.notes),
    "markdown": _markdown,
    "html": _html,
    "word": _word,
    "spreadsheet": _spreadsheet,
    "pdf": _pdf,
    "hangul": _hangul,
}
