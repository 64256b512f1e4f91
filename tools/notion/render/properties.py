"""Schemas in Notion's words."""

from typing import Any, Protocol

from tools.blueprint.properties import (
    ChoiceProperty,
    FormulaProperty,
    NumberProperty,
    Property,
    RelationProperty,
    RollupProperty,
    UniqueIdProperty,
)
from tools.blueprint.values import Field
from tools.notion.render.addresses import Addresses
from tools.notion.render.richtext import Json


class OptionLike(Protocol):
    """An option of a blueprint, or one that is kept."""

    @property
    def name(self) -> str: ...
    @property
    def color(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def group(self) -> str | None: ...


def schema(declared: Property) -> Json:
    """The configuration that creates a property (relations have `relation` for themselves)."""
    body = _configuration(declared)
    described = {"description": declared.description} if declared.description else {}
    return {**body, **described}


def _configuration(declared: Property) -> Json:
    match declared:
        case NumberProperty():
            return {"number": {"format": declared.format}}
        case ChoiceProperty():
            options = [option(given, declared.type) for given in declared.options]
            # Without options Notion gives a status its three standard ones.
            empty = declared.type == "status" and not options
            return {declared.type: {} if empty else {"options": options}}
        case RollupProperty():
            return {
                "rollup": {
                    "relation_property_name": declared.relation,
                    "rollup_property_name": declared.property,
                    "function": declared.function,
                }
            }
        case FormulaProperty():
            return {"formula": {"expression": declared.expression}}
        case UniqueIdProperty():
            return {"unique_id": {"prefix": declared.prefix} if declared.prefix else {}}
        case RelationProperty():
            raise AssertionError("a relation is rendered from the side that is made later")
        case _:
            return {declared.type: {}}


def option(given: OptionLike, kind: str) -> Json:
    """An option as a request that makes it says it; `group` is a status' alone."""
    color: Json = {} if given.color is None else {"color": given.color}
    described: Json = {} if given.description is None else {"description": given.description}
    group: Json = {} if given.group is None or kind != "status" else {"group": given.group}
    return {"name": given.name, **color, **described, **group}


def link(source: Any, far_name: str | None) -> Json:
    """A relation to a data source; `far_name` is the property that it brings there, if it does."""
    kind: Json = {"type": "single_property", "single_property": {}}
    if far_name is not None:
        kind = {"type": "dual_property", "dual_property": {"synced_property_name": far_name}}
    return {"data_source_id": source, **kind}


def relation(field: Field, addresses: Addresses) -> Json:
    """A relation seen from either of its sides.

    A two-way relation can be created from whichever database comes later: the other side's
    property is named by `synced_property_name`.
    """
    origin = field.origin
    assert isinstance(origin, RelationProperty)  # noqa: S101 - what `Field` promises of relations
    assert field.target is not None  # noqa: S101
    far_name = origin.name if field.reverse else origin.two_way
    far_name = None if origin.two_way is None else far_name
    return {"relation": link(addresses.data_source(field.target), far_name)}
