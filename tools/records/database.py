"""What records stand on, and what brings it to the newest form."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection, inspect

from tools.errors import CannotStart
from tools.records.signals import Signals

T = TypeVar("T")

NEWEST_REVISION = "0014"  # of `migrations/versions`; a test compares

MIGRATIONS = Path(__file__).parent / "migrations"


class Database(Protocol):
    """An open SQLite file or Postgres database."""

    @property
    def writing(self) -> Connection:
        """The one connection that writes."""
        ...

    @property
    def near(self) -> Connection | None:
        """What queries may run on at once, where that is cheaper than the way to a thread."""
        ...

    @property
    def readers(self) -> int:
        """How many queries may run beside each other in threads of their own."""
        ...

    def reading(self) -> Connection:
        """A connection that sees what is committed when its first query runs. It may block."""
        ...

    def signals(self) -> Signals:
        """What the servers that share it tell each other."""
        ...

    async def patiently(self, transaction: Callable[[], T | Awaitable[T]], seconds: float) -> T:
        """What a transaction comes to, tried again while others are in its way.

        Raises what the driver raises, a refusal as well after so many seconds.
        """
        ...

    def is_of_others(self, error: Exception) -> bool:
        """Whether a transaction failed because others were in its way, and not for what it did."""
        ...

    def keep_up(self) -> None:
        """What is due after some hundred transactions, and at the end. It may block."""
        ...

    async def shrink(self) -> None:
        """Gives back the room that nothing needs any more."""
        ...

    def close(self) -> None:
        """Closes all connections. It may block."""
        ...


def migrate(connection: Connection, name: str, setting: str) -> None:
    """Brings a database to the newest form, within the connection's transaction.

    Imports Alembic only where there is something to migrate: most starts have nothing. Raises
    CannotStart if a newer release wrote it; by `setting` another is named.
    """
    revision = _revision(connection)
    if revision is not None and revision > NEWEST_REVISION:
        message = f"{name} was written by a newer release: install that one, or set {setting}"
        raise CannotStart(message)
    if revision == NEWEST_REVISION:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    """Which migration a database has reached; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
