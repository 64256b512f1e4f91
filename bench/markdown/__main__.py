"""`make bench-markdown`: twenty files of Markdown into the embedded workspace by ours, by martian
and by md2notion, in one run: the content that arrives, the calls, the time.

`MARTIAN` names a folder in which `@tryfabric/martian` is installed (npm), `MD2NOTION_PYTHON` an
interpreter that has md2notion. What is not there is said, and not measured.
"""

import asyncio
import contextlib
import json
import os
import re
import resource
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from bench.markdown.files import files
from bench.report import row, title
from sandbox.notion import Workspace, create_app
from sandbox.notion.snapshot import page_snapshot
from tools.documents.convert import Converter, File
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import MemoryJournal
from tools.notion.operations import WORKSPACE
from tools.notion.transport import HttpTransport

HERE = Path(__file__).parent
TOKEN = "ntn_of_the_bench_0000000000"  # a personal one, of a workspace in memory
LATENCY = 0.15
ROWS = 10_000
MANY, DEEP = 200, 3  # blocks and levels from which on a file is a large one
_FORMS = ("bold", "italic", "strikethrough", "code")


@dataclass(frozen=True)
class Kept:
    """What of a file arrived: its letters, how many of them have each format, how it lies."""

    letters: Counter[str]
    forms: Counter[str]
    blocks: int
    depth: int


@dataclass(frozen=True)
class Arrived:
    """One file by one tool; `error` where it gave up on the way."""

    calls: int
    kept: Kept
    error: str | None = None


async def main() -> None:
    await _table()
    with tempfile.TemporaryDirectory() as folder:
        paths = [_written(Path(folder), name, text) for name, text in files().items()]
        async with _serving() as (workspace, address):
            found = {"ours": await _ours(workspace, address, paths)}
            for name, command in _peers().items():
                begun = _of_children()
                found[name] = await _peer(workspace, command, address, paths)
                row(f"{name}: seconds of the processor", f"{_of_children() - begun:.2f}")
        _report(found, paths)


async def _table() -> None:
    """A table of ten thousand rows from the file to a plan."""
    lines = [
        f'{n},고객 {n},2026-{n % 12 + 1:02}-{n % 28 + 1:02},"₩{n * 1234:,}",'
        f"{('진행 중', '완료', '보류')[n % 3]},{n % 100}.5%,010-{n % 9000 + 1000}-{n % 7000 + 1000}"
        for n in range(ROWS)
    ]
    content = "\n".join(["번호,고객명,등록일,금액,상태,비율,전화", *lines]).encode()
    begun, own = _of_children(), time.process_time()
    made = await Converter().convert([File("주문.csv", content)], "ko")
    from_nothing(made.blueprint, WORKSPACE)
    used = _of_children() - begun + time.process_time() - own
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    title(f"a CSV of {ROWS:,} rows")
    row("read, checked, compiled: seconds of CPU", f"{used:.2f}", "<= 3", met=used <= 3)
    row("the reading process: MB at most", f"{most:.0f}", "<= 300", met=most <= 300)


def _of_children() -> float:
    """Seconds of the processor that processes begun here have used, which are over."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peers() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if "MARTIAN" in os.environ:
        found["martian"] = ["node", str(HERE / "martian.mjs")]
    if python := os.environ.get("MD2NOTION_PYTHON"):
        found["md2notion"] = [python, str(HERE / "md2notion.py")]
    for name in {"martian", "md2notion"} - set(found):
        print(f"{name} is not here: it is not measured")
    return found


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@contextlib.asynccontextmanager
async def _serving() -> AsyncIterator[tuple[Workspace, str]]:
    """The embedded workspace over TCP, without limits."""
    workspace = await Workspace.open(None)
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        app = create_app(workspace, tokens={TOKEN: "personal"})
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning"))
        serving = asyncio.create_task(server.serve(sockets=[sock]))
        yield workspace, f"http://127.0.0.1:{sock.getsockname()[1]}"
        server.should_exit = True
        await serving
    await workspace.close()


async def _ours(workspace: Workspace, address: str, paths: Sequence[Path]) -> dict[str, Arrived]:
    """Each file read in its process, compiled and built over HTTP, as a request does it."""
    found: dict[str, Arrived] = {}
    converter, begun, compiling = Converter(), _of_children(), 0.0
    for path in paths:
        made = await converter.convert([File(path.name, path.read_bytes())], "en")
        before = time.process_time()
        plan = from_nothing(made.blueprint, WORKSPACE)
        compiling += time.process_time() - before
        gateway = NotionGateway(HttpTransport(TOKEN, httpx.AsyncHTTPTransport(), address))
        page = await Forge(plan, gateway, MemoryJournal(), _quiet).run()
        found[path.name] = Arrived(plan.counts.api_calls, _kept(workspace, page))
    # Sending is not in it: that shares its process with the workspace. A process is begun for each.
    row("ours: seconds of the processor", f"{_of_children() - begun + compiling:.2f}")
    return found


async def _quiet(_: Step) -> None:
    """Nobody watches."""


async def _peer(
    workspace: Workspace, command: Sequence[str], address: str, paths: Sequence[Path]
) -> dict[str, Arrived]:
    process = await asyncio.create_subprocess_exec(
        *(*command, address, TOKEN, *map(str, paths)), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    found: dict[str, Arrived] = {}
    for line in told.decode().splitlines():
        if line.startswith("{"):
            said = json.loads(line)
            kept = _kept(workspace, said["page"]) if "page" in said else _NOTHING
            name = Path(said["file"]).name
            found[name] = Arrived(said["calls"], kept, said.get("error"))
    return found


_NOTHING = Kept(Counter(), Counter(), 0, 0)


def _kept(workspace: Workspace, page_id: str) -> Kept:
    """What stands on a page, its databases' rows included."""
    snapshot = page_snapshot(workspace, page_id)
    letters, forms = Counter[str](), Counter[str]()
    for item in _rich([snapshot["page"]["properties"], snapshot["blocks"], snapshot["databases"]]):
        text = item.get("plain_text") or item.get("expression") or ""
        letters.update(_letters(text))
        for form in _FORMS:
            if item.get("annotations", {}).get(form):
                forms[form] += len(text)
        forms["link"] += bool(item.get("href")) * len(text)
    levels = list(_levels(snapshot["blocks"], 1))
    return Kept(letters, forms, len(levels), max(levels, default=0))


def _rich(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for item in part:
            yield from _rich(item)
    elif isinstance(part, dict):
        if "plain_text" in part or "expression" in part:
            yield part
        else:
            for value in part.values():
                yield from _rich(value)


def _levels(blocks: Any, level: int) -> Iterator[int]:
    for block in blocks:
        yield level
        inner = block.get("children") or block.get(block.get("type", ""), {}).get("children") or []
        yield from _levels(inner, level + 1)


def _letters(text: str) -> list[str]:
    """Letters and digits; not words, as these are joined and parted where a format ends."""
    return re.findall(r"[^\W_]", text)


def _report(found: dict[str, dict[str, Arrived]], paths: Sequence[Path]) -> None:
    sources = {path.name: Counter(_letters(_bare(path.read_text("utf-8")))) for path in paths}
    ours = found["ours"]
    title("letters kept, of those in the files")
    for name, arrived in found.items():
        wanted = sum(sum(letters.values()) for letters in sources.values())
        there = sum(
            sum((sources[file] & one.kept.letters).values()) for file, one in arrived.items()
        )
        failed = sum(one.error is not None for one in arrived.values())
        row(name, f"{there / wanted:.1%}", f"{failed} files failed" if failed else "")
    title("seconds at 150 ms a call, one after the other")
    for name, arrived in found.items():
        row(name, f"{sum(one.calls for one in arrived.values()) * LATENCY:.1f}")
    title("calls")
    for file, own in ours.items():
        beside = {name: arrived[file] for name, arrived in found.items() if name != "ours"}
        said = "  ".join(
            f"{name} {one.calls}{' failed' if one.error else ''}" for name, one in beside.items()
        )
        print(f"  {file:<24} ours {own.calls:>4}  {said}  ({own.kept.blocks} blocks)")
        for name, one in beside.items():
            _compare(name, own, one, sources[file])
    for name, arrived in found.items():
        if name != "ours":
            _ratios(name, arrived, ours)


def _bare(source: str) -> str:
    """A file without what is no word of it: addresses, tags, names of languages."""
    marks = r"\[!\w+\]|^---\ntitle:"  # of remarks, which become icons, and of front matter
    text = re.sub(marks, " ", source)
    text = re.sub(r"```[^\n]*|</?\w+[^>]*>|<!--.*?-->|\]\([^)]*\)|\[\^[^\]]*\]", " ", text)
    return re.sub(r"https?://[!-~]+", " ", text)


def _compare(name: str, own: Arrived, other: Arrived, source: Counter[str]) -> None:
    """Says what another keeps and ours does not."""
    lost = (other.kept.letters & source) - own.kept.letters
    if lost:
        print(f"    letters that {name} keeps and ours does not: {dict(lost)}")
    fewer = {form: n for form, n in other.kept.forms.items() if n > own.kept.forms[form]}
    if fewer:
        print(f"    letters that {name} has in a format and ours does not: {fewer}")


def _ratios(name: str, arrived: dict[str, Arrived], ours: dict[str, Arrived]) -> None:
    title(f"calls beside {name}")
    more = [file for file, one in arrived.items() if not one.error and ours[file].calls > one.calls]
    large = [
        file
        for file, own in ours.items()
        if (own.kept.blocks > MANY or own.kept.depth >= DEEP) and not arrived[file].error
    ]
    row("files on which ours needs more", str(len(more)), "0", met=not more)
    theirs = sum(arrived[file].calls for file in large)
    own = sum(ours[file].calls for file in large)
    ratio = theirs / max(own, 1)
    row(f"theirs / ours over {len(large)} large files", f"{ratio:.2f}", ">= 2", met=ratio >= 2)


if __name__ == "__main__":
    asyncio.run(main())
    sys.stdout.flush()
