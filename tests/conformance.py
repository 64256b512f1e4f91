"""Plays Notion's recorded conversations to the embedded workspace: `python -m tests.conformance`.

Needs the recordings beside the checkout (`../shared`). Fails where less than 95 % of the judged
interactions are the same.
"""

import asyncio
import importlib.util
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from tests.support.processes import notion_process

SHARED = Path(__file__).resolve().parents[2] / "shared"
LEAST = 0.95


def load_tool() -> Any:
    path = SHARED / "tools" / "notion_conformance.py"
    spec = importlib.util.spec_from_file_location("notion_conformance", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def replay(url: str, version: str | None) -> Counter[str]:
    """The verdicts over all recordings, at one API version (None: the recorded one)."""
    tool = load_tool()
    cassettes = tool.load_all([SHARED / "notion-spec" / "cassettes"])
    things = tool.things_shown(cassettes)
    verdicts: Counter[str] = Counter()
    headers = {"Authorization": "Bearer owner", "Notion-Version": tool.CURRENT}
    with httpx.Client(base_url=url, timeout=60) as client:
        body = {"parent": {"type": "workspace", "workspace": True}, "properties": {}}
        root = client.post("/v1/pages", headers=headers, json=body).json()["id"]
        played = {"root_page": root, "token": "owner", "version": version, "things": things}
        for verdict in (v for c in cassettes for v in tool.replay(c, client, **played)):
            verdicts[verdict.verdict] += 1
            if verdict.verdict == "differs":
                print(verdict)
    return verdicts


async def played(version: str | None) -> Counter[str]:
    with tempfile.TemporaryDirectory() as folder:
        async with notion_process(Path(folder), "internal") as notion:
            return await asyncio.to_thread(replay, notion.url, version)


def main() -> None:
    for version in (None, "2026-03-11"):
        verdicts = asyncio.run(played(version))
        judged = verdicts["same"] + verdicts["differs"]
        score = verdicts["same"] / judged
        print(f"{version or 'as recorded'}: {dict(verdicts)}, {score:.1%} of {judged} the same")
        if score < LEAST:
            sys.exit(1)


if __name__ == "__main__":
    main()
