"""Statements of the busiest paths, compiled once and run by the driver itself.

To build, compile and bind a statement anew costs ten times what running it does.
"""

import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, cast

import orjson
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import ClauseElement


class Compiled:
    """A statement whose values are all parameters; an insertion names its `columns`.

    Values are the driver's own: JSON is given as `as_json` writes it.
    """

    def __init__(self, statement: ClauseElement, columns: Collection[str] | None = None) -> None:
        dialect = sqlite.dialect(paramstyle="named")
        keys = None if columns is None else list(columns)
        self._sql = str(statement.compile(dialect=dialect, column_keys=keys))

    def __call__(self, connection: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Runs it within the connection's transaction. Raises what the driver raises."""
        return driver(connection).execute(self._sql, values)

    def many(self, connection: Connection, rows: Collection[Mapping[str, Any]]) -> None:
        """Runs it for one row of values after the other. Raises what the driver raises."""
        # Its cursor ends here: until then it holds the statement, which the driver keeps for the
        # next run too. Dropped by another thread amid that one, it would reset it under its hands
        # ("bad parameter or other API misuse", CPython 3.11).
        driver(connection).executemany(self._sql, rows).close()


def driver(connection: Connection) -> sqlite3.Connection:
    """What SQLAlchemy's connection stands on."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def as_json(value: Any) -> str:
    """A value as a column of JSON holds it."""
    return orjson.dumps(value).decode()
