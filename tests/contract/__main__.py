"""`make contract`: schemathesis over `/openapi.json` of a real server.

Every operation is asked with what its schema allows and with what it does not, about things that
are there: a page, a task, a conversation, a recipe, a skill, a job. No answer may be one that the
contract does not say of it, and none a 500.
"""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx

from tests.support.processes import Process, notion_process, server_process
from tests.support.rest import rest

CHECKS = (
    "status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance"
)
ACCOUNT = {
    "X-Company-ID": "contract",
    "X-Platform": "freshdesk",
    "X-Domain": "demo.freshdesk.localhost",
    "X-API-Key": "demo",
}
SKILL = {"skill_id": "of_contract", "name": "n", "description": "d", "content": "c"}
RECIPE = {"id": "of-contract", "name": "n", "description": "d", "category": "c", "icon": "x"}


async def main(examples: int) -> int:
    """The exit code of schemathesis: 0 where every answer was as described."""
    program = os.environ.get("SCHEMATHESIS") or shutil.which("schemathesis")
    if program is None:
        sys.exit("schemathesis is not installed: run `make contract`, which installs it")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with notion_process(folder, "t", "--oauth-client", "c=s") as notion:
            limits = ("RATE_LIMIT_RPM", "WS_MESSAGES_PER_MINUTE", "WS_CONNECTIONS_PER_ADDRESS")
            env = {"NOTION_OAUTH_CLIENT_ID": "c", "NOTION_OAUTH_CLIENT_SECRET": "s"}
            env |= {"NOTION_OAUTH_BASE_URL": notion.url, **dict.fromkeys(limits, "0")}
            async with server_process(folder, **env) as server:
                async with rest(server.url, headers=ACCOUNT) as client:
                    contract = await with_what_is_there(client)
                path = folder / "openapi.json"
                path.write_text(json.dumps(contract))
                code = await ask(program, path, server, examples)
                if "Traceback" in server.log.read_text():
                    sys.stderr.write(server.log.read_text()[-4_000:])
                    return code or 1
                return code


async def ask(program: str, contract: Path, server: Process, examples: int) -> int:
    """Runs schemathesis; its report goes to standard output."""
    headers = [part for pair in ACCOUNT.items() for part in ("--header", ": ".join(pair))]
    process = await asyncio.create_subprocess_exec(
        program,
        *("run", str(contract), "--url", server.url, *headers),
        *("--checks", CHECKS, "--phases", "coverage,fuzzing", "--max-examples", str(examples)),
        *("--continue-on-failure", "--request-timeout", "120", "--warnings", "off", "--no-shrink"),
        cwd=contract.parent,
    )
    return await process.wait()


async def with_what_is_there(client: httpx.AsyncClient) -> dict[str, Any]:
    """The contract, with ids of things that are there as the values of its paths."""
    there = await made(client)
    contract: dict[str, Any] = (await client.get("/openapi.json")).json()
    for operations in contract["paths"].values():
        for operation in operations.values():
            del operation["responses"]["500"]  # the contract has it, and nothing may bring it
            for parameter in operation["parameters"]:
                if parameter["name"] in there:
                    known = {"enum": [there[parameter["name"]], "no-such", "한글 %00"]}
                    parameter["schema"] = {"type": "string", **known}
    return contract


async def made(client: httpx.AsyncClient) -> dict[str, str]:
    """Makes something of each kind; its id by the name of the path's part."""

    async def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await client.post(path, json=body)
        assert answer.status_code < 300, answer.text
        found: dict[str, Any] = answer.json()
        return found

    wish = {"prompt": "Make me a habit tracker", "options": {"sample_count": 1}}
    page = await post("/api/templates/generate", wish)
    task = await post("/api/tasks/submit", wish)
    await post("/api/skills", SKILL)
    await post("/api/recipes", {**RECIPE, "blueprint": {"title": "x"}})
    job = await post("/ingest/jobs", {"max_tickets": 3})
    generation = (await client.get("/api/generations")).json()["generations"][0]
    return {
        "page_id": page["page_id"],
        "undo_id": page["undo_id"],
        "task_id": task["task_id"],
        "run_id": task["task_id"],
        "thread_id": generation["thread_id"],
        "skill_id": SKILL["skill_id"],
        "recipe_id": RECIPE["id"],
        "job_id": job["job_id"],
    }


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(os.environ.get("CONTRACT_EXAMPLES", "40")))))
