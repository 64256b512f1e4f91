"""A property that becomes a database of its own: "split accounts out into their own table".

Its values become rows there, and a relation of its name takes its place, with every row linked to
what it held.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.new.build import a_property, alike, row_names
from agent.planner.embedded.grammar.new.naming import called
from agent.planner.embedded.grammar.parts.databases import composed, listed_properties
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.names import CHOICES, Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.blueprint.model import Row
from tools.workspace.actions.new_parts import AddDatabase
from tools.workspace.actions.new_properties import AddProperty, AddRelation
from tools.workspace.actions.properties import DeleteProperty, RenameProperty
from tools.workspace.actions.rows import AddRows, EditRows, RowEdit
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, key_of
from tools.workspace.values import given_value

_NEVER_SPLIT = frozenset({"relation", "formula", "rollup"})
_PARTED = frozenset({"rich_text", "select", "multi_select"})  # values that may be called by name


def part(clause: Clause) -> list[Change]:
    """`split accounts out into their own table with industry and website`."""
    noun = clause.find("noun.database", among=clause.tokens)
    apart = clause.does("split") or any(t.has("own.", "new.new") for t in clause.said.tokens)
    sure = noun is not None or clause.does("split")
    _read_column(clause)
    if not (sure and apart) or clause.find("noun.property", "noun.option", "noun.view"):
        raise Refused
    home, prop = _parted(clause)
    named = _table_named(clause)
    clause.take_all("own.", "worked.minus", "noun.relation", "verb.link", "noun.database")
    clause.read_home(home)
    if (linked := clause.take("linked.")) and is_first(linked, clause.world.lexis):
        clause.use(*(t for t in clause.tokens if t.start > linked.start))  # to where it comes from
    columns = listed_properties(clause)
    clause.memory.usual = () if columns else (prop.name,)
    if not columns or not _is_title(columns[0].name, prop):
        columns = [WantedProperty(name=prop.name, type="title"), *columns]
    title = called(clause) or named or prop.name
    if clause.world.find(title, "database"):
        raise Refused
    clause.memory.remember(Entity("database", title, ""))
    made = composed(clause, title, columns)
    back = home.title if home.title not in {p.name for p in made.properties} else None
    return [
        AddDatabase(action="add_database", database=made),
        *_rows(made.title_property, title, _held(home, prop)),
        DeleteProperty(action="delete_property", database=home.title, property=prop.name),
        AddRelation(
            action="add_relation", database=home.title, name=prop.name, target=title, two_way=back
        ),
        *_links(home, prop),
    ]


def _read_column(clause: Clause) -> None:
    """Reads the noun of a column that is named: "out of the subject column"."""
    for before, noun in pairwise(clause.tokens):
        if noun.has("noun.property") and not noun.names and clause.entities(before, "property"):
            clause.use(noun)


def _table_named(clause: Clause) -> str | None:
    """What the table to be is called by the words right before its noun, read from now on."""
    for item in (item for phrase in clause.phrases for item in phrase.items):
        nouns = [i for i, t in enumerate(item) if t.has("noun.database") and not t.names]
        run = [t for t in item[: nouns[0]] if clause.is_free(t)] if nouns else []
        kinds = ("unknown", "word", "name")
        if run and all(t.kind in kinds and not t.has("own.", "verb.") for t in run):
            clause.use(*run)
            return clause.words(run)
    return None


def split_up(clause: Clause) -> list[Change]:
    """`split players into min players and max players, both numbers`: several properties for one.

    Nobody could divide what it holds: that stays with the first of them.
    """
    to = [p for p in clause.phrases if p.plays("to") and len(p.items) > 1]
    if not to or clause.find("noun.database", "noun.view"):
        raise Refused
    before = [t for p in clause.phrases if p not in to for t in p.tokens]
    named = clause.named("property", among=before)
    if len(named) != 1:
        raise Refused
    home, prop = clause.world.database(named[0][1]), clause.world.property(named[0][1])
    of_all = [i for i in to[0].items if any(t.has("all.") for t in i)]
    kind = next((t.group("type.") for i in of_all for t in i if t.has("type.")), None)
    names = [_whole_name(clause, i) for i in to[0].items if i not in of_all]
    if prop.type in _NEVER_SPLIT or not (clause.does("split") or _are_parts(prop, names)):
        raise Refused  # "divide the size into S, M, L" lists its options
    clause.use(named[0][0], *to[0].tokens)
    clause.take_all("noun.property", "choose.", "own.")
    clause.read_home(home)
    wanted = [WantedProperty.model_validate({"name": name, "type": kind}) for name in names]
    made = [a_property(alike(prop, one), clause.world.language) for one in wanted]
    clause.memory.remember(Entity("property", made[-1].name, "", home.id))
    added = [AddProperty(action="add_property", database=home.title, property=one) for one in made]
    if prop.type != "title" and not any(row.values.get(prop.id) for row in home.rows):
        gone = DeleteProperty(action="delete_property", database=home.title, property=prop.name)
        return [*added, gone]
    place = {"database": home.title, "property": prop.name}
    first = RenameProperty(action="rename_property", **place, to=made[0].name)
    return [first, *added[1:]]


def _are_parts(prop: ExistingProperty, names: Sequence[str]) -> bool:
    """Whether names are those of properties, and no options of the one that is divided."""
    if prop.type in CHOICES:
        return False
    if prop.type not in _PARTED:
        return True
    ends = {prop.name.split()[-1].casefold(), prop.name[-2:].casefold()}
    alike_named = all(name.casefold().endswith(tuple(ends)) for name in names)
    return alike_named or any(concept_of(name) is not None for name in names)


def _whole_name(clause: Clause, item: Sequence[Token]) -> str:
    """A name with the small words that it begins with ("First voice"), but for an article."""
    name = clause.raw(item[item[0].has("new.") :])
    return name[:1].upper() + name[1:]


def _is_title(name: str, prop: ExistingProperty) -> bool:
    """Whether the rows to be are called by what the first column holds ("full name")."""
    concept = concept_of(name)
    named = concept is not None and concept.type == "title"
    return named or name.casefold() == prop.name.casefold() or name.endswith(lexis().ends("title"))


def _parted(clause: Clause) -> tuple[ExistingDatabase, ExistingProperty]:
    """The property that is to be a database, read from now on. Raises Refused, Ask."""
    before = [t for p in clause.phrases if not p.plays("with", "details") for t in p.tokens]
    for token in clause.free(before):
        known = clause.entities(token, "property") if token.kind != "unknown" else []
        named = known or clause.world.find(token.text.rstrip("s"), "property")
        fits = [e for e in named if _may_part(clause.world.database(e), clause.world.property(e))]
        if fits and token.kind != "number":
            entity = clause.one(fits)
            clause.use(token)
            return clause.world.database(entity), clause.world.property(entity)
    raise Refused


def _may_part(home: ExistingDatabase, prop: ExistingProperty) -> bool:
    """Whether the values of a property may be called by name, or there are none yet."""
    empty = not any(row.values.get(prop.id) for row in home.rows)
    return prop.type in _PARTED or (empty and prop.type not in _NEVER_SPLIT)


def _held(home: ExistingDatabase, prop: ExistingProperty) -> dict[str, list[str]]:
    """What each row holds, as the names of the rows to be; rows by how changes name them."""
    held = dict[str, list[str]]()
    for name, row in zip(row_names(home, home.rows), home.rows, strict=True):
        value = row.values.get(prop.id)
        said: Any = None if value is None else given_value(prop, value, {}, key_of)
        values = said if isinstance(said, list) else [said]
        if names := [str(value).strip() for value in values if value]:
            held[name] = names
    return held


def _rows(column: str, title: str, held: dict[str, list[str]]) -> list[Change]:
    names = dict.fromkeys(name for names in held.values() for name in names)
    rows = [Row(values={column: name}) for name in names]
    return [AddRows(action="add_rows", database=title, rows=rows)] if rows else []


def _links(home: ExistingDatabase, prop: ExistingProperty) -> list[Change]:
    edits = [
        RowEdit(row=row, values={prop.name: names}) for row, names in _held(home, prop).items()
    ]
    return [EditRows(action="edit_rows", database=home.title, rows=edits)] if edits else []
