"""Days of the week as a workbook shows them: a date, or its number, behind a format like `aaa`.

Of 요일 and 曜日 many a table counts from the date beside it. python-calamine 0.9.1 reads `aaa` as a
plain number (46024) and `ddd` as the whole date; what people see is 금, 金, Fri.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from tools.documents.paper import Cell

# ECMA-376-1, 18.8.31. `aaa` is in the language of whoever looks, `ddd` in English, both in that of
# a tag before them.
_CODE = re.compile(r"(?:\[\$-(?P<tag>[^\]]+)\])?(?P<code>a{3,4}|d{3,4})(?:;@)?", re.IGNORECASE)
_TAGS = {"412": "ko", "ko": "ko", "411": "ja", "ja": "ja", "409": "en", "en": "en"}
_NAMES = {
    "ko": [f"{day}요일" for day in "월화수목금토일"],
    "ja": [f"{day}曜日" for day in "月火水木金土日"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_SHORT = {"ko": 1, "ja": 1, "en": 3}  # letters
_ALL = {name[:n] for code, names in _NAMES.items() for name in names for n in (_SHORT[code], 9)}


def is_weekday(code: str) -> bool:
    """Whether a format of numbers shows a day of the week and nothing else."""
    return _CODE.fullmatch(code) is not None


def are_weekdays(words: Collection[str]) -> bool:
    """Whether there are several, and all name days of the week."""
    return len(words) > 1 and all(word in _ALL for word in words)


def with_weekdays(
    rows: Sequence[Sequence[Cell]], codes: Mapping[int, str], first: date, language: str
) -> Sequence[Sequence[Cell]]:
    """The rows with days of the week in the columns that have such a format; `first` is the day
    that the workbook calls 0."""
    if not codes:
        return rows
    return [
        [
            _shown(cell, codes[n], first, language) if n in codes else cell
            for n, cell in enumerate(row)
        ]
        for row in rows
    ]


def _shown(cell: Cell, code: str, first: date, language: str) -> Cell:
    found = _CODE.fullmatch(code)
    if found is None or isinstance(cell, bool) or not isinstance(cell, int | float | date):
        return cell
    day = cell if isinstance(cell, date) else first + timedelta(days=int(cell))
    own = "en" if found["code"][0] in "dD" else language
    tag = (found["tag"] or "").lower().lstrip("0")
    spoken = _TAGS.get(tag.partition("-")[0], own)
    name = _NAMES.get(spoken, _NAMES["en"])[day.weekday()]
    return name if len(found["code"]) > 3 else name[: _SHORT[spoken]]
