"""How words occur in a text, by the bounds of their language."""

import re
from functools import cache, lru_cache

from agent.planner.embedded.grammar.text.lexis import lexis

HANGUL = r"\uac00-\ud7a3"
KANA = r"\u3041-\u3096\u30a1-\u30fa\u30fc"
HAN = r"\u4e00-\u9fff\u3005"
# A text in quotes that is short enough for a name; what begins within a word is an apostrophe.
QUOTED = r"(?<!\w)'[^'\n]{1,80}'|\"[^\"\n]{1,80}\"|“[^”\n]{1,80}”|「[^」\n]{1,80}」"


@lru_cache(maxsize=4096)
def word_pattern(word: str) -> re.Pattern[str]:
    """How a word occurs in folded text.

    Latin words stand alone (a plural s aside); a Korean word of three syllables or more may be
    part of a compound; Japanese has no spaces, but a single kanji must not be part of a longer
    word.
    """
    escaped = re.escape(word.casefold())
    if re.fullmatch(f"[{HANGUL} ]+", word):
        return re.compile(escaped if len(word) >= _LONG else _short_korean(word, escaped))
    if re.search(f"[{HAN}{KANA}]", word):
        alone = len(word) == 1
        edges = (f"(?<![{HAN}])", f"(?![{HAN}])") if alone else ("", "")
        return re.compile(f"{edges[0]}{escaped}{edges[1]}")
    return re.compile(f"(?<![a-z0-9]){escaped}(?:s|es)?(?![a-z0-9])")


def _short_korean(word: str, escaped: str) -> str:
    """A word that begins one, and that particles may follow; two syllables may be a verb's stem
    or stand before a noun that leaves their meaning as it is. Else they begin another noun:
    구독 (a subscription) in 구독자 (a subscriber)."""
    tail = f"|(?={_TAIL})" if len(word) > 1 else ""
    return f"(?<![{HANGUL}]){escaped}(?:(?:{_PARTICLE})?(?![{HANGUL}]){tail})"


def spoken(name: str, frame: str = "{}") -> re.Pattern[str]:
    """The pattern of that name of all languages (`spoken` of the words), within a frame."""
    listed = (one.spoken.get(name) for one in lexis().languages)
    return re.compile(frame.replace("{}", "|".join(filter(None, listed))), re.IGNORECASE)


def parts_said(name: str, text: str) -> dict[str, str] | None:
    """What the parts of a whole text are that is said by the pattern of that name in some language,
    by their names; None for any other text."""
    found = (one.fullmatch(text) for one in _each_spoken(name))
    said = next((one.groupdict() for one in found if one), None)
    return None if said is None else {k.rstrip("_23"): v for k, v in said.items() if v}


@cache
def _each_spoken(name: str) -> list[re.Pattern[str]]:
    listed = (one.spoken.get(name) for one in lexis().languages)
    return [re.compile(one, re.IGNORECASE) for one in listed if one]


_LONG = 3  # syllables of a Korean word that is told from others wherever it stands
_PARTICLE = spoken("particle").pattern
_TAIL = spoken("tail").pattern


def mentions(text: str, word: str) -> bool:
    """Whether a text contains a word, whatever its case, by the bounds of its language."""
    return word_pattern(word).search(text.casefold()) is not None
