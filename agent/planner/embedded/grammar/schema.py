"""New options and properties."""

from collections.abc import Sequence
from typing import Any

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.build import a_property, an_option
from agent.planner.embedded.grammar.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.names import CHOICES, Entity
from agent.planner.embedded.grammar.naming import fresh_names, name_runs, options_said, take_hue
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.blueprint.changes import AddOption, AddProperty, Change
from tools.blueprint.properties import NumberFormat
from tools.workspace.model import ExistingDatabase

_NATURAL = frozenset({"date", "email", "url", "phone_number", "files", "people"})  # parts of names
_MEASURES = frozenset({"money", "percent", "duration", "quantity", "priority", "rating", "date"})


def add_option(clause: Clause) -> list[Change]:
    """`add Urgent to Priority`, `add a new status called Blocked`."""
    try:
        entity = _choice_named(clause)
    except Ask:
        clause.take_all("noun.option", "noun.status")
        fresh_names(clause)
        raise
    prop, home = clause.world.property(entity), clause.world.database(entity)
    clause.take_all("noun.option")
    hue = take_hue(clause)
    if any(t.kind == "date" or clause.entities(t, "property") for t in clause.free(clause.tokens)):
        raise Refused  # values of a row
    names = fresh_names(clause)
    clause.memory.remember(Entity("option", names[-1], "", home.id, prop.id))
    return [
        AddOption(
            action="add_option",
            database=home.title,
            property=prop.name,
            option=an_option(prop, name, hue),
        )
        for name in names
    ]


def _choice_named(clause: Clause) -> Entity:
    """The choice property whose options are spoken of. Raises Refused, Ask."""
    place = clause.place(roles=("at", "from", "to", "of"))
    homes = [place] if place else clause.world.databases
    if clause.find("noun.property"):
        raise Refused
    token, found = _choice_token(clause, homes)
    if token is not None and found:
        clause.use(token)
        return _among(clause, found)
    if it := clause.take("it."):
        del it
        return _last_choice(clause)
    status = clause.find("noun.status", "concept.status")
    if status and _names_apart(clause, status):
        clause.use(status)
        return _among(
            clause, [e for e in _choices_of(homes) if clause.world.property(e).type == "status"]
        )
    if clause.find("noun.option"):
        last = clause.memory.last
        if last and last.kind in ("property", "option"):
            return _last_choice(clause)
        return _among(clause, _choices_of(homes))
    last = clause.memory.last
    if last and last.kind == "option" and place is None and len(name_runs(clause)) == 1:
        return _last_choice(clause)
    raise Refused


def _choice_token(
    clause: Clause, homes: Sequence[ExistingDatabase]
) -> tuple[Token | None, list[Entity]]:
    """The token that names a choice where its part says that it is the place of an option."""
    ids = {home.id for home in homes}
    has_noun = clause.find("noun.option") is not None
    for phrase in clause.phrases:
        placed = phrase.plays("at", "from", "to", "of", "called") and not phrase.plays("object")
        for item in phrase.items:
            for token in item:
                found = [e for e in clause.entities(token, "property") if e.database in ids]
                found = [e for e in found if clause.world.property(e).type in CHOICES]
                if not found and not token.names:
                    found = [
                        e
                        for e in clause.world.meant(token.text, homes)
                        if clause.world.property(e).type in CHOICES
                    ]
                free = clause.is_free(token) and token.kind != "quoted"
                alone = len(clause.free(item)) == 1
                plain = [t for t in clause.free(item) if t.kind != "quoted"]
                stated = token in (item[-1], *plain[-1:]) and _names_apart(clause, token)
                if found and free and ((placed and alone) or has_noun or stated):
                    return token, found
    return None, []


def _names_apart(clause: Clause, token: Token) -> bool:
    """Whether a name is given beside a token: quoted, behind "called", or behind a colon."""
    called = any(p.plays("called") and token not in p.tokens for p in clause.phrases)
    return called or bool(clause.said.payload) or any(t.kind == "quoted" for t in clause.tokens)


def _choices_of(homes: Sequence[ExistingDatabase]) -> list[Entity]:
    return [
        Entity("property", p.name, p.id, home.id)
        for home in homes
        for p in home.properties
        if p.type in CHOICES
    ]


def _among(clause: Clause, found: Sequence[Entity]) -> Entity:
    """The one that is meant: hinted at, in the database spoken of, or the only one. Raises Ask."""
    if not found:
        raise Refused
    hinted = [e for e in found if e.name in clause.hints]
    hinted = hinted or [e for e in found if clause.world.database(e).title in clause.hints]
    here = [e for e in found if e.database == clause.memory.database]
    chosen = hinted or (here if len(here) == 1 else list(found))
    if len(chosen) == 1:
        return chosen[0]
    homes = list(dict.fromkeys(clause.world.database(e).title for e in chosen))
    if len(homes) > 1 and len({e.name for e in chosen}) <= len(homes):
        raise Ask("database", homes)
    raise Ask("property", [e.name for e in chosen])


def _last_choice(clause: Clause) -> Entity:
    last = clause.memory.last
    if last is None or last.kind not in ("property", "option") or not last.database:
        raise Refused
    home = clause.world.database(last.database)
    wanted = last.property if last.kind == "option" else last.id
    fit = [
        p
        for p in home.properties
        if p.id == wanted or (last.kind == "property" and p.name == last.name)
    ]
    if not fit or fit[0].type not in CHOICES:
        raise Refused
    return Entity("property", fit[0].name, fit[0].id, home.id)


def add_property(clause: Clause) -> list[Change]:
    """`add Effort (S, M, L)`, `add a number property called Points to Tasks`."""
    homes = _places(clause)
    noun = clause.find("noun.property") is not None
    kind = _type_said(clause, noun=noun)
    clause.take_all("noun.property", "noun.type", "noun.format")
    format_ = _format_said(clause)
    options = options_said(clause)
    runs = name_runs(clause)
    known = _are_property_names(clause, runs)
    if not (noun or kind or format_ or options or known):
        raise Refused
    if not runs and kind:
        named = {"name": _cased(clause, [kind]), "type": kind.group("type.")}
        wanted = [WantedProperty.model_validate(named)]
        clause.use(kind)
    else:
        wanted = [_wanted(clause, run) for run in runs]
        clause.use(*(token for run in runs for token in run))
    if not wanted or any(not one.name for one in wanted):
        raise Refused
    said: dict[str, Any] = {"format": format_} if format_ else {}
    if kind or format_:
        said["type"] = kind.group("type.") if kind and not format_ else "number"
        only = _beside_group(clause, runs)
        wanted = [
            one.model_copy(update=said)
            if one.type in (None, "number") and only in (None, i)
            else one
            for i, one in enumerate(wanted)
        ]
    if options:
        wanted[-1] = wanted[-1].model_copy(update={"options": options})
    if any(one.type in ("title", "relation") for one in wanted):
        raise Refused
    homes = homes or [clause.home()]
    clause.memory.remember(Entity("property", wanted[-1].name, "", homes[-1].id))
    return [
        AddProperty(
            action="add_property",
            database=home.title,
            property=a_property(one, clause.world.language),
        )
        for home in homes
        for one in wanted
    ]


def _beside_group(clause: Clause, runs: Sequence[Sequence[Token]]) -> int | None:
    """Which of several names brackets stand behind; None where they are said of all."""
    if not clause.said.groups or len(runs) < 2:
        return None
    start = clause.said.groups[0][0].start
    return max((i for i, run in enumerate(runs) if run[-1].end < start), default=None)


def _places(clause: Clause) -> list[ExistingDatabase]:
    """The databases that are the places of the change, several where they are listed."""
    for phrase in clause.phrases:
        items = [
            [t for t in item if clause.is_free(t) and not t.has("noun.database")]
            for item in phrase.items
        ]
        titled = [clause.entities(item[0], "database") if len(item) == 1 else [] for item in items]
        if (
            len(items) > 1
            and all(titled)
            and (phrase.plays("at", "to", "of") or _ends_in_noun(phrase.items))
        ):
            clause.use(*phrase.tokens)
            return [clause.world.database(one[0]) for one in titled]
    every = clause.find("all.every")
    if every and clause.find("noun.database"):
        clause.use(every)
        clause.take_all("noun.database")
        return list(clause.world.databases)
    one = clause.place(roles=("at", "to", "of", "from", "topic", "with", "bare"))
    return [one] if one else []


def _ends_in_noun(items: Sequence[Sequence[Token]]) -> bool:
    return items[-1][-1].has("noun.database")


def _type_said(clause: Clause, *, noun: bool) -> Token | None:
    """The type that is said apart from the name: before the noun, in brackets, by itself."""
    for group in clause.said.groups:
        if len(group) == 1 and group[0].has("type."):
            clause.use(group[0])
            return group[0]
    for phrase in clause.phrases:
        for item in phrase.items:
            types = [t for t in item if t.has("type.") and not t.names and t.kind == "word"]
            if not types:
                continue
            said = [t for t in clause.free(item) if not t.has("noun.property", "noun.type")]
            if len(said) == 1 and (len(clause.phrases) > 1 or noun or len(clause.free()) == 1):
                if not noun and any(types[-1] in run for run in name_runs(clause)):
                    return types[-1]  # nothing else is said: it is the name as well
                clause.use(types[-1])
                return types[-1]
            place = item.index(types[-1])
            if phrase.plays("to") and place == len(item) - 1:
                clause.use(types[-1])
                return types[-1]
            quoted = noun and any(t.kind == "quoted" for t in item)
            before_noun = quoted or any(t.has("noun.property") for t in item[place + 1 : place + 2])
            if before_noun or (noun and place == 0) or _is_apart(clause, item, place):
                clause.use(types[-1])
                return types[-1]
    return None


def _is_apart(clause: Clause, item: Sequence[Token], place: int) -> bool:
    """Whether a type ends its phrase and is no part of a name that is known as a whole."""
    last = not clause.free(item[place + 1 :]) and bool(clause.free(item[:place]))
    known = concept_of(clause.words(item))
    kind = item[place].group("type.")
    return last and (kind not in _NATURAL or known is None or known.type != kind)


def _format_said(clause: Clause) -> NumberFormat | None:
    token = clause.take("format.")
    if token is None:
        return None
    clause.take("type.number")
    return token.group("format.")  # type: ignore[return-value]  # the senses are the formats' names


def _are_property_names(clause: Clause, runs: Sequence[Sequence[Token]]) -> bool:
    """Whether names without a word for it are properties: one is surely, and none is a value."""
    tokens = [token for run in runs for token in run]
    valued = any(t.kind in ("date", "number", "email", "url", "code", "quoted") for t in tokens)
    named = any(e.kind in ("database", "option", "row") for t in tokens for e in t.names)
    if valued or named or clause.said.payload or clause.find("noun.row"):
        return False
    return any(_is_property_name(clause, run) for run in runs)


def _is_property_name(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether a name is one that properties have, and rows do not."""
    if run[0].kind == "quoted":
        return False
    last = clause.words([run[-1]])
    known = concept_of(last) if run[-1].has("concept.", "type.") or len(run) == 1 else None
    whole = concept_of(clause.words(run))
    if len(run) > 1 and run[-1].group("type.") in _NATURAL:
        return True  # "a LinkedIn url"
    if known is None or whole is None:
        return False
    return (
        (len(run) == 1 and run[0].has("concept.", "type."))
        or known.key in _MEASURES
        or whole is not known
    )


def _wanted(clause: Clause, run: Sequence[Token]) -> WantedProperty:
    name = _cased(clause, run)
    alone = len(run) == 1 and run[0].has("type.") and concept_of(name) is None
    type_ = run[0].group("type.") if alone else None
    return WantedProperty.model_validate({"name": name, "type": type_})


def _cased(clause: Clause, run: Sequence[Token]) -> str:
    """A name; an English one begins with a capital, unless it was quoted."""
    name = clause.words(run)
    if run[0].kind != "quoted" and name.isascii() and name.islower():
        name = name[0].upper() + name[1:]
    return name
