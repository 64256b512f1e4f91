"""A shelf for the files that somebody sent ahead, which several servers share."""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from tools.records import Records
from tools.records.tables import files

PART_BYTES = 1_000_000  # of a transaction: others write between two


class Table:
    """In the records, in parts."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def size(self) -> int:
        size = select(func.coalesce(func.sum(func.length(files.c.sealed)), 0))
        return await self._records.read(lambda c: int(c.execute(size).scalar_one()), long=True)

    async def put(self, file_id: str, sealed: bytes) -> None:
        now = time.time()
        for part, at in enumerate(range(0, len(sealed), PART_BYTES)):
            row = {"id": file_id, "part": part, "sealed": sealed[at : at + PART_BYTES]}
            await self._records.write(partial(_keep, {"kept_at": now, **row}), long=True)

    async def get(self, file_id: str) -> bytes | None:
        parts = select(files.c.sealed).where(files.c.id == file_id).order_by(files.c.part)
        found = await self._records.read(lambda c: list(c.execute(parts).scalars()), long=True)
        return b"".join(found) or None

    async def sweep(self, before: float) -> None:
        old = delete(files).where(files.c.kept_at < before)
        await self._records.write(lambda connection: connection.execute(old))


def _keep(row: Mapping[str, Any], connection: Connection) -> None:
    connection.execute(insert(files), row)
