"""What is in an archive: files with their paths, and never more than a document may take."""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from tools.documents.notes import Refused
from tools.documents.paper import Source

MOST_BYTES = 60 * 1024 * 1024  # of all that is in it, unpacked
MOST_FILES = 3000
_NESTED = 1  # archives in archives: Notion's exports come so
_NOISE = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
_WIDE = 0x800  # a flag of a member: its name is UTF-8


def checked(source: Source) -> list[str]:
    """The names of what an archive holds, before anything of it is unpacked.

    Raises Refused for one that is broken, locked, or too large once unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("unreadable", "file_broken", source.name) from None
    if any(member.flag_bits & 1 for member in members):
        raise Refused("unreadable", "file_locked", source.name)
    size = sum(member.file_size for member in members)
    if size > MOST_BYTES or len(members) > MOST_FILES:
        most = {"most": MOST_BYTES // 1024 // 1024, "files": MOST_FILES}
        raise Refused("unreadable", "archive_too_large", source.name, **most)
    return [member.filename for member in members]


def members(source: Source, deep: int = 0) -> Sequence[Source]:
    """The files in an archive, and in the archives in it. Raises Refused."""
    checked(source)
    found: list[Source] = []
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            for member in _files(archive):
                inner = Source(_name(member), archive.read(member), packed=True)
                nested = inner.ending == "zip" and deep < _NESTED
                found += members(inner, deep + 1) if nested else [inner]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Refused("unreadable", "file_broken", source.name) from None
    return found


def _files(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for member in archive.infolist():
        if not member.is_dir() and not _NOISE.search(member.filename):
            yield member


def _name(member: zipfile.ZipInfo) -> str:
    """The path of a member, composed; Windows writes names in its own encoding and marks none."""
    name = member.filename
    if not member.flag_bits & _WIDE:
        raw = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "cp949", "cp932"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name.replace("\\", "/")).lstrip("/")
