"""Another type for a property, with its values and without what it can carry no more."""

from typing import Any

from tools.blueprint.apply.draft import Draft
from tools.blueprint.apply.options import choice, colored, need_unique, with_options
from tools.blueprint.apply.references import Json, Named, filtered_anew, in_linked_views, without
from tools.blueprint.apply.tree import each_database, kept, updated
from tools.blueprint.changes import RetypeProperty
from tools.blueprint.check import misplaced
from tools.blueprint.convert import options_in, read_as, texts
from tools.blueprint.model import Blueprint, Database
from tools.blueprint.names import fail
from tools.blueprint.properties import (
    CHOICES,
    STANDARD_STATUSES,
    ChoiceProperty,
    NumberProperty,
    Option,
    PlainProperty,
    Property,
    RollupProperty,
    rolls_up,
)
from tools.blueprint.schema import Field, Schema, schemas
from tools.blueprint.views import DashboardView, View, property_names

_FIXED = frozenset({"title", "relation"})  # types that stay what they are


def retype(draft: Draft, change: RetypeProperty) -> Draft:
    """The draft with another type of a property. Raises ValidationFailed."""
    database = draft.database(change.database)
    field = draft.field(database, change.property)
    if field.type in _FIXED or field.type == change.to:
        fail("retype_impossible", name=field.name, type=field.type, to=change.to)
    need_unique(change.options)
    new = _declared(draft, database, field, change)
    new, values = _carried_over(database, field, new)
    rows = [updated(row, values=v) for row, v in zip(database.rows, values, strict=True)]
    properties = [new if p.name == new.name else p for p in database.properties]
    draft = draft.put(updated(database, properties=properties, rows=rows))
    blueprint = filtered_anew(
        draft.blueprint, database.key, lambda part: None if part["property"] == new.name else part
    )
    misfits = _misfits(blueprint, database.key, new)
    return draft.to(without(_without_misplaced(blueprint, database.key), misfits))


def _declared(draft: Draft, database: Database, field: Field, change: RetypeProperty) -> Property:
    named: Json = {"name": field.name, "description": field.origin.description}
    if change.to == "number":
        return NumberProperty(**named, type="number", format=change.format)
    if change.to not in CHOICES:
        return PlainProperty.model_validate({**named, "type": change.to})
    known: list[Option] = []
    if field.type in CHOICES:
        known = choice(draft, database, field.name).options
    known = [Option(name=option.name, color=option.color) for option in known]
    options = colored(change.options) or known
    if change.to == "status":
        options = options or list(STANDARD_STATUSES)
    return ChoiceProperty.model_validate({**named, "type": change.to, "options": options})


def _carried_over(database: Database, field: Field, new: Property) -> tuple[Property, list[Json]]:
    """The rows' values in the new type, for which it may grow options."""
    carried: list[Json] = []
    usual = _usual(field)
    for row in database.rows:
        said = texts(field.type, row.values.get(field.name, usual))
        values = {name: value for name, value in row.values.items() if name != field.name}
        if isinstance(new, ChoiceProperty):
            new, value = _chosen(new, said)
        else:
            value = read_as(new.type, ", ".join(said)) if said else None
        carried.append(values if value is None else {**values, field.name: value})
    return new, carried


def _usual(field: Field) -> str | None:
    """What Notion gives a row that says nothing: of a status the first one to do."""
    if field.type != "status" or not isinstance(field.origin, ChoiceProperty):
        return None
    options = field.origin.options or STANDARD_STATUSES
    groups = ("to_do", "in_progress", "complete")
    return min(options, key=lambda option: groups.index(option.group or "to_do")).name


def _chosen(prop: ChoiceProperty, said: list[str]) -> tuple[ChoiceProperty, Any]:
    wanted = said if prop.type == "multi_select" else said[:1]
    parts = [part for text in wanted if text for part in options_in(prop.type, text)]
    if prop.type != "status":  # a word does not say to which group a status belongs
        prop = updated(prop, options=with_options(prop.options, parts))
    known = {option.name.casefold(): option.name for option in prop.options}
    found = [known[part.casefold()] for part in parts if part.casefold() in known]
    chosen = list(dict.fromkeys(found))
    if prop.type == "multi_select":
        return prop, chosen or None
    return prop, next(iter(chosen), None)


def _misfits(blueprint: Blueprint, key: str, new: Property) -> set[Named]:
    """The rollups over a property that cannot have their function over its new type."""
    return {
        (home, field.name)
        for home, own in schemas(blueprint).items()
        for field in own.values()
        if isinstance(field.origin, RollupProperty)
        and (own[field.origin.relation].target, field.origin.property) == (key, new.name)
        and not rolls_up(field.origin.function, new.type)
    }


def _without_misplaced(blueprint: Blueprint, key: str) -> Blueprint:
    """The blueprint without views of a database that cannot stand on what its properties are."""
    own = schemas(blueprint)[key]

    def in_database(database: Database) -> Database:
        if database.key != key:
            return database
        return updated(database, views=kept(database.views, lambda view: _fitting(view, own)))

    return in_linked_views(
        each_database(blueprint, in_database),
        lambda ref, view: _fitting(view, own) if ref == key else view,
    )


def _fitting(view: View, own: Schema) -> View | None:
    if any(misplaced(view, setting, own[name]) for setting, name in property_names(view)):
        return None
    if not isinstance(view, DashboardView):
        return view
    return updated(view, widgets=kept(view.widgets, lambda widget: _fitting(widget, own)))
