"""Sample rows: as many as asked for, in one language, with dates counted from a day."""

import re
from datetime import date, timedelta
from typing import Any

from agent.planner.embedded.compose.draft import changed
from agent.planner.embedded.compose.repeats import day_offset, repeated
from agent.planner.patterns import DatabasePattern, Pattern, PropertyPattern, RowPattern
from tools.blueprint.base import Language
from tools.blueprint.properties import COMPUTED

_DAY = re.compile(r"(today|[+-]?\d+d)(?:\.\.(today|[+-]?\d+d))?")
# How many of a currency make the amount that a pattern gives in won.
_PER_WON = {"won": 1, "yen": 10, "yuan": 200}
_WON_PER_COIN = 1000


def with_rows(pattern: Pattern, count: int | None) -> Pattern:
    """The pattern with `count` rows per database (None: as many as it has)."""
    if count is None:
        return pattern
    return changed(pattern, databases=[_counted(d, count) for d in pattern.databases])


def _counted(database: DatabasePattern, count: int) -> DatabasePattern:
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
            return _date(str(value), today)
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


def _date(text: str, today: date) -> Any:
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    start, end = (
        (today + timedelta(days=day_offset(p))).isoformat() if p else None for p in found.groups()
    )
    return {"start": start, "end": end} if end is not None else start


def with_currency(pattern: Pattern, currency: str) -> Pattern:
    """The pattern with amounts in won turned into another currency, roughly to scale."""
    databases = []
    for database in pattern.databases:
        amounts = {p.key for p in database.properties if p.type == "number" and p.format == "won"}
        properties = [
            changed(p, format=currency) if p.key in amounts else p for p in database.properties
        ]
        rows = [_exchanged(row, amounts, currency) for row in database.rows]
        databases.append(changed(database, properties=properties, rows=rows))
    return changed(pattern, databases=databases)


def _exchanged(row: RowPattern, amounts: set[str], currency: str) -> RowPattern:
    values = {
        key: _amount(value, currency)
        if key in amounts and isinstance(value, int | float)
        else value
        for key, value in row.values.items()
    }
    return changed(row, values=values)


def _amount(won: float, currency: str) -> float:
    amount = won / _PER_WON.get(currency, _WON_PER_COIN)
    return int(amount) if amount == int(amount) else round(amount, 2)
