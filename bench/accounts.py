"""`make bench-accounts`: accounts as they are after years, and what they cost a server.

A table of 50,000 rows is written into the files of a data folder; 10,000 old conversations are
copies of one that a server had. What a built conversation leaves is looked at once its time is
over. CPU counts, as other processes change the wall's time.
"""

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

import httpx

from bench.endurance import FILES, WISHES, conversation
from bench.report import row, title
from bench.serving import Server, serving
from tests.support.big_workspace import big_workspace

ROWS, THREADS, BUILT = 50_000, 10_000, 60
ROUNDS = 5
PAGES = 20
_DAYS = "30"  # that conversations are kept
_NAMES = ("id", "thread_id", "build_id")  # what a copy has another of
_OF_THREAD = "thread_id = :thread"
_RECORDS = {
    "threads": "id = :thread",
    "operations": f"build_id IN (SELECT id FROM builds WHERE {_OF_THREAD})",
    **dict.fromkeys(("events", "runs", "approvals", "builds"), _OF_THREAD),
}
_CHECKPOINTS = dict.fromkeys(("checkpoints", "writes"), _OF_THREAD)


def main() -> None:
    with tempfile.TemporaryDirectory() as empty:
        nothing = _started(empty)
        with tempfile.TemporaryDirectory() as folder:
            _rows(folder, nothing)
        with tempfile.TemporaryDirectory() as folder:
            _threads(folder, nothing)
    with tempfile.TemporaryDirectory() as folder:
        _left(folder)


def _rows(folder: str, nothing: tuple[float, float]) -> None:
    title(f"A workspace with a table of {ROWS:,} rows")
    big = asyncio.run(big_workspace(Path(folder), ROWS))
    _compare(_started(folder), nothing, seconds=0.3, most=60)
    with serving(folder) as server:
        _ready(server)
        _query(server, big.source_id, "unsorted", {})
        sizes = [{"property": "Size", "direction": "ascending"}]
        _query(server, big.source_id, "sorted", {"sorts": sizes})


def _query(server: Server, source: str, name: str, asked: dict[str, object]) -> None:
    headers = {"Authorization": "Bearer sandbox", "Notion-Version": "2026-03-11"}
    url = f"http://{server.address}/sandbox/notion/v1"
    query = f"{url}/data_sources/{source}/query"
    first, further = 0.0, 0.0
    with httpx.Client(headers=headers, timeout=60) as client:
        for _ in range(PAGES):
            made = {"parent": {"data_source_id": source}, "properties": {}}
            client.post(f"{url}/pages", json=made).raise_for_status()  # what was found is old
            before = server.cpu
            page = client.post(query, json=asked).raise_for_status().json()
            between = server.cpu
            cursor = {"start_cursor": page["next_cursor"]}
            client.post(query, json={**asked, **cursor}).raise_for_status()
            first, further = first + between - before, further + server.cpu - between
    for which, seconds in ((f"{name}, the first page", first), (f"{name}, a further one", further)):
        each = seconds / PAGES * 1000
        is_bound = which != "sorted, the first page"  # that reads all rows, once for all pages
        budget, met = ("<= 30 ms", each <= 30) if is_bound else ("", None)
        row(which, f"{each:.1f} ms", budget, met=met)


def _threads(folder: str, nothing: tuple[float, float]) -> None:
    title(f"{THREADS:,} old conversations, each built")
    with serving(folder) as server:
        _ready(server)
        asyncio.run(conversation(server, WISHES[0].format(name="Old"), "approve"))
    with closing(sqlite3.connect(Path(folder) / "notionforge.db")) as records:
        [(thread,)] = records.execute("SELECT id FROM threads WHERE last_seq > 0").fetchall()
        _copy(records, _RECORDS, thread)
    with closing(sqlite3.connect(Path(folder) / "checkpoints.db")) as checkpoints:
        _copy(checkpoints, _CHECKPOINTS, thread)
    row("files", f"{sum(_sizes(folder)) / 1024:.0f} MB")
    _compare(_started(folder), nothing, seconds=0.2, most=60)


def _copy(file: sqlite3.Connection, tables: dict[str, str], thread: str) -> None:
    """Copies what belongs to a thread, with its number behind each name."""
    counting = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < :copies)"
    for table, which in tables.items():
        columns = [found[1] for found in file.execute(f"PRAGMA table_info({table})")]
        taken = [f"{name} || '-' || n" if name in _NAMES else name for name in columns]
        file.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) {counting}"
            f" SELECT {', '.join(taken)} FROM {table}, n WHERE {which}",
            {"thread": thread, "copies": THREADS},
        )
    file.commit()


def _left(folder: str) -> None:
    title(f"What {BUILT} built conversations leave, a month later")
    with serving(folder, RETENTION_DAYS=_DAYS) as server:
        _ready(server)
        asyncio.run(conversation(server, WISHES[0].format(name="First"), "approve"))
    before = _sizes(folder)
    with serving(folder, RETENTION_DAYS=_DAYS) as server:
        asyncio.run(_build(server))
    with closing(sqlite3.connect(Path(folder) / "notionforge.db")) as records:
        records.execute("UPDATE threads SET updated_at = updated_at - 60 * 86400")
        records.commit()
    used = _sizes(folder)
    with serving(folder, RETENTION_DAYS=_DAYS) as server:
        _ready(server)
        _wait_until_swept(folder)
    left = _sizes(folder)
    for name, *sizes in zip(FILES, before, used, left, strict=True):
        first, then, now = sizes
        row(name, f"{(now - first) / BUILT:.1f} KB of {(then - first) / BUILT:.1f}")
    each = (sum(left) - sum(before)) / BUILT
    row("each", f"{each:.1f} KB", "<= 60 KB", met=each <= 60)


async def _build(server: Server) -> None:
    for number in range(BUILT):
        wish = WISHES[number % len(WISHES)].format(name=f"Space {number}")
        await conversation(server, wish, "approve")


def _wait_until_swept(folder: str) -> None:
    """Until no thread is left, and the files have given back what is free, bit by bit."""
    deadline = time.monotonic() + 60
    checks = {"SELECT count(*) FROM threads": FILES[:1], "PRAGMA freelist_count": FILES[:2]}
    for check, names in checks.items():
        for name in names:
            with closing(sqlite3.connect(Path(folder) / name)) as file:
                while file.execute(check).fetchone() != (0,):
                    if time.monotonic() > deadline:
                        raise TimeoutError(f"{check} of {name} is not 0 within a minute")
                    time.sleep(0.1)


def _started(folder: str) -> tuple[float, float]:
    """Seconds of CPU to a server that is ready, and its memory in MB: the medians of a few."""
    taken, memory = [], []
    for _ in range(ROUNDS):
        with serving(folder) as server:
            taken.append(_ready(server))
            memory.append(server.resident / 1024)
    return median(taken), median(memory)


def _ready(server: Server) -> float:
    """Seconds of CPU that a server has taken once all of it is there."""
    url = f"http://{server.address}/health/ready"
    while not httpx.get(url, timeout=60).is_success:
        time.sleep(0.02)
    return server.cpu


def _compare(
    found: tuple[float, float], nothing: tuple[float, float], *, seconds: float, most: float
) -> None:
    """What a start costs more than one over an empty folder: CPU seconds, MB."""
    more, grown = found[0] - nothing[0], found[1] - nothing[1]
    value = f"{found[0]:.2f} s, {more:+.2f} s"
    row("CPU of a start", value, f"<= +{seconds} s", met=more <= seconds)
    row("memory", f"{found[1]:.0f} MB, {grown:+.0f} MB", f"<= +{most} MB", met=grown <= most)


def _sizes(folder: str) -> list[float]:
    """KB of each database with its log."""
    files = [[Path(folder) / name, Path(folder) / f"{name}-wal"] for name in FILES]
    return [sum(p.stat().st_size for p in pair if p.exists()) / 1024 for pair in files]


if __name__ == "__main__":
    main()
