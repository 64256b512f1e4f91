"""The nine colours by name, in ko, en and ja."""

import re

from tools.blueprint.base import Hue

HUES: dict[Hue, tuple[str, str, str]] = {
    "gray": ("회|그레이", "gr[ae]y", "灰|グレー"),
    "brown": ("갈|브라운", "brown", "茶|ブラウン"),
    "orange": ("주황|오렌지", "orange", "オレンジ|橙"),
    "yellow": ("노란|노랑|옐로우?", "yellow", "黄|イエロー"),
    "green": ("초록|녹|그린|연두", "green", "緑|グリーン"),
    "blue": ("파란|파랑|푸른|블루|하늘|남", "blue|navy", "青|ブルー|水"),
    "purple": ("보라|퍼플", "purple|violet", "紫|パープル"),
    "pink": ("분홍|핑크", "pink", "ピンク|桃"),
    "red": ("빨간|빨강|붉은|레드", "red", "赤|レッド"),
}
_WORDS: dict[Hue, str] = {
    hue: rf"(?:(?:{ko})색?|(?:{en})|(?:{ja})色?)" for hue, (ko, en, ja) in HUES.items()
}
# A colour where nothing but a colour is expected.
HUE_WORD = rf"(?:{'|'.join(_WORDS.values())})"


def hue_of(word: str) -> Hue | None:
    """The colour that a word means where a colour is expected ("파란색", "blue", "青")."""
    text = word.strip()
    return next(
        (hue for hue, said in _WORDS.items() if re.fullmatch(said, text, re.IGNORECASE)), None
    )
