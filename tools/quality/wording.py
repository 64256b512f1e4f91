"""What a design says: guidance that speaks of what is there, in one language."""

import re
from collections.abc import Iterator

from tools.quality.design import Design, share, titles
from tools.quality.fields import bare

_GUIDING = frozenset({"callout", "paragraph", "numbered_list_item", "bulleted_list_item", "toggle"})
_HEADINGS = frozenset({"heading_1", "heading_2", "heading_3", "heading_4"})
_ORDERING = _HEADINGS | {"column_list", "tab", "divider"}
_SAID = 60  # characters of guidance: two short sentences; half as many where characters are words
_QUOTED = re.compile(r"[‘“「『]([^‘’“”「」『』]{1,60})[’”」』]")
_HANGUL, _KANA = re.compile(r"[가-힣]"), re.compile(r"[぀-ヿ]")
_HAN = re.compile(r"[㐀-鿿]")
_LATIN_WORDS = re.compile(r"[A-Za-z]{3,}")
_MUCH = 3  # Latin words in a row of Korean or Japanese: a sentence, more than a name
_TOLERATED = 0.25  # share of texts in another language at which nobody takes it for one


def guidance(design: Design) -> float | None:
    """Whether it says how it is used."""
    if not design.tables:
        return None
    said = sum(len(text) for text in design.prose)
    types = {block.type for block in design.blocks}
    if not types & _GUIDING:
        return 0.0
    return share(said, _SAID if design.blueprint.language == "en" else _SAID / 2)


def true_guidance(design: Design) -> float | None:
    """The share of what it quotes that is there: guidance without its database misleads."""
    known = {bare(name) for name in design.names}
    quoted = [bare(name) for text in design.prose for name in _QUOTED.findall(text)]
    named = [name for name in quoted if name]
    if not design.tables:
        return None if not named else 0.0
    return share(sum(name in known for name in named), len(named))


def one_language(design: Design) -> float | None:
    """How little of what it says is of another language; names that stay as they are (a brand, an
    address) count for none."""
    said = list(_texts(design))
    if not said:
        return None
    foreign = sum(is_foreign(text, design.blueprint.language) for text in said)
    return 1 - share(foreign, _TOLERATED * len(said))


def _texts(design: Design) -> Iterator[str]:
    yield from (page.title for page in design.pages)
    yield from design.prose
    for table in design.tables:
        yield table.title
        yield from (p.name for p in table.properties)
        yield from titles(table)


def is_foreign(text: str, language: str) -> bool:
    """Whether a text is of another language than this, by its letters."""
    hangul, kana, han = _HANGUL.search(text), _KANA.search(text), _HAN.search(text)
    if language == "en":
        return bool(hangul or kana or han)
    if language == "ko":
        own, other = hangul, kana
    else:
        own, other = kana or han, hangul
    return bool(other or (not own and len(_LATIN_WORDS.findall(text)) >= _MUCH))


def ordered(design: Design) -> float | None:
    """Whether the main page is divided for the eye."""
    if not design.blueprint.blocks and not design.tables:
        return None
    types = {block.type for block in design.blocks}
    return (bool(types & _HEADINGS) + bool(types & _ORDERING)) / 2


def pictured(design: Design) -> float | None:
    """The share of pages and tables that have an icon."""
    parts = [*design.pages, *design.tables]
    return share(sum(part.icon is not None for part in parts), len(parts))


def guided_beyond(design: Design) -> float | None:
    """Whether a workspace of several tables has a page beside the main one."""
    return float(bool(design.blueprint.sub_pages)) if len(design.tables) > 1 else None
