"""Plans, recipes and results as lines of text. Pure.

Titles come from pages that anybody may have written: whatever could steer a terminal is taken out.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.speech import Language, say

Json = Mapping[str, Any]

_KEPT = "\n\t"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MOST_NAMES = 8  # properties or views that one line names
_MOST_ROWS = 3


def printable(text: str) -> str:
    """A text without control characters, which a terminal might obey."""
    return "".join(c for c in text if c in _KEPT or not _steers(c))


def _steers(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in _TURNING


def outline(blueprint: Json, language: Language) -> Iterator[str]:
    """A design as a tree: its pages, their databases with properties, views and rows."""
    yield _titled(blueprint)
    yield from _below(blueprint, "", language)


def _below(page: Json, margin: str, language: Language) -> Iterator[str]:
    inner = [("database", d) for d in page.get("databases", ())]
    inner += [("page", p) for p in page.get("sub_pages", ())]
    for number, (kind, item) in enumerate(inner, 1):
        is_last = number == len(inner)
        yield f"{margin}{'└─' if is_last else '├─'} {_titled(item)}"
        further = margin + ("   " if is_last else "│  ")
        if kind == "page":
            yield from _below(item, further, language)
        else:
            yield from (f"{further}{line}" for line in _database(item, language))


def _database(database: Json, language: Language) -> Iterator[str]:
    yield _named("properties", [str(p["name"]) for p in database["properties"]], language)
    views = [str(v.get("name") or v["type"]) for v in database.get("views", ())]
    if views:
        yield _named("views", views, language)
    rows = database.get("rows", ())
    if rows:
        title = next(p["name"] for p in database["properties"] if p["type"] == "title")
        names = [_words(row.get("values", {}).get(title, "")) for row in rows[:_MOST_ROWS]]
        more = ", …" if len(rows) > _MOST_ROWS else ""
        yield say("rows", language, count=len(rows), names=printable(", ".join(names)) + more)


def _titled(item: Json) -> str:
    icon = item.get("icon")
    sign = f"{icon} " if isinstance(icon, str) and not icon.startswith("http") else ""
    return printable(f"{sign}{item['title']}")


def _named(key: str, names: list[str], language: Language) -> str:
    more = ", …" if len(names) > _MOST_NAMES else ""
    return say(key, language, names=printable(", ".join(names[:_MOST_NAMES])) + more)


def _words(text: Any) -> str:
    """What a title says, be it plain or in runs."""
    if isinstance(text, list):
        return "".join(str(run.get("text", "")) for run in text)
    return str(text)


def changes(found: list[Json], language: Language) -> Iterator[str]:
    """What a plan of changes comes to, a line each."""
    for change in found:
        about = [str(change[name]) for name in ("target", "property", "view") if change.get(name)]
        line = f"• {say(_known(change['action'], language), language)}: {' › '.join(about)}"
        if change.get("type"):
            line += f" ({change['type']})"
        steps = [_words(change[name]) for name in ("from", "to") if change.get(name) is not None]
        yield printable(line + (f": {' → '.join(steps)}" if steps else ""))
        for along in change.get("along", ()):
            yield printable(f"    {say('along', language)}: {_words(along)}")


def _known(action: str, language: Language) -> str:
    try:
        say(f"action_{action}", language)
    except KeyError:
        return "action_other"
    return f"action_{action}"


def table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows of cells in columns; a wide character counts as two."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        padded = (printable(cell) + " " * (width - _width(cell)) for cell, width in cells)
        yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in printable(text))
