"""Disks that are full for a while."""

import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

PLENTY = 1_000_000_000  # pages

Execute = Callable[[str], Awaitable[Any]]


class Ceiling:
    """SQLite's own limit on a file's pages: below it all is well, at it the disk "is full".

    Writes that need no further page still succeed, as on a real disk.
    """

    def __init__(self) -> None:
        self._lowered = False
        self._connections: list[Execute] = []

    def over(self, engine: Engine) -> None:
        """Every transaction of an engine is held to the limit from now on."""
        event.listen(engine, "begin", self._hold)

    def over_connection(self, execute: Execute) -> None:
        """A connection is held to it, by way of what executes a statement on it."""
        self._connections.append(execute)

    async def lower(self) -> None:
        self._lowered = True
        await self._tell(1)

    async def lift(self) -> None:
        self._lowered = False
        await self._tell(PLENTY)

    def _hold(self, connection: Connection) -> None:
        pages = 1 if self._lowered else PLENTY  # less than there are means: not one more
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    async def _tell(self, pages: int) -> None:
        for execute in self._connections:
            await execute(f"PRAGMA max_page_count={pages}")


def at_once(execute: Callable[[str], Any]) -> Execute:
    """What executes without waiting, as a Ceiling wants it."""

    async def executed(statement: str) -> Any:
        return execute(statement)

    return executed


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own in memory; skips the test where none can be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False, timeout=10)
    except OSError as error:
        pytest.skip(f"no small disk: {error}")
    if made.returncode:
        pytest.skip(f"no small disk: {made.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, timeout=10)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """The disk is full as long as the block lasts."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()
