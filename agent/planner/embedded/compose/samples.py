"""Sample rows of things that the lexicon knows: whole records that make sense together, or none.

A sample that a buyer has to correct is worse than an empty table, so a value is only made up where
it stands beside the sample in the lexicon, or where any row may have it (a step of a status, a
priority, a day). Where too much would stay empty there are no rows at all.
"""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.compose.money import amount
from agent.planner.embedded.lexicon import (
    concept,
    concept_of,
    concept_worded,
    says,
    thing_of,
    words_of,
)
from agent.planner.patterns import Concept, PropertyPattern, RowPattern, Thing
from agent.texts import say
from tools.blueprint.base import Language

_WHOLE = 0.6  # the share of what can be filled that makes a record a whole one
_ANY_ROW = frozenset({"priority", "difficulty", "rating", "severity", "mood", "weekday"})
_ANY_TEXT = frozenset({"contact", "company", "liaison"})
OPTIONAL = frozenset({"note", "tags", "identifier", "url"})  # what a record may be without
_FILLED = frozenset({"status", "select", "number", "date", "checkbox", "rich_text"})


def shown_as(name: str, properties: Sequence[PropertyPattern], language: Language) -> Thing | None:
    """What samples in a database of this name are: the people that its rows are called by
    ("Student"), else what it holds."""
    title = next(p.name.in_language(language) for p in properties if p.type == "title")
    called, known = thing_of(title) or thing_of(f"{title}s"), concept_worded(title)
    if known is not None and known.key == "company":
        return None  # no bill is called by who sent it
    return called if called is not None and called.people else thing_of(name)


def sample_rows(
    properties: Sequence[PropertyPattern], thing: Thing | None, language: Language
) -> list[RowPattern]:
    """Rows of a thing for a schema of one's own; none where it is unknown or much stays empty."""
    rows = _rows(properties, thing, thing.samples.in_language(language) if thing else [], language)
    return rows if _are_whole(properties, rows, language) else []


def numbered_rows(
    properties: Sequence[PropertyPattern], thing: Thing | None, count: int, language: Language
) -> list[RowPattern]:
    """Rows for who asked for so many of them: those of the thing where rows are called by it,
    people where they are called by their names, else numbered ones."""
    called = properties[0].name.in_language(language)
    other = thing_of(called) is not thing and concept_worded(called) is None
    thing = None if other and not _is_title(called, thing, language) else thing
    numbered = [f"{called} {n + 1}" for n in range(count)]
    people = concept("contact").samples.in_language(language) if says(called, "people") else []
    titles = thing.samples.in_language(language) if thing else people or numbered
    rows = _rows(properties, thing, titles[:count], language)
    choices = [p for p in properties if p.type == "select" and p.options]
    for place, row in enumerate(rows):
        for prop in choices:
            row.values.setdefault(prop.key, prop.options[place % len(prop.options)].key)
    return rows


def _is_title(called: str, thing: Thing | None, language: Language) -> bool:
    """Whether rows of a thing are called so, be it as its own pattern calls them."""
    title = thing.title if thing else None
    return title is not None and called == title.in_language(language)


def _rows(
    properties: Sequence[PropertyPattern],
    thing: Thing | None,
    titles: Sequence[str],
    language: Language,
) -> list[RowPattern]:
    return [
        RowPattern(
            key=f"r{place + 1}",
            values={"name": title} | sample_values(properties, thing, place, language),
        )
        for place, title in enumerate(titles)
    ]


def sample_values(
    properties: Sequence[PropertyPattern], thing: Thing | None, place: int, language: Language
) -> dict[str, Any]:
    """Made-up values of the row at a place, by property key, as a pattern has them."""
    status = next((p for p in properties if p.type == "status" and p.options), None)
    # The first row is the one that came furthest, so that what is finished lies behind.
    step = status.options[-1 - place % len(status.options)] if status else None
    group = step.group if step else None
    values = {} if status is None or step is None else {status.key: step.key}
    for prop in properties:
        known = concept_of(prop.name.in_language(language))
        value = _value(prop, known, thing, place, language, group)
        if value is not None:
            values.setdefault(prop.key, value)
    return values


def _value(
    prop: PropertyPattern,
    known: Concept | None,
    thing: Thing | None,
    place: int,
    language: Language,
    group: str | None,
) -> Any:
    beside = thing.value_of(known.key, place, language) if thing and known else None
    match prop.type:
        case "select":
            return _choice(prop, known, thing, beside, place, language)
        case "number" if known is not None and known.key == "money" and prop.format != "won":
            return None if beside is None else amount(beside, prop.format or "won")
        case "number":
            return beside
        case "date" if beside is not None:
            return f"{beside:+d}d"
        case "date":
            return _day(prop.name.in_language(language), place, group)
        case "checkbox":
            return group == "complete" if group else place % 2 == 0
        case "rich_text" if known is not None and known.samples.in_language(language):
            at = beside if beside is not None else place if known.key in _ANY_TEXT else None
            texts = known.samples.in_language(language)  # there may be more rows than of these
            return None if at is None else texts[at % len(texts)]
        case "email":
            return f"hello{place + 1}@example.com"
        case "phone_number":
            return say("own_phone", language, n=place + 1)
        case _:
            return None


def _choice(
    prop: PropertyPattern,
    known: Concept | None,
    thing: Thing | None,
    beside: int | None,
    place: int,
    language: Language,
) -> str | None:
    if known is None or not prop.options:
        return None
    own = thing.options_of(known.key, language) if thing else []
    if beside is not None and own == [option.name.in_language(language) for option in prop.options]:
        return prop.options[beside].key
    return prop.options[(place * 2 + 1) % len(prop.options)].key if known.key in _ANY_ROW else None


def _day(name: str, place: int, group: str | None) -> str | None:
    """Days around today: finished things lie behind, others ahead; notes of what was go back."""
    if says(name, "done") and group in ("to_do", "in_progress"):
        return None  # the day on which it will be finished, nobody knows
    usual = name.casefold() in map(str.casefold, words_of(concept("date").words))
    if says(name, "ahead") or (usual and group in ("to_do", "in_progress")):
        ahead = group != "complete"
        return f"+{2 + 3 * place}d" if ahead else f"-{1 + 2 * place}d"
    return f"-{1 + 3 * place}d"


def _are_whole(
    properties: Sequence[PropertyPattern], rows: Sequence[RowPattern], language: Language
) -> bool:
    asked = [p for p in properties if p.type in _FILLED and not _is_optional(p, language)]
    cells = [prop.key in row.values for row in rows for prop in asked]
    return bool(rows) and sum(cells) >= _WHOLE * len(cells)


def _is_optional(prop: PropertyPattern, language: Language) -> bool:
    known = concept_of(prop.name.in_language(language))
    return known is not None and known.key in OPTIONAL
