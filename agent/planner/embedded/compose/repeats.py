"""Rows beyond those of a pattern: other titles, other days, the same make-up."""

import re
from typing import Any

from agent.planner.embedded.lexicon import is_known, thing_of
from agent.planner.patterns import DatabasePattern, RowPattern, Thing
from agent.texts import say
from tools.blueprint.base import Language

_LANGUAGES: tuple[Language, ...] = ("ko", "en", "ja")
_DAY = re.compile(r"(today|[+-]?\d+d)(?:\.\.(today|[+-]?\d+d))?")
_COUNTED = re.compile(r"^(?P<stem>.*?)(?<!\d)(?P<number>\d{3,})$")
# A repeated row lies a week further from today than the one before it.
_DAYS_APART = 7


def repeated(database: DatabasePattern, place: int) -> RowPattern:
    """The row at a place past the last, after the pattern of an earlier one."""
    lap, index = divmod(place, len(database.rows))
    base = database.rows[index]
    title = next(p.key for p in database.properties if p.type == "title")
    values = _further_away(base.values, lap)
    values[title] = _title(database, base.values.get(title, ""), place, title)
    return base.model_copy(update={"key": f"{base.key}-{lap + 1}", "values": values})


def _title(database: DatabasePattern, given: Any, place: int, key: str) -> dict[Language, str]:
    """The next number, a further person or the next volume: what such rows go on with."""
    titles = [row.values.get(key, "") for row in database.rows]
    thing = _thing(database, titles)
    return {code: _spoken(thing, code, given, titles, place) for code in _LANGUAGES}


def _thing(database: DatabasePattern, titles: list[Any]) -> Thing | None:
    """What the rows are, if the database is called exactly that or its rows are its samples."""
    name = database.title.ko
    thing = thing_of(name)
    if thing is None or is_known(name):
        return thing
    samples = [*thing.samples.ko, *thing.samples.en, *thing.samples.ja]
    return thing if any(title in samples for title in titles) else None


def _spoken(
    thing: Thing | None, language: Language, given: Any, titles: list[Any], place: int
) -> str:
    count = len(titles)
    lap = place // count
    text = _in(given, language)
    if found := _COUNTED.match(text):
        return f"{found['stem']}{int(found['number']) + lap * count}"
    people = _people(thing, language, [_in(title, language) for title in titles])
    if place - count < len(people):
        return people[place - count]
    if thing is None or thing.again is None:
        return say("own_again", language, title=text, n=lap + 1)
    return thing.again.in_language(language).replace("{}", text).replace("{n}", str(lap + 1))


def _people(thing: Thing | None, language: Language, taken: list[str]) -> list[str]:
    """Further people: other pairs of the family and given names of the samples."""
    if thing is None or not thing.people:
        return []
    halves = [_halves(name, language) for name in thing.samples.in_language(language)]
    pairs = [
        family + halves[(place + step) % len(halves)][1]
        for step in range(1, len(halves))
        for place, (family, _) in enumerate(halves)
    ]
    return [name for name in pairs if name not in taken]


def _halves(name: str, language: Language) -> tuple[str, str]:
    """A person's name in the two parts that it is written in: Korean ones begin with one letter of
    family name, the Japanese ones here with two, English ones end with it."""
    cut = {"ko": 1, "en": name.find(" "), "ja": 2}[language]
    return name[:cut], name[cut:]


def _in(text: Any, language: Language) -> str:
    return str(text.get(language, "")) if isinstance(text, dict) else str(text)


def _further_away(values: dict[str, Any], laps: int) -> dict[str, Any]:
    """What is past moves back, what lies ahead moves on: a finished row never gets a later day."""
    days = [days_in(value) for value in values.values()]
    ahead = any(day > 0 for span in days for day in span)
    shift = laps * _DAYS_APART * (1 if ahead else -1)
    return {
        key: "..".join(f"{day + shift:+d}d" for day in days_in(value)) or value
        for key, value in values.items()
    }


def days_in(value: Any) -> list[int]:
    """The days from today that `today`, `+7d` or `-2d..+1d` stand for; none for anything else."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    parts = [part for part in found.groups() if part] if found else []
    return [0 if part == "today" else int(part[:-1]) for part in parts]
