"""`make bench-servers`: several servers over one Postgres, beside one, and beside one over files.

All of it, the clients too, shares one machine: what its cores do meanwhile is told with each rate,
as more servers can bring more only while there is a core for them.
"""

import asyncio
import contextlib
import itertools
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.endurance import WISHES, conversation
from bench.report import row, title
from bench.serving import Server, serving
from bench.sockets import clients
from tests.support.postgres import postgres

COUNTS = 1, 2, 4
CONVERSATIONS, WARM, AT_ONCE = 160, 24, 16
ROUNDS = 2
SOCKETS = 2_000
_TICKS = os.sysconf("SC_CLK_TCK")
_SECRET = "of-all-servers"


@dataclass(frozen=True)
class Rate:
    """Conversations a second, and the seconds of CPU that each took: of the servers, of Postgres,
    of the clients."""

    a_second: float
    servers: float
    database: float
    clients: float


def main() -> None:
    names = itertools.count()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        (alone,) = stack.enter_context(_servers(folder, 1))
        for decision in ("reject", "approve"):
            title(f"{CONVERSATIONS} conversations, {AT_ONCE} at once, {decision}: over files")
            _told("1 server", _rate([alone], decision, names), None)
    with postgres(durable=True) as url:
        for decision in ("reject", "approve"):
            _several(url, decision, names)
        _sockets(url)


def _several(url: str, decision: str, names: Iterator[int]) -> None:
    title(f"{CONVERSATIONS} conversations, {AT_ONCE} at once, {decision}: over one Postgres")
    best: dict[int, Rate] = {}
    for _, count in itertools.product(range(ROUNDS), COUNTS):
        with tempfile.TemporaryDirectory() as folder, _servers(folder, count, url) as servers:
            rate = _rate(servers, decision, names)
        if count not in best or rate.a_second > best[count].a_second:
            best[count] = rate
    for count, rate in best.items():
        _told(f"{count} server{'s' * (count > 1)}", rate, best[1])


def _told(name: str, rate: Rate, one: Rate | None) -> None:
    ratio = "" if one is None else f"{rate.a_second / one.a_second:.2f} x"
    row(name, f"{rate.a_second:.1f} /s", ratio)
    parts = [f"{1000 * part:.0f}" for part in (rate.servers, rate.database, rate.clients)]
    row("  CPU each: servers, Postgres, clients", " + ".join(parts) + " ms")


@contextlib.contextmanager
def _servers(folder: str, count: int, url: str | None = None) -> Iterator[list[Server]]:
    database = {} if url is None else {"DATABASE_URL": url}
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(serving(_made(folder, n), SECRET_KEY=_SECRET, **database))
            for n in range(count)
        ]


def _made(folder: str, number: int) -> str:
    path = Path(folder) / str(number)
    path.mkdir()
    return str(path)


def _rate(servers: Sequence[Server], decision: str, names: Iterator[int]) -> Rate:
    asyncio.run(_conversations(servers, decision, names, WARM))
    begun, used = time.perf_counter(), _used(servers)
    asyncio.run(_conversations(servers, decision, names, CONVERSATIONS))
    seconds = time.perf_counter() - begun
    each = [(a - b) / CONVERSATIONS for a, b in zip(_used(servers), used, strict=True)]
    return Rate(CONVERSATIONS / seconds, *each)


def _used(servers: Sequence[Server]) -> tuple[float, float, float]:
    """Seconds of CPU until now: of the servers, of Postgres, of this process."""
    return sum(server.cpu for server in servers), _cpu_of("postgres"), time.process_time()


def _cpu_of(name: str) -> float:
    """Of all processes of a name, and of those that they have waited for."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            head, _, tail = stat.read_text().rpartition(")")
            if head.partition("(")[2] == name:
                total += sum(map(int, tail.split()[11:15]))
    return total / _TICKS


async def _conversations(
    servers: Sequence[Server], decision: str, names: Iterator[int], times: int
) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        wish = WISHES[number % len(WISHES)].format(name=f"Space {number}")
        async with gate, asyncio.timeout(120):
            await conversation(servers[number % len(servers)], wish, decision)

    await asyncio.gather(*[one(next(names)) for _ in range(times)])


def _sockets(url: str) -> None:
    title(f"{SOCKETS} idle sockets, spread over two servers")
    with (
        tempfile.TemporaryDirectory() as folder,
        _servers(folder, 2, url) as servers,
        contextlib.ExitStack() as stack,
    ):
        asyncio.run(_conversations(servers, "reject", itertools.count(), WARM))
        before = [server.resident for server in servers]
        for server in servers:
            stack.enter_context(clients(server, SOCKETS // len(servers)))
        for server, kilobytes in zip(servers, before, strict=True):
            each = (server.resident - kilobytes) / (SOCKETS // len(servers))
            row("an idle socket", f"{each:.1f} KB", "<= 40 KB", met=each <= 40)
            code = httpx.get(f"http://{server.address}/health", timeout=10).status_code
            row("GET /health beside them", str(code), "200", met=code == 200)
        _told("conversations beside them", _rate(servers, "reject", itertools.count()), None)


if __name__ == "__main__":
    main()
