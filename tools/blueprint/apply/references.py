"""What names a property or an option: formulas, rollups, relations, views, filters, values.

A naming gives each property its new name; None where there is none any more. What cannot be
without a property goes with it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from tools.blueprint.apply.tree import each_block, each_database, kept, updated
from tools.blueprint.blocks import Block, LinkedView
from tools.blueprint.model import Blueprint, Database
from tools.blueprint.properties import (
    FormulaProperty,
    Property,
    RelationProperty,
    RollupProperty,
    formula_properties,
    in_formula,
)
from tools.blueprint.schema import Schema, schemas
from tools.blueprint.views import (
    ChartView,
    DashboardView,
    Sort,
    View,
    visible,
)

Json = dict[str, Any]
Named = tuple[str, str]  # a property: the key of its database, its name
Naming = Callable[[str], str | None]
Leaf = Callable[[Json], Json | None]  # what becomes of one condition on a property
V = TypeVar("V")

_SINGLE = (
    "group_by", "sub_group_by", "date_property", "end_date_property", "map_by", "x_axis",
    "stack_by", "cover",
)  # fmt: skip
_NEEDED = {
    ("board", "group_by"), ("calendar", "date_property"), ("timeline", "date_property"),
    ("chart", "x_axis"),
}  # fmt: skip
_OF_PAGES = ("page_cover", "page_content")  # covers that are no properties


def named_anew(blueprint: Blueprint, naming: Callable[[str, str], str | None]) -> Blueprint:
    """The blueprint with every property, and whatever names it, as `naming` has it.

    `naming` takes a database's key and a name.
    """
    fields = schemas(blueprint)

    def in_database(database: Database) -> Database:
        own = partial(naming, database.key)
        properties = kept(
            database.properties, lambda p: _in_property(p, own, naming, fields[database.key])
        )
        values = [_in_values(row.values, own) for row in database.rows]
        rows = [updated(row, values=v) for row, v in zip(database.rows, values, strict=True)]
        views = kept(database.views, lambda view: in_view(view, own))
        return updated(database, properties=properties, rows=rows, views=views)

    changed = each_database(blueprint, in_database)
    return in_linked_views(changed, lambda key, view: in_view(view, partial(naming, key)))


def in_linked_views(blueprint: Blueprint, change: Callable[[str, View], View | None]) -> Blueprint:
    """The linked views in all bodies changed by the key of their database, or taken away."""

    def in_block(block: Block) -> Block | None:
        if not isinstance(block, LinkedView):
            return block
        view = change(block.ref, block.view)
        return None if view is None else updated(block, view=view)

    return each_block(blueprint, in_block)


def _in_property(
    declared: Property,
    own: Naming,
    naming: Callable[[str, str], str | None],
    fields: Schema,
) -> Property | None:
    name = own(declared.name)
    if name is None:
        return None
    named = updated(declared, name=name)
    match named:
        case RelationProperty(two_way=str(far)):
            return updated(named, two_way=naming(named.target, far))
        case RollupProperty():
            target = fields[named.relation].target or ""
            relation, rolled = own(named.relation), naming(target, named.property)
            return updated(named, relation=relation, property=rolled)
        case FormulaProperty(expression=expression):
            return updated(named, expression=in_formula(expression, own))
        case _:
            return named


def _in_values(values: Json, own: Naming) -> Json:
    named = ((own(name), value) for name, value in values.items())
    return {name: value for name, value in named if name is not None}


def needing(blueprint: Blueprint, gone: set[Named]) -> set[Named]:
    """Properties that are to go with all rollups and formulas that are computed from them."""
    fields = schemas(blueprint)
    for key, own in fields.items():
        for field in own.values():
            needs: set[Named] = set()
            match field.origin:
                case RollupProperty(relation=relation, property=name):
                    needs = {(key, relation), (own[relation].target or "", name)}
                case FormulaProperty(expression=expression):
                    needs = {(key, name) for name in formula_properties(expression)}
                case _:
                    pass
            if needs & gone and (key, field.name) not in gone:
                return needing(blueprint, gone | {(key, field.name)})
    return gone


def without(blueprint: Blueprint, gone: set[Named]) -> Blueprint:
    """The blueprint without some properties and all that cannot be without them."""
    all_gone = needing(blueprint, gone)
    return named_anew(blueprint, lambda key, name: None if (key, name) in all_gone else name)


def in_view(view: View, naming: Naming) -> View | None:
    """A view with its properties named anew; None where it cannot be without one."""
    single = {name: held for name in _SINGLE if (held := getattr(view, name, None)) is not None}
    named = {
        name: held if name == "cover" and held in _OF_PAGES else naming(held)
        for name, held in single.items()
    }
    if any(found is None and (view.type, name) in _NEEDED for name, found in named.items()):
        return None
    changed = updated(view, **named, filter=in_filter(view.filter, _by(naming)))
    changed = updated(changed, sorts=kept(view.sorts, lambda sort: _in_sort(sort, naming)))
    if (shown := visible(changed)) is not None:
        changed = updated(changed, properties=kept(shown, naming))
    match changed:
        case ChartView():
            return _in_chart(changed, naming)
        case DashboardView():
            return updated(changed, widgets=kept(changed.widgets, lambda w: in_view(w, naming)))
        case _:
            return changed


def _in_chart(chart: ChartView, naming: Naming) -> ChartView | None:
    measured = chart.y_axis.property
    if measured is None:
        return chart
    name = naming(measured)
    return None if name is None else updated(chart, y_axis=updated(chart.y_axis, property=name))


def _in_sort(sort: Sort, naming: Naming) -> Sort | None:
    if sort.property is None:
        return sort
    name = naming(sort.property)
    return None if name is None else updated(sort, property=name)


def _by(naming: Naming) -> Leaf:
    def renamed(condition: Json) -> Json | None:
        name = naming(condition["property"])
        return None if name is None else {**condition, "property": name}

    return renamed


def in_filter(condition: Json | None, leaf: Leaf) -> Json | None:
    """A filter with each condition on a property changed; those that fall away leave no trace."""
    if condition is None:
        return None
    if isinstance(condition.get("property"), str):
        return leaf(condition)
    changed = dict(condition)
    for joined in ("and", "or"):
        if joined in condition:
            changed[joined] = kept(condition[joined], lambda part: in_filter(part, leaf))
            if condition[joined] and not changed[joined]:
                return None
    return changed


def filtered_anew(blueprint: Blueprint, key: str, leaf: Leaf) -> Blueprint:
    """The blueprint with the filters of all views of one database changed."""

    def in_one(view: View) -> View:
        changed = updated(view, filter=in_filter(view.filter, leaf))
        if not isinstance(changed, DashboardView):
            return changed
        return updated(changed, widgets=[in_one(widget) for widget in changed.widgets])

    def in_database(database: Database) -> Database:
        if database.key != key:
            return database
        return updated(database, views=[in_one(view) for view in database.views])

    changed = each_database(blueprint, in_database)
    return in_linked_views(changed, lambda ref, view: in_one(view) if ref == key else view)
