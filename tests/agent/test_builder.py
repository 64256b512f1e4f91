"""A build is carried out once, whoever asks and however often; what was rehearsed is taken over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from agent.builder import Builder
from agent.events import EventLog
from agent.library import Library
from agent.outcomes import Outcome
from agent.plans.create import Construction
from agent.plans.registry import KINDS
from agent.plans.store import Plans
from agent.threads import Settings, Thread, Threads
from embedded import EmbeddedWorkspace, InMemory
from sandbox.notion import Workspace
from sandbox.notion.snapshot import page_snapshot, workspace_index
from tests.support.designs import design, everything
from tests.support.disk import failing_workspace, in_file, same
from tests.support.portrait import Snapshot, portrait
from tests.support.uploads import FILES
from tools.blueprint.model import Blueprint
from tools.errors import StorageFailed
from tools.notion.connect import NotionConnector
from tools.notion.difference import below, from_nothing
from tools.notion.journal import RecordsJournal, Rehearsal, Undone
from tools.notion.operations import WORKSPACE, page_parent
from tools.notion.patience import Patience
from tools.notion.rehearse import rehearse
from tools.records import Records
from tools.vault import Vault, load_key

LONG_AGO = "2026-01-01T00:00:00.000Z"


@dataclass
class Desk:
    """A builder over a workspace, and what it keeps."""

    records: Records
    workspace: Workspace
    threads: Threads
    events: EventLog
    plans: Plans
    builder: Builder
    thread: Thread

    async def begin(self, blueprint: Blueprint) -> Rehearsal:
        """A rehearsed plan that is about to be built as `b`."""
        rehearsal = await rehearse(blueprint, InMemory())
        await self.plans.start_build("b", self.thread.id, rehearsal.plan, Construction())
        return rehearsal

    async def steps(self) -> list[tuple[int, int]]:
        """The numbers of the steps that were told, in order, each with how many there are."""
        told = [event.frame for event in await self.events.read(self.thread.id, 0)]
        return [(frame["current"], frame["total"]) for frame in told if "current" in frame]

    async def looks(self, page_id: str) -> Snapshot:
        return await looks(self.workspace, page_id)


async def looks(workspace: Workspace, page_id: str) -> Snapshot:
    async def look(name: str) -> Snapshot:
        return page_snapshot(workspace, name)

    return await portrait(look, page_id)


@asynccontextmanager
async def opened(folder: Path, workspace: Workspace) -> AsyncIterator[Desk]:
    """What a process has, over the files that the last one left."""
    records = await Records.open(folder / "app.sqlite")
    events, threads = EventLog(records), Threads(records, Vault(records, load_key(None, folder)))
    plans = Plans(records, 60, KINDS)
    connector = NotionConnector(EmbeddedWorkspace(workspace, "http://here"))
    builder = Builder(records, plans, threads, events, connector, Library(records, {}, {}, print))
    thread = await threads.create("", Settings())
    yield Desk(records, workspace, threads, events, plans, builder, thread)
    await records.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, Workspace()) as desk:
        yield desk


def of_every_kind() -> Blueprint:
    """What Notion has, files included."""
    files = design(*({"type": kind, "upload": file} for kind, file in FILES.items()))
    whole = everything()
    return whole.model_copy(update={"blocks": [*whole.blocks, *files.blocks]})


async def assert_built(desk: Desk, outcome: Outcome, rehearsal: Rehearsal) -> None:
    """There is what was rehearsed, once, and each step of it was told once."""
    total = len(rehearsal.plan.operations)
    assert (outcome["status"], outcome["api_calls"]) == ("completed", total)
    assert [page["id"] for page in workspace_index(desk.workspace)] == [outcome["page_id"]]
    assert outcome["url"] == f"http://here/workspace/{outcome['page_id'].replace('-', '')}"
    assert await desk.steps() == [(number, total) for number in range(1, total + 1)]
    there = await looks(rehearsal.embedded.workspace, rehearsal.page_id)
    assert await desk.looks(outcome["page_id"]) == there


async def test_who_asks_for_the_same_build_awaits_the_same(desk: Desk):
    plan = from_nothing(design(), WORKSPACE)
    await desk.plans.start_build("b", desk.thread.id, plan, Construction())
    first, second = await asyncio.gather(desk.builder.run("b"), desk.builder.run("b"))
    assert first == second == await desk.builder.run("b")
    assert first["status"] == "completed"
    assert len(workspace_index(desk.workspace)) == 1


async def test_what_was_rehearsed_is_taken_over_as_made_now(desk: Desk):
    rehearsal = await desk.begin(of_every_kind())
    state = rehearsal.embedded.workspace.state
    for record in list(state.records.values()):
        state.put(replace(record, created_time=LONG_AGO))
    await desk.builder.adopt("b", None, rehearsal.plan, rehearsal)
    outcome = await desk.builder.run("b")
    await assert_built(desk, outcome, rehearsal)
    assert outcome["page_id"] == rehearsal.page_id
    assert LONG_AGO not in {r.created_time for r in desk.workspace.state.records.values()}


async def test_what_was_taken_over_is_undone_like_any_build(desk: Desk):
    rehearsal = await desk.begin(everything())
    await desk.builder.adopt("b", None, rehearsal.plan, rehearsal)
    await desk.builder.run("b")
    counts = rehearsal.plan.counts
    undone = await desk.builder.undo("b", Patience())
    assert undone == Undone(counts.pages, counts.databases, counts.rows, counts.views)
    assert workspace_index(desk.workspace) == []


async def test_a_stop_before_it_is_told_takes_all_of_it_back(desk: Desk):
    rehearsal = await desk.begin(everything())
    await desk.builder.adopt("b", None, rehearsal.plan, rehearsal)
    await desk.builder.stop("b")
    outcome = await desk.builder.run("b")
    assert (outcome["status"], outcome["undone"]["pages"]) == (
        "cancelled",
        rehearsal.plan.counts.pages,
    )
    assert workspace_index(desk.workspace) == []


async def test_a_crash_before_it_was_told_changes_nothing(tmp_path: Path):
    path = tmp_path / "workspace.db"
    async with opened(tmp_path, await Workspace.open(path)) as first:
        rehearsal = await first.begin(of_every_kind())
        await first.builder.adopt("b", None, rehearsal.plan, rehearsal)
        await first.workspace.close()
    async with opened(tmp_path, await Workspace.open(path)) as second:
        second.thread = first.thread
        await assert_built(second, await second.builder.run("b"), rehearsal)
        await second.workspace.close()
    assert same(await in_file(path), first.workspace.state)


async def test_a_crash_before_it_was_there_lets_it_be_built(desk: Desk):
    rehearsal = await desk.begin(everything())
    await RecordsJournal(desk.records, "b").intend(rehearsal.entries)
    outcome = await desk.builder.run("b")
    await assert_built(desk, outcome, rehearsal)
    assert outcome["page_id"] != rehearsal.page_id


async def test_a_full_disk_leaves_nothing_of_it_and_lets_it_be_built(tmp_path: Path):
    path = tmp_path / "workspace.db"
    async with opened(tmp_path, await failing_workspace(path, failing=[1])) as desk:
        rehearsal = await desk.begin(everything())
        with pytest.raises(StorageFailed):
            await desk.builder.adopt("b", None, rehearsal.plan, rehearsal)
        assert workspace_index(desk.workspace) == []
        await assert_built(desk, await desk.builder.run("b"), rehearsal)
        await desk.workspace.close()
    assert same(await in_file(path), desk.workspace.state)


async def test_what_leads_elsewhere_is_not_taken_over(desk: Desk):
    rehearsal = await desk.begin(design())
    below_a_page = below(rehearsal.plan, page_parent(rehearsal.page_id))
    await desk.builder.adopt("b", "ntn_somebody", rehearsal.plan, rehearsal)
    await desk.builder.adopt("b", None, below_a_page, rehearsal)
    await desk.builder.adopt("b", None, rehearsal.plan, None)
    assert workspace_index(desk.workspace) == []
    assert await RecordsJournal(desk.records, "b").load() == {}
