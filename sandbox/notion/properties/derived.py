"""Properties that are computed: how rollups and formulas are defined."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks, formulas
from sandbox.notion.checks import Place
from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import decoded
from sandbox.notion.properties.lookup import need_property
from sandbox.notion.records import DataSource, Json
from sandbox.notion.rollup import FUNCTIONS
from sandbox.notion.state import Transaction

MAX_EXPRESSION = 10_000
_ROLLUP_KEYS = frozenset(
    {
        "function",
        "relation_property_name",
        "relation_property_id",
        "rollup_property_name",
        "rollup_property_id",
    }
)
_read_function = checks.one_of(*sorted(FUNCTIONS))


def read_rollup(tx: Transaction, source: DataSource, value: Any, place: Place) -> Json:
    """A rollup over a relation that the data source has by now."""
    found = checks.mapping(value, place, _ROLLUP_KEYS)
    function = _read_function(*checks.member(found, "function", place))
    relation = need_property(source.schema, _named(found, "relation_property", place))
    if relation["type"] != "relation":
        raise ValidationError(f"{relation['name']} is expected to be relation.")
    target = tx.get(DataSource, relation["relation"]["data_source_id"]) or source
    rolled = need_property(target.schema, _named(found, "rollup_property", place))
    config = {
        "rollup_property_name": rolled["name"],
        "relation_property_name": relation["name"],
        "rollup_property_id": decoded(rolled["id"]),
        "relation_property_id": decoded(relation["id"]),
        "function": function,
    }
    formulas.rollup_type(tx, config, source.schema)
    return config


def read_formula(tx: Transaction, source: DataSource, value: Any, place: Place) -> Json:
    """A formula over the properties that the data source has by now."""
    found = checks.mapping(value, place, ("expression",))
    written = checks.text(*checks.member(found, "expression", place), MAX_EXPRESSION)
    return {"expression": formulas.tokenized(tx, written, source)}


def _named(found: Json, what: str, place: Place) -> str:
    key = f"{what}_id" if f"{what}_id" in found else f"{what}_name"
    return checks.filled(*checks.member(found, key, place), checks.MAX_TEXT)
