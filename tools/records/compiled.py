"""Statements of the busiest paths, compiled once and run by the driver itself.

To build, compile and bind a statement anew costs ten times what running it does.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol

import orjson
from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects import sqlite

# Its insertion compiles for SQLite as well, conflicts included; SQLite's does not for Postgres
# (SQLAlchemy 2.1.9: "has no attribute 'constraint_target'").
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.sql.expression import ClauseElement

__all__ = ["Compiled", "Cursor", "as_json", "driver", "insert_or"]


class Cursor(Protocol):
    """What both drivers' cursors have."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Compiled:
    """A statement whose values are all parameters; an insertion names its `columns`.

    Values are the driver's own: JSON is text, as `as_json` writes it.
    """

    def __init__(self, statement: ClauseElement, columns: Collection[str] | None = None) -> None:
        self._statement = statement
        self._columns = None if columns is None else list(columns)
        self._for_sqlite = self._compiled(sqlite.dialect(paramstyle="named"))

    @cached_property
    def for_postgres(self) -> str:
        """The statement as psycopg takes it."""
        from sqlalchemy.dialects.postgresql import psycopg

        return self._compiled(psycopg.PGDialect_psycopg())  # type: ignore[no-untyped-call]

    def _compiled(self, dialect: Dialect) -> str:
        return str(self._statement.compile(dialect=dialect, column_keys=self._columns))

    def __call__(self, connection: Connection, values: Mapping[str, Any]) -> Cursor:
        """Runs it within the connection's transaction. Raises what the driver raises."""
        if connection.dialect.name != "sqlite":
            far: Cursor = self._far(connection).execute(self.for_postgres, values)
            return far
        near: Cursor = driver(connection).execute(self._for_sqlite, values)
        return near

    def many(self, connection: Connection, rows: Collection[Mapping[str, Any]]) -> None:
        """Runs it for one row of values after the other. Raises what the driver raises."""
        # Its cursor ends here: until then it holds the statement, which the driver keeps for the
        # next run too. Dropped by another thread amid that one, it would reset it under its hands
        # ("bad parameter or other API misuse", CPython 3.11).
        if connection.dialect.name != "sqlite":
            self._far(connection).executemany(self.for_postgres, rows)
        else:
            driver(connection).executemany(self._for_sqlite, rows).close()

    @staticmethod
    def _far(connection: Connection) -> Any:
        """A cursor of psycopg, which otherwise parses JSON."""
        from psycopg.types.string import TextLoader

        cursor = driver(connection).cursor()
        cursor.adapters.register_loader("json", TextLoader)
        return cursor


def driver(connection: Connection) -> Any:
    """What SQLAlchemy's connection stands on: a connection of sqlite3 or of psycopg."""
    return connection.connection.driver_connection


def as_json(value: Any) -> str:
    """A value as a column of JSON holds it."""
    return orjson.dumps(value).decode()
