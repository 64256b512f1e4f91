"""Days as people say them: "내일", "next Friday", "来週の月曜日", "12월 3일 오후 3시"."""

import calendar
import re
from datetime import date, timedelta
from typing import Any

_DAYS = {
    **{w: n for n, w in ((0, "오늘"), (1, "내일"), (2, "모레"), (3, "글피"), (-1, "어제"))},
    **{w: n for n, w in ((-2, "그저께"), (-2, "그제"), (2, "내일모레"))},
    **{w: n for n, w in ((0, "today"), (1, "tomorrow"), (-1, "yesterday"))},
    **{w: n for n, w in ((2, "the day after tomorrow"), (2, "day after tomorrow"))},
    **{w: n for n, w in ((0, "今日"), (1, "明日"), (1, "あした"), (2, "明後日"), (2, "あさって"))},
    **{w: n for n, w in ((-1, "昨日"), (0, "本日"))},
}
_WEEKDAYS = {
    **{w: n for n, w in enumerate("월화수목금토일")},
    **{w: n for n, w in enumerate("月火水木金土日")},
    **{w: n for n, w in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
_WEEKS = {
    "이번": 0,
    "금주": 0,
    "이번주": 0,
    "다음": 1,
    "담": 1,
    "다다음": 2,
    "지난": -1,
    "저번": -1,
    "this": 0,
    "coming": 0,
    "next": 1,
    "last": -1,
    "今": 0,
    "来": 1,
    "再来": 2,
    "先": -1,
}
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_STEPS = {"일": 1, "주": 7, "주일": 7, "day": 1, "week": 7, "日": 1, "週間": 7}
_MONTH_WORDS = {"달", "개월", "month", "か月", "ヶ月", "ヵ月"}
_EN_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_EN_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = "|".join(
    (
        r"(?P<y>\d{4})\s?[-./년年]\s?(?P<m>\d{1,2})\s?[-./월月]\s?(?P<d>\d{1,2})\s?[일日]?",
        r"(?P<m2>\d{1,2})\s?[월月]\s?(?P<d2>\d{1,2})\s?[일日]",
        r"(?<![\d/])(?P<m3>\d{1,2})/(?P<d3>\d{1,2})(?![\d/])",
        rf"(?P<mn>{_EN_MONTH})\.?\s+(?P<dn>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<yn>\d{{4}}))?"
        r"(?![A-Za-z0-9])",
        rf"(?P<dm>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mm>{_EN_MONTH})(?![A-Za-z])",
        r"(?P<week>다다음|다음|이번|지난|저번|담)\s?주\s?(?P<wd>[월화수목금토일])요일",
        r"(?P<week2>再来|来|今|先)週の?(?P<wd2>[月火水木金土日])曜日?",
        rf"(?P<week3>next|this|coming|last)\s+(?:week\s+)?(?P<wd3>{_EN_DAY})(?![A-Za-z])",
        r"(?P<wd4>[월화수목금토일])요일|(?P<wd5>[月火水木金土日])曜日?"
        rf"|(?<![A-Za-z])(?:on\s+)?(?P<wd6>{_EN_DAY})(?<=day)(?![A-Za-z])",
        r"(?P<n>\d{1,3})\s?(?P<unit>일|주일?|달|개월|日|週間|[かヶヵ]月)\s?(?:뒤|후|後)",
        r"(?<![A-Za-z])in\s+(?P<n2>\d{1,3}|an?|one|two|three)\s+(?P<unit2>day|week|month)s?"
        r"(?![A-Za-z])",
        r"(?P<month>다다음|다음|이번|담)\s?달\s?(?:(?P<md>\d{1,2})\s?일|(?P<end>말일?))",
        r"(?P<month2>再来|来|今)月(?:の)?(?:(?P<md2>\d{1,2})日|(?P<end2>末))",
        r"(?P<monthend>월말|月末|(?<![A-Za-z])(?:the\s+)?end of (?:the|this) month)",
        r"(?P<weekonly>(?:다다음|다음|담)\s?주|来週|(?<![A-Za-z])next week)",
        rf"(?<![가-힣A-Za-z])(?P<word>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
        r"(?![A-Za-z])",
    )
)
_TIME = (
    r"(?:(?:,|\s)\s?(?:at\s+)?|の)?(?:(?P<half>오전|오후|午前|午後)\s?)?(?P<h>\d{1,2})"
    r"(?:\s?[시時]\s?(?:(?P<min>\d{1,2})\s?[분分]|(?P<thirty>반|半))?|:(?P<min2>\d{2})|(?=\s?[ap]m))"
    r"(?:\s?(?P<ap>[ap]m)(?![A-Za-z]))?"
)
_ONE = re.compile(rf"(?:{_DAY})(?:{_TIME})?", re.IGNORECASE)
_SPAN_END = re.compile(r"\s?(?:부터|에서|から|~|–|until|to|through)\s?", re.IGNORECASE)
_BARE_DAY = re.compile(r"(?P<d>\d{1,2})\s?[일日]")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}


def find_dates(text: str) -> list[tuple[int, int]]:
    """Where a text speaks of days."""
    return [found.span() for found in _ONE.finditer(text)]


def date_of(text: str, today: date) -> Any | None:
    """A day (`2026-01-31`), a time on it, or a span, as row values have them; None for none."""
    first = _ONE.search(text)
    if first is None:
        return None
    start = _value(first, today)
    link = _SPAN_END.match(text, first.end())
    if start is None or link is None:
        return start
    end = _second(text, link.end(), start, today)
    return {"start": start, "end": end} if end is not None and end >= start else start


def _second(text: str, at: int, start: str, today: date) -> str | None:
    if second := _ONE.match(text, at):
        return _value(second, today)
    bare = _BARE_DAY.match(text, at)
    first = date.fromisoformat(start[:10])
    return _iso(first.year, first.month, int(bare["d"])) if bare else None


def _value(found: re.Match[str], today: date) -> str | None:
    try:
        day = _day({k: v for k, v in found.groupdict().items() if v}, today)
    except (ValueError, OverflowError):
        return None
    return day.isoformat() + _clock(found) if day else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> str:
    if found["h"] is None:
        return ""
    hour, minute = int(found["h"]), int(found["min"] or found["min2"] or 0)
    later = (found["half"] or "") in ("오후", "午後") or (found["ap"] or "").lower() == "pm"
    hour = hour % 12 + 12 if later else hour
    minute = 30 if found["thirty"] else minute
    return f"T{hour:02d}:{minute:02d}:00" if hour < 24 and minute < 60 else ""


def _day(said: dict[str, str], today: date) -> date | None:
    if "y" in said:
        return date(int(said["y"]), int(said["m"]), int(said["d"]))
    if month := said.get("m2") or said.get("m3"):
        return _nearest(today, int(month), int(said.get("d2") or said["d3"]))
    if month := said.get("mn") or said.get("mm"):
        number, day = _MONTHS[month[:3].lower()], int(said.get("dn") or said["dm"])
        return date(int(said["yn"]), number, day) if "yn" in said else _nearest(today, number, day)
    if "word" in said:
        return today + timedelta(days=_DAYS[said["word"].lower()])
    return _in_week(said, today) or _in_month(said, today) or _later(said, today)


def _nearest(today: date, month: int, day: int) -> date:
    """The day of this year; of the next one where it is long gone."""
    this = date(today.year, month, day)
    return this if (today - this).days < 180 else date(today.year + 1, month, day)


def _in_week(said: dict[str, str], today: date) -> date | None:
    monday = today - timedelta(days=today.weekday())
    if "weekonly" in said:
        return monday + timedelta(days=14 if said["weekonly"].startswith("다다음") else 7)
    week = said.get("week") or said.get("week2") or said.get("week3")
    names = (said.get(f"wd{n}" if n > 1 else "wd") for n in range(1, 7))
    name = next((found for found in names if found), None)
    if name is None:
        return None
    weekday = _WEEKDAYS[name[:3].lower()] if name.isascii() else _WEEKDAYS[name]
    if week:
        return monday + timedelta(days=7 * _WEEKS[week.lower()] + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _in_month(said: dict[str, str], today: date) -> date | None:
    word = said.get("month") or said.get("month2") or ("이번" if "monthend" in said else None)
    if word is None:
        return None
    first = plus_months(today.replace(day=1), _WEEKS[word])
    last = calendar.monthrange(first.year, first.month)[1]
    day = said.get("md") or said.get("md2")
    return first.replace(day=int(day) if day else last)


def _later(said: dict[str, str], today: date) -> date | None:
    number, unit = said.get("n") or said.get("n2"), said.get("unit") or said.get("unit2")
    if number is None or unit is None:
        return None
    count = _NUMBERS.get(number.lower()) or int(number)
    unit = unit.lower()
    if unit in _MONTH_WORDS:
        return plus_months(today, count)
    return today + timedelta(days=count * _STEPS[unit])


def plus_months(day: date, count: int) -> date:
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
