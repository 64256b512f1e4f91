"""Wishes for a workspace of tickets: to create it, or to bring the one that there is up to date.

Either comes to a plan of a kind of its own, so it is shown, edited, built and taken back like any
other. What customers wrote becomes values of rows, and nothing else.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import ClassVar

from agent.dashboard.refresh import Table, changes, tables
from agent.dashboard.rows import all_rows, designed
from agent.planner.seam import Heard
from agent.plans.change import Modification
from agent.plans.create import Creation
from agent.plans.kinds import Planned, Task, Turn
from agent.texts import say
from tools.errors import NotionError
from tools.freshdesk.snapshot import Snapshot, snapshot
from tools.freshdesk.tools import MakeDashboard
from tools.notion.structure.read import Reading, read_page
from tools.workspace.change import Change


class Dashboard:
    """A workspace of tickets that is wished for."""

    planning: ClassVar[str] = "dashboard_planning"

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        """Looks for a workspace of the company's tickets, and plans what it lacks; else a new one.

        Raises Forbidden, StorageFailed, NotionError.
        """
        source = f"freshdesk:{(await turn.helpdesk.account()).company}"
        async for reading in _candidates(task, turn, source):
            if found := tables(reading.structure):
                return await _refreshed(task.heard, turn, reading, found)
        return await _created(task.heard, turn, source)


async def _candidates(task: Task, turn: Turn, source: str) -> AsyncIterator[Reading]:
    """Pages that may be such a workspace: what the conversation has made last, then what others of
    the same person have. One that is gone, or in the trash, is none any more."""
    pages = [task.page_id] if task.page_id else []
    pages += await turn.made_of(source)
    for page_id in dict.fromkeys(pages):
        try:
            reading = await turn.unless_stopped(read_page(await turn.gateway(), page_id))
        except NotionError as error:
            if error.status not in (400, 404):
                raise
            continue
        if not reading.structure.page.in_trash:
            yield reading


async def _snapshot(heard: Heard, turn: Turn, known: Sequence[int]) -> Snapshot:
    asked = heard.asked if isinstance(heard.asked, MakeDashboard) else MakeDashboard.usual()
    found: Snapshot = await turn.helpdesk.do(snapshot, asked.latest, known, heard.language)
    return found


async def _created(heard: Heard, turn: Turn, source: str) -> Planned:
    """What is agreed is a design from now on, which feedback may change like any other."""
    found, language = await _snapshot(heard, turn, ()), heard.language
    design = await asyncio.to_thread(designed, found, source, language)
    counts = {"shown": len(found.tickets), "total": found.total, "articles": len(found.articles)}
    told = say("dashboard_introduced", language, **counts)
    if found.total > len(found.tickets):
        told = f"{told} {say('dashboard_bounded', language, **counts)}"
    parts = {"kind": "create", "template_type": "dashboard", "reply": told, "asked": None}
    agreed = heard.model_copy(update=parts)
    return Planned(agreed, Creation(blueprint=design, parent=await turn.parent()))


async def _refreshed(
    heard: Heard, turn: Turn, reading: Reading, found: Mapping[str, Table]
) -> Planned:
    """Changes to the page as it was read; what somebody made there by hand is in none of them."""
    structure, language = reading.structure, heard.language
    latest = await _snapshot(heard, turn, list(found["tickets"].rows))
    made = await asyncio.to_thread(changes, found, all_rows(latest, language))
    agreed = heard.model_copy(update={"kind": "modify", "changes": made, "asked": None})
    if not made:
        told = say("dashboard_fresh", language, title=structure.page.title)
        return Planned(agreed.model_copy(update={"reply": told}))
    counts = {"new": _rows(made, "add_rows"), "changed": _rows(made, "edit_rows")}
    told = say("dashboard_refreshed", language, title=structure.page.title, **counts)
    subject = Modification(
        page_id=structure.page.id,
        structure=structure,
        answers=list(reading.answers),
        changes=made,
        language=language,
        read_at=time.time(),
    )
    return Planned(agreed.model_copy(update={"reply": told}), subject)


def _rows(made: Sequence[Change], action: str) -> int:
    return sum(len(getattr(change, "rows", ())) for change in made if change.action == action)
