"""Spans of days that a date is moved by: "이틀", "by two weeks", "1週間"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from agent.planner.embedded.changing.dates import plus_months

_KOREAN = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "열흘": 10, "보름": 15}
_COUNTS = {"한": 1, "일": 1, "두": 2, "이": 2, "세": 3, "삼": 3, "네": 4} | {
    word: n for n, word in enumerate("一二三四五六七", 1)
}
_COUNTS |= {"a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_COUNTS |= {"a couple of": 2, "six": 6, "seven": 7, "ten": 10}
_UNITS = {"일": 1, "주": 7, "day": 1, "week": 7, "日": 1, "週": 7}
_COUNT = rf"\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))}"
_SPAN = re.compile(
    rf"(?<![가-힣])(?P<word>{'|'.join(_KOREAN)})|(?<![가-힣\d])(?P<ko>{_COUNT})\s?(?P<ko_unit>일|주일?|달|개월)"
    rf"|(?<![A-Za-z\d])(?P<en>{_COUNT})\s+(?:more\s+)?(?P<en_unit>day|week|month)s?(?![A-Za-z])"
    rf"|(?<![一-鿿\d])(?P<ja>{_COUNT})\s?(?P<ja_unit>日|週|[かヶヵ]月)間?",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"미루|미뤄|미룰|늦추|늦춰|연기|延期|延ばし|伸ばし|遅らせ|後ろ倒し|ずらし"
    r"|(?<![a-z])(?:postpone|delay|reschedule|push(?: back)?|put off|extend)(?![a-z])",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"당기|당겨|(?<![a-z])bring(?: forward)?(?![a-z])|早め|前倒し", re.IGNORECASE)


def moves_dates(verb: str) -> bool:
    """Whether a verb says that a date is moved."""
    return _LATER.search(verb) is not None or brings_forward(verb)


def brings_forward(verb: str) -> bool:
    """Whether a verb says that something is to be earlier."""
    return _EARLIER.search(verb) is not None


@dataclass(frozen=True)
class Shift:
    """A move of a date by days and whole months; negative ones move it forward."""

    days: int = 0
    months: int = 0

    def earlier(self) -> "Shift":
        return Shift(-self.days, -self.months)

    def of(self, day: date) -> date:
        """Raises OverflowError and ValueError beyond the calendar."""
        return plus_months(day, self.months) + timedelta(days=self.days)


def find_shift(text: str) -> tuple[Shift, int, int] | None:
    """The one span of days that a text speaks of, and where; None for none and for several."""
    found = list(_SPAN.finditer(text))
    if len(found) != 1:
        return None
    return _shift(found[0]), found[0].start(), found[0].end()


def _shift(found: re.Match[str]) -> Shift:
    if found["word"]:
        return Shift(_KOREAN[found["word"]])
    said = (found["ko"] or found["en"] or found["ja"]).lower()
    unit = (found["ko_unit"] or found["en_unit"] or found["ja_unit"]).lower()
    count = int(said) if said.isdecimal() else _COUNTS[said]
    days = _UNITS.get(unit.removesuffix("일") or unit)
    return Shift(count * days) if days else Shift(months=count)
