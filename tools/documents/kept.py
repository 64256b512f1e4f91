"""Files that somebody sent ahead of the words that are about them: encrypted, for an hour.

The vault's seal carries the moment at which it was made, so nothing beside the file says when it
is to go; an id is a secret, and good for the server key alone that it was given to.
"""

import asyncio
import contextlib
import re
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import orjson

from tools.documents.convert import File
from tools.errors import Expired, StorageFailed, Unavailable
from tools.vault import Vault

T = TypeVar("T")

SECONDS = 3600.0
MOST_KEPT = 300 * 1024 * 1024  # bytes of all files together, sealed
_ID = re.compile(r"[0-9a-f]{32}")
_SWEEP_SECONDS = 300.0


@dataclass(frozen=True)
class Kept:
    """A file that can be named by its id until it expires (Unix seconds)."""

    id: str
    expires_at: float


class Shelf(Protocol):
    """Where sealed files are. All raise StorageFailed."""

    async def size(self) -> int:
        """The bytes of all files."""
        ...

    async def put(self, file_id: str, sealed: bytes) -> None: ...

    async def get(self, file_id: str) -> bytes | None:
        """What was put there; what was cut short is what no vault opens."""
        ...

    async def sweep(self, before: float) -> None:
        """Removes what was put there before a moment (Unix seconds)."""
        ...


class KeptFiles:
    """The files on a shelf that nobody but the servers of a vault can read."""

    def __init__(self, shelf: Shelf, vault: Vault, seconds: float = SECONDS) -> None:
        self._shelf = shelf
        self._vault = vault
        self._seconds = seconds

    async def keep(self, owner: str, file: File) -> Kept:
        """Keeps a file. Raises Unavailable where too much is kept, StorageFailed."""
        await self._sweep()
        if await self._shelf.size() > MOST_KEPT:
            raise Unavailable("too many files are kept", reason="at_capacity", retry_after=60.0)
        kept = Kept(secrets.token_hex(16), time.time() + self._seconds)
        head = orjson.dumps({"owner": owner, "name": file.name})
        sealed = await asyncio.to_thread(self._vault.seal, head + b"\n" + file.content)
        await self._shelf.put(kept.id, sealed)
        return kept

    async def read(self, owner: str, file_id: str) -> File:
        """A file that was kept for that owner. Raises Expired for any other, StorageFailed."""
        sealed = await self._shelf.get(file_id) if _ID.fullmatch(file_id) else None
        found = None
        if sealed is not None:
            found = await asyncio.to_thread(self._opened, owner, sealed)
        if found is None:
            raise Expired("no such file, or it is past its hour", reason="file_expired")
        return found

    async def sweep_for_ever(self) -> None:
        """Removes what is past its time, again and again, until it is cancelled."""
        while True:
            with contextlib.suppress(StorageFailed):  # the next time may be better
                await self._sweep()
            await asyncio.sleep(_SWEEP_SECONDS)

    async def _sweep(self) -> None:
        await self._shelf.sweep(time.time() - self._seconds)

    def _opened(self, owner: str, sealed: bytes) -> File | None:
        opened = self._vault.unsealed(sealed, self._seconds)
        if opened is None:
            return None
        head, _, content = opened.partition(b"\n")
        said = orjson.loads(head)
        return File(said["name"], content) if said["owner"] == owner else None


class Folder:
    """A shelf of the server's own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def size(self) -> int:
        return await _beside(lambda: sum(each.stat().st_size for each in self._all()))

    async def put(self, file_id: str, sealed: bytes) -> None:
        def put() -> None:
            self._path.mkdir(mode=0o700, exist_ok=True)
            self._place(file_id).write_bytes(sealed)

        await _beside(put)

    async def get(self, file_id: str) -> bytes | None:
        place = self._place(file_id)
        return await _beside(lambda: place.read_bytes() if place.exists() else None)

    async def sweep(self, before: float) -> None:
        def sweep() -> None:
            for each in self._all():
                if each.stat().st_mtime < before:
                    each.unlink(missing_ok=True)

        await _beside(sweep)

    def _all(self) -> Iterable[Path]:
        return list(self._path.glob("*.sealed"))

    def _place(self, file_id: str) -> Path:
        return self._path / f"{file_id}.sealed"


async def _beside(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        raise StorageFailed("the files that are kept cannot be reached") from error
