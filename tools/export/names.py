"""Names of files in an archive: formed as by Notion, harmless wherever it is unpacked. Pure."""

import re
import unicodedata
from urllib.parse import quote

MOST_CHARACTERS = 50  # of a title in a file's name, as Notion cuts it
LEAST_CHARACTERS = 10  # what is left of it far down, so that paths stay short
_MOST_BYTES = 160  # of the same: with id and ending it stays below the 255 of most file systems
_PER_LEVEL = 6  # characters that each level costs
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')  # in paths, and on Windows
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def bare(notion_id: str) -> str:
    """An id as it stands in names and addresses: 32 hexadecimal digits."""
    return notion_id.replace("-", "")


def stem(title: str, notion_id: str, level: int) -> str:
    """What the file of a page or database is called, without its ending: `Name <32 hex>`.

    The id tells namesakes apart, and keeps the name from being one that a system reserves.
    """
    most = max(LEAST_CHARACTERS, MOST_CHARACTERS - _PER_LEVEL * level)
    return f"{safe(title, most) or 'Untitled'} {bare(notion_id)}"


def safe(name: str, most: int = MOST_CHARACTERS) -> str:
    """A name without what leads elsewhere, cannot be seen, or reads another way than it is kept;
    empty where nothing is left."""
    shown = unicodedata.normalize("NFC", name)
    kept = "".join(" " if c.isspace() else c for c in shown if not _hidden(c) or c.isspace())
    words = " ".join(_FORBIDDEN.sub(" ", kept).split())
    cut = words[:most].encode()[:_MOST_BYTES].decode(errors="ignore")
    return cut.strip(" .\u200d\ufe0f") if cut != words else cut.strip(" .")


def file_name(name: str, taken: set[str]) -> str:
    """A file's own name in a folder, told from those that are `taken`; whatever the case."""
    first, dot, ending = name.rpartition(".")
    first, ending = (first, safe(ending, LEAST_CHARACTERS)) if dot else (name, "")
    ending = f".{ending}" if ending else ""
    base = safe(first) or "file"
    found, number = base + ending, 1
    while found.casefold() in taken:
        found, number = f"{base} {number}{ending}", number + 1
    taken.add(found.casefold())
    return found


def _hidden(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in _UNSEEN


def address(path: str, seen_from: str) -> str:
    """A file of the archive as a link from another one names it. Both paths begin at the top."""
    here, there = seen_from.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    steps = [".."] * (len(here) - shared) + there[shared:]
    return quote("/".join(steps), safe="/")
