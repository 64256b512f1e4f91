"""Changes to the properties of a database."""

from tools.blueprint.apply.draft import Draft
from tools.blueprint.apply.options import colored, need_unique
from tools.blueprint.apply.references import named_anew, without
from tools.blueprint.apply.tree import updated
from tools.blueprint.changes import (
    AddFormula,
    AddProperty,
    AddRelation,
    AddRollup,
    DeleteProperty,
    RenameProperty,
)
from tools.blueprint.model import Database
from tools.blueprint.names import fail
from tools.blueprint.properties import (
    ChoiceProperty,
    FormulaProperty,
    Property,
    RelationProperty,
    RollupProperty,
)
from tools.blueprint.schema import Field

ForSchema = AddProperty | RenameProperty | DeleteProperty | AddRelation | AddRollup | AddFormula


def change_schema(draft: Draft, change: ForSchema) -> Draft:
    """The draft after a change of a schema. Raises ValidationFailed."""
    database = draft.database(change.database)
    match change:
        case AddProperty():
            return _add(draft, database, change.property)
        case AddFormula(name=name, expression=expression):
            formula = FormulaProperty(name=name, type="formula", expression=expression)
            return _add(draft, database, formula)
        case AddRollup():
            return _add(draft, database, _rollup(draft, database, change))
        case AddRelation():
            return _add_relation(draft, database, change)
        case RenameProperty():
            return _rename(draft, database, change)
        case DeleteProperty():
            return _delete(draft, database, draft.field(database, change.property))


def _add(draft: Draft, database: Database, declared: Property) -> Draft:
    need_free(draft, database, declared.name)
    if isinstance(declared, RelationProperty):
        fail("relation_by_action", name=declared.name)
    if declared.type == "title":
        fail("one_title", count=2)
    if isinstance(declared, ChoiceProperty):
        need_unique(declared.options)
        declared = updated(declared, options=colored(declared.options))
    return draft.put(updated(database, properties=[*database.properties, declared]))


def need_free(draft: Draft, database: Database, name: str) -> None:
    """Raises ValidationFailed where a property has that name already."""
    if name in draft.fields(database):
        fail("duplicate_property", name=name)


def _rollup(draft: Draft, database: Database, change: AddRollup) -> RollupProperty:
    relation = draft.field(database, change.relation)
    if relation.target is None:
        fail("not_a_relation", name=relation.name)
    far = draft.keyed(relation.target)
    rolled = draft.field(far, change.property)
    if rolled.type == "rollup":
        fail("rollup_of_rollup", name=rolled.name)
    return RollupProperty(
        name=change.name,
        type="rollup",
        relation=relation.name,
        property=rolled.name,
        function=change.function,
    )


def _add_relation(draft: Draft, database: Database, change: AddRelation) -> Draft:
    target = draft.database(change.target)
    for home, name in ((database, change.name), (target, change.two_way)):
        if name is not None:
            need_free(draft, home, name)
    if database is target and change.name == change.two_way:
        fail("duplicate_property", name=change.name)
    near = RelationProperty(
        name=change.name, type="relation", target=target.key, two_way=change.two_way
    )
    return draft.put(updated(database, properties=[*database.properties, near]))


def _rename(draft: Draft, database: Database, change: RenameProperty) -> Draft:
    field = draft.field(database, change.property)
    if change.to != field.name:
        need_free(draft, database, change.to)
    old, new = (database.key, field.name), change.to
    return draft.to(
        named_anew(draft.blueprint, lambda key, name: new if (key, name) == old else name)
    )


def _delete(draft: Draft, database: Database, field: Field) -> Draft:
    if field.type == "title":
        fail("delete_title", name=field.name)
    return draft.to(without(draft.blueprint, sides(database, field)))


def sides(database: Database, field: Field) -> set[tuple[str, str]]:
    """A property, and of a two-way relation the one at its other end."""
    origin = field.origin
    found = {(database.key, field.name), (field.declared_in, origin.name)}
    if isinstance(origin, RelationProperty) and origin.two_way is not None:
        found.add((origin.target, origin.two_way))
    return found
