"""Signals of servers that share a Postgres database."""

import asyncio
import contextlib
import logging
import secrets
from collections import defaultdict
from typing import Any

import orjson
from sqlalchemy import Connection

from tools.records.signals import Handler, Signals
from tools.supervised import supervised

RECONNECT_SECONDS = 0.5

_logger = logging.getLogger("notionforge.signals")


class SharedSignals(Signals):
    """Over Postgres's LISTEN and NOTIFY, in a channel of the database's schema.

    What is said while a connection is lost is not heard: each handler is then called with nothing.
    """

    is_shared = True

    def __init__(self, url: str, channel: str) -> None:
        self.me = secrets.token_hex(8)
        self._url = url
        self._channel = channel
        self._handlers: defaultdict[str, list[Handler]] = defaultdict(list)
        self._listening = asyncio.create_task(
            supervised("hearing others", self._listen), name="records-signals"
        )

    def send(self, connection: Connection, kind: str, to: str = "", **said: Any) -> None:
        payload = orjson.dumps({**said, "kind": kind, "to": to, "by": self.me}).decode()
        notify = "SELECT pg_notify(%s, %s)"
        connection.exec_driver_sql(notify, (self._channel, payload))

    def on(self, kind: str, handler: Handler) -> None:
        self._handlers[kind].append(handler)

    async def close(self) -> None:
        self._listening.cancel()
        await asyncio.wait((self._listening,))

    async def _listen(self) -> None:
        import psycopg

        while True:
            with contextlib.suppress(psycopg.OperationalError):
                await self._hear_out()
            _logger.warning("the connection for signals is lost")
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _hear_out(self) -> None:
        """Hears others for as long as the connection lasts."""
        import psycopg
        from psycopg import sql

        connect = psycopg.AsyncConnection.connect(self._url, autocommit=True)
        async with await connect as connection:
            listen = sql.SQL("LISTEN {}").format(sql.Identifier(self._channel))
            await connection.execute(listen)
            self._tell_all_of_a_gap()
            async for notify in connection.notifies():
                self._hear(orjson.loads(notify.payload))

    def _hear(self, said: dict[str, Any]) -> None:
        if said["by"] != self.me and said["to"] in ("", self.me):
            for handler in self._handlers[said["kind"]]:
                handler(said)

    def _tell_all_of_a_gap(self) -> None:
        for handlers in self._handlers.values():
            for handler in handlers:
                handler({})
