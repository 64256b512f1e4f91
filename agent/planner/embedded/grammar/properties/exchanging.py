"""One property or option for another: what takes its place keeps what is held where it can."""

from collections.abc import Sequence
from itertools import takewhile

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.new.build import a_property, alike
from agent.planner.embedded.grammar.new.listed import options_listed
from agent.planner.embedded.grammar.new.naming import cased, may_be_name
from agent.planner.embedded.grammar.parts.renaming import called_otherwise
from agent.planner.embedded.grammar.properties.option_lists import exchanged
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.names import CHOICES, Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.actions.properties import DeleteProperty, RetypeProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_TYPES = ("type.select", "type.multi_select", "type.checkbox", "type.number", "type.rich_text")
_NEW = ("with", "of", "to")  # parts that name what takes its place: "swap A for B", "A to B"
_FIXED = frozenset({"title", "relation", "rollup", "formula"})


def exchange(clause: Clause) -> list[Change]:
    """`swap host for guest`, `replace yearly with annual`, `swap size for a select with S, M`."""
    if not clause.does("exchange") or clause.named("row"):
        raise Refused
    old = _old(clause)
    kind = _kind(clause)
    options = options_listed(clause, kind)
    runs = [run for run in _runs(clause, kind) if run]
    if not all(map(may_be_name, runs)) or not (runs or kind or options):
        raise Refused
    names = [cased(clause, run) for run in runs]
    clause.use(*(token for run in runs for token in run), *([kind] if kind else []))
    type_ = kind.group("type.") if kind else "select" if options else None
    if old.kind == "option" or old.id == "":
        return [called_otherwise(clause, old, clause.words(runs[0]))] if len(runs) == 1 else []
    home, prop = clause.world.database(old), clause.world.property(old)
    if not names:
        clause.memory.remember(old)
        return _retyped(home, prop, type_, options)
    wanted = [WantedProperty.model_validate({"name": name}) for name in names]
    known = concept_of(names[-1])
    chosen = kind is None and known is not None and known.type in CHOICES
    given = {"type": None if chosen else type_, "options": options}
    wanted[-1] = wanted[-1].model_copy(update=given) if type_ else wanted[-1]
    return _exchanged(clause, old, wanted)


def _old(clause: Clause) -> Entity:
    """What is to go, read with the words for what it is ("the paid checkbox"). Raises Refused."""
    for phrase in clause.phrases:
        named = clause.named("property", "option", among=phrase.tokens)
        if not named or phrase.plays("with", "to"):
            continue
        plain = [t for t in phrase.tokens if not t.names]
        if len(named) != 1 or any(t.has("noun.view", "view.", "noun.database") for t in plain):
            raise Refused
        token, entity = named[0]
        behind = [t for t in phrase.tokens if t.start > token.start]
        clause.use(token, *takewhile(lambda t: t.has("noun.", "type.") and not t.names, behind))
        return entity
    raise Refused


def _kind(clause: Clause) -> Token | None:
    """The type that the new one is said to be: the last word of its phrase, and no name."""
    for phrase in clause.phrases:
        for item in phrase.items:
            for last in [t for t in clause.free(item) if not t.has("noun.property")][-1:]:
                alone = len(clause.free(item)) == 1
                plain = last.has(*_TYPES) and not last.names and last.kind == "word"
                if plain and (alone or concept_of(clause.words(item)) is None):
                    return last
    return None


def _runs(clause: Clause, kind: Token | None) -> list[list[Token]]:
    """The words that name what is new, one run for each; what only counts it names nothing."""
    counted = any((count_of(t) or 0) > 1 for t in clause.free(clause.tokens))
    plain = ("noun.property", "noun.type", *(["noun.status", "noun.option"] if counted else []))
    clause.take_all(*plain)
    if counted:
        clause.use(*(t for t in clause.tokens if count_of(t) or t.has("counter.")))
    items = [i for p in clause.phrases if p.plays(*_NEW, "bare", "object") for i in p.items]
    return [[t for t in clause.free(i) if t is not kind and not t.has("it.it")] for i in items]


def _retyped(
    home: ExistingDatabase, prop: ExistingProperty, kind: str | None, options: Sequence[str]
) -> list[Change]:
    if prop.type in _FIXED or prop.type == kind:
        raise Refused
    if options and prop.type in CHOICES:
        return exchanged(home, prop, options)
    if options:
        return exchanged(home, prop, options, kind if kind in CHOICES else "select")
    place = {"database": home.title, "property": prop.name}
    retyped = {"action": "retype_property", **place, "to": kind}
    return [RetypeProperty.model_validate(retyped)]


def _exchanged(clause: Clause, old: Entity, wanted: Sequence[WantedProperty]) -> list[Change]:
    """One that holds the same kind of thing goes on under the new name; else it goes."""
    home, prop = clause.world.database(old), clause.world.property(old)
    made = [a_property(one, clause.world.language) for one in (alike(prop, one) for one in wanted)]
    same = made[0].type == prop.type or concept_of(made[0].name) is None
    bare = wanted[0].type is None and not wanted[0].options
    if len(made) == 1 and bare and (same or prop.type == "title"):
        return [called_otherwise(clause, old, made[0].name)]
    if prop.type in _FIXED:
        raise Refused
    clause.memory.remember(Entity("property", made[-1].name, "", home.id))
    return [
        *(AddProperty(action="add_property", database=home.title, property=one) for one in made),
        DeleteProperty(action="delete_property", database=home.title, property=prop.name),
    ]
