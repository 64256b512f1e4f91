"""The guide's two sequences of commands, typed as they stand there but for the port, and each
answer field by field."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from sandbox.freshdesk import App, demo_account
from tests.freshdesk.helpdesks import app_of, helpdesk_server
from tests.support.databases import place_of
from tests.support.planners import ObedientPlanner
from tests.support.serving import Server, serving

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        not (shutil.which("curl") and shutil.which("bash")), reason="needs curl and bash"
    ),
]

GUIDE = yaml.load(
    (Path(__file__).parents[1] / "support" / "ingest_guide.yaml").read_text(),
    Loader=yaml.CSafeLoader,
)
KEYS = {"test.freshdesk.com": "your_test_key", "company.freshdesk.com": "of-production-1"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def helpdesks() -> AsyncIterator[dict[str, tuple[App, str]]]:
    """The two accounts that the guide names, with their addresses here."""
    apps = {domain: app_of(demo_account(25, key=key)) for domain, key in KEYS.items()}
    first, second = apps.values()
    async with helpdesk_server(first) as one, helpdesk_server(second) as two:
        yield dict(zip(apps, ((first, one), (second, two)), strict=True))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(
    tmp_path_factory: pytest.TempPathFactory, helpdesks: dict[str, tuple[App, str]]
) -> AsyncIterator[Server]:
    endpoints = {domain: url for domain, (_, url) in helpdesks.items()}
    folder = tmp_path_factory.mktemp("data")
    async with serving(folder, ObedientPlanner(), freshdesk_endpoints=endpoints) as server:
        yield server


async def typed(server: Server, command: str, job: str = "") -> Any:
    """What a command of the guide prints."""
    here = f"http://localhost:{server.settings.port}"
    command = command.replace("http://localhost:8000", here).replace("{job_id}", job)
    process = await asyncio.create_subprocess_exec(
        *("bash", "-c", f"set -e\n{command}"),
        env={"PROD_API_KEY": KEYS["company.freshdesk.com"], "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    assert process.returncode == 0, command
    return json.loads(told)


def has_the_form_of(told: Any, example: Any, place: str = "") -> None:
    """That each field of the guide's example is there, of its kind."""
    if isinstance(example, dict):
        assert isinstance(told, dict), place
        assert example.keys() <= told.keys(), f"{place}: {sorted(example.keys() - told.keys())}"
        for name, value in example.items():
            has_the_form_of(told[name], value, f"{place}.{name}")
    elif isinstance(example, list):
        assert isinstance(told, list), place
        for item in told if example else ():
            has_the_form_of(item, example[0], f"{place}[]")
    elif isinstance(example, int | float) and not isinstance(example, bool):
        assert isinstance(told, int | float), place
    else:
        assert isinstance(told, type(example)), place


async def test_the_sequence_for_development(server: Server):
    at_once, health, job, status, sync = GUIDE["development"]
    answers = GUIDE["answers"]

    told = await typed(server, at_once)
    has_the_form_of(told, answers["ingest"])
    assert told["results"]["tickets_collected"] == 10
    assert told["results"]["kb_articles_collected"] == 5
    assert told["storage"]["database_path"] == place_of("test-company", server.settings.data_dir)
    assert told["storage"]["tables_created"] == answers["ingest"]["storage"]["tables_created"]
    assert (await typed(server, health))["status"] == "ok"

    made = await typed(server, job)
    has_the_form_of(made, answers["job"])
    assert made["progress_url"] == made["progress_tracking"]["status_url"]
    ended = await server.app.desk.ingest.following.ended(made["job_id"], 60)
    assert ended.status == "completed"
    stands = await typed(server, status, made["job_id"])
    assert stands["timing"].pop("estimated_completion") is None  # as it is over
    form = {**answers["status"], "timing": {**answers["status"]["timing"]}, "logs": []}
    del form["timing"]["estimated_completion"]
    has_the_form_of(stands, form)
    assert all(line.keys() >= {"timestamp", "level", "message"} for line in stands["logs"])
    assert stands["progress"]["percentage"] == 100

    synced = await typed(server, sync)
    assert synced["synced"] == synced["total"] > 25
    assert synced["warnings"] == []


async def test_the_sequence_for_operation(server: Server, helpdesks: dict[str, tuple[App, str]]):
    regular, metrics, running, again = GUIDE["operation"]
    answers = GUIDE["answers"]
    app, _ = helpdesks["company.freshdesk.com"]
    app.faults.inject("conversations", 401)

    made = await typed(server, regular)
    has_the_form_of(made, answers["job"])
    ended = await server.app.desk.ingest.following.ended(made["job_id"], 60)
    assert ended.status == "failed"
    app.faults.clear()

    has_the_form_of(await typed(server, metrics), answers["metrics"])
    listed = await typed(server, running)
    assert listed["jobs"] == []
    has_the_form_of(listed, {**answers["jobs"], "jobs": []})
    assert listed["summary"]["failed"] == 1

    resumed = await typed(server, again, made["job_id"])
    has_the_form_of(resumed, answers["control"])
    assert (resumed["action_performed"], resumed["previous_status"]) == ("resume", "failed")
    ended = await server.app.desk.ingest.following.ended(made["job_id"], 60)
    assert ended.status == "completed"
    shown = [t for t in app.account.tickets.values() if not (t["spam"] or t["deleted"])]
    assert ended.progress["counts"]["tickets"] == len(shown) > 10
