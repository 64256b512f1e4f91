"""Changes to the properties of a database, on the draft."""

from tools.blueprint.changes import (
    AddFormula,
    AddProperty,
    AddRelation,
    AddRollup,
    DeleteProperty,
    RenameProperty,
    RetypeProperty,
)
from tools.blueprint.names import fail
from tools.blueprint.properties import (
    CHOICES,
    STANDARD_STATUSES,
    ChoiceProperty,
    FormulaProperty,
    NumberProperty,
    Option,
    Property,
    RelationProperty,
    RollupProperty,
    UniqueIdProperty,
    formula_properties,
)
from tools.notion.modify.convert import converted
from tools.notion.modify.draft import Draft, find_property, is_new, key_of, need_free, with_property
from tools.notion.modify.options import ForOptions, change_option, make_options, need_unique
from tools.notion.modify.views import stands_on
from tools.notion.structure.model import ExistingDatabase, ExistingProperty, ExistingRow, Json
from tools.notion.structure.references import in_expression

_FIXED = frozenset({"title", "relation", "button", "verification"})  # types that stay what they are

ForSchema = (
    AddProperty
    | RenameProperty
    | RetypeProperty
    | DeleteProperty
    | ForOptions
    | AddRelation
    | AddRollup
    | AddFormula
)


def change_schema(draft: Draft, change: ForSchema) -> Draft:
    """The draft after a change of a schema. Raises ValidationFailed."""
    database = draft.database(change.database)
    match change:
        case AddProperty():
            return _add(draft, database, change.property)
        case RenameProperty():
            return _rename(draft, database, change)
        case RetypeProperty():
            return _retype(draft, database, change)
        case DeleteProperty():
            return _delete(draft, database, change)
        case AddRelation():
            return _add_relation(draft, database, change)
        case AddRollup():
            given = change.model_dump(exclude={"action", "database"})
            return _add(draft, database, RollupProperty(type="rollup", **given))
        case AddFormula():
            formula = FormulaProperty(
                name=change.name, type="formula", expression=change.expression
            )
            return _add(draft, database, formula)
        case _:
            return change_option(draft, database, change)


def _add(draft: Draft, database: ExistingDatabase, declared: Property) -> Draft:
    need_free(database, declared.name)
    if isinstance(declared, RelationProperty):
        fail("relation_by_action", name=declared.name)
    if declared.type == "title":
        fail("one_title", count=2)
    draft, prop_id = draft.fresh()
    draft, options = make_options(draft, _declared_options(declared))
    prop = ExistingProperty(
        id=prop_id,
        name=declared.name,
        type=declared.type,
        description=declared.description,
        options=options,
        config=_config(draft, database, declared),
    )
    return draft.put(with_property(database, prop))


def _declared_options(declared: Property) -> list[Option]:
    if not isinstance(declared, ChoiceProperty):
        return []
    need_unique(declared.options)
    return declared.options or (list(STANDARD_STATUSES) if declared.type == "status" else [])


def _config(draft: Draft, database: ExistingDatabase, declared: Property) -> Json:
    match declared:
        case NumberProperty():
            return {"format": declared.format}
        case UniqueIdProperty():
            return {"prefix": declared.prefix}
        case RollupProperty():
            return _rollup(draft, database, declared)
        case FormulaProperty(expression=expression):
            key = key_of(database)
            for name in formula_properties(expression):
                if key(name) is None:
                    fail("unknown_property", name=name)
            return {"expression": in_expression(expression, key)}
        case _:
            return {}


def _rollup(draft: Draft, database: ExistingDatabase, declared: RollupProperty) -> Json:
    relation = find_property(database, declared.relation)
    if relation.type != "relation":
        fail("not_a_relation", name=relation.name)
    far = draft.structure.source(relation.config["data_source_id"])
    if far is None or is_new(far.id):
        fail("unknown_property", name=declared.property)
    rolled = find_property(far, declared.property)
    if rolled.type == "rollup":
        fail("rollup_of_rollup", name=rolled.name)
    return {
        "relation": relation.id,
        "property": rolled.id,
        "property_name": rolled.name,
        "function": declared.function,
    }


def _add_relation(draft: Draft, database: ExistingDatabase, change: AddRelation) -> Draft:
    need_free(database, change.name)
    target = draft.any_database(change.target)
    draft, near_id = draft.fresh()
    near = ExistingProperty(id=near_id, name=change.name, type="relation", config=_link(target))
    if change.two_way is None:
        return draft.put(with_property(database, near))
    draft, far_id = draft.fresh()
    far = ExistingProperty(
        id=far_id, name=change.two_way, type="relation", config=_link(database, near)
    )
    draft = draft.put(
        with_property(database, near.model_copy(update={"config": _link(target, far)}))
    )
    target = draft.any_database(target.id)
    need_free(target, change.two_way)
    return draft.put(with_property(target, far))


def _link(target: ExistingDatabase, synced: ExistingProperty | None = None) -> Json:
    return {
        "data_source_id": target.data_source_id,
        "two_way": synced and synced.name,
        "synced_id": synced and synced.id,
    }


def _rename(draft: Draft, database: ExistingDatabase, change: RenameProperty) -> Draft:
    prop = find_property(database, change.property)
    need_free(database, change.to, besides=prop.id)
    renamed = prop.model_copy(update={"name": change.to})
    return draft.put(with_property(database, renamed))


def _retype(draft: Draft, database: ExistingDatabase, change: RetypeProperty) -> Draft:
    prop = find_property(database, change.property)
    if prop.type in _FIXED or prop.type == change.to:
        fail("retype_impossible", name=prop.name, type=prop.type, to=change.to)
    need_unique(change.options)
    draft, options = make_options(draft, _options_after(prop, change))
    config = {"format": change.format} if change.to == "number" else {}
    bare = ExistingProperty(
        id=prop.id,
        name=prop.name,
        type=change.to,
        description=prop.description,
        options=options,
        config=config,
    )
    return _carry_over(draft, database, prop, bare)


def _options_after(prop: ExistingProperty, change: RetypeProperty) -> list[Option]:
    """The options of the new type: those that are given, else those that the property has."""
    if change.to not in CHOICES:
        return []
    # Unchecked: Notion's own names may be longer than those a blueprint may give.
    given: list[Json] = [{"name": option.name, "color": option.color} for option in prop.options]
    known = [Option.model_construct(**option) for option in given]
    return change.options or known or (list(STANDARD_STATUSES) if change.to == "status" else [])


def _carry_over(
    draft: Draft, database: ExistingDatabase, old: ExistingProperty, new: ExistingProperty
) -> Draft:
    """Rewrites the rows' values for the new type, which may grow options for them."""
    rows: list[ExistingRow] = []
    for row in database.rows:
        draft, new, value = converted(draft, row, old, new)
        values = {name: kept for name, kept in row.values.items() if name != old.id}
        computed = {name: kept for name, kept in row.computed.items() if name != old.id}
        values |= {} if value is None else {old.id: value}
        rows.append(row.model_copy(update={"values": values, "computed": computed}))
    changed = with_property(database, new)
    return draft.put(changed.model_copy(update={"rows": rows}))


def _delete(draft: Draft, database: ExistingDatabase, change: DeleteProperty) -> Draft:
    prop = find_property(database, change.property)
    if prop.type == "title":
        fail("delete_title", name=prop.name)
    draft = draft.put(_without_property(database, prop.id))
    far = draft.structure.source(prop.config.get("data_source_id"))
    if far is not None and prop.config.get("synced_id"):
        draft = draft.put(_without_property(far, prop.config["synced_id"]))
    return draft


def _without_property(database: ExistingDatabase, prop_id: str) -> ExistingDatabase:
    def without(values: Json) -> Json:
        return {name: value for name, value in values.items() if name != prop_id}

    rows = [
        row.model_copy(update={"values": without(row.values), "computed": without(row.computed)})
        for row in database.rows
    ]
    properties = [p for p in database.properties if p.id != prop_id]
    views = [v for v in database.views if not (is_new(v.id) and stands_on(v, prop_id))]
    return database.model_copy(update={"properties": properties, "rows": rows, "views": views})
