"""Collecting, beside tap-freshdesk where `TAP_PYTHON` names an interpreter that has it: what is
lost while tickets change, and what a ticket with its conversations costs.

`python -m bench.ingest [TICKETS]`, apart from `make bench`: it takes minutes.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import report

TAP = os.environ.get("TAP_PYTHON")
UPDATES = (0, 1, 3)  # of read tickets, after each list


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
        for _ in range(600):
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


def theirs(address: str, *streams: str) -> tuple[int, float]:
    """Distinct tickets, and the processor's seconds."""
    assert TAP is not None
    command = [TAP, str(Path(__file__).with_name("tap.py")), address, *streams]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    records = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    of_tickets = (item for item in records if item.get("stream") == "tickets")
    ids = {item["record"]["id"] for item in of_tickets if "record" in item}
    cpu = [line for line in done.stderr.splitlines() if line.startswith("cpu ")]
    return len(ids), float(cpu[-1].split()[1]) if cpu else float("nan")


def losses(tickets: int) -> None:
    report.title(f"Tickets kept of {tickets:,}, while read ones are updated after each list")
    for updates in UPDATES:
        with helpdesk(tickets, "--shown", "--updates", str(updates)) as address:
            kept = ours(address)["kept"]["tickets"]
        report.row(f"{updates} updates: ours", f"{kept:,}", f"{tickets:,}", met=kept == tickets)
        if TAP:
            with helpdesk(tickets, "--shown", "--updates", str(updates)) as address:
                report.row(f"{updates} updates: tap-freshdesk", f"{theirs(address)[0]:,}")


def costs(tickets: int) -> None:
    report.title(f"{tickets:,} tickets with their conversations, no limit")
    with helpdesk(tickets, "--shown") as address:
        told = ours(address)
        own = told["cpu"] / tickets
        report.row("ours: CPU a ticket, stored and indexed", f"{1000 * own:.2f} ms")
        report.row(
            "ours: memory above idle", f"{told['most_mb'] - told['idle_mb']:.0f} MB", "80 MB"
        )
        if TAP:
            _, cpu = theirs(address, "conversations")
            report.row("tap-freshdesk: CPU a ticket, printed", f"{1000 * cpu / tickets:.2f} ms")
            report.row("ratio", f"{cpu / tickets / own:.1f}")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    losses(number)
    costs(min(number, 1_000))
