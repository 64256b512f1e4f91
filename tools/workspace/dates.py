"""Days and times as Notion writes them in the language of an account. Pure.

Source: exports of Korean, English and Japanese accounts. A time keeps the clock of its offset.
"""

from datetime import date, datetime
from typing import Any

from tools.blueprint.base import Language

BETWEEN = " → "
# English whatever the locale of this process says.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def span(value: dict[str, Any], language: Language) -> str:
    """A date of the API: `{start, end}`, each a day or a time in ISO 8601."""
    ends = [value["start"], *([value["end"]] if value.get("end") else [])]
    return BETWEEN.join(moment(end, language) for end in ends)


def moment(text: str, language: Language) -> str:
    """A day (`2026-09-14`) or a time in ISO 8601: `2026년 9월 14일 오후 2:56`."""
    if len(text) == len("2026-09-14"):
        return _day(date.fromisoformat(text), language)
    at = datetime.fromisoformat(text)
    return f"{_day(at, language)} {_clock(at, language)}"


def _day(day: date, language: Language) -> str:
    match language:
        case "ko":
            return f"{day.year}년 {day.month}월 {day.day}일"
        case "ja":
            return f"{day.year}年{day.month}月{day.day}日"
        case "en":
            return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _clock(at: datetime, language: Language) -> str:
    minutes = f"{at.minute:02}"
    if language == "ja":
        return f"{at.hour}:{minutes}"
    clock = f"{at.hour % 12 or 12}:{minutes}"
    if language == "ko":
        return f"{'오전' if at.hour < 12 else '오후'} {clock}"
    return f"{clock} {'AM' if at.hour < 12 else 'PM'}"
