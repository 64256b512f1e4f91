"""The files of an export: fetched once each, kept on disk while the archive is written."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from tools.export.names import file_name

Json = dict[str, Any]

MOST_BYTES = 384 * 1024 * 1024  # of all exports at once: `deploy/` has as much in `/tmp`, and more
MOST_OF_ONE = 100 * 1024 * 1024
_PIECE = 256 * 1024
_LONGEST_TITLE = 200


class Downloads(Protocol):
    """Where files come from."""

    async def save(self, url: str, path: Path, take: Callable[[int], bool]) -> bool:
        """Writes what is at an address to a path; whether it is there, and all its bytes were let
        in by `take`, which is asked before some are written."""
        ...


@dataclass
class Room:
    """The bytes that are left on disk for the files of all exports; what has no room stays a
    link."""

    left: int = MOST_BYTES


class _Share:
    """What one file has of the room, more and more as it is written."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.size = 0

    def take(self, count: int) -> bool:
        """Whether there is room for so many more bytes, which is then theirs."""
        if count > min(self._room.left, MOST_OF_ONE - self.size):
            return False
        self._room.left -= count
        self.size += count
        return True

    def give_back(self) -> None:
        self._room.left += self.size
        self.size = 0


@dataclass(frozen=True)
class Brought:
    """A file: its own name, its path in the archive, and where it is kept meanwhile."""

    name: str
    path: str
    kept: Path
    size: int

    def pieces(self) -> Iterator[bytes]:
        """Its content, for a thread to read."""
        with self.kept.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


class Files:
    """All files that were brought, by what their addresses say as long as the file is there."""

    def __init__(self, downloads: Downloads, folder: Path, room: Room) -> None:
        self._downloads = downloads
        self._folder = folder
        self._room = room
        self._brought: dict[str, Brought] = {}
        self._taken: dict[str, set[str]] = {}  # names by folder of the archive

    def close(self) -> None:
        """Gives their room back, as their folder goes."""
        self._room.left += sum(brought.size for brought in self._brought.values())

    async def bring(self, items: Iterable[Json], home: str) -> list[Brought]:
        """Fetches those of some file objects that Notion keeps, into a folder of the archive;
        returns those that are new."""
        found: list[Brought] = []
        for item in items:
            if item.get("type") == "file" and steady(item) not in self._brought:
                brought = await self._fetched(item, home)
                if brought is not None:
                    self._brought[steady(item)] = brought
                    found.append(brought)
        return found

    async def _fetched(self, item: Json, home: str) -> Brought | None:
        url: str = item["file"]["url"]
        kept = self._folder / str(len(self._brought))
        size = await self._saved(url, kept)
        if size is None:
            return None
        name = unquote(urlsplit(url).path.rpartition("/")[2])[:_LONGEST_TITLE]
        path = f"{home}/{file_name(name, self._taken.setdefault(home, set()))}"
        return Brought(name, path, kept, size)

    async def _saved(self, url: str, kept: Path) -> int | None:
        """The size of a file that was fetched; nothing is left of another."""
        if not self._room.left:
            return None
        share, is_there = _Share(self._room), False
        try:
            is_there = await self._downloads.save(url, kept, share.take)
            if not is_there:
                await asyncio.to_thread(kept.unlink, missing_ok=True)
        finally:
            if not is_there:
                share.give_back()
        return share.size if is_there else None

    def get(self, item: Json) -> Brought | None:
        """The file that an icon, cover, block or value shows, if it was brought."""
        return self._brought.get(steady(item)) if item.get("type") == "file" else None


def steady(item: Json) -> str:
    """A kept file's address without its signature, which every answer gives anew."""
    url: str = item["file"]["url"]
    return url.partition("?")[0]


def address_of(item: Json) -> str:
    """Where a file lies that was not brought."""
    kind = item.get("type", "")
    held = item.get(kind) or item.get("external") or item.get("file") or {}
    return str(held.get("url", ""))
