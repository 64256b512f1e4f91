"""Parts of a list that is newest first: where one ends, and what comes behind it."""

import math

from sqlalchemy import ColumnElement, literal, tuple_

from tools.errors import InvalidInput


def cursor_of(at: float, name: str) -> str:
    """An item's place, which stays one though the item goes or moves to the top."""
    return f"{at!r}~{name}"


def behind(cursor: str, at: ColumnElement[float], name: ColumnElement[str]) -> ColumnElement[bool]:
    """What comes behind a place. Raises InvalidInput for a cursor that no list gave."""
    moment, _, last = cursor.partition("~")
    try:
        place = float(moment)
    except ValueError:
        place = math.nan
    if math.isnan(place) or not last:
        raise InvalidInput("a cursor that no list gave", reason="bad_cursor")
    return tuple_(at, name) < tuple_(literal(place), literal(last))
