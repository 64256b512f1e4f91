"""Schemas in Notion's words."""

from collections.abc import Sequence
from typing import Any, Protocol

from tools.blueprint.properties import (
    CHOICES,
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


def definition(kind: str, config: Json, options: Sequence[Json] = ()) -> Json:
    """What makes a property, or makes it anew; `config` is what a request says of its type beside
    its options. Without options Notion gives a status its three standard ones."""
    if kind in CHOICES:
        config = {"options": list(options)} if options or kind != "status" else {}
    if kind == "unique_id" and config.get("prefix") is None:
        config = {}
    return {kind: config}


def schema(declared: Property) -> Json:
    """The definition of what a blueprint declares (relations have `relation` for themselves)."""
    given = declared.options if isinstance(declared, ChoiceProperty) else ()
    options = [option(each, declared.type) for each in given]
    described = {"description": declared.description} if declared.description else {}
    return {**definition(declared.type, _config(declared), options), **described}


def _config(declared: Property) -> Json:
    match declared:
        case NumberProperty():
            return {"format": declared.format}
        case RollupProperty():
            return {
                "relation_property_name": declared.relation,
                "rollup_property_name": declared.property,
                "function": declared.function,
            }
        case FormulaProperty():
            return {"expression": declared.expression}
        case UniqueIdProperty():
            return {"prefix": declared.prefix}
        case RelationProperty():
            raise AssertionError("a relation is rendered from the side that is made later")
        case _:
            return {}


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
