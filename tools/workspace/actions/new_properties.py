"""Properties that are added to a database."""

from typing import Literal

from pydantic import Field

from tools.blueprint.base import Name
from tools.blueprint.names import fail
from tools.blueprint.properties import (
    FormulaProperty,
    NumberProperty,
    Property,
    PropertyName,
    RelationProperty,
    RollupFunction,
    RollupProperty,
    formula_properties,
)
from tools.workspace.change import InDatabase
from tools.workspace.draft import Edit, with_property
from tools.workspace.model import ExistingDatabase, ExistingProperty, Json
from tools.workspace.parts import (
    colored,
    far_side,
    kept_property,
    link,
    need_unique,
    rollup,
)
from tools.workspace.references import in_expression


class AddProperty(InDatabase):
    """Relations are added by `add_relation`."""

    action: Literal["add_property"]
    property: Property

    def apply(self, edit: Edit) -> Json:
        """A further property, the last; new options get colours in turn."""
        return _add(edit, edit.database(self.database), self.property)


class AddFormula(InDatabase):
    """A formula over properties that are there."""

    action: Literal["add_formula"]
    name: PropertyName
    expression: str = Field(min_length=1, max_length=2000)

    def apply(self, edit: Edit) -> Json:
        formula = FormulaProperty(name=self.name, type="formula", expression=self.expression)
        return _add(edit, edit.database(self.database), formula)


class AddRollup(InDatabase):
    """A rollup over a relation to a database that is here; never over another rollup."""

    action: Literal["add_rollup"]
    name: PropertyName
    relation: Name
    property: Name
    function: RollupFunction

    def apply(self, edit: Edit) -> Json:
        given = self.model_dump(exclude={"action", "database"})
        declared = RollupProperty(type="rollup", **given)
        return _add(edit, edit.database(self.database), declared)


def _add(edit: Edit, database: ExistingDatabase, declared: Property) -> Json:
    need_free(database, declared.name)
    if isinstance(declared, RelationProperty):
        fail("relation_by_action", name=declared.name)
    if declared.type == "title":
        fail("one_title", count=2)
    prop = kept_property(declared, edit.fresh)
    need_unique(prop.options)
    prop = prop.model_copy(update={"options": colored(prop.options)})
    match declared:
        case RollupProperty():
            prop = prop.model_copy(update={"config": _rollup(edit, database, declared)})
        case FormulaProperty(expression=expression):
            prop = prop.model_copy(update={"config": _formula(database, expression)})
        case _:
            pass
    edit.put(with_property(database, prop))
    return {"target": database.title, **_told(prop, declared)}


def need_free(database: ExistingDatabase, name: str, besides: str | None = None) -> None:
    """Raises ValidationFailed where a property has that name already."""
    if any(p.name == name for p in database.properties if p.id != besides):
        fail("duplicate_property", name=name)


def _formula(database: ExistingDatabase, expression: str) -> Json:
    ids = {name: prop.id for prop in database.properties for name in (prop.id, prop.name)}
    for name in formula_properties(expression):
        if name not in ids:
            fail("unknown_property", name=name)
    return {"expression": in_expression(expression, ids.get)}


def _rollup(edit: Edit, database: ExistingDatabase, declared: RollupProperty) -> Json:
    relation = edit.property(database, declared.relation)
    if relation.type != "relation":
        fail("not_a_relation", name=relation.name)
    far = edit.far(relation)
    if far is None:
        fail("unknown_property", name=declared.property)
    rolled = edit.property(far, declared.property)
    if rolled.type == "rollup":
        fail("rollup_of_rollup", name=rolled.name)
    return rollup(relation, rolled, declared.function)


def _told(prop: ExistingProperty, declared: Property) -> Json:
    told: Json = {"property": prop.name, "type": prop.type}
    match declared:
        case NumberProperty(format=format_) if format_ != "number":
            told["format"] = format_
        case RollupProperty():
            told |= {"relation": declared.relation, "of": declared.property}
            told["function"] = declared.function
        case FormulaProperty(expression=expression):
            told["expression"] = expression
        case _:
            pass
    return {**told, **told_options(prop)}


def told_options(prop: ExistingProperty) -> Json:
    """The options of a property by name, with their colours; nothing where there are none."""
    declared = [option for option in prop.options if not option.implicit]
    if not declared:
        return {}
    names = [option.name for option in declared]
    return {"options": names, "colors": [option.color for option in declared]}


class AddRelation(InDatabase):
    """A link to rows of the database `target`; `two_way` names the property that appears there."""

    action: Literal["add_relation"]
    name: PropertyName
    target: Name
    two_way: PropertyName | None = None

    def apply(self, edit: Edit) -> Json:
        """A relation; `two_way` brings a property to the target as well."""
        database = edit.database(self.database)
        target = edit.database(self.target)
        need_free(database, self.name)
        near = ExistingProperty(id=edit.fresh(), name=self.name, type="relation")
        told = {"property": self.name, "type": "relation", "to": target.title}
        far = None
        if self.two_way is not None:
            need_free(with_property(target, near) if target is database else target, self.two_way)
            far = far_side(self.two_way, edit.fresh(), database, near)
            told["two_way"] = self.two_way
        near = near.model_copy(update={"config": link(target, far)})
        edit.put(with_property(database, near))
        if far is not None:
            edit.put(with_property(edit.keyed(target.id), far))
        return {"target": database.title, **told}
