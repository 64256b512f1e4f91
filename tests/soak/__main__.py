"""`make soak`: many conversations while everything goes wrong at once.

A thousand conversations over fifty sockets, half of them with a Notion of its own process, half
with the embedded workspace, while the server is killed, its disk fills up and Notion fails. In the
end every conversation has ended well or its person was told; what was built stands there once.
"""

import argparse
import asyncio
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.soak.harm import Harm
from tests.soak.line import Line
from tests.soak.person import MIX, Person, Story
from tests.soak.verdict import Held, judge
from tests.support.processes import Process, anew, notion_process, server_process

DISK_MEGABYTES = 600
CHAOS = "0.04"  # the share of Notion's requests that fail by themselves
VERSION = "2026-03-11"
_FREE = {
    "RATE_LIMIT_RPM": "0",
    "WS_MESSAGES_PER_MINUTE": "0",
    "WS_CONNECTIONS_PER_ADDRESS": "0",
    "LOG_LEVEL": "INFO",
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--conversations", type=int, default=1_000)
    parser.add_argument("--sockets", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


@contextlib.contextmanager
def small_disk() -> Iterator[tuple[Path, bool]]:
    """A folder on a disk of its own, and whether it is one: only root may make one."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", name]
        try:
            own = subprocess.run(mount, check=False, capture_output=True).returncode == 0
        except FileNotFoundError:
            own = False
        try:
            yield Path(name), own
        finally:
            if own:
                subprocess.run(["umount", "--lazy", name], check=True)


async def _tokens(notion: Process, count: int) -> list[tuple[str, str]]:
    """So many tokens, each with a page to build below: a token has a budget of its own."""
    headers = {"Authorization": "Bearer owner", "Notion-Version": VERSION}
    found = []
    async with httpx.AsyncClient(base_url=f"{notion.url}/v1/", headers=headers) as client:
        for number in range(count):
            title = {"title": {"title": [{"text": {"content": f"team {number}"}}]}}
            body = {"parent": {"workspace": True}, "properties": title}
            page: dict[str, str] = {}
            while "id" not in page:
                page = await _asked(client, body)
            found.append((f"ntn_{number:020}", page["id"]))
    return found


async def _asked(client: httpx.AsyncClient, body: object) -> dict[str, str]:
    """Notion's answer, or nothing where it fails, as it does by chance."""
    try:
        answer = await client.post("pages", json=body)
    except httpx.TransportError:
        return {}
    found: dict[str, str] = answer.json()
    return found if answer.status_code == 200 else {}


async def _talk(
    server: Process, tokens: list[tuple[str, str]], options: argparse.Namespace
) -> list[Story]:
    """All conversations, spread over the time and never more at once than there are sockets."""
    chance = random.Random(options.seed)
    stories: list[Story] = []
    begun = time.monotonic()
    pace = options.minutes * 60 / options.conversations

    async def sit(place: int) -> None:
        for number in range(place, options.conversations, options.sockets):
            await asyncio.sleep(max(0.0, begun + number * pace - time.monotonic()))
            embedded = place % 2 == 1
            token, page_id = tokens[place]
            init = (
                {"notion_token": "sandbox"}
                if embedded
                else {"notion_token": token, "parent_page_id": page_id}
            )
            line = Line(server.socket_url, **init)
            story = Story(number, chance.choice(MIX), embedded, line, f"Soak {number:05}")
            stories.append(story)
            await Person(story).converse()

    async with asyncio.TaskGroup() as group:
        for place in range(options.sockets):
            group.create_task(sit(place))
    return stories


async def _soak(options: argparse.Namespace, folder: Path, *, disk: bool) -> bool:
    tokens = [f"ntn_{number:020}=internal" for number in range(options.sockets)]
    more = [word for token in tokens for word in ("--token", token)]
    notion_folder = Path(tempfile.mkdtemp(prefix="soak-notion-"))
    chaos = ("--chaos", CHAOS, "--seed", str(options.seed))
    begun = time.monotonic()
    async with notion_process(notion_folder, "internal", *more, *chaos) as notion:
        env = {**_FREE, "NOTION_BASE_URL": notion.url}
        env["DATA_DIR"] = str(folder / "data")
        async with server_process(notion_folder, begin=anew, **env) as server:  # it is weighed
            places = await _tokens(notion, options.sockets)
            harm = Harm(server, notion, folder if disk else None, options.seed)
            at_work = asyncio.create_task(harm.run())
            stories = await _talk(server, places, options)
            harm.stop()
            await at_work
            memory = server.memory()
            server.terminate()
            await server.ended()
    remote = await Held.read(notion_folder / "n.db")
    embedded = await Held.read(folder / "data" / "workspace.db")
    faults = judge(stories, remote, embedded)
    _report(stories, harm, faults, memory, time.monotonic() - begun)
    sys.stdout.write(f"logs: {notion_folder}\n")
    return not faults


def _report(
    stories: list[Story], harm: Harm, faults: list[str], memory: int, seconds: float
) -> None:
    ways = Counter(str(story.way) for story in stories)
    ends = Counter({True: "whole", False: "nothing", None: "told"}[s.whole] for s in stories)
    codes: Counter[str] = Counter()
    for story in stories:
        codes.update(story.line.told)
    silences = sorted((story.line.silence for story in stories), reverse=True)[:5]
    lines = [
        f"{len(stories)} conversations in {seconds / 60:.1f} minutes: {dict(ways)}",
        f"in the end: {dict(ends)}; redials {sum(s.line.redials for s in stories)}",
        f"harm: {dict(harm.done)}; restart {max(harm.restart_seconds, default=0):.1f} s at most",
        f"errors told: {dict(codes)}",
        "longest silences of open sockets:",
        *(f"  {seconds:.1f} s: {between}" for seconds, between in silences),
        f"memory of the server at the end: {memory} MB",
        f"{len(faults)} faults",
        *faults[:40],
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> None:
    options = _options()
    with small_disk() as (folder, own):
        if not own:
            sys.stdout.write("the disk is not filled: only root can make a small one\n")
        sys.exit(not asyncio.run(_soak(options, folder, disk=own)))


main()
