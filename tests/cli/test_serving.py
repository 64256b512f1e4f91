"""`notionforge serve` is the server."""

from pathlib import Path

import httpx

from tests.support.processes import Process, anew, free_port, started


async def test_serve_answers_as_the_server_does(tmp_path: Path) -> None:
    port = free_port()
    given = {"PORT": str(port), "DATA_DIR": str(tmp_path / "data")}
    process = Process(["-m", "cli", "serve"], port, tmp_path / "serve.log", given, anew)

    async with started(process), httpx.AsyncClient(base_url=process.url) as client:
        health = (await client.get("/health")).json()

    assert health["status"] == "ok"
