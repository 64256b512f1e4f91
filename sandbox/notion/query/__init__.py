"""Filters and sorts of Notion's data source queries and views, applied to rows in memory.

Pure functions over the JSON of the Notion API: the data source's `properties` object is the schema,
page objects with computed formulas and rollups are the rows.
"""

from sandbox.notion.query.errors import QueryError
from sandbox.notion.query.filters import check_effort, matches, validate_filter
from sandbox.notion.query.properties import PropertySchema, Row, Schema, find_property
from sandbox.notion.query.sorts import sort_rows, validate_sorts

__all__ = [
    "PropertySchema",
    "QueryError",
    "Row",
    "Schema",
    "check_effort",
    "find_property",
    "matches",
    "sort_rows",
    "validate_filter",
    "validate_sorts",
]
