"""Wishes for a workspace of tickets: to create it, or to bring the one that there is up to date.

Either comes to a plan of a kind of its own, so it is shown, edited, built and taken back like any
other. What customers wrote becomes values of rows, and nothing else.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import ClassVar

from agent.dashboard.origin import Origin, company_source
from agent.dashboard.refresh import Table, changes, language_of, tables
from agent.dashboard.rows import all_rows, designed
from agent.planner.design import fitting
from agent.planner.seam import Heard
from agent.plans.change import Modification
from agent.plans.create import Creation
from agent.plans.kinds import MadePage, Planned, Task, Turn
from agent.texts import say
from agent.tickets import none_meant, said_of
from tools.blueprint.base import Language
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
        """Looks for a workspace of the same tickets, and plans what it lacks; else a new one.
        What is said about that is understood as of any design.

        Raises Forbidden, StorageFailed, NotionError.
        """
        if task.last is not None:
            return await _again(task, turn)
        async for reading, origin in _candidates(task, turn):
            if found := tables(reading.structure):
                return await _refreshed(task.heard, turn, reading, found, origin)
        return await _created(task.heard, turn)


def _asked(heard: Heard) -> MakeDashboard:
    return heard.asked if isinstance(heard.asked, MakeDashboard) else MakeDashboard.usual()


async def _again(task: Task, turn: Turn) -> Planned:
    """A new design where feedback is about all of it (another language, more tickets); else the
    one that waits with the changes that it asks for."""
    planned = await Creation.planned(task, turn)
    if planned.heard.kind == "dashboard":
        return await _created(planned.heard, turn)
    if planned.subject is None or planned.heard.asked is None:
        return planned
    heard = planned.heard.model_copy(update={"kind": "dashboard"})
    return Planned(heard, planned.subject, planned.stays)


async def _candidates(task: Task, turn: Turn) -> AsyncIterator[tuple[Reading, Origin]]:
    """Pages that may be such a workspace, and what they say of themselves: what the conversation
    has made last, then what others of the same person have. One that is gone, or in the trash, is
    none any more; nor is one of other tickets, unless any is to be brought up to date."""
    wanted = Origin(_asked(task.heard), turn.helpdesk.zone)
    of_all = company_source((await turn.helpdesk.account()).company)
    made = await turn.made_of(of_all)
    pages = {task.page_id: made.get(task.page_id, of_all)} if task.page_id else {}
    for page_id, source in (pages | made).items():
        origin = Origin.of(source)
        if origin.which != wanted.which and not (wanted.meant.again and not wanted.which):
            continue
        try:
            reading = await turn.unless_stopped(read_page(await turn.gateway(), page_id))
        except NotionError as error:
            if error.status not in (400, 404):
                raise
            continue
        if not reading.structure.page.in_trash:
            meant = origin.meant.model_copy(update={"latest": wanted.meant.latest})
            yield reading, Origin(meant, origin.zone or wanted.zone)


async def _snapshot(
    origin: Origin, turn: Turn, known: Sequence[int], language: Language
) -> Snapshot:
    found: Snapshot = await turn.helpdesk.do(snapshot, origin.meant, known, language, origin.zone)
    return found


async def _created(heard: Heard, turn: Turn) -> Planned:
    """A new design, with what was agreed to change in an earlier one as far as that fits; none
    where no ticket is meant."""
    language, origin = heard.language, Origin(_asked(heard), turn.helpdesk.zone)
    found, meant = await _snapshot(origin, turn, (), language), said_of(origin.meant, language)
    if found.unknown or (meant and not found.tickets):
        told = none_meant(origin.meant, found.unknown, language)
        return Planned(heard.model_copy(update={"kind": "answer", "asked": None, "reply": told}))
    source = origin.source((await turn.helpdesk.account()).company)
    plain = await asyncio.to_thread(designed, found, source, language, origin.zone, meant)
    design, left = await asyncio.to_thread(fitting, plain, heard.changes)
    told = _introduced(found, meant, language, left=len(left))
    kept = [change for change in heard.changes if change not in left]
    parts = {"template_type": "dashboard", "reply": told, "changes": kept}
    agreed = heard.model_copy(update=parts)
    return Planned(agreed, Creation(blueprint=design, parent=await turn.parent()))


def _introduced(found: Snapshot, meant: str, language: Language, *, left: int) -> str:
    """What a new design holds; `left` is how many earlier changes do not fit it."""
    counts = {"shown": len(found.tickets), "total": found.total, "articles": len(found.articles)}
    told = [say("dashboard_introduced", language, **counts)]
    if meant:
        told.append(say("dashboard_of", language, what=meant))
    if found.total > len(found.tickets):
        told.append(say("dashboard_bounded", language, **counts))
    if left:
        told.append(say("dashboard_left", language, count=left))
    return " ".join(told)


async def _refreshed(
    heard: Heard,
    turn: Turn,
    reading: Reading,
    found: Mapping[str, Table],
    origin: Origin,
) -> Planned:
    """Changes to the page as it was read; what somebody made there by hand is in none of them."""
    structure, language = reading.structure, heard.language
    spoken = language_of(found)
    latest = await _snapshot(origin, turn, list(found["tickets"].rows), spoken)
    made = await asyncio.to_thread(changes, found, all_rows(latest, spoken, origin.zone))
    # Another conversation may have made it; what is said of this plan is about that page.
    page = MadePage(structure.page.id, structure.page.url, structure.page.title)
    agreed = heard.model_copy(update={"kind": "modify", "changes": made, "asked": None})
    if not made:
        told = say("dashboard_fresh", language, title=page.title, url=page.url)
        return Planned(agreed.model_copy(update={"reply": told}), page=page)
    counts = {"new": _rows(made, "add_rows"), "changed": _rows(made, "edit_rows")}
    key = "added" if not counts["changed"] else "refreshed" if counts["new"] else "changed"
    told = say(f"dashboard_{key}", language, title=structure.page.title, **counts)
    subject = Modification(
        page_id=structure.page.id,
        structure=structure,
        answers=list(reading.answers),
        changes=made,
        language=language,
        read_at=time.time(),
    )
    return Planned(agreed.model_copy(update={"reply": told}), subject, page=page)


def _rows(made: Sequence[Change], action: str) -> int:
    return sum(len(getattr(change, "rows", ())) for change in made if change.action == action)
