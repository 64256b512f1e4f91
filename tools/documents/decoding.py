"""The text of some bytes, whatever encoding they are in. Pure.

In this order (measured: right in all of our files, where a detector alone misreads half of the
Korean ones with few letters): a byte order mark; zero bytes, which only UTF-16 has; what a page
declares; UTF-8; what people of the language use; then a guess among those.
"""

import re
from collections.abc import Iterator, Sequence

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What is Korean is seldom anything else; Japanese takes what is accented, and comes last.
_LOCAL = {"ko": ("cp949",), "en": ("cp949", "cp1252"), "ja": ("cp932", "euc_jp")}
# What a page may declare, in the names of browsers (https://encoding.spec.whatwg.org/#names-and-labels).
# Those of one byte a letter are left out: they fit whatever there is, so declaring one says little.
_DECLARED = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "windows-949", "cp949"), "cp949"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "big5": "big5hkscs",
}
_META = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_HEAD = 1024  # bytes in which a declaration stands, as the HTML standard has it
_SAMPLE = 64 * 1024  # bytes that are looked at to tell which encoding it is
_MOST_HALF_WIDTH = 0.5  # share of half-width kana from which Japanese was not meant so
_FEW = 16  # letters, from which on Japanese has some kana
_MOST_ACCENTED = 0.35  # share of letters from which on text of the West was not meant so
_ODD = 0.1  # share of letters that nobody writes, from which an encoding is the wrong one


def declared(page: bytes) -> str | None:
    """The encoding that a page of HTML says it is in, where that tells something."""
    match = _META.search(page[:_HEAD])
    return _DECLARED.get(match[1].decode().lower()) if match else None


def decoded(content: bytes, language: str | None = None, declared: str | None = None) -> str:
    """The text; letters that no encoding has become U+FFFD. `language` is that of who sent it,
    `declared` the encoding that the file itself names."""
    for encoding in _candidates(content, language, declared):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf") or encoding == declared or _is_likely(text, encoding):
            return text
    return content.decode(_guessed(content), errors="replace")


def _candidates(content: bytes, language: str | None, declared: str | None) -> Iterator[str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            yield encoding
    yield from _wide(content[:_SAMPLE])
    if declared is not None:
        yield declared
    yield "utf-8"
    first = _LOCAL.get(language or "", ())
    yield from first
    yield from (name for names in _LOCAL.values() for name in names if name not in first)


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
    if encoding == "cp949":
        return _share(sample, _KOREAN) > 1 - _ODD and not _is_rare("".join(sample))
    if encoding == "cp1252":
        mostly_latin = len(sample) < _MOST_ACCENTED * sum(map(str.isalpha, text[:_SAMPLE]))
        return mostly_latin and _share(sample, _WESTERN) > 1 - _ODD
    half = _share(sample, (("\uff61", "\uff9f"),))
    is_prose = len(sample) < _FEW or _share(sample, (("\u3040", "\u30ff"),)) > _ODD
    return half < _MOST_HALF_WIDTH and is_prose and _share(sample, _JAPANESE) > 1 - _ODD


def _is_rare(letters: str) -> bool:
    """Whether Hangul is of syllables that KS X 1001 leaves out: Korean has hardly any of them, and
    what is Japanese in truth nothing else."""
    # The codec of EUC-KR composes the others of three, this one has none.
    common = letters.encode("iso2022_kr", errors="ignore").decode("iso2022_kr")
    return len(common) < len(letters) * (1 - _ODD)


_COMMON = (("\u2000", "\u206f"), ("\u20a0", "\u20bf"), ("\u2100", "\u27ff"), ("\u00a0", "\u00ff"))
_FULL_WIDTH = (("\u3000", "\u303f"), ("\uff01", "\uff5e"), ("\uffe0", "\uffe6"))
_KOREAN = (("\uac00", "\ud7a3"), *_COMMON, *_FULL_WIDTH)  # Chinese letters in Korean are few
_JAPANESE = (
    *(("\u3040", "\u30ff"), ("\u4e00", "\u9fff"), ("\uff61", "\uff9f")),
    *(*_COMMON, *_FULL_WIDTH),
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
