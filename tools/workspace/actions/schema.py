"""Changes to the properties of a database.

What exists stays in Notion though it has become broken, as it does in the app; what is yet to be
made goes with the property that it cannot be without.
"""

from collections.abc import Iterator

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
    FormulaProperty,
    NumberFormat,
    NumberProperty,
    Option,
    Property,
    RelationProperty,
    RollupProperty,
    formula_properties,
    rolls_up,
)
from tools.workspace.actions.convert import Conversion
from tools.workspace.actions.views import change_new_views
from tools.workspace.draft import Edit, with_property, without_value
from tools.workspace.model import (
    ExistingDatabase,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Json,
    is_new,
)
from tools.workspace.parts import (
    colored,
    far_side,
    kept_option,
    kept_property,
    link,
    need_unique,
    rollup,
)
from tools.workspace.references import each_condition, in_expression, mentioned
from tools.workspace.views import is_misplaced, stands_on

Place = tuple[str, str]  # a property: the id of its database, its id
_FIXED = frozenset({"title", "relation", "button", "verification"})  # types that stay what they are


def add_property(edit: Edit, change: AddProperty) -> Json:
    """A further property, the last; new options get colours in turn."""
    return _add(edit, edit.database(change.database), change.property)


def add_formula(edit: Edit, change: AddFormula) -> Json:
    """A formula over properties that are there."""
    formula = FormulaProperty(name=change.name, type="formula", expression=change.expression)
    return _add(edit, edit.database(change.database), formula)


def add_rollup(edit: Edit, change: AddRollup) -> Json:
    """A rollup over a relation to a database that is here; never over another rollup."""
    given = change.model_dump(exclude={"action", "database"})
    declared = RollupProperty(type="rollup", **given)
    return _add(edit, edit.database(change.database), declared)


def _add(edit: Edit, database: ExistingDatabase, declared: Property) -> Json:
    _need_free(database, declared.name)
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


def _need_free(database: ExistingDatabase, name: str, besides: str | None = None) -> None:
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
    return {**told, **_told_options(prop)}


def _told_options(prop: ExistingProperty) -> Json:
    """The options of a property by name, with their colours; nothing where there are none."""
    declared = [option for option in prop.options if not option.implicit]
    if not declared:
        return {}
    names = [option.name for option in declared]
    return {"options": names, "colors": [option.color for option in declared]}


def add_relation(edit: Edit, change: AddRelation) -> Json:
    """A relation; `two_way` brings a property to the target as well."""
    database = edit.database(change.database)
    target = edit.database(change.target)
    _need_free(database, change.name)
    near = ExistingProperty(id=edit.fresh(), name=change.name, type="relation")
    told = {"property": change.name, "type": "relation", "to": target.title}
    far = None
    if change.two_way is not None:
        _need_free(with_property(target, near) if target is database else target, change.two_way)
        far = far_side(change.two_way, edit.fresh(), database, near)
        told["two_way"] = change.two_way
    near = near.model_copy(update={"config": link(target, far)})
    edit.put(with_property(database, near))
    if far is not None:
        edit.put(with_property(edit.keyed(target.id), far))
    return {"target": database.title, **told}


def rename_property(edit: Edit, change: RenameProperty) -> Json:
    """Another name; whatever refers to it goes by its id."""
    database = edit.database(change.database)
    prop = edit.property(database, change.property)
    _need_free(database, change.to, besides=prop.id)
    edit.put(with_property(database, prop.model_copy(update={"name": change.to})))
    return {"target": database.title, "property": prop.name, "from": prop.name, "to": change.to}


def delete_property(edit: Edit, change: DeleteProperty) -> Json:
    """Both sides of a relation, and what is yet to be made and stands on it."""
    database = edit.database(change.database)
    prop = edit.property(database, change.property)
    if prop.type == "title":
        fail("delete_title", name=prop.name)
    without_properties(edit, {(database.id, prop.id)})
    edit.lost.discard(("property", database.id, prop.name))
    return {"target": database.title, "property": prop.name, "type": prop.type}


def retype_property(edit: Edit, change: RetypeProperty) -> Json:
    """Another type for a property, with its values as far as they make sense in it."""
    database = edit.database(change.database)
    old = edit.property(database, change.property)
    if old.type == change.to == "number" and old.config.get("format") != change.format:
        return _reformat(edit, database, old, change.format)
    if old.type in _FIXED or old.type == change.to:
        fail("retype_impossible", name=old.name, type=old.type, to=change.to)
    options = [kept_option(option, edit.fresh) for option in _options_after(old, change)]
    need_unique(options)
    config = {"format": change.format} if change.to == "number" else {}
    update: Json = {"type": change.to, "options": colored(options), "config": config}
    conversion = Conversion(old, old.model_copy(update=update), edit.fresh)
    rows = [_with_value(row, old.id, conversion.value(row)) for row in database.rows]
    new = conversion.prop
    edit.put(with_property(database, new).model_copy(update={"rows": rows}))
    _fit_views(edit, edit.keyed(database.id), new)
    without_properties(edit, set(_misfits(edit, database, new)))
    told = {"property": old.name, "from": old.type, "to": change.to, **config}
    return {"target": database.title, **told, **(_told_options(new) if change.options else {})}


def _reformat(
    edit: Edit, database: ExistingDatabase, prop: ExistingProperty, format_: NumberFormat
) -> Json:
    """Another format alone; the numbers stay."""
    edit.put(with_property(database, prop.model_copy(update={"config": {"format": format_}})))
    told = {"property": prop.name, "type": "number", "from": prop.config.get("format")}
    return {"target": database.title, **told, "to": format_}


def _options_after(prop: ExistingProperty, change: RetypeProperty) -> list[Option]:
    """The options of the new type: those that are given, else those that the property has."""
    if change.to not in CHOICES:
        return []
    # Unchecked: Notion's own names may be longer than those a blueprint may give.
    given: list[Json] = [{"name": option.name, "color": option.color} for option in prop.options]
    known = [Option.model_construct(**option) for option in given]
    return change.options or known or (list(STANDARD_STATUSES) if change.to == "status" else [])


def _with_value(row: ExistingRow, prop_id: str, value: object) -> ExistingRow:
    bare = without_value(row, {prop_id})
    if value is None:
        return bare
    return bare.model_copy(update={"values": {**bare.values, prop_id: value}})


def _misfits(edit: Edit, database: ExistingDatabase, prop: ExistingProperty) -> Iterator[Place]:
    """The rollups yet to be made over a property that cannot have their function over its type."""
    for home in edit.structure.databases:
        for rolling in home.properties:
            if rolling.type != "rollup" or not is_new(rolling.id):
                continue
            relation = home.property(rolling.config["relation"])
            far = relation and edit.far(relation)
            rolled = far and (far.id, rolling.config["property"])
            fits = rolls_up(rolling.config["function"], prop.type)
            if rolled == (database.id, prop.id) and not fits:
                yield home.id, rolling.id


def without_properties(edit: Edit, asked: set[Place]) -> None:
    """Takes properties away, both sides of relations, with what cannot be without them."""
    gone = set(_gone_with(edit, asked))

    def without(database: ExistingDatabase) -> ExistingDatabase:
        own = {name for home, name in gone if home == database.id}
        if not own:
            return database
        left = [prop for prop in database.properties if prop.id not in own]
        edit.lost |= {("property", database.id, p.name) for p in database.properties if p.id in own}
        rows = [without_value(row, own) for row in database.rows]
        return database.model_copy(update={"properties": left, "rows": rows})

    def stands(database: ExistingDatabase, view: ExistingView) -> bool:
        return any(stands_on(view, name) for home, name in gone if home == database.id)

    edit.each_database(without)
    change_new_views(edit, lambda database, view: None if stands(database, view) else view)


def _gone_with(edit: Edit, asked: set[Place]) -> Iterator[Place]:
    """Properties, the far sides of those that have one, and what is computed from them and yet to
    be made."""
    gone = set(asked)
    for home, name in asked:
        prop = edit.keyed(home).property(name)
        far = prop and edit.far(prop)
        if prop is not None and far is not None and prop.config.get("synced_id"):
            gone.add((far.id, prop.config["synced_id"]))
    growing = True
    while growing:
        needing = {
            (home.id, prop.id)
            for home in edit.structure.databases
            for prop in home.properties
            if is_new(prop.id) and _needs(edit, home, prop) & gone
        }
        growing = not needing <= gone
        gone |= needing
    yield from gone


def _needs(edit: Edit, home: ExistingDatabase, prop: ExistingProperty) -> set[Place]:
    """What a rollup or formula is computed from."""
    if prop.type == "formula":
        return {(home.id, name) for name in mentioned(prop.config["expression"])}
    if prop.type != "rollup":
        return set()
    relation = home.property(prop.config["relation"])
    far = relation and edit.far(relation)
    rolled = {(far.id, prop.config["property"])} if far else set()
    return {(home.id, prop.config["relation"])} | rolled


def _fit_views(edit: Edit, database: ExistingDatabase, prop: ExistingProperty) -> None:
    """Takes from new views of a database what cannot be on a property that has another type."""

    def fit(home: ExistingDatabase, view: ExistingView) -> ExistingView | None:
        if home.id != database.id:
            return view
        if is_misplaced(view, prop):
            return None
        left = each_condition(
            view.filter, lambda part: None if part["property"] == prop.id else part
        )
        return view.model_copy(update={"filter": left})

    change_new_views(edit, fit)
