"""Whatever may be typed: characters at random, and what people say, cut up and thrown together."""

from hypothesis import strategies as st

from tests.support.change_wishes import cases
from tools.blueprint.base import Language

_LANGUAGES: tuple[Language, ...] = ("ko", "en", "ja")
_CUT = 5  # characters of a piece where words are not spaced
_MARKS = [
    '"', "“", "”", "‘", "’", "「", "」", "『", "』", "«", "»", "《", "》", "„", "'", "`", "(",
    ")", "（", "）", "[", "]", "{", "}", "\n", "\n- ", "1. ", "・", "、", "。", ",", ", ", ".",
    ": ", ";", "|", "→", "=", "?", '"···"', '"!!!"', '"  "', "「　」", '"a, b"',
    "'" + "x" * 90 + "'", "x" * 300, "🙂", "\u200d", "\u0301", "\x00", "\ue000", "\U000f0000",
    "0", "-1", "99999", "https://x.y/z ",
]  # fmt: skip
_SMALL = [
    "그리고 ", "그거 ", "전부 ", "을 ", "를 ", "에 ", "로 ", "의 ", "에서 ", "말고 ", "마다 ",
    "추가 ", "삭제 ", "바꿔줘 ", "and ", "it ", "that ", "all ", "to ", "with ", "of ",
    "for each ", "a page ", "called ", "delete ", "rename ", "それ", "すべて", "そして", "を",
    "の", "に", "は", "ではなく", "削除", "追加して", "変更して", "という",
]  # fmt: skip


def _pieces(language: Language) -> st.SearchStrategy[str]:
    said = [case.say for case in cases(language)]
    apart = [word + " " for wish in said for word in wish.split()]
    cut = [wish[i : i + _CUT] for wish in said for i in range(0, len(wish), _CUT)]
    words = st.sampled_from(cut if language == "ja" else apart)
    wishes = st.sampled_from([f"{wish}, " for wish in said])
    return st.one_of(words, words, wishes, st.sampled_from(_SMALL), st.sampled_from(_MARKS))


_EACH = [_pieces(language) for language in _LANGUAGES]


def _thrown(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(pieces, min_size=1, max_size=60).map(lambda some: "".join(some)[:2000])


texts = st.one_of(*map(_thrown, _EACH), _thrown(st.one_of(*_EACH)), st.text(max_size=2000))
"""In one language or in all of them, or in none."""
