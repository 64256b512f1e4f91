"""Which property the rows of a list are called by."""

from collections.abc import Container

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.creating.wish.vocabulary import ends, forms
from agent.planner.embedded.lexicon import (
    concept_of,
    concept_worded,
    is_known,
    is_thing,
    thing_of,
)
from agent.planner.patterns import Concept

_DOERS = ("whose", "borrower")


def titled(listed: PropertyList, heads: Container[str]) -> PropertyList:
    """A full list with the property first that its rows are called by, where no other is: its first
    member, above all where `heads` has it (the words of the head, folded), else what is a thing."""
    first, *others = listed.properties
    if any(_is_task(p) for p in others):  # what is to be done names no meeting
        others = [p.model_copy(update={"type": "rich_text"}) if _is_task(p) else p for p in others]
        listed = listed.model_copy(update={"properties": [first, *others]})
    known = [concept_worded(p.name) for p in listed.properties]
    named = any(p.type == "title" for p in listed.properties)
    if named or not listed.exact or any(k and k.key == "name" for k in known):
        return listed
    open_ended = not (first.type or first.options)
    deeds = (p for p in others if _is_open(p) or p.name.casefold() in forms("named"))
    if _is_doer(first) and (deed := next(deeds, None)):
        return _called_by(listed, deed)  # a report is of what is broken, whoever reported it
    described = sum(k is not None for k in known[1:])
    apt = known[0] is None and described * 2 >= len(others) > 0
    apt = apt or ends(first.name, "title")
    if open_ended and (apt or first.name.casefold() in heads):
        return _called_by(listed, first)
    pairs = zip(listed.properties, known, strict=True)
    dated = known[0] is not None and known[0].type == "date"  # a log of shoes is of runs
    things = (p for p, k in pairs if _names_rows(p, k, asked=not open_ended))
    title = None if dated else next(things, None)
    return _called_by(listed, title) if title else listed


def names_row(listed: PropertyList, heads: Container[str]) -> bool:
    """Whether one of a list is what rows are called by that have names already."""
    first = listed.properties[0]
    known = [concept_worded(p.name) for p in listed.properties]
    named = first.type == "title" or any(k and k.key == "name" for k in known)
    return named or first.name.casefold() in heads or is_thing(first.name)


def untitled(listed: PropertyList, _: Container[str]) -> PropertyList:
    """A list whose rows are called by none of its properties: the first is of a type."""
    first, *others = listed.properties
    known = concept_of(first.name)
    kind = first.type or (known.type if known and known.type != "title" else "rich_text")
    typed = first.model_copy(update={"type": kind})
    return listed.model_copy(update={"properties": [typed, *others]})


def _is_doer(wanted: WantedProperty) -> bool:
    """Whether a property is who did something, or has it ("who reported it", "빌린 사람")."""
    known = concept_of(wanted.name)
    return wanted.type is None and known is not None and known.key in _DOERS


def _is_open(wanted: WantedProperty) -> bool:
    """Whether nothing but its name is known of a property, and that says neither who nor how."""
    known, plain = concept_of(wanted.name), not (wanted.type or wanted.options)
    plain = plain and concept_worded(wanted.name) is None and not _is_doer(wanted)
    return plain and (known is None or known.type == "rich_text")


def _is_task(wanted: WantedProperty) -> bool:
    """Whether a property is called by what is to be done, and of no type."""
    thing = thing_of(wanted.name)
    return (
        wanted.type is None and is_known(wanted.name) and thing is not None and thing.key == "task"
    )


def _called_by(listed: PropertyList, title: WantedProperty) -> PropertyList:
    """A list whose rows are called by one of its properties, which comes first."""
    others = [p for p in listed.properties if p is not title]
    called = title.model_copy(update={"type": "title"})
    return listed.model_copy(update={"properties": [called, *others]})


def _names_rows(wanted: WantedProperty, known: Concept | None, *, asked: bool) -> bool:
    """Whether rows may be called by a property that stands somewhere in their list: a thing ("day,
    meal, dish"), a company, or, `asked`, what it is ("which flat, what, cost")."""
    if wanted.type or wanted.options:
        return False
    if wanted.name.casefold() in forms("named"):
        return asked
    if known is not None:
        return known.key == "company"
    return is_known(wanted.name) and thing_of(wanted.name) is not None
