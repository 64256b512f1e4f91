"""What servers that share a database tell each other, with the transaction that it belongs to."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

Handler = Callable[[dict[str, Any]], None]


class Signals:
    """Of a server that is alone: there is nobody to tell anything."""

    is_shared = False
    me = ""

    def send(self, connection: Connection, kind: str, to: str = "", **said: Any) -> None:
        """Within a transaction: tells the server `to`, or all others, once it is committed."""

    def on(self, kind: str, handler: Handler) -> None:
        """Has a handler called, by the loop, with what others say of a kind; and with nothing
        where something may have been missed."""

    async def close(self) -> None:
        """Hears no more."""
