"""Columns that only say when, or of what, something is measured, get their type from what a record
measures: the morning and the evening of a blood sugar log are numbers."""

from agent.planner.brief import WantedProperty
from agent.planner.embedded.lexicon import concept_of, is_thing, kept_in, says, unjoined
from agent.planner.patterns import Concept

_MARKS = "score"  # the concept of which there is one for each of what is marked
_FEWEST = 2  # columns that measure the same


def measured(listed: list[WantedProperty], database: str) -> list[WantedProperty]:
    """The properties with the type of what the database measures, where no column holds that."""
    what = _measure(database)
    if what is None or any(_is_number(p) for p in listed):
        return listed
    marks = what.key == _MARKS
    of_each = [p for p in listed[marks:] if marks or says(p.name, "daypart")]
    each = [p for p in of_each if _is_open(p)]
    if len(each) < _FEWEST:
        return listed
    said = {"type": "number", "format": what.format}
    return [p.model_copy(update=said) if p in each else p for p in listed]


def _measure(name: str) -> Concept | None:
    """What a database measures, whatever that is kept in ("혈당 기록표")."""
    kept, container = kept_in(name)
    while container is not None and kept:
        name = unjoined(kept)
        kept, container = kept_in(name)
    known = concept_of(name)
    return known if known is not None and known.type == "number" else None


def _is_open(wanted: WantedProperty) -> bool:
    """Whether nothing says what a property is, but for a time of day ("bedtime")."""
    known = concept_of(wanted.name)
    plain = known is None or known.key == "clock"
    return plain and not (wanted.type or wanted.options or is_thing(wanted.name))


def _is_number(wanted: WantedProperty) -> bool:
    known = concept_of(wanted.name)
    return "number" in (wanted.type, known.type if known and not wanted.type else None)
