"""The text of some bytes, whatever encoding they are in. Pure.

In this order (measured: right in all of our files, where a detector alone misreads half of the
Korean ones with few letters): a byte order mark; zero bytes, which only UTF-16 has; UTF-8; what
people of the language use; then a guess among those.
"""

from collections.abc import Iterator, Sequence

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LOCAL = {"ko": ("cp949",), "ja": ("cp932", "euc_jp"), "en": ("cp1252",)}
_SAMPLE = 64 * 1024  # bytes that are looked at to tell which encoding it is
_MOST_HALF_WIDTH = 0.5  # share of half-width kana from which Japanese was not meant so
_ODD = 0.1  # share of letters that nobody writes, from which an encoding is the wrong one


def decoded(content: bytes, language: str | None = None) -> str:
    """The text; letters that no encoding has become U+FFFD. `language` is that of who sent it."""
    for encoding in _candidates(content, language):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf") or _is_likely(text, encoding):
            return text
    return content.decode(_guessed(content), errors="replace")


def _candidates(content: bytes, language: str | None) -> Iterator[str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            yield encoding
    yield from _wide(content[:_SAMPLE])
    yield "utf-8"
    first = _LOCAL.get(language or "", ())
    others = [name for names in _LOCAL.values() for name in names if name not in first]
    yield from first
    yield from (name for name in others if name != "cp1252")  # which would take nearly all bytes


def _wide(sample: bytes) -> Iterator[str]:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    if b"\0" not in sample:
        return
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    yield "utf-16-be" if even > odd else "utf-16-le"


def _is_likely(text: str, encoding: str) -> bool:
    """Whether a text that could be decoded reads like one: each of these encodings takes the bytes
    of the others for letters that hardly anybody writes."""
    sample = [letter for letter in text[:_SAMPLE] if letter > "\x7f"]
    if not sample:
        return True
    if encoding in ("cp932", "euc_jp"):
        half = sum("\uff61" <= letter <= "\uff9f" for letter in sample)
        return half / len(sample) < _MOST_HALF_WIDTH and _share(sample, _JAPANESE) > 1 - _ODD
    if encoding == "cp949":
        return _share(sample, _KOREAN) > 1 - _ODD
    return _share(sample, _WESTERN) > 1 - _ODD


_COMMON = (("\u2000", "\u206f"), ("\u20a0", "\u20bf"), ("\u2100", "\u27ff"), ("\u00a0", "\u00ff"))
_FULL_WIDTH = (("\u3000", "\u303f"), ("\uff01", "\uff5e"), ("\uffe0", "\uffe6"))
# Chinese characters in Korean text are few, and Hangul has the frequent syllables that KS X 1001
# lists: bytes of Japanese read as CP949 are mostly rare Hangul or Chinese.
_KOREAN = (("\uac00", "\ud7a3"), *_COMMON, *_FULL_WIDTH)
_JAPANESE = (
    ("\u3040", "\u30ff"),
    ("\u4e00", "\u9fff"),
    ("\uff61", "\uff9f"),
    *_COMMON,
    *_FULL_WIDTH,
)
_WESTERN = (("\u00c0", "\u017f"), *_COMMON)


def _share(sample: Sequence[str], ranges: Sequence[tuple[str, str]]) -> float:
    hits = sum(any(low <= letter <= high for low, high in ranges) for letter in sample)
    return hits / len(sample)


def _guessed(content: bytes) -> str:
    """The likeliest encoding of those that our languages use, by a detector."""
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    known = [name for names in _LOCAL.values() for name in names]
    best = from_bytes(content[:_SAMPLE], cp_isolation=["utf_8", *known]).best()
    return best.encoding if best is not None else "utf-8"
