"""Sample rows: as many as asked for, in one language, with dates counted from a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from agent.planner.brief import Brief
from agent.planner.embedded.compose.draft import changed
from agent.planner.embedded.compose.repeats import days_in, repeated
from agent.planner.embedded.compose.samples import numbered_rows, shown_as
from agent.planner.patterns import DatabasePattern, Pattern, PropertyPattern
from tools.blueprint.base import Language
from tools.blueprint.properties import COMPUTED


def with_rows(pattern: Pattern, brief: Brief, language: Language) -> Pattern:
    """The pattern with as many samples as were asked for, else with its own; without those that
    speak of another place than the wish."""
    return changed(pattern, databases=[_sampled(d, brief, language) for d in pattern.databases])


def speaks_of(pattern: Pattern, particulars: Sequence[str], language: Language) -> bool:
    """Whether what was named in particular (Kyoto) is what the samples are about anyway."""
    said = [
        str(_local(value, language)).casefold()
        for database in pattern.databases
        if database.particular
        for row in database.rows
        for value in row.values.values()
    ]
    return bool(said) and all(any(p.casefold() in t for t in said) for p in particulars)


def _sampled(database: DatabasePattern, brief: Brief, language: Language) -> DatabasePattern:
    count = brief.sample_count
    if database.particular and brief.particulars:
        return changed(database, rows=[])
    if count is None:
        return database
    if count and not database.rows:
        name = database.title.in_language(language)
        thing = shown_as(name, database.properties, language)
        database = changed(
            database, rows=numbered_rows(database.properties, thing, count, language)
        )
    rows = database.rows
    further = range(len(rows), count) if rows else ()
    return changed(database, rows=[*rows[:count], *(repeated(database, n) for n in further)])


def rendered_rows(
    pattern: Pattern, database: DatabasePattern, language: Language, today: date
) -> list[dict[str, Any]]:
    """The values of every row by property name, as a blueprint has them; titles are distinct."""
    titles = _titles(database, language)
    rows = []
    for row, title in zip(database.rows, titles, strict=True):
        values = {
            prop.name.in_language(language): value
            for prop in database.properties
            if prop.key in row.values
            and (value := _value(pattern, prop, row.values[prop.key], language, today)) is not None
        }
        rows.append({_title_property(database).name.in_language(language): title} | values)
    return rows


def _title_property(database: DatabasePattern) -> PropertyPattern:
    return next(p for p in database.properties if p.type == "title")


def _titles(database: DatabasePattern, language: Language) -> list[str]:
    key = _title_property(database).key
    titles: list[str] = []
    for row in database.rows:
        title = text = str(_local(row.values.get(key, row.key), language))
        number = 2
        while title in titles:
            title, number = f"{text} ({number})", number + 1
        titles.append(title)
    return titles


def _local(value: Any, language: Language) -> Any:
    return value[language] if isinstance(value, dict) and language in value else value


def _value(
    pattern: Pattern, prop: PropertyPattern, raw: Any, language: Language, today: date
) -> Any:
    """A row's value in Notion's terms, or None where it is empty or Notion fills it in."""
    value = _local(raw, language)
    if prop.type in COMPUTED or prop.type in ("title", "people") or value in (None, "", []):
        return None
    match prop.type:
        case "relation":
            return _related(pattern, prop, value, language) or None
        case "date":
            return written_day(str(value), today)
        case "select" | "status":
            return next(iter(_options(prop, [value], language)), None)
        case "multi_select":
            return _options(prop, value if isinstance(value, list) else [value], language) or None
        case "number":
            return value if isinstance(value, int | float) else None
        case "checkbox":
            return bool(value)
        case "files" | "place":
            return value if isinstance(value, dict | list) else None
        case _:
            return str(value)


def _options(prop: PropertyPattern, keys: list[Any], language: Language) -> list[str]:
    names = {option.key: option.name.in_language(language) for option in prop.options}
    return [names[key] for key in keys if key in names]


def _related(
    pattern: Pattern, prop: PropertyPattern, keys: list[str], language: Language
) -> list[str]:
    target = next(d for d in pattern.databases if d.key == prop.target)
    titles = dict(zip((r.key for r in target.rows), _titles(target, language), strict=True))
    return [titles[key] for key in keys if key in titles]


def written_day(text: str, today: date) -> Any:
    """A day of a pattern ("+7d", "-2d..+1d") counted from a day, as a blueprint writes it."""
    days = [(today + timedelta(days=day)).isoformat() for day in days_in(text)]
    return dict(zip(("start", "end"), days, strict=True)) if len(days) > 1 else (*days, text)[0]
