"""Which rows of a data source a filter lets through, and in which order.

Only the properties that a filter or a sort asks for are computed: a table may have many rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sandbox.notion.answers import Answers
from sandbox.notion.errors import ValidationError
from sandbox.notion.query import (
    QueryError,
    Row,
    find_property,
    matches,
    sort_rows,
    validate_filter,
    validate_sorts,
)
from sandbox.notion.records import DataSource, Json, Page
from sandbox.notion.state import Transaction
from sandbox.notion.times import minute


def rows_of(tx: Transaction, source: DataSource) -> list[Page]:
    """The rows of a data source in the order of creation, trash left out."""
    return [page for page in tx.members(Page, source.id) if not page.in_trash]


def selected(
    answers: Answers, source: DataSource, rows: Sequence[Page], condition: Any, sorts: Any
) -> list[str]:
    """Ids of the rows that a filter lets through, sorted; both as `check_conditions` takes them."""
    if not condition and not sorts:
        return [row.id for row in rows]
    schema = source.schema
    now = datetime.fromisoformat(answers.tx.now)
    wanted = _wanted(schema, condition, sorts)
    shown: Sequence[Row] = [_shown(answers, row, wanted, schema) for row in rows]
    if condition:
        shown = [row for row in shown if matches(condition, row, schema, now)]
    return [str(row["id"]) for row in (sort_rows(shown, sorts, schema) if sorts else shown)]


def check_conditions(schema: dict[str, Json], condition: Any, sorts: Any) -> None:
    """Refuses a filter or sorts that do not fit a schema, in Notion's words."""
    try:
        if condition:
            validate_filter(condition, schema)
        if sorts:
            validate_sorts(sorts, schema)
    except QueryError as error:
        raise ValidationError(str(error)) from error


def _wanted(schema: dict[str, Json], condition: Any, sorts: Any) -> list[Json]:
    """The properties that the rows have to show."""
    keys = {*_named(condition or {}), *(s["property"] for s in sorts or () if "property" in s)}
    found = {prop["name"] for key in keys if (prop := find_property(key, schema))}
    return [schema[name] for name in found]


def _named(condition: Json) -> Iterator[str]:
    for group in ("and", "or"):
        for entry in condition.get(group, ()):
            yield from _named(entry)
    if "property" in condition:
        yield condition["property"]


def _shown(answers: Answers, page: Page, wanted: list[Json], schema: dict[str, Json]) -> Json:
    return {
        "id": page.id,
        "created_time": minute(page.created_time),
        "last_edited_time": minute(page.last_edited_time),
        "properties": {prop["name"]: answers.rows.property(page, prop, schema) for prop in wanted},
    }
