"""A Postgres of one's own: `python -m tests.support.postgres COMMAND…` runs a command beside it.

The command finds its address in `DATABASE_URL` and `TEST_DATABASE_URL`.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.support.processes import free_port

# Of the server that `make test-postgres` starts; empty without one.
ADDRESS = os.environ.get("TEST_DATABASE_URL", "")
NO_POSTGRES = "needs a Postgres: `make test-postgres`"

_DEBIAN = Path("/usr/lib/postgresql")
_ROOM = ("max_connections=400",)
# What it holds is gone with it: nothing need ever reach the disk.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(Exception):
    """Its programs are not on this machine."""


def programs() -> Path:
    """The folder of `initdb` and `postgres`. Raises NoPostgres, which says how to get them."""
    folders = sorted(_DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name))
    found = shutil.which("pg_isready")
    if folders:
        return folders[-1]
    if found is None:
        raise NoPostgres("no Postgres is installed: apt-get install postgresql")
    return Path(found).parent


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """A server on a free port of loopback, with an empty database: its address.

    A `durable` one keeps what it says it has kept, as one that is measured has to.
    """
    where, port = programs(), free_port()
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder = Path(name)
        user = _not_root(folder)
        make: list[str | Path] = [
            where / "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-U",
            "forge",
            "-E",
            "UTF8",
        ]
        subprocess.run(make, check=True, user=user, stdout=subprocess.DEVNULL)
        options = [part for each in (_ROOM if durable else _ROOM + _FAST) for part in ("-c", each)]
        address: list[str | Path] = ["-h", "127.0.0.1", "-p", str(port), "-k", folder]
        start = [where / "postgres", "-D", folder / "data", *address, *options]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(start, user=user, stdout=log, stderr=log)
        try:
            _until_ready([where / "pg_isready", "-q", *address[:4]], server)
            yield f"postgresql://forge@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # its "fast" shutdown
            server.wait(60)


@contextlib.contextmanager
def own_database(address: str, made: str = "") -> Iterator[str]:
    """Another database of the server, `made` in its words: who is connected to it can be told from
    all others."""
    import psycopg

    name = "t" + secrets.token_hex(6)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {made}".encode())
        yield f"{address.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def own_schema(address: str) -> str:
    """The address of a new schema of a database: what is kept there is kept apart."""
    import psycopg

    schema, database = "t" + secrets.token_hex(6), address.partition("?")[0]
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{database}?options=-csearch_path%3D{schema}"


def _not_root(folder: Path) -> str | None:
    """Postgres does not run as root: then it is somebody else's, and so is the folder."""
    if os.geteuid() != 0:
        return None
    name = next(each.pw_name for each in pwd.getpwall() if each.pw_name in ("postgres", "nobody"))
    shutil.chown(folder, name)
    return name


def _until_ready(ask: Sequence[str | Path], server: "subprocess.Popen[bytes]") -> None:
    while subprocess.run(ask, check=False).returncode != 0:
        if server.poll() is not None:
            raise NoPostgres("Postgres ended as it started")
        time.sleep(0.05)


def main(command: Sequence[str]) -> int:
    """What the command exits with."""
    with postgres() as url:
        environment = {**os.environ, "DATABASE_URL": url, "TEST_DATABASE_URL": url}
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoPostgres as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit(130)
