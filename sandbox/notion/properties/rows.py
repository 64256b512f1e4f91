"""Writing the properties of a page: its own values, new options, the other side of relations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.ids import TITLE_ID, decoded
from sandbox.notion.media import remaining
from sandbox.notion.properties.lookup import check_size, find_property
from sandbox.notion.properties.values import default_value, read_value, settle
from sandbox.notion.records import DataSource, Json, Page
from sandbox.notion.state import Transaction
from sandbox.notion.users import BOT_ID, BOT_NAME

# The schema of a page that is not a row.
PLAIN_PAGE: dict[str, Json] = {
    "title": {"id": TITLE_ID, "name": "title", "type": "title", "title": {}}
}


def schema_of(tx: Transaction, page: Page) -> dict[str, Json]:
    """The schema that a page's values follow."""
    source = tx.get(DataSource, page.parent.id)
    return source.schema if source else PLAIN_PAGE


def read_properties(
    value: Any, place: Place, schema: dict[str, Json]
) -> dict[str, tuple[Json, Any]]:
    """The values of a request by property id, each with its property."""
    read: dict[str, tuple[Json, Any]] = {}
    for key, given in checks.mapping(value, place).items():
        prop = find_property(schema, key)
        if prop is None:
            raise ValidationError(f"{key} is not a property that exists.")
        read[prop["id"]] = (prop, read_value(given, (place, key), prop))
    return read


def defaults(schema: dict[str, Json]) -> Json:
    """The values of a new row."""
    values = {prop["id"]: default_value(prop) for prop in schema.values()}
    return {name: value for name, value in values.items() if value is not None}


def write_values(tx: Transaction, page: Page, read: dict[str, tuple[Json, Any]]) -> Page:
    """Puts values into a page that is in the transaction, and what follows from them."""
    values = dict(page.values)
    source = tx.get(DataSource, page.parent.id)
    for name, (prop, value) in read.items():
        values[name], settled = settle(value, prop)
        if prop["type"] == "files":
            held = page.values.get(name, ())
            values[name] = [remaining(tx, item, held) for item in value]
        if prop["type"] == "people":
            values[name] = [_need_user(tx, person["id"]) for person in value]
        # Not an edit: a new option does not make the data source edited by who asks.
        if settled is not prop and source:
            schema = {**source.schema, prop["name"]: settled}
            check_size(schema)
            source = tx.put(replace(source, schema=schema))
    # Before the relations, which may lead back to this very row.
    written = tx.put(replace(page, values=values))
    for name, (prop, _) in read.items():
        if prop["type"] == "relation":
            _relate(tx, written, prop, page.values.get(name, ()), values[name])
    return tx.get(Page, page.id) or written


def _relate(tx: Transaction, page: Page, prop: Json, before: list[str], after: list[str]) -> None:
    """Checks the pages that a relation names, and keeps the other side in step."""
    relation = prop["relation"]
    for name in after:
        _need_row(tx, name, relation["data_source_id"])
    synced = relation.get("dual_property", {}).get("synced_property_id")
    other = synced and _synced_id(tx, relation["data_source_id"], synced)
    if not other:
        return
    for name in set(before) - set(after):
        _set_link(tx, name, other, page.id, linked=False)
    for name in after:
        if name not in before:
            _set_link(tx, name, other, page.id, linked=True)


def _need_user(tx: Transaction, name: str) -> Json:
    found = tx.user(name)
    if found is None:
        raise ValidationError(f"Could not find user with ID: {name}.")
    return found


def _need_row(tx: Transaction, name: str, source_id: str) -> None:
    row = tx.get(Page, name)
    if row is None:
        raise NotFoundError("page", name, (BOT_ID, BOT_NAME))
    if row.parent.id != source_id:
        raise ValidationError(f"Page {name} is not in the data source that the relation points to.")


def _synced_id(tx: Transaction, source_id: str, synced: str) -> str | None:
    target = tx.get(DataSource, source_id)
    prop = find_property(target.schema, decoded(synced)) if target else None
    return prop["id"] if prop else None


def _set_link(tx: Transaction, name: str, prop_id: str, page_id: str, *, linked: bool) -> None:
    row = tx.get(Page, name)
    if row is None:
        return
    names = [other for other in row.values.get(prop_id, ()) if other != page_id]
    tx.edit(row, values={**row.values, prop_id: [*names, page_id] if linked else names})
