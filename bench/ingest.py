"""Collecting, beside tap-freshdesk and Airbyte's connector where `TAP_PYTHON` and `AIRBYTE_PYTHON`
name interpreters that have them: what a ticket with its conversations costs, what is lost while
tickets change, what lies behind the last page, and the memory of a long run.

`python -m bench.ingest [costs] [distance] [losses] [pages] [memory]`, apart from `make bench`: all
takes some ten minutes.
"""

import json
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import report

UPDATES = (0, 1, 3)  # of read tickets, after each list
PASSES = 3  # in turns; the least of each counts, as other work only adds
BULK = 250  # tickets of one second


@dataclass(frozen=True)
class Peer:
    """Somebody else's collector, and what runs it here; None where it is not installed."""

    name: str
    python: str | None
    program: str

    def collect(self, address: str, *streams: str) -> "Collected":
        assert self.python is not None
        command = [self.python, str(Path(__file__).with_name(self.program)), address, *streams]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        records = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
        of_tickets = (item for item in records if item.get("stream") == "tickets")
        ids = {item["record"]["id"] for item in of_tickets if "record" in item}
        taken = [line for line in done.stderr.splitlines() if line.startswith("cpu ")]
        cpu, seconds = map(float, taken[-1].split()[1:]) if taken else (math.nan, math.nan)
        return Collected(len(ids), cpu, seconds)


@dataclass(frozen=True)
class Collected:
    """Distinct tickets, seconds of the processor, and seconds by the clock."""

    tickets: int
    cpu: float
    seconds: float


PEERS = [
    peer
    for peer in (
        Peer("tap-freshdesk", os.environ.get("TAP_PYTHON"), "tap.py"),
        Peer("Airbyte 3.1.3", os.environ.get("AIRBYTE_PYTHON"), "airbyte.py"),
    )
    if peer.python
]


@contextmanager
def helpdesk(tickets: int, *options: str) -> Iterator[str]:
    """The address of a demo account that is not hidden in part: nothing is spam or deleted."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    command = [sys.executable, "-m", "sandbox.freshdesk", "--port", str(port)]
    running = subprocess.Popen([*command, "--tickets", str(tickets), *options])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(3000):
            try:
                urllib.request.urlopen(f"{address}/attachments/0/x").close()
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        running.kill()
        running.wait()


def ours(address: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.collector", address, folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told


def losses(tickets: int) -> None:
    report.title(f"Tickets kept of {tickets:,}, while read ones are updated after each list")
    for updates in UPDATES:
        moving = ("--shown", "--updates", str(updates))
        with helpdesk(tickets, *moving) as address:
            kept = ours(address)["kept"]["tickets"]
        report.row(f"{updates} updates: ours", f"{kept:,}", f"{tickets:,}", met=kept == tickets)
        for peer in PEERS:
            with helpdesk(tickets, *moving) as address:
                report.row(f"{updates} updates: {peer.name}", f"{peer.collect(address).tickets:,}")


def beyond_the_last_page(tickets: int = 30_100) -> None:
    report.title(f"{tickets:,} tickets, {BULK} of one second across page 300")
    with helpdesk(tickets, "--shown", "--bulk", str(BULK)) as address:
        kept = ours(address)["kept"]["tickets"]
        report.row("ours", f"{kept:,}", f"{tickets:,}", met=kept == tickets)


def costs(tickets: int, latency: float = 0.0) -> None:
    """What a ticket with its conversations takes: ours stored and indexed, theirs printed. Without
    `latency` (seconds an answer) the helpdesk's own work, on the same cores, counts on both sides;
    with that of a network between, the clock tells how much is in flight."""
    what = f"{tickets:,} tickets with their conversations, no limit, {latency * 1000:.0f} ms away"
    report.title(f"{what}, {PASSES} passes in turns")
    own: list[Collected] = []
    theirs: dict[str, list[Collected]] = {peer.name: [] for peer in PEERS}
    with helpdesk(tickets, "--shown", "--latency", str(latency)) as address:
        for _ in range(PASSES):
            told = ours(address)
            own.append(Collected(told["kept"]["tickets"], told["cpu"], told["seconds"]))
            for peer in PEERS:
                theirs[peer.name].append(peer.collect(address, "conversations"))
    _cost("ours", own, tickets)
    for name, passes in theirs.items():
        _cost(name, passes, tickets)
        cpu = min(one.cpu for one in passes) / min(one.cpu for one in own)
        rate = min(one.seconds for one in passes) / min(one.seconds for one in own)
        report.row(f"{name} ÷ ours: CPU", f"{cpu:.1f}", ">= 5", met=cpu >= 5)
        report.row("  by the clock", f"{rate:.1f}", ">= 5", met=rate >= 5)


def _cost(name: str, passes: list[Collected], tickets: int) -> None:
    least = min(one.cpu for one in passes)
    report.row(f"{name}: CPU a ticket", f"{1000 * least / tickets:.2f} ms")
    report.row("  tickets a second", f"{tickets / min(one.seconds for one in passes):.0f} /s")


def memory(tickets: int) -> None:
    report.title(f"{tickets:,} tickets in one run")
    with helpdesk(tickets, "--shown") as address:
        told = ours(address)
    more = told["most_mb"] - told["idle_mb"]
    report.row("kept", f"{told['kept']['tickets']:,}", met=told["kept"]["tickets"] == tickets)
    report.row("conversations", f"{told['kept']['conversations']:,}")
    report.row("memory above idle", f"{more:.0f} MB", "<= 80 MB", met=more <= 80)
    report.row("CPU", f"{told['cpu']:.0f} s")


PARTS: dict[str, Callable[[], None]] = {
    "costs": lambda: costs(1_000),
    "distance": lambda: costs(300, latency=0.05),
    "losses": lambda: losses(10_000),
    "pages": beyond_the_last_page,
    "memory": lambda: memory(50_000),
}


if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
