"""Write a moment by a pattern such as `YYYY-MM-DD` (Notion: `formatDate`)."""

import re
from collections.abc import Callable
from datetime import datetime

Writer = Callable[[datetime], str]

LONG_FORMS = {
    "LLLL": "dddd, MMMM D, YYYY h:mm A",
    "LLL": "MMMM D, YYYY h:mm A",
    "LL": "MMMM D, YYYY",
    "LT": "h:mm A",
    "L": "MM/DD/YYYY",
}
ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, … 11th, … 21st."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else ORDINAL_ENDINGS.get(number % 10, 'th')}"


def _offset(moment: datetime) -> str:
    return f"{moment:%z}"[:5] or "+0000"


WRITERS: dict[str, Writer] = {
    "YYYY": lambda moment: f"{moment.year:04}",
    "YY": lambda moment: f"{moment.year % 100:02}",
    "y": lambda moment: str(moment.year),
    "Q": lambda moment: str((moment.month + 2) // 3),
    "MMMM": lambda moment: f"{moment:%B}",
    "MMM": lambda moment: f"{moment:%b}",
    "MM": lambda moment: f"{moment.month:02}",
    "M": lambda moment: str(moment.month),
    "DDDD": lambda moment: f"{moment:%j}",
    "DDD": lambda moment: str(moment.timetuple().tm_yday),
    "Do": lambda moment: ordinal(moment.day),
    "DD": lambda moment: f"{moment.day:02}",
    "D": lambda moment: str(moment.day),
    "dddd": lambda moment: f"{moment:%A}",
    "ddd": lambda moment: f"{moment:%a}",
    "dd": lambda moment: f"{moment:%a}"[:2],
    "d": lambda moment: str(moment.isoweekday() % 7),
    "E": lambda moment: str(moment.isoweekday()),
    "GGGG": lambda moment: str(moment.isocalendar().year),
    "WW": lambda moment: f"{moment.isocalendar().week:02}",
    "W": lambda moment: str(moment.isocalendar().week),
    "ww": lambda moment: f"{moment.isocalendar().week:02}",
    "w": lambda moment: str(moment.isocalendar().week),
    "HH": lambda moment: f"{moment.hour:02}",
    "H": lambda moment: str(moment.hour),
    "hh": lambda moment: f"{moment.hour % 12 or 12:02}",
    "h": lambda moment: str(moment.hour % 12 or 12),
    "mm": lambda moment: f"{moment.minute:02}",
    "m": lambda moment: str(moment.minute),
    "ss": lambda moment: f"{moment.second:02}",
    "s": lambda moment: str(moment.second),
    "SSS": lambda moment: f"{moment.microsecond // 1000:03}",
    "A": lambda moment: "PM" if moment.hour >= 12 else "AM",
    "a": lambda moment: "pm" if moment.hour >= 12 else "am",
    "ZZ": _offset,
    "Z": lambda moment: f"{_offset(moment)[:3]}:{_offset(moment)[3:]}",
    "X": lambda moment: str(int(moment.timestamp())),
    "x": lambda moment: str(int(moment.timestamp() * 1000)),
}


def _longest_first(names: dict[str, Writer] | dict[str, str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


LONG_FORM = re.compile(rf"\[[^\]]*\]|{_longest_first(LONG_FORMS)}")
TOKEN = re.compile(rf"\[([^\]]*)\]|{_longest_first(WRITERS)}")


def format_moment(moment: datetime, pattern: str) -> str:
    """The moment by the pattern; text in [square brackets] and unknown characters stay."""
    pattern = LONG_FORM.sub(lambda found: LONG_FORMS.get(found[0], found[0]), pattern)
    return TOKEN.sub(lambda found: _written(found, moment), pattern)


def _written(found: re.Match[str], moment: datetime) -> str:
    return found[1] if found[1] is not None else WRITERS[found[0]](moment)
