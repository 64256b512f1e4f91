"""Text as the readers see it: one kind of punctuation, quoted names as single characters."""

import re
import unicodedata
from functools import lru_cache

from agent.planner.embedded.led import Found, Shape
from agent.planner.words import normalised, squeezed

_PRIVATE = re.compile("[\ue000-\uf8ff]")
# A name in quotes is taken as it was typed, so it is found before anything is normalised.
_QUOTED = re.compile(
    r"[\"“”„＂]([^\"“”„＂\n]{1,80})[\"“”„＂]|「([^「」\n]{1,80})」|『([^『』\n]{1,80})』"
    r"|《([^《》\n]{1,80})》|〈([^〈〉\n]{1,80})〉"
    r"|(?<![A-Za-z0-9])['‘’`]((?:[^'‘’`\n]|['’](?=[A-Za-z])){1,80})['‘’`](?![A-Za-z0-9])"
)
_OPEN, _CLOSE = "([{", ")]}"
_BRACKET = re.compile(r"[()\[\]{}]")

# Optional blanks where a pattern begins: as `\s*`, but tried once for each run of them.
BLANKS = r"(?:(?<!\s)\s++)?"
HANGUL = "가-힣"
KANA = "ぁ-ゖァ-ヺー"
HAN = "一-鿿々"


class Scan:
    """A wish that is being read: what a reader takes is gone for those after it.

    Each quoted name stands in `rest` as one private character, so that names with commas or
    particles inside stay whole; `name` gives its words back.
    """

    def __init__(self, text: str) -> None:
        self._names: list[str] = []
        composed = squeezed(_PRIVATE.sub("", unicodedata.normalize("NFC", text)))
        self.rest = normalised(_QUOTED.sub(self._hide, composed))

    def _hide(self, quoted: re.Match[str]) -> str:
        name = next(group for group in quoted.groups() if group).strip()
        if not name:
            return quoted[0]
        self._names.append(name)
        return chr(0xE000 + len(self._names) - 1)

    def name(self, text: str) -> str:
        """The text with every quoted name put back, without its quotes."""
        return _PRIVATE.sub(lambda found: self._names[ord(found[0]) - 0xE000], text).strip()

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Finds a pattern and removes it from the rest, leaving a clause boundary."""
        found = pattern.search(self.rest)
        if found is not None:
            self.cut(found.start(), found.end())
        return found

    def cut(self, start: int, end: int) -> None:
        """Removes a stretch of the rest, leaving a clause boundary."""
        self.rest = f"{self.rest[:start]} ; {self.rest[end:]}"

    def find_all(self, pattern: Shape) -> list[Found]:
        """Every occurrence of a pattern, in order."""
        return list(pattern.finditer(self.rest))

    def take_all(self, pattern: Shape) -> list[Found]:
        """Takes every occurrence of a pattern that does not match the empty text."""
        found = self.find_all(pattern)
        if found:
            self.rest = pattern.sub(" ; ", self.rest)
        return found


def is_quoted(name: str) -> bool:
    """Whether a piece of a scan's rest is exactly one quoted name."""
    return bool(_PRIVATE.fullmatch(name.strip()))


def split_outside(text: str, separator: re.Pattern[str]) -> list[str]:
    """Splits at a separator wherever no bracket is open; empty pieces are dropped."""
    pieces, start, position = [], 0, 0
    depths = _depths(text)
    while found := separator.search(text, position):
        position = max(found.end(), found.start() + 1)
        if depths[found.start()] == 0:
            pieces.append(text[start : found.start()])
            start = found.end()
    return [piece.strip() for piece in [*pieces, text[start:]] if piece.strip()]


def _depths(text: str) -> list[int]:
    if not _BRACKET.search(text):
        return [0] * (len(text) + 1)
    depth, depths = 0, []
    for character in text:
        depth = max(0, depth - (character in _CLOSE))
        depths.append(depth)
        depth += character in _OPEN
    return [*depths, 0]


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


def without_names(text: str, names: list[str]) -> str:
    """The text without some names, whatever their case."""
    for name in names:
        text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    return text


def mentions(text: str, word: str) -> bool:
    """Whether a text contains a word, whatever its case, by the bounds of its language."""
    return word_pattern(word).search(text.casefold()) is not None
