"""What is said again: what was just done, what is there, an answer, another name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import Said, is_first, is_small
from agent.planner.embedded.grammar.new.build import a_property, present
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.names import Entity, Kind, World, key
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of, words_of
from tools.blueprint.views import DEFAULT_NAMES
from tools.workspace.actions.new_properties import AddFormula, AddProperty
from tools.workspace.actions.options import AddOption
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.actions.views import AddView, UpdateView
from tools.workspace.change import Change

# What else may be answered: how many are meant, or what something new is to be.
KINDS = {"all.every": "all", "noun.property": "noun.property", "noun.row": "noun.row"}
_PAIR = 2
_ASKING = frozenset({"add", "want", "write"})
_SEEN = frozenset({"table", "board", "calendar", "timeline", "gallery"})  # views that show rows


def is_there(world: World, change: Change, clause: Clause) -> bool:
    """Whether a property that is asked for is there, of the same type; or a view that shows rows
    so, where no new one was to be added but they are to be seen."""
    if isinstance(change, RetypeProperty):
        return _is_of_type(world, change)
    if isinstance(change, AddView):
        return not clause.does("add") and _view_there(world, change) is not None
    if isinstance(change, UpdateView):
        return clause.action == "show" and _view_there(world, change) is not None
    if not isinstance(change, AddProperty | AddFormula):
        return False
    kind = change.property.type if isinstance(change, AddProperty) else "formula"
    name = change.name if isinstance(change, AddFormula) else change.property.name
    homes = _named_there(world, change, name)
    plain = isinstance(change, AddProperty) and not getattr(change.property, "options", None)
    return any(plain or world.property(e).type == kind for e in homes)


def _named_there(world: World, change: AddProperty | AddFormula, name: str) -> list[Entity]:
    """The properties of the database that are called so, or by a word that means the same and
    begins with the other ("phone number" where there is Phone)."""
    found = [e for e in world.find(name, "property") if world.database(e).title == change.database]
    known = concept_of(name)
    if found or known is None or not isinstance(change, AddProperty):
        return found
    words = {key(word) for word in words_of(known.words)}
    homes = (home for home in world.databases if home.title == change.database)
    alike = ((home, p) for home in homes for p in home.properties if p.type == change.property.type)
    return [
        Entity("property", prop.name, prop.id, home.id)
        for home, prop in alike
        if {key(prop.name), key(name)} <= words and _begins(key(prop.name), key(name))
    ]


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _is_of_type(world: World, change: RetypeProperty) -> bool:
    """Whether a property is of a type already that says all of it (a number has a format, too)."""
    found = [e for e in world.find(change.property, "property")
             if world.database(e).title == change.database]  # fmt: skip
    there = [world.property(e) for e in found if world.property(e).type == change.to]
    if change.to == "number":
        return any(prop.config.get("format") == change.format for prop in there)
    return bool(there) and not change.options


def _view_there(world: World, change: AddView | UpdateView) -> str | None:
    """The view of all rows that shows them as one that is asked for with no name and nothing else
    of its own."""
    view = change.view if isinstance(change, AddView) else change.to
    if view.type not in _SEEN or view.filter or view.sorts:
        return None
    usual, on = DEFAULT_NAMES[world.language][view.type], _stands_on(view.model_dump())
    by = {world.called("view_by", name, usual) for name in on.values()}
    if view.name and not (view.name.startswith(usual) or view.name in by):
        return None
    kind = view.type if isinstance(change, AddView) else "board"
    homes = (home for home in world.databases if home.title == change.database)
    shown = ((h, v) for h in homes for v in h.views if v.type == kind and not v.filter)
    return next((v.name for h, v in shown if _stands_on(present(h, v)) == on), None)


def _stands_on(said: Mapping[str, Any]) -> dict[str, str]:
    return {part: said[part] for part in ("date_property", "group_by") if said.get(part)}


def name_there(world: World, change: Change) -> str:
    """What is called so of which `is_there` says so; empty for other changes."""
    if isinstance(change, RetypeProperty):
        return change.property
    if isinstance(change, AddFormula):
        return change.name
    if isinstance(change, AddView | UpdateView):
        return _view_there(world, change) or ""
    if not isinstance(change, AddProperty):
        return ""
    there = _named_there(world, change, change.property.name)
    return there[0].name if there else change.property.name


def databases_there(clause: Clause) -> list[str]:
    """The database that is asked for by nothing but its name, and that is there."""
    plain = [t for t in clause.free() if not t.has("view.list", "noun.database")]
    named = clause.entities(plain[0], "database") if len(plain) == 1 else []
    placed = any(p.plays("at", "to") for p in clause.phrases)  # "add it to Tasks"
    asks = clause.does("add", "want") and not (clause.said.payload or placed)
    return [e.name for e in named[:1] if asks and plain[0].kind != "quoted"]


def answers(world: World, lines: Sequence[str]) -> list[str]:
    """The lines at the end that are nothing but the name of something."""
    found: list[str] = []
    for line in reversed(lines[1:]):
        bare = line.strip(" '\".")
        named = world.find(bare)
        kind = next((k for k in KINDS if bare.lower() in world.lexis.said(k)), "")
        if not (named or kind):
            break
        found.insert(0, bare if named else KINDS[kind])
    return found


def is_counted(said: Said) -> bool:
    """Whether a clause only says how many of what was said before ("add the two columns")."""
    content = [t for t in said.tokens if not is_small(t) and t is not said.verb]
    counted = any(t.has("count.") for t in said.tokens)
    return counted and all(t.has("noun.", "count.", "counter.") and not t.names for t in content)


def is_again(clause: Clause, done: str) -> bool:
    """Whether a clause only says once more what was just done ("…, don't need it")."""
    if done and clause.does("show", "add") and not clause.free():
        return True  # "…, so make it"
    placed = any(token.has("place.", "lead.") for token in clause.tokens)  # "put it first"
    whole = ("all.whole", "noun.thing", "noun.database") if clause.find("all.whole") else ()
    bare = not placed and all(t.has("it.", *whole) or _is_one(t) for t in clause.free())
    if bare and done in _ASKING and clause.action in _ASKING and not clause.said.payload:
        return True  # "A is missing, please add it"
    return bool(done) and clause.action == done and bare and not clause.said.payload


def for_others(clause: Clause, changes: Sequence[Change]) -> list[Change]:
    """The property that was added last, for other databases, where these are all that is named
    ("classes too", "both members and classes")."""
    last, said, free = next(iter(changes[-1:]), None), clause.said.tokens, clause.free()
    signs = [m for one in clause.world.lexis.languages for m in one.particles.get("also", ())]
    more = any(t.has("also.also", "role.also", "all.both") and not t.names for t in said)
    more |= any(t.kind == "particle" and t.text.endswith(tuple(signs)) for t in said)
    asks = clause.said.verb is None or clause.does("add", "want", "do")
    named = [{e.id for e in t.names if e.kind == "database"} for t in free if not t.has("all.both")]
    if not (isinstance(last, AddProperty) and more and asks and all(named)):
        return []
    both = any(t.has("all.both") for t in said) and not named
    ids = {d.id for d in clause.world.databases if both} or set[str]().union(*named)
    homes = [d for d in clause.world.databases if d.id in ids and (not both or len(ids) == _PAIR)]
    without = [d for d in homes if last.property.name not in {p.name for p in d.properties}]
    return [last.model_copy(update={"database": home.title}) for home in without]


def of_all(said: Said, lexis: Lexis) -> bool:
    """Whether a clause speaks of all that was spoken of, and of nothing by its name: "it" is one
    thing only in a language that tells one from several."""
    its = [t for t in said.tokens if t.has("it.it", "both.")]
    several = any(t.has("both.") or not is_first(t, lexis) for t in its)
    return several and not any(t.names for t in said.tokens)


def of_it(said: Said) -> Said:
    """The same clause, said of one thing."""
    it = frozenset({"it.it"})
    tokens = (replace(t, senses=it) if t.has("both.", "all.both") else t for t in said.tokens)
    return replace(said, tokens=tuple(tokens))


def spoken_of(changes: Sequence[Change], world: World) -> list[Entity]:
    """The options, or properties, that changes have made, if these are several."""
    options = [one.option.name for one in changes if isinstance(one, AddOption)]
    props = [one.property.name for one in changes if isinstance(one, AddProperty)]
    kind: Kind = "option" if options else "property"
    found = [world.find(name, kind)[-1:] for name in options or props]
    return [e for one in found for e in one] if len(found) > 1 else []


def _is_one(token: Token) -> bool:
    """Whether a word stands for one of what was named ("there is no phone column, add one")."""
    return token.has("count.1") and token.has("noun.thing") and not token.names


def given_anew(given: AddProperty, name: str, world: World) -> AddProperty:
    """A property that was added right before under another name: what followed from its old name
    follows from the new one."""
    known = concept_of(given.property.name)
    if known is None or known.type != given.property.type:
        made = given.property.model_copy(update={"name": name})
    else:
        made = a_property(WantedProperty(name=name), world.language)
    return given.model_copy(update={"property": made})
