"""The files of an export: fetched once each, kept on disk while the archive is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from tools.export.names import file_name

Json = dict[str, Any]

MOST_BYTES = 500 * 1024 * 1024  # of all files together; further ones stay links
_PIECE = 256 * 1024
_LONGEST_TITLE = 200


class Downloads(Protocol):
    """Where files come from."""

    async def save(self, url: str, path: Path, most: int) -> bool:
        """Writes what is at an address to a path; whether it is there, and has no more bytes."""
        ...


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

    def __init__(self, downloads: Downloads, folder: Path) -> None:
        self._downloads = downloads
        self._folder = folder
        self._brought: dict[str, Brought] = {}
        self._taken: dict[str, set[str]] = {}  # names by folder of the archive
        self._left = MOST_BYTES

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
        if not await self._downloads.save(url, kept, self._left):
            return None
        size = kept.stat().st_size
        self._left -= size
        name = unquote(urlsplit(url).path.rpartition("/")[2])[:_LONGEST_TITLE]
        path = f"{home}/{file_name(name, self._taken.setdefault(home, set()))}"
        return Brought(name, path, kept, size)

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
