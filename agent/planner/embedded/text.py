"""How words occur in a text, by the bounds of their language."""

import re
from functools import lru_cache

HANGUL = "가-힣"
KANA = "ぁ-ゖァ-ヺー"
HAN = "一-鿿々"


@lru_cache(maxsize=4096)
def word_pattern(word: str) -> re.Pattern[str]:
    """How a word occurs in folded text.

    Latin words stand alone (a plural s aside); a Korean word begins a word and may carry
    particles, one of three syllables or more may also end a compound; Japanese has no spaces,
    but a single kanji must not be part of a longer word.
    """
    escaped = re.escape(word.casefold())
    if re.fullmatch(f"[{HANGUL} ]+", word):
        start = "" if len(word) >= 3 else f"(?<![{HANGUL}])"
        end = f"(?![{HANGUL}])" if len(word) == 1 else ""
        return re.compile(f"{start}{escaped}(?:{_PARTICLE})?{end}" if end else start + escaped)
    if re.search(f"[{HAN}{KANA}]", word):
        alone = len(word) == 1
        edges = (f"(?<![{HAN}])", f"(?![{HAN}])") if alone else ("", "")
        return re.compile(f"{edges[0]}{escaped}{edges[1]}")
    return re.compile(f"(?<![a-z0-9]){escaped}(?:s|es)?(?![a-z0-9])")


_PARTICLE = "을|를|이|가|은|는|의|에|와|과|도|만|로|으로|랑|들"


def mentions(text: str, word: str) -> bool:
    """Whether a text contains a word, whatever its case, by the bounds of its language."""
    return word_pattern(word).search(text.casefold()) is not None
