"""`make bench-operations`: what docs/operations.md sizes a server and its database by.

Memory, connections, bytes and CPU, which depend little on what else the machine does.
"""

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import httpx
import psycopg

from bench.endurance import conversations
from bench.report import row, title
from bench.serving import Server, serving
from bench.sockets import clients
from tests.support.postgres import postgres

SOCKETS, WARM, TIMES = 1_000, 24, 150


def main() -> None:
    names = itertools.count()
    with tempfile.TemporaryDirectory() as folder, serving(folder) as server:
        title("A server over files")
        _memory(server, names)
        _conversations(server, names, partial(_on_disk, folder))
    with postgres() as url, _over(url) as server:
        title("A server over Postgres")
        _memory(server, names)
        _conversations(server, names, partial(_in_database, url))
        row("connections", str(_connections(url)))


@contextlib.contextmanager
def _over(url: str) -> Iterator[Server]:
    secret = {"SECRET_KEY": "of-all-servers"}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(folder, DATABASE_URL=url, **secret) as server,
    ):
        yield server


def _memory(server: Server, names: Iterator[int]) -> None:
    httpx.get(f"http://{server.address}/api/features", timeout=60)  # once all is open
    row("memory, begun", f"{server.resident / 1024:.0f} MB")
    asyncio.run(conversations(server, "reject", names, WARM))
    row(f"after {WARM} conversations", f"{server.resident / 1024:.0f} MB")
    with clients(server, SOCKETS):
        row(f"with {SOCKETS} open sockets beside", f"{server.resident / 1024:.0f} MB")


def _conversations(server: Server, names: Iterator[int], kept: Callable[[], float]) -> None:
    for decision in ("reject", "approve"):
        before, used = kept(), server.cpu
        asyncio.run(conversations(server, decision, names, TIMES))
        row(f"a conversation, {decision}: CPU", f"{(server.cpu - used) / TIMES * 1000:.0f} ms")
        row("  keeps", f"{(kept() - before) / TIMES / 1024:.0f} KB")


def _on_disk(folder: str) -> float:
    """Bytes of the databases, their logs folded back or not."""
    return sum(path.stat().st_size for path in Path(folder).glob("*.db"))


def _in_database(url: str) -> float:
    """Bytes of the database, without what its own clean-up will take away."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM FULL")
        found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return float(found[0]) if found else 0.0


def _connections(url: str) -> int:
    """That servers hold."""
    counted = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(url) as connection:
        found = connection.execute(counted).fetchone()
    return int(found[0]) if found else 0


if __name__ == "__main__":
    main()
