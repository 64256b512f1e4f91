"""Files that somebody sent ahead of the words that are about them: encrypted, for an hour.

The vault's seal carries the moment at which it was made, so nothing beside the file says when it
is to go; an id is a secret, and good for the server key alone that it was given to.
"""

import asyncio
import contextlib
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson

from tools.documents.convert import File
from tools.errors import Expired, StorageFailed, Unavailable
from tools.vault import Vault

SECONDS = 3600.0
MOST_KEPT = 300 * 1024 * 1024  # bytes of all files together, sealed
_ID = re.compile(r"[0-9a-f]{32}")
_SWEEP_SECONDS = 300.0


@dataclass(frozen=True)
class Kept:
    """A file that can be named by its id until it expires (Unix seconds)."""

    id: str
    expires_at: float


class KeptFiles:
    """The files in a folder of the server's own."""

    def __init__(self, folder: Path, vault: Vault, seconds: float = SECONDS) -> None:
        self._folder = folder
        self._vault = vault
        self._seconds = seconds

    async def keep(self, owner: str, file: File) -> Kept:
        """Keeps a file. Raises Unavailable where too much is kept, StorageFailed."""
        kept = Kept(secrets.token_hex(16), time.time() + self._seconds)
        try:
            await asyncio.to_thread(self._write, kept.id, owner, file)
        except OSError as error:
            raise StorageFailed("a file cannot be kept") from error
        return kept

    async def read(self, owner: str, file_id: str) -> File:
        """A file that was kept for that owner. Raises Expired for any other, StorageFailed."""
        try:
            found = await asyncio.to_thread(self._read, owner, file_id)
        except OSError as error:
            raise StorageFailed("a file that was kept cannot be read") from error
        if found is None:
            raise Expired("no such file, or it is past its hour", reason="file_expired")
        return found

    async def sweep_for_ever(self) -> None:
        """Removes what is past its time, again and again, until it is cancelled."""
        while True:
            with contextlib.suppress(OSError):  # the next time may be better
                await asyncio.to_thread(self._sweep)
            await asyncio.sleep(_SWEEP_SECONDS)

    def _write(self, file_id: str, owner: str, file: File) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._sweep()
        if sum(path.stat().st_size for path in self._all()) > MOST_KEPT:
            raise Unavailable("too many files are kept", reason="at_capacity", retry_after=60.0)
        head = orjson.dumps({"owner": owner, "name": file.name})
        self._place(file_id).write_bytes(self._vault.seal(head + b"\n" + file.content))

    def _read(self, owner: str, file_id: str) -> File | None:
        path = self._place(file_id)
        if not _ID.fullmatch(file_id) or not path.exists():
            return None
        opened = self._vault.unsealed(path.read_bytes(), self._seconds)
        if opened is None:
            return None
        head, _, content = opened.partition(b"\n")
        said = orjson.loads(head)
        return File(said["name"], content) if said["owner"] == owner else None

    def _sweep(self) -> None:
        old = time.time() - self._seconds
        for path in self._all():
            if path.stat().st_mtime < old:
                path.unlink(missing_ok=True)

    def _all(self) -> Iterable[Path]:
        return list(self._folder.glob("*.sealed"))

    def _place(self, file_id: str) -> Path:
        return self._folder / f"{file_id}.sealed"
