"""New properties."""

from collections.abc import Sequence
from typing import Any

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.build import a_property
from agent.planner.embedded.grammar.clause import Clause, Refused
from agent.planner.embedded.grammar.first_columns import first_columns
from agent.planner.embedded.grammar.lexis import lexis
from agent.planner.embedded.grammar.listed import (
    led_behind,
    levels,
    listed_behind,
    stars,
    told_behind,
)
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.naming import cased, may_be_name, name_runs, options_said
from agent.planner.embedded.grammar.phrases import Phrase
from agent.planner.embedded.grammar.placing import beside_said, put_beside
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.blueprint.properties import NumberFormat
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, is_new

_NATURAL = frozenset({"date", "email", "url", "phone_number", "files", "people"})  # parts of names
_MEASURES = frozenset({"money", "percent", "duration", "quantity", "priority", "rating", "date"})


def add_property(clause: Clause) -> list[Change]:
    """`add Effort (S, M, L)`, `add a number property called Points to Tasks`."""
    beside = beside_said(clause)
    homes = _places(clause)
    noun = clause.find("noun.property") is not None
    if noun and not homes:  # "to the DB": the one there is, or a question
        places = (phrase.tokens for phrase in clause.phrases if phrase.plays("to", "at"))
        clause.use(*(t for tokens in places for t in tokens if t.has("noun.database")))
    kind = _type_said(clause, noun=noun)
    clause.take_all("noun.property", "noun.type", "noun.format")
    unit = clause.find("format.")
    format_ = _format_said(clause)
    options = options_said(clause) or listed_behind(clause, kind) or told_behind(clause)
    options = options or led_behind(clause, kind) or stars(clause) or levels(clause)
    runs = name_runs(clause)
    if _means_more(clause, homes, runs):
        raise Refused
    chosen = clause.does("choose") and len(runs) == 1
    known = chosen or _are_property_names(clause, runs)
    if not (noun or kind or format_ or options or known) or _are_of_rows(
        clause, runs, noun=noun or kind is not None
    ):
        raise Refused
    if not runs and kind:
        named = {"name": cased(clause, [kind]), "type": kind.group("type.")}
        wanted = [WantedProperty.model_validate(named)]
        clause.use(kind)
    else:
        wanted = [_wanted(clause, run, chosen=chosen) for run in runs]
        clause.use(*(token for run in runs for token in run))
    if not wanted or any(not one.name for one in wanted):
        raise Refused
    said: dict[str, Any] = {"format": format_} if format_ else {}
    if kind or format_:
        said["type"] = kind.group("type.") if kind and not format_ else "number"
        own = [i for i, run in enumerate(runs) if kind in run]  # "a phone and an email"
        only = own[0] if own and len(runs) > 1 else _beside(clause, runs, kind or unit)
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
    if first := first_columns(clause, homes, wanted, more=_says_also(clause)):
        return first
    placed = [put_beside(homes[0], [one.name for one in wanted], beside)] if beside else []
    return [*_added(clause, homes, wanted), *placed]


def add_noted(clause: Clause) -> list[Change]:
    """`… with a bio and an email to write down`, of a database that was only just made; or what
    is called by a question ("write down who paid")."""
    last = clause.memory.last
    if last is not None and last.kind == "database" and is_new(last.id):
        home = clause.world.database(last)
        clause.read_home(home)
        clause.use(*(t for t in clause.free() if t.text == home.title))
    elif clause.named("row") or not (_is_asked(clause.free()) or _says_also(clause)):
        raise Refused
    runs = [run for run in name_runs(clause) if not _is_asked(run[-1:])]
    if any(len(run) > 1 and concept_of(clause.raw(run[:1])) for run in runs):
        raise Refused  # one name, or two beside each other
    return add_property(clause)


def _is_asked(tokens: Sequence[Token]) -> bool:
    return any(t.text.endswith(lexis().ends("asked")) for t in tokens)


def _says_also(clause: Clause) -> bool:
    return any(t.kind == "particle" and t.has("role.also") for t in clause.said.tokens)


def _means_more(
    clause: Clause, homes: Sequence[ExistingDatabase], runs: Sequence[Sequence[Token]]
) -> bool:
    """Whether the words ask for something else, or are no list of names."""
    other = clause.find("noun.relation", "noun.rollup", "noun.formula") is not None
    several = clause.does("choose") and len(runs) != 1
    return other or several or _is_spread(clause) or (not homes and _makes_database(clause))


def _is_spread(clause: Clause) -> bool:
    """Whether the words before the verb are a sentence of several parts, and no list of names."""
    parts = [
        p for p in clause.phrases if not p.plays("details", "at", "to", "from", "until", "with")
    ]
    named = [p for p in parts if any(t.kind == "unknown" for t in clause.free(p.tokens))]
    return any(p.plays("subject") for p in named) and len({p.roles for p in named}) > 1


def _makes_database(clause: Clause) -> bool:
    """Whether one more database is asked for, with what stands before it."""
    tokens = clause.said.tokens
    nouns = [i for i, t in enumerate(tokens) if t.has("noun.database") and not t.names]
    return any(t.has("new.new") for i in nouns for t in tokens[i + 1 : i + 2])


def _added(
    clause: Clause, homes: Sequence[ExistingDatabase], wanted: Sequence[WantedProperty]
) -> list[Change]:
    language = clause.world.language
    made = [(home.title, a_property(one, language)) for home in homes for one in wanted]
    return [AddProperty(action="add_property", database=d, property=p) for d, p in made]


def _are_of_rows(clause: Clause, runs: Sequence[Sequence[Token]], *, noun: bool) -> bool:
    """Whether words are no names of properties: they say which rows, or what these link to."""
    linked = not noun and any(e.kind == "row" for run in runs for t in run for e in t.names)
    only = any(t.has("role.only") for t in clause.said.tokens)
    unable = any(all(t.has("cannot.") for t in run) for run in runs)  # "mail it to the boss"
    return linked or unable or (only and not noun) or not all(map(may_be_name, runs))


def _beside(clause: Clause, runs: Sequence[Sequence[Token]], said: Token | None) -> int | None:
    """Which of several names brackets, or a type, stand behind; None where these are of all."""
    if len(runs) < 2:
        return None
    groups, is_noun = clause.said.groups, said is not None and said.has("noun.property")
    mark = groups[0][0] if groups and not is_noun else said
    if mark is None:
        return None
    if not (groups or is_noun) and not runs[0][0].start < mark.start < runs[-1][0].start:
        return None
    return max((i for i, run in enumerate(runs) if run[-1].end <= mark.start), default=None)


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
    both = clause.find("all.both")
    if both and clause.find("noun.database"):
        if len(clause.world.databases) != 2:
            raise Refused
        clause.use(both)
        clause.take_all("noun.database", "all.every")
        return list(clause.world.databases)
    one = clause.place(roles=("at", "to", "of", "from", "topic", "with", "bare", "by"))
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
            if types and (found := _type_in(clause, phrase, item, types[-1], noun=noun)):
                return found
    return None


def _type_in(
    clause: Clause, phrase: Phrase, item: Sequence[Token], kind: Token, *, noun: bool
) -> Token | None:
    """The type of an item, read from now on; one that is the only name as well stays unread."""
    said = [t for t in clause.free(item) if not t.has("noun.property", "noun.type", "all.")]
    if said == [kind] and any(t.has("all.") for t in item):
        clause.use(*item)
        return kind  # "A and B, both numbers"
    if len(said) == 1 and len(phrase.items) > 1 and concept_of(kind.text):
        return None  # one of several names: "a birthday and an email field"
    if len(said) == 1 and (len(clause.phrases) > 1 or noun or len(clause.free()) == 1):
        if noun or not any(kind in run for run in name_runs(clause)):
            clause.use(kind)
        return kind
    place = item.index(kind)
    behind = item[place + 1 : place + 2]
    quoted = any(t.kind == "quoted" for t in (item if noun else behind))
    before_noun = quoted or any(t.has("noun.property") for t in behind)
    led = phrase.plays("to") and place == len(item) - 1
    if not (led or before_noun or (noun and place == 0) or _is_apart(clause, item, place)):
        return None
    clause.use(kind)
    return kind


def _is_apart(clause: Clause, item: Sequence[Token], place: int) -> bool:
    """Whether a type ends its phrase and is no part of a name that is known as a whole."""
    last = not clause.free(item[place + 1 :]) and bool(clause.free(item[:place]))
    known = concept_of(clause.words(item))
    kind = item[place].group("type.")
    quoted = any(t.kind == "quoted" for t in item[:place])  # a quoted name ends where it says
    return last and (quoted or kind not in _NATURAL or known is None or known.type != kind)


def _format_said(clause: Clause) -> NumberFormat | None:
    token = clause.take("format.")
    if token is None:
        return None
    clause.take("type.number")
    return token.group("format.")  # type: ignore[return-value]  # the senses are the formats' names


def _are_property_names(clause: Clause, runs: Sequence[Sequence[Token]]) -> bool:
    """Whether names without a word for it are properties: one is surely, and none is a value."""
    tokens = [token for run in runs for token in run]
    if len(runs) == 1 and (_is_asked(runs[0][-1:]) or clause.does("write")):
        return True
    valued = any(t.kind in ("date", "number", "email", "url", "code", "quoted") for t in tokens)
    # "takes 50 minutes" tells of a row, and names no property
    told = any(t.has("tells.") and not t.has("concept.") for t in clause.tokens)
    valued = valued and (told or not all(_is_property_name(clause, run) for run in runs))
    named = any(e.kind in ("database", "option", "row") for t in tokens for e in t.names)
    if valued or named or clause.said.payload or clause.find("noun.row"):
        return False
    return any(_is_property_name(clause, run) for run in runs)


def _is_property_name(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether a name is one that properties have, and rows do not."""
    if run[0].kind == "quoted":
        concept = concept_of(str(run[0].value))
        return concept is not None and concept.key in _MEASURES
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


def _wanted(clause: Clause, run: Sequence[Token], *, chosen: bool = False) -> WantedProperty:
    ends = len(run) > 1 and run[-1].has("noun.row") and not run[-1].names
    run = run[:-1] if ends and concept_of(clause.words(run[:-1])) else run  # "a home address entry"
    name = cased(clause, run)
    alone = len(run) == 1 and run[0].has("type.") and concept_of(name) is None
    type_ = run[0].group("type.") if alone else None
    if _is_asked(run[-1:]):
        type_ = "rich_text" if any(t.has("ask.") for t in run) else "checkbox"
    if chosen and type_ is None and concept_of(name) is None:
        type_ = "select"  # "the weather, to choose from"
    return WantedProperty.model_validate({"name": name, "type": type_})
