"""Which rows of a data source a filter lets through, and in which order.

Only the properties that a filter or a sort asks for are computed: a table may have many rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sandbox.notion.answers import Answers
from sandbox.notion.errors import ValidationError
from sandbox.notion.query import (
    QueryError,
    Row,
    check_effort,
    find_property,
    matches,
    sort_rows,
    validate_filter,
    validate_sorts,
)
from sandbox.notion.records import DataSource, Json, Page, View
from sandbox.notion.state import Transaction


def rows_of(tx: Transaction, source: DataSource) -> list[Page]:
    """The rows of a data source in the order of creation, trash left out."""
    return [page for page in tx.members(Page, source.id) if not page.in_trash]


def selected(
    answers: Answers, source: DataSource, rows: Sequence[Page], condition: Any, sorts: Any
) -> list[str]:
    """Ids of the rows that a filter lets through, sorted; both as `check_conditions` takes them.

    Raises ValidationError where they are too much for so many rows.
    """
    if not condition and not sorts:
        return [row.id for row in rows]
    schema = source.schema
    now = answers.tx.moment()
    wanted = _wanted(schema, condition, sorts)
    with _in_notions_words():
        check_effort(condition, sorts, len(rows))
    # Answers show a part of a long relation; what is asked is asked of all of it.
    whole: Sequence[Row] = [answers.rows.whole(row, wanted, schema) for row in rows]
    if condition:
        whole = [row for row in whole if matches(condition, row, schema, now)]
    return [str(row["id"]) for row in (sort_rows(whole, sorts, schema) if sorts else whole)]


def check_conditions(tx: Transaction, schema: dict[str, Json], condition: Any, sorts: Any) -> None:
    """Refuses a filter or sorts that do not fit a schema."""
    with _in_notions_words():
        if condition:
            validate_filter(condition, schema, formulas=tx.knows_formulas)
        if sorts:
            validate_sorts(sorts, schema)


def still_asked(source: DataSource, view: View) -> tuple[Json | None, list[Json]]:
    """The filter and sorts of a view without what they say of properties that were deleted: kept,
    as these may come back, but asked of no row until then."""
    sorts = [sort for sort in view.sorts or () if not _is_removed(source, sort)]
    return _without_removed(source, view.filter) if view.filter else None, sorts


def _without_removed(source: DataSource, condition: Json) -> Json | None:
    """What is left of a filter; a group that is left empty asks nothing."""
    for group in ("and", "or"):
        if group in condition:
            kept = (_without_removed(source, entry) for entry in condition[group])
            return {group: [entry for entry in kept if entry is not None]}
    return None if _is_removed(source, condition) else condition


def _is_removed(source: DataSource, asked: Json) -> bool:
    """Whether a condition or a sort is of a property that is there no more."""
    key = asked.get("property")
    if key is None or find_property(key, source.schema):
        return False
    removed = {prop["name"]: prop for prop in source.removed.values()}
    return find_property(key, removed) is not None


@contextmanager
def _in_notions_words() -> Iterator[None]:
    try:
        yield
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
