"""Which kind of file somebody sent: by what is in it where that tells, else by its name."""

from typing import Literal

from tools.documents.archive import checked
from tools.documents.notes import Refused
from tools.documents.paper import Source

Kind = Literal[
    "text", "markdown", "table", "spreadsheet", "word", "pdf", "html", "hangul", "archive"
]

_BY_ENDING: dict[str, Kind] = {
    **dict.fromkeys(("txt", "text", "log"), "text"),
    **dict.fromkeys(("md", "markdown", "mdown", "mkd"), "markdown"),
    **dict.fromkeys(("csv", "tsv"), "table"),
    **dict.fromkeys(("xlsx", "xlsm", "xlsb", "xls", "ods"), "spreadsheet"),
    "docx": "word",
    "pdf": "pdf",
    **dict.fromkeys(("html", "htm", "xhtml"), "html"),
    **dict.fromkeys(("hwpx", "hwp"), "hangul"),
    "zip": "archive",
}
PICTURES = frozenset(("png", "jpg", "jpeg", "gif", "webp", "svg", "heic", "tif", "tiff", "ico"))
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Office before 2007, and of HWP
_BINARY: frozenset[Kind] = frozenset(("spreadsheet", "word", "pdf", "hangul", "archive"))


def named_kind(source: Source) -> Kind:
    """The kind that a file's name says. Raises Refused for one that is not read here."""
    if (named := _BY_ENDING.get(source.ending)) is not None:
        return named
    if source.ending:
        raise Refused("unsupported", "kind_unknown", source.name, ending=source.ending[:20])
    raise Refused("unsupported", "kind_unnamed", source.name)


def kind_of(source: Source) -> Kind:
    """Raises Refused for what is not read here, and for what is not what it is called."""
    if source.content.startswith(b"%PDF-"):
        return "pdf"
    if source.content.startswith(b"PK\x03\x04"):
        return _zipped(source)
    if source.content.startswith(_OLD):
        if (old := _BY_ENDING.get(source.ending)) in ("spreadsheet", "hangul"):
            return old
        raise Refused("unsupported", "old_format", source.name)
    named = named_kind(source)
    if not source.content.strip():
        raise Refused("unreadable", "file_empty", source.name)
    if named in _BINARY:
        raise Refused("unreadable", "file_broken", source.name)
    if _is_binary(source.content):
        raise Refused("unreadable", "file_not_text", source.name)
    return named


def _zipped(source: Source) -> Kind:
    """Raises Refused for what only others read, and for what is not what it is called."""
    names = checked(source)
    if any(name.startswith("word/") for name in names):
        return "word"
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return "spreadsheet"
    if any(name.startswith("Contents/section") for name in names):
        return "hangul"
    if source.ending and named_kind(source) != "archive":
        raise Refused("unreadable", "file_broken", source.name)
    return "archive"


def _is_binary(content: bytes) -> bool:
    """Whether bytes are no text in any encoding: zeros that are not those of UTF-16."""
    sample = content[:4096]
    if b"\0" not in sample or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return min(even, odd) > 0.02 * len(sample) or max(even, odd) < 0.1 * len(sample)
