"""A job goes on after `kill -9`, however often, to what an undisturbed one keeps."""

import asyncio
import json
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx

from tests.support.databases import homes_at, shared_at
from tests.support.processes import Process, free_port, server_process
from tests.support.rest import rest
from tools.freshdesk.tables import Homes

DOMAIN = "shop.freshdesk.com"
# `INGEST_KILLS=10 INGEST_TICKETS=5000` for a long trial; the moments are drawn with a fixed seed.
TICKETS = int(os.environ.get("INGEST_TICKETS", "250"))
KILLS = int(os.environ.get("INGEST_KILLS", "2"))
KILLED_AT = sorted(random.Random(7).sample(range(TICKETS // 10, TICKETS * 9 // 10), KILLS))


@asynccontextmanager
async def helpdesk_process(folder: Path, *options: str) -> AsyncIterator[Process]:
    """`python -m sandbox.freshdesk`, started."""
    port = free_port()
    arguments = ["-m", "sandbox.freshdesk", "--port", str(port), *options]
    process = Process(arguments, port, folder / "helpdesk.log", {})
    try:
        await process.start("/api/v2/agents/me")
        yield process
    finally:
        process.kill()
        await process.ended()


def headers(company: str) -> dict[str, str]:
    account = {"X-Platform": "freshdesk", "X-Domain": DOMAIN, "X-API-Key": "s3cret-key-of-shop"}
    return {"X-Company-ID": company, **account}


async def begun(server: Process, company: str) -> str:
    async with rest(server.url) as client:
        body = {"batch_size": 10, "process_attachments": False, "include_kb": False}
        answer = await client.post("/ingest/jobs", json=body, headers=headers(company))
        return str(answer.json()["job_id"])


async def standing(client: httpx.AsyncClient, job: str) -> tuple[str, int]:
    """The status of a job, and how many tickets it has."""
    told = (await client.get(f"/ingest/jobs/{job}")).json()
    return told["status"], told["statistics"]["tickets_collected"]


async def reached(server: Process, job: str, tickets: int) -> tuple[str, int]:
    """Returns once a job has so many tickets, or is over: how it stands then."""
    async with rest(server.url) as client:
        while True:
            status, done = await standing(client, job)
            if done >= tickets or status not in ("queued", "running"):
                return status, done
            await asyncio.sleep(0.02)


def content(homes: Homes, company: str) -> dict[str, list[tuple]]:
    """What is kept of a company, without what names the run."""
    with homes.opened(company) as db:
        return {
            table: sorted(db.execute(f"SELECT {columns} FROM {table}").fetchall())
            for table, columns in {
                "tickets": "id, subject, raw",
                "conversations": "id, ticket_id, body_text, raw",
                "integrated_objects": "key, content, private_content, digest",
                "chunks": "key, part, text, private, digest",
                "cursors": "stream, complete_from",
            }.items()
        }


async def test_a_killed_job_ends_with_what_an_undisturbed_one_keeps(tmp_path: Path):
    options = ("--tickets", str(TICKETS), "--key", "s3cret-key-of-shop", "--latency", "0.01")
    async with helpdesk_process(tmp_path, *options) as helpdesk:
        endpoints = json.dumps({DOMAIN: helpdesk.url})
        settings = {"FRESHDESK_ENDPOINTS": endpoints, "RATE_LIMIT_RPM": "0"}
        if url := shared_at(tmp_path / "data"):
            settings["DATABASE_URL"] = url
        async with server_process(tmp_path, **settings) as server:
            job = await begun(server, "killed")
            for tickets in KILLED_AT:
                assert (await reached(server, job, tickets))[0] == "running"
                server.kill()
                await server.ended()
                await server.start()
            ended = await reached(server, job, 10**6)
            assert ended == await reached(server, await begun(server, "calm"), 10**6)
            assert ended[0] == "completed"
    with closing(homes_at(tmp_path / "data" / "sqlite_dbs", url)) as homes:
        assert content(homes, "killed") == content(homes, "calm")
    written = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not any(b"s3cret-key-of-shop" in path.read_bytes() for path in written)
