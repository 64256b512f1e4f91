"""Plays Notion's recorded conversations to the embedded workspace: `python -m tests.conformance`.

Needs the recordings beside the checkout (`../shared`). Fails where less than 95 % of the judged
interactions are the same, or an answer is not what Notion's schemas allow.
"""

import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path

import httpx
import orjson

from tests.support.conformance import CURRENT, SHARED, spec, tool
from tests.support.processes import notion_process

LEAST = 0.95


def replay(url: str, version: str | None) -> Counter[str]:
    """The verdicts over all recordings, at one API version (None: the recorded one)."""
    cassettes = tool().load_all([SHARED / "notion-spec" / "cassettes"])
    things = tool().things_shown(cassettes)
    verdicts: Counter[str] = Counter()

    def check(response: httpx.Response) -> None:
        asked, answer = response.request, orjson.loads(response.read())
        call = (asked.method, asked.url.path, response.status_code)
        for finding in spec(asked.headers["Notion-Version"]).check_response(*call, answer):
            verdicts["against the schemas"] += 1
            print(*call, finding)

    headers = {"Authorization": "Bearer owner", "Notion-Version": CURRENT}
    with httpx.Client(base_url=url, timeout=60, event_hooks={"response": [check]}) as client:
        body = {"parent": {"type": "workspace", "workspace": True}, "properties": {}}
        root = client.post("/v1/pages", headers=headers, json=body).json()["id"]
        # The recordings are of an internal integration, which cannot make the root page itself.
        played = {"root_page": root, "token": "internal", "version": version, "things": things}
        for verdict in (v for c in cassettes for v in tool().replay(c, client, **played)):
            verdicts[verdict.verdict] += 1
            if verdict.verdict != "same":
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
        if score < LEAST or verdicts["against the schemas"]:
            sys.exit(1)


if __name__ == "__main__":
    main()
