"""Why a query is refused.

ValueError
└── QueryError     a filter or a sort that Notion answers with 400 `validation_error`
"""

import json
from typing import Any

SHOWN_CHARACTERS = 100


class QueryError(ValueError):
    """The filter or the sorts do not fit the data source; the text is Notion's message."""


def invalid(path: str, expected: str, value: Any) -> QueryError:
    """Notion's sentence for a malformed body: what `path` should be, and what it was."""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    if len(shown) > SHOWN_CHARACTERS:
        shown = shown[:SHOWN_CHARACTERS] + "…"
    return QueryError(
        f"body failed validation: {path} should be {expected}, instead was `{shown}`."
    )


def missing(path: str) -> QueryError:
    """Notion's sentence for a key that is not there."""
    return QueryError(f"body failed validation: {path} should be defined, instead was `undefined`.")
