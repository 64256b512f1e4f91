"""A database that no pattern has, made of its name and of what was said of it: its schema and its
views. Its rows are the matter of `samples`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.compose.computed import days_left
from agent.planner.embedded.compose.draft import everywhere, fresh_key
from agent.planner.embedded.compose.measured import measured
from agent.planner.embedded.compose.money import currency_of, with_currency
from agent.planner.embedded.compose.opening import views_of
from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.compose.render import render
from agent.planner.embedded.compose.samples import sample_rows, shown_as
from agent.planner.embedded.lexicon import (
    are_grades,
    concept,
    concept_led,
    concept_of,
    ends_with,
    kept_in,
    shape_of,
    singular,
    thing_of,
    unjoined,
    word_for,
)
from agent.planner.embedded.nouns import are_planned, kind_like
from agent.planner.embedded.pictures import picture_of
from agent.planner.patterns import (
    Concept,
    DatabasePattern,
    OptionPattern,
    Pattern,
    PropertyPattern,
    Thing,
)
from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.model import Database
from tools.blueprint.properties import CHOICES, NumberFormat, Property

_PROPERTY: TypeAdapter[Property] = TypeAdapter(Property)
_FEW = 3  # properties; who names fewer leaves the rest to us
_LONGEST_TITLE = 24  # characters of a title property that is called after its database
_TELLING = ("identifier", "contact", "borrower", "recipient", "liaison")  # which row it is
# What the end of a name shows may as well be what rows are about: the first of a list is so.
_EITHER = ("rich_text", "select", "multi_select", "files")
_USUAL = ("note",)  # of things that nobody knows: what else is worth noting, their owner knows


def own_database(
    name: str,
    key: str,
    lists: Sequence[PropertyList],
    language: Language,
    *,
    samples: bool,
    computed: bool = True,
) -> DatabasePattern:
    """A database of its own: what is named of it and, where that is little, what fits its name.

    Without `samples` it is about something else than such databases usually are. `computed` says
    that it may work something out of what is named.
    """
    thing = thing_of(name)
    listed = measured(_listed(name, thing, lists, language), name)
    if not samples:  # the kinds of a household's costs are none of a wedding's
        listed = [p for p in listed if not _tells_apart(p, thing, language)]
    properties = _schema(name, thing, listed, language)
    if computed:
        properties += days_left(properties, language)
    rows = (
        sample_rows(properties, shown_as(name, properties, language), language) if samples else []
    )
    return DatabasePattern(
        key=key,
        title=everywhere(name),
        icon=_icon(name, thing),
        properties=properties,
        views=views_of(properties, rows, language, planned=are_planned(name)),
        rows=rows,
    )


def _listed(
    name: str, thing: Thing | None, lists: Sequence[PropertyList], language: Language
) -> list[WantedProperty]:
    """The named properties once each; a few that were not said to be all get what usually goes
    with them."""
    # Links wait until the databases that they lead to are there.
    said = [p for one in lists for p in one.properties if p.type != "relation"]
    listed = [
        _with_kinds(p, thing, language) for p in {p.name.casefold(): p for p in said}.values()
    ]
    if len(listed) >= _FEW or any(one.exact for one in lists):
        return listed
    known = [concept_of(p.name) for p in listed]
    dated = any(p.type == "date" for p in listed)  # "when it was watered" is no second day
    usual = [p for p in _fitting(name, thing, language) if concept_of(p.name) not in known]
    if not listed and thing is not None and thing.title:
        usual.insert(0, WantedProperty(name=thing.title.in_language(language), type="title"))
    return [*listed, *(p for p in usual if not (dated and _is_day(p)))]


def _is_day(wanted: WantedProperty) -> bool:
    known = concept_of(wanted.name)
    return known is not None and known.type == "date"


def _with_kinds(wanted: WantedProperty, thing: Thing | None, language: Language) -> WantedProperty:
    """A named choice with what it usually tells apart, where nothing else was said."""
    known = concept_of(wanted.name)
    if wanted.options or thing is None or known is None or wanted.type not in (None, known.type):
        return wanted
    return wanted.model_copy(update={"options": thing.options_of(known.key, language)})


def _fitting(name: str, thing: Thing | None, language: Language) -> list[WantedProperty]:
    """What is usually noted of a thing; of an unknown one what suits where it is kept in."""
    _, container = kept_in(name)
    said = thing or container or kind_like(name)
    keys = list(said.properties if said else _USUAL)
    if thing is not None and thing.people and (paid := concept_of(name)) and paid.type == "number":
        keys.insert(0, paid.key)  # "staff wages": the amount of each of them
    return [_noted(concept(key), thing, language) for key in keys]


def _noted(known: Concept, thing: Thing | None, language: Language) -> WantedProperty:
    """What is noted of a thing, by its own name for that: it is of the same type then."""
    options = thing.options_of(known.key, language) if thing else []
    if thing is None or known.key not in thing.names:
        return WantedProperty(name=word_for(known, language), options=options)
    name = thing.names[known.key].in_language(language)
    said = {} if concept_of(name) else {"type": known.type, "format": known.format}
    return WantedProperty.model_validate({"name": name, "options": options, **said})


def _tells_apart(wanted: WantedProperty, thing: Thing | None, language: Language) -> bool:
    """Whether a choice has but the kinds that a thing usually has."""
    return (
        bool(wanted.options)
        and thing is not None
        and (wanted.options == thing.kinds.in_language(language))
    )


def _schema(
    name: str, thing: Thing | None, listed: list[WantedProperty], language: Language
) -> list[PropertyPattern]:
    title = next((w for w in listed if is_title(w, name)), None) or _first(listed, thing)
    title = title or _called(listed)
    called = title.name if title else _title_name(name, thing, language)
    if not title and any(one.name.casefold() == called.casefold() for one in listed):
        called = say("own_title", language)  # what was listed stays what it is
    properties = [PropertyPattern(key="name", type="title", name=everywhere(called))]
    for other in listed:
        if other is not title and other.name.casefold() != called.casefold():
            key = fresh_key("p", [p.key for p in properties])
            properties.append(own_property(other, key, language))
    return properties


def is_title(wanted: WantedProperty, database: str = "") -> bool:
    """Whether a named property is what the rows of a database are called by."""
    if wanted.type is not None:
        return wanted.type == "title"
    known = concept_of(wanted.name)
    if known is not None:
        return known.key == "name"
    word, home = wanted.name.casefold().rstrip("s"), database.casefold().rstrip("s")
    return home == word or home.endswith(f" {word}")


def _first(listed: list[WantedProperty], thing: Thing | None) -> WantedProperty | None:
    """The first of a list, where its name says nothing else: people begin with what it is about,
    but for who has which of the things."""
    first = listed[0] if len(listed) >= _FEW else None
    if first is None or first.type or first.options:
        return None
    known = concept_of(first.name)
    led = concept_led(first.name)
    open_ = known is None or shape_of(first.name) in _EITHER
    asks = led is not None and led.type == "rich_text"
    return first if open_ or (asks and (thing is None or thing.people)) else None


def _called(listed: list[WantedProperty]) -> WantedProperty | None:
    """What tells rows best where nothing is their name: whose or what they are, else the first
    number or person."""
    plain = [w for w in listed if not (w.type or w.options)] if len(listed) >= _FEW else []
    texts = [w for w in plain if (known := concept_of(w.name)) is None or known.key == "note"]
    named = next((w for w in texts if ends_with(w.name, "called")), None)
    telling = (w for w in plain if (known := concept_of(w.name)) and known.key in _TELLING)
    return named or next(telling, None)


def _title_name(name: str, thing: Thing | None, language: Language) -> str:
    """What rows are called by where nobody says: the thing that a row is ("Product")."""
    kind = thing or kind_like(name)
    if kind is not None and kind.people:
        return say("own_person", language)
    if thing is not None:
        return thing.title.in_language(language) if thing.title else word_for(thing, language, name)
    kept = unjoined(kept_in(name)[0])
    if not 0 < len(kept) <= _LONGEST_TITLE:
        return say("own_title", language)
    one = singular(kept) if kept.isascii() else kept
    return kept[: len(one)] if kept.casefold().startswith(one) else f"{kept[:-3]}y"


def own_property(wanted: WantedProperty, key: str, language: Language) -> PropertyPattern:
    """A property from its name and what was said of it; the rest follows from the name."""
    known = concept_of(wanted.name)
    kind = _type(wanted, known)
    options = _options(wanted, known, kind, language) if kind in CHOICES else []
    return PropertyPattern.model_validate(
        {
            "key": key,
            "type": kind,
            "name": wanted.name,
            "format": _format(wanted, known) if kind == "number" else None,
            "options": options,
        }
    )


def declared(wanted: WantedProperty, language: Language, currency: NumberFormat) -> Property:
    """The same as a blueprint declares it, amounts in a currency where none was said."""
    made = own_property(wanted, "made", language)
    said: dict[str, Any] = {"name": wanted.name, "type": made.type}
    if made.type == "number":
        is_money = made.format == "won" and wanted.format is None
        said["format"] = currency if is_money else made.format or "number"
    elif made.options:
        names = [option.name.in_language(language) for option in made.options]
        said["options"] = options_from(names, made.type, wanted.name, wanted.colors)
    return _PROPERTY.validate_python(said)


def _type(wanted: WantedProperty, known: Concept | None) -> str:
    if wanted.type in ("title", "relation"):  # of a database that is not there
        return "rich_text"
    if wanted.type is not None:
        return wanted.type
    if wanted.format is not None:
        return "number"
    kind = known.type if known else "rich_text"
    if wanted.options and (kind not in CHOICES or are_grades(wanted.options)):
        return "select"
    return "rich_text" if kind == "title" else kind


def _format(wanted: WantedProperty, known: Concept | None) -> str | None:
    return wanted.format or (known.format if known and known.type == "number" else None)


def _options(
    wanted: WantedProperty, known: Concept | None, kind: str, language: Language
) -> list[OptionPattern]:
    names = wanted.options
    if not names:
        usual = known if known and known.options else concept("status")
        listed = usual.options if kind == "status" or usual is known else []
        names = [option.in_language(language) for option in listed]
    return [
        OptionPattern(key=f"o{place + 1}", name=everywhere(o.name), color=o.color, group=o.group)
        for place, o in enumerate(options_from(names, kind, wanted.name, wanted.colors))
        if o.color is not None
    ]


def _icon(name: str, thing: Thing | None) -> str:
    """The emoji of what is called so, else of what such things are, else of a box of cards."""
    known = picture_of(name) or thing or kind_like(name)
    return known.icon if known else "🗂️"


def own_pattern(pattern: Pattern | None, name: str, about: str = "") -> Pattern:
    """A page for databases of their own: of a pattern only how it looks and what it is called.

    It looks like what it is `about`, where its name does not say that."""
    subject = about or name
    thing, picture = thing_of(subject), picture_of(name) or picture_of(subject)
    if pattern is not None:
        return pattern.model_copy(update={"blocks": [], "databases": [], "sub_pages": []})
    return Pattern(
        template_type="tracker" if thing else "custom",
        icon=picture.icon if picture else _icon(subject, thing),
        color=picture.hue if picture else "blue",
        title=everywhere(name),
        promise=everywhere(name),
        blocks=[],
        databases=[],
    )


def database_alone(
    name: str, lists: Sequence[PropertyList], language: Language, today: date
) -> Database:
    """A database of its own as a blueprint has it, without rows: to be added to what there is."""
    made = own_database(name, "d1", lists, language, samples=False, computed=False)
    pattern = own_pattern(None, name).model_copy(update={"databases": [made]})
    currency = currency_of(language)
    return render(with_currency(pattern, currency), language, today).databases[0]
