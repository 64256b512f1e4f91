"""New properties."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.new.build import a_property
from agent.planner.embedded.grammar.new.described import described
from agent.planner.embedded.grammar.new.first_columns import first_columns
from agent.planner.embedded.grammar.new.listed import options_listed, said_behind
from agent.planner.embedded.grammar.new.members import choose
from agent.planner.embedded.grammar.new.naming import (
    cased,
    is_asked,
    is_joined,
    is_rate_of,
    may_be_name,
    name_runs,
    wants_part,
    without_politeness,
)
from agent.planner.embedded.grammar.new.types_said import (
    ends_typed,
    format_said,
    is_property_name,
    measured,
    type_said,
    without_kind,
)
from agent.planner.embedded.grammar.properties.homes import homes_of
from agent.planner.embedded.grammar.properties.wished import (
    asked_of,
    counting,
    having,
    is_wished,
    said_of_all,
    says_also,
    side_by_side,
)
from agent.planner.embedded.grammar.rows.row_or_column import may_be_person, tell_a_row
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.views.placing import beside_said, put_beside
from agent.planner.embedded.lexicon import concept_of, is_choice
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, is_new

_HELD = ("code", "date", "email", "url")  # kinds of tokens that are no names


def add_property(clause: Clause) -> list[Change]:
    """`add Effort (S, M, L)`, `add a number property called Points to Tasks`."""
    beside = beside_said(clause)
    homes = homes_of(clause)
    noun = clause.find("noun.property") is not None or "noun.property" in clause.hints
    each = noun or (homes and clause.does("want"))
    clause.take_plain(*(["all.every"] if each else []))  # "each needs …"
    clause.use(*(_places(clause) if noun and not homes else ()))
    if listed := _described(clause, homes):
        return listed
    kind = type_said(clause, noun=noun)
    typed = kind is not None or clause.find("format.") is not None
    clause.use(*counting(clause))
    clause.take_all("noun.property", "noun.format", *(["noun.type"] if typed else []))
    unit = clause.find("format.")
    format_ = format_said(clause)
    options = options_listed(clause, kind)
    is_measured = measured(clause)
    clause.use(*(_context(clause) if noun or kind else ()))
    clause.use(*said_of_all(clause))
    kind, runs = without_kind(clause, kind, side_by_side(clause, name_runs(clause)))
    if _means_more(clause, homes, runs) or (clause.said.verb is None and any(map(_tells, runs))):
        raise Refused
    chosen = clause.does("choose") and len(runs) == 1
    part = any(wants_part(clause, home) for home in homes) or is_wished(clause)
    known = chosen or part or _are_property_names(clause, homes, runs) or _goes_on(clause, runs)
    known = known or _is_one_more(clause, runs)
    if not (noun or kind) and tell_a_row(clause):
        raise Refused
    if not (noun or kind or format_ or options or is_measured or known) or _are_of_rows(
        clause, runs, noun=noun or kind is not None
    ):
        raise Refused
    wanted = [_wanted(clause, run, chosen=chosen) for run in runs]
    clause.use(*(token for run in runs for token in run))
    wanted = wanted or _unnamed(clause, kind, chosen=noun and bool(options))
    if not wanted or any(not one.name for one in wanted):
        raise Refused
    if kind or format_ or is_measured:
        said: dict[str, Any] = {"format": format_} if format_ else {}
        said["type"] = kind.group("type.") if kind and not format_ else "number"
        wanted = _typed(clause, wanted, runs, kind, unit, said)
    if options:
        at = said_behind(clause, runs, None)
        at = _choice_among(wanted) if at is None else at
        choose(wanted, at, without_politeness(options), typed=kind is not None)
    if any(one.type in ("title", "relation") for one in wanted):
        raise Refused
    homes = homes or having(clause, wanted) or [clause.home()]
    clause.memory.remember(Entity("property", wanted[-1].name, "", homes[-1].id))
    if first := first_columns(clause, homes, wanted, more=says_also(clause)):
        return first
    placed = [put_beside(homes[0], [one.name for one in wanted], beside)] if beside else []
    return [*_added(clause, homes, wanted), *placed]


def _places(clause: Clause) -> list[Token]:
    """ "To the DB": the one there is, or a question."""
    said = (t for p in clause.phrases if p.plays("to", "at") for t in p.tokens)
    return [t for t in said if t.has("noun.database")]


def _typed(
    clause: Clause,
    wanted: Sequence[WantedProperty],
    runs: Sequence[Sequence[Token]],
    kind: Token | None,
    unit: Token | None,
    said: Mapping[str, Any],
) -> list[WantedProperty]:
    """What is said of types, for the one that it stands with, else for all that have none."""
    own = [i for i, run in enumerate(runs) if kind in run or ends_typed(i, run, kind or unit)]
    only = own[0] if own and len(runs) > 1 else said_behind(clause, runs, kind or unit)
    return [
        one.model_copy(update=said) if one.type in (None, "number") and only in (None, i) else one
        for i, one in enumerate(wanted)
    ]


def _described(clause: Clause, homes: Sequence[ExistingDatabase]) -> list[Change]:
    """Properties of which words say more than the names, each with what is said of it; nothing
    where the words are no such list."""
    try:
        found = described(clause)
    except Refused:
        return []
    there = [one for one in found if any(clause.entities(t, "property") for t in one.name)]
    if there and not clause.does("add", "want"):
        return []
    clause.use(*clause.everything)
    wanted = [one.wanted(clause) for one in found]
    own = {t.start for one in found for t in one.name}
    spoken = [d for d in clause.world.databases if d.id == clause.memory.database]
    if any(clause.entities(t, "database") for t in clause.everything if t.start not in own):
        spoken = []  # what only the names of the new ones hold is no place of theirs
    homes = homes or spoken or having(clause, wanted) or [clause.home()]
    clause.memory.remember(Entity("property", wanted[-1].name, "", homes[-1].id))
    if first := first_columns(clause, homes, wanted, more=says_also(clause)):
        return first
    return _added(clause, homes, wanted)


def _unnamed(clause: Clause, kind: Token | None, *, chosen: bool) -> list[WantedProperty]:
    """One that is called by its type, or as a choice ("a column with A or B to choose from")."""
    if kind is None:
        return [WantedProperty(name=clause.world.called("choice"), type="select")] * chosen
    clause.use(kind)
    named = {"name": cased(clause, [kind]), "type": kind.group("type.")}
    return [WantedProperty.model_validate(named)]


def _choice_among(wanted: Sequence[WantedProperty]) -> int:
    """Which of several the options are of that are listed behind all: a choice, else the last."""
    return next((i for i, one in enumerate(wanted) if is_choice(one.name)), len(wanted) - 1)


def _tells(run: Sequence[Token]) -> bool:
    """Whether words are a value of a row: a phone number, a day, an option behind its property;
    or which rows."""
    named = {e.id for t in run[:1] for e in t.names if e.kind == "property"}
    held = {e.property for t in run[1:] for e in t.names if e.kind == "option"}
    if any(t.has("not.not", "compare.") and not t.names for t in run):
        return True  # "who hasn't been here", "more than 8 weeks": which rows are meant
    return all(t.kind in _HELD for t in run) or bool(named & held)


def add_noted(clause: Clause) -> list[Change]:
    """`… with a bio and an email to write down`, of a database that was only just made; or what
    is called by a question ("write down who paid")."""
    last = clause.memory.last
    if last is not None and last.kind == "database" and is_new(last.id):
        home = clause.world.database(last)
        clause.read_home(home)
        clause.use(*(t for t in clause.free() if t.text == home.title))
    elif clause.named("row") or not _is_of_columns(clause):
        raise Refused
    clause.take_all("each_month.")  # how often it is noted is none of its name
    runs = [run for run in name_runs(clause) if not is_asked(run)]
    beside = [run for run in runs if len(run) > 1 and not is_joined(clause, run)]
    beside = [run for run in beside if not run[0].has("concept.company", "concept.person")]
    if any(concept_of(clause.raw(run[:1])) for run in beside):  # no "supplier's phone"
        raise Refused  # one name, or two beside each other
    return add_property(clause)


def _is_of_columns(clause: Clause) -> bool:
    """Whether it is said of what is to be noted from now on: as a question, beside what is noted
    already ("… too"), or as what the person would like to do themselves."""
    own = any(t.has("ending.own") for t in clause.said.tokens)
    return own or says_also(clause) or any(is_asked(run) for run in name_runs(clause))


def _is_one_more(clause: Clause, runs: Sequence[Sequence[Token]]) -> bool:
    """Whether bare words ask for one more property beside those there are ("a t-shirt size
    too"), and no sentence tells something of what there is."""
    also = says_also(clause) or any(t.has("also.also") for t in clause.said.tokens)
    plain = ("unknown", "word")
    never = ("noun.database", "noun.row", "noun.thing", "noun.option", "value.", "state.", "tells.")
    bare = all(t.kind in plain and not (t.names or t.has(*never)) for run in runs for t in run)
    named = any(t.names for t in clause.tokens if not clause.entities(t, "database"))
    told = any(is_small(t) for run in runs for t in run)
    asks = clause.said.verb is None or clause.does("want")
    return asks and also and bare and not (named or told) and len(runs) == 1


def _context(clause: Clause) -> list[Token]:
    """The property that is only the topic of what is added ("for the price, a box for tax")."""
    led = [p for p in clause.phrases if p.plays("topic") and len(p.tokens) == 1]
    others = [t for p in clause.phrases if p not in led for t in clause.free(p.tokens)]
    plain = others and not clause.find("noun.option")
    return [t for p in led for t in p.tokens if plain and clause.entities(t, "property")]


def _means_more(
    clause: Clause, homes: Sequence[ExistingDatabase], runs: Sequence[Sequence[Token]]
) -> bool:
    """Whether the words ask for something else, or are no list of names."""
    other = clause.find("noun.relation", "noun.rollup", "noun.formula") is not None
    marks = [t.start for t in clause.tokens if t.kind == "particle" and t.has("role.also")]
    other |= any(run[0].end <= at < run[-1].start for run in runs for at in marks)
    figures = {t.end for t in clause.tokens if t.kind == "number"}
    other |= any(t.has("format.") and t.start in figures for t in clause.tokens)  # so much of it
    several = clause.does("choose") and len(runs) != 1
    told = clause.said.verb is None and any(t.has("be.") for t in clause.tokens)
    other = other or told or is_rate_of(clause.said.tokens)  # "it should be a tick box"
    if not any(t.has("noun.property", "type.") for t in clause.tokens):  # "a board by year"
        other |= any(len(run) == 1 and run[0].has("view.") and not run[0].names for run in runs)
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


def _goes_on(clause: Clause, runs: Sequence[Sequence[Token]]) -> bool:
    """Whether bare names follow a change to the properties: then they are such, and no rows."""
    plain = all(t.kind in ("unknown", "word") and not t.names for run in runs for t in run)
    others = clause.find("noun.row", "noun.option", "noun.database", "value.", "state.")
    changed = clause.memory.changed.endswith(("delete_property", "rename_property"))
    return changed and plain and bool(runs) and not others and not clause.said.payload


def _are_of_rows(clause: Clause, runs: Sequence[Sequence[Token]], *, noun: bool) -> bool:
    """Whether words are no names of properties: they say which rows, or what these link to."""
    linked = not noun and any(e.kind == "row" for run in runs for t in run for e in t.names)
    only = any(t.has("role.only") for t in clause.said.tokens)
    unable = any(all(t.has("cannot.") for t in run) for run in runs)  # "mail it to the boss"
    unable |= any(len(run) == 1 and run[0].has("rank.high", "rank.low") for run in runs)
    return linked or unable or (only and not noun) or not all(map(may_be_name, runs))


def _are_property_names(
    clause: Clause, homes: Sequence[ExistingDatabase], runs: Sequence[Sequence[Token]]
) -> bool:
    """Whether names without a word for it are properties: one is surely, and none is a value."""
    tokens = [token for run in runs for token in run]
    own = any(t.has("ending.own") for t in clause.said.tokens)
    if clause.does("write") and (len(runs) == 1 or own):
        return True
    if clause.said.verb is not None and all(map(is_asked, runs)):
        return True
    runs = [run for run in runs if not is_asked(run)]
    tokens = [token for run in runs for token in run]
    valued = any(t.kind in ("date", "number", "email", "url", "code", "quoted") for t in tokens)
    # "takes 50 minutes" tells of a row, and names no property
    told = any(t.has("tells.") and not t.has("concept.") for t in clause.tokens)
    valued = valued and (told or not all(is_property_name(clause, run) for run in runs))
    named = any(e.kind in ("database", "option", "row") for t in tokens for e in t.names)
    if valued or named or clause.said.payload or clause.find("noun.row"):
        return False
    if any(may_be_person(clause.words(run), home) for run in runs for home in homes):
        return False
    return any(is_property_name(clause, run) for run in runs)


def _wanted(clause: Clause, run: Sequence[Token], *, chosen: bool = False) -> WantedProperty:
    ends = len(run) > 1 and run[-1].has("noun.row", "noun.thing") and not run[-1].names
    run = run[:-1] if ends and concept_of(clause.words(run[:-1])) else run  # "a home address entry"
    name = cased(clause, asked_of(run))
    alone = len(run) == 1 and run[0].has("type.") and concept_of(name) is None
    type_ = run[0].group("type.") if alone else None
    type_ = "checkbox" if run[0].has("whether.") and not run[-1].has("whether.") else type_
    if len(run) > 1 and run[-1].has("type.number") and run[-2].has("noun.", "view."):
        type_ = "number"  # "the table number"
    if chosen and type_ is None and concept_of(name) is None:
        type_ = "select"  # "the weather, to choose from"
    return WantedProperty.model_validate({"name": name, "type": type_})
