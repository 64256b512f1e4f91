"""Taking changes back, and leaving what others did to the page since.

Where the page stands as the changes left it, the way back that was kept with them is the shortest.
Else what stands now, without the changes, is where to go.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.errors import Conflict
from tools.notion.forge import Forge, OnStep
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Journal, Undone, is_done
from tools.notion.modify.compile import ChangePlan, made_ids, resolve, restore_plan
from tools.notion.modify.merge import without_changes
from tools.notion.structure.read import read_blocks, read_elsewhere, read_structure
from tools.workspace.model import ExistingDatabase, ExistingPage, Json, Structure, is_new


@dataclass(frozen=True)
class WayBack:
    """How a build of changes is taken back: its plans, and what was there before."""

    plan: ChangePlan
    before: Structure

    def to_json(self) -> dict[str, Any]:
        return {"plan": self.plan.to_json(), "before": self.before.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "WayBack":
        return cls(ChangePlan.from_json(data["plan"]), Structure.from_json(data["before"]))


@dataclass(frozen=True)
class Journals:
    """Those of the changes, of the way back, and of going back to what stands without them."""

    made: Journal
    undoing: Journal
    restoring: Journal


async def take_back(
    way_back: WayBack, gateway: NotionGateway, journals: Journals, on_step: OnStep
) -> Undone:
    """Undoes the changes as far as they came; may be repeated where it was cut off.

    Raises NotionError, and Conflict for a page that others have put into the trash since.
    """
    entries = await journals.made.load()
    if not entries:
        return Undone()
    begun, broken_off = await journals.undoing.load(), await journals.restoring.load()
    await _until_settled((entries, broken_off), gateway)
    forward = way_back.plan.forward
    done = [op for op in forward.operations if is_done(entries.get(op.id))]
    undone = Undone(changes=sum(op.writes for op in done))
    whole = len(done) == len(forward.operations)
    if whole and begun:
        await _go_back(way_back, entries, gateway, journals, on_step)
        return undone
    after = made_ids(way_back.plan, entries)
    now = await read_changed(gateway, way_back.before, after)
    if now.page.in_trash and not after.page.in_trash:
        raise Conflict(f"page {now.page.id} is in the trash", reason="page_in_trash")
    there = without_changes(way_back.before, after, now)
    nothing_else = _settled(there) == _settled(way_back.before)
    if whole and nothing_else and _is_all_there(way_back.before, after, now):
        await _go_back(way_back, entries, gateway, journals, on_step)
    else:
        for name in broken_off:
            await journals.restoring.withdraw(name)
        back = restore_plan(now, there)
        await Forge(back, gateway, journals.restoring, on_step).run()
        before = sum(is_done(entry) for entry in broken_off.values())
        # Where somebody went on from what was changed, that stands, and nothing is taken back.
        return Undone(changes=before + sum(op.writes for op in back.operations))
    return undone


async def read_changed(gateway: NotionGateway, before: Structure, after: Structure) -> Structure:
    """What stands now on a page that changes led from before to after, and wherever else they
    put something: `without_changes` takes what it is not shown for taken away by others."""
    now = await _with_ours(await read_structure(gateway, before.page.id), after, gateway)
    return await _with_moved(now, before, after, gateway)


async def _with_ours(now: Structure, after: Structure, gateway: NotionGateway) -> Structure:
    """What stands now with those blocks on sub-pages that the changes put there."""
    ours = {page.id: [b for b in page.blocks if not is_new(b.id)] for page in after.sub_pages}
    pages = list[ExistingPage]()
    for page in now.sub_pages:
        added = ours.get(page.id)
        there = await read_blocks(gateway, page.id) if added else set[str]()
        blocks = [block for block in added or () if block.id in there]
        pages.append(page.model_copy(update={"blocks": blocks}))
    return now.model_copy(update={"sub_pages": pages})


async def _with_moved(
    now: Structure, before: Structure, after: Structure, gateway: NotionGateway
) -> Structure:
    """What stands now with what the changes moved off the page, as it is where it went."""
    was = {part.id: part.parent for part in _parts(before)}
    here = {part.id for part in _parts(now)}
    for part in _parts(after):
        if part.id in here or was.get(part.id, part.parent) == part.parent:
            continue
        database = isinstance(part, ExistingDatabase)
        if (found := await read_elsewhere(gateway, part.id, database=database)) is not None:
            pages = [] if database else [found.page]
            databases = [*now.databases, *found.databases]
            now = now.model_copy(
                update={"databases": databases, "sub_pages": [*now.sub_pages, *pages]}
            )
    return now


def _parts(structure: Structure) -> list[ExistingDatabase | ExistingPage]:
    return [*structure.databases, *structure.sub_pages]


async def _go_back(
    way_back: WayBack,
    entries: Mapping[str, Entry],
    gateway: NotionGateway,
    journals: Journals,
    on_step: OnStep,
) -> None:
    back = resolve(way_back.plan.inverse, entries)
    await Forge(back, gateway, journals.undoing, on_step).run()


def _is_all_there(before: Structure, after: Structure, now: Structure) -> bool:
    """Whether no part of the changes was taken back yet: making them again makes nothing new."""
    return _settled(without_changes(after, before, now)) == _settled(now)


def _settled(structure: Structure) -> Json:
    """A structure without what Notion computes by itself."""
    databases = [
        database.model_copy(
            update={"rows": [row.model_copy(update={"computed": {}}) for row in database.rows]}
        )
        for database in structure.databases
    ]
    return structure.model_copy(update={"databases": databases}).to_json()


async def _until_settled(traces: tuple[Mapping[str, Entry], ...], gateway: NotionGateway) -> None:
    """Waits until what a dead process sent last is done or can no longer be."""
    entries = [entry for found in traces for entry in found.values()]
    sent = [entry.started_at for entry in entries if entry.state == "started"]
    left = max(sent, default=0.0) + gateway.settle - time.time()
    if left > 0:
        with gateway.patience.waiting("fate"):
            await gateway.sleep(left)
