"""Numbers as people write them, in figures and in words."""

import re

_WORDS = {
    **{
        w: n
        for n, w in enumerate(
            ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열"], 1
        )
    },
    **{w: n for n, w in enumerate(["하나", "둘", "셋", "넷"], 1)},
    **{
        w: n
        for n, w in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ],
            1,
        )
    },
    **{w: n for n, w in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"], 1)},
    "스무": 20,
    "스물": 20,
    "서른": 30,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
    "hundred": 100,
    "a single": 1,
    "a couple of": 2,
}
_ALTERNATIVES = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))

# A number inside a larger pattern, not part of a longer word or figure.
NUMBER = (
    rf"(?:(?<![\d.A-Za-z])\d{{1,4}}(?![\d.]\d)|(?<![A-Za-z가-힣])(?:{_ALTERNATIVES})(?![A-Za-z]))"
)
UNIT = r"(?:개|가지|종|건|줄|행|장|페이지|つ|個|件|行|枚|ページ|種類)"


def value(number: str) -> int:
    """The number that a text matched by `NUMBER` stands for."""
    return int(number) if number.isdecimal() else _WORDS[number.casefold()]
