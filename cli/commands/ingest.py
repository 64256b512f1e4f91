"""`notionforge ingest`: collects the tickets of a helpdesk, and tells how far it is."""

import argparse
import asyncio
import json
import os
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed

from cli.interrupts import Interrupted, Interrupts
from cli.outcome import CommandFailed, Exit
from cli.reach import QUIET_SECONDS, Reach, reached
from cli.rest import asked
from cli.screen import Screen, screen
from cli.speech import Language, say

DEMO_DOMAIN, DEMO_KEY = "demo.freshdesk.localhost", "demo"

_ENDS = {"completed": Exit.DONE, "failed": Exit.FAILED, "cancelled": Exit.DECLINED}


def run(arguments: argparse.Namespace, language: Language) -> Exit:
    return asyncio.run(_ingest(arguments, language))


async def _ingest(arguments: argparse.Namespace, language: Language) -> Exit:
    headers, shown = account(arguments), screen(as_json=arguments.json)
    body = {"incremental": not arguments.full}
    if arguments.max_tickets is not None:
        body["max_tickets"] = arguments.max_tickets
    with Interrupts() as interrupts:
        async with reached(arguments.server, language) as reach, reach.client() as client:
            job = await asked(client, "POST", "/ingest/jobs", headers=headers, json=body)
            shown.frame({"type": "job", **job})
            try:
                followed = _followed(reach, job["job_id"], shown)
                code = await interrupts.unless(followed)
            except Interrupted:
                await _control(client, job["job_id"], "cancel")
                code = Exit.INTERRUPTED
            finally:
                shown.rest()
            told = await asked(client, "GET", f"/ingest/jobs/{job['job_id']}")
            shown.frame({"type": "result", **told})
            shown.lines([say("ingested", language, id=job["job_id"], status=told["status"])])
            shown.lines(f"  {name}: {count}" for name, count in told["statistics"].items())
            return code


def account(arguments: argparse.Namespace) -> dict[str, str]:
    """Whose tickets, with the key from the environment: on a command line everybody could read it.

    Raises CommandFailed where there is none for a real helpdesk.
    """
    domain = arguments.domain or DEMO_DOMAIN
    key = os.environ.get("FRESHDESK_API_KEY", "").strip()
    if domain == DEMO_DOMAIN:
        key = DEMO_KEY
    if not key:
        raise CommandFailed("no_helpdesk_key", Exit.USAGE)
    company = {"X-Company-ID": arguments.company, "X-Platform": "freshdesk"}
    return {**company, "X-Domain": domain, "X-API-Key": key}


async def _followed(reach: Reach, job_id: str, shown: Screen) -> Exit:
    """Tells what a job does until it ends."""
    try:
        async with reach.connection(f"/ingest/jobs/{job_id}/stream") as socket:
            await socket.send(json.dumps({"type": "init"}))
            while True:
                async with asyncio.timeout(QUIET_SECONDS):
                    frame: dict[str, Any] = json.loads(await socket.recv())
                shown.frame(frame)
                match frame["type"]:
                    case "progress":
                        message, current = frame["message"], frame.get("current")
                        shown.progress(message, current, frame.get("total"))
                    case "log" if frame["level"] in ("warning", "error"):
                        shown.problem(frame["message"])
                    case "status" if frame["status"] in _ENDS:
                        return _ENDS[frame["status"]]
                    case "error":
                        raise CommandFailed("said", said=frame["content"])
    except (ConnectionClosed, TimeoutError, OSError):
        raise CommandFailed("left") from None


async def _control(client: httpx.AsyncClient, job_id: str, action: str) -> None:
    body = {"action": action}
    await asked(client, "POST", f"/ingest/jobs/{job_id}/control", json=body)
