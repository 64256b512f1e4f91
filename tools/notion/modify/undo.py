"""Taking changes back: by the way back where all were made, else by what is there now."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.notion.forge import Forge, OnStep
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Journal, MemoryJournal
from tools.notion.modify.compile import resolve, restore_plan
from tools.notion.operations import Plan
from tools.notion.rollback import Undone
from tools.notion.structure import Structure, read_structure


@dataclass(frozen=True)
class WayBack:
    """How a build of changes is taken back: the plan for it, and what was there before."""

    plan: Plan
    before: Structure

    def to_json(self) -> dict[str, Any]:
        return {"plan": self.plan.to_json(), "before": self.before.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "WayBack":
        return cls(Plan.from_json(data["plan"]), Structure.from_json(data["before"]))


async def take_back(
    plan: Plan,
    way_back: WayBack,
    gateway: NotionGateway,
    journals: tuple[Journal, Journal],
    on_step: OnStep,
) -> Undone:
    """Undoes the changes that a plan has made so far; may be repeated where it was cut off.

    `journals` are that of the changes and that of their undoing. Raises NotionError.
    """
    made, undoing = journals
    entries = await made.load()
    done = [op.id for op in plan.operations if op.writes and _is_done(entries.get(op.id))]
    if all(_is_done(entries.get(op.id)) for op in plan.operations):
        back = resolve(way_back.plan, entries)
        await Forge(back, gateway, undoing, on_step).run()
    elif entries:
        await _until_settled(entries, gateway)
        now = await read_structure(gateway, way_back.before.page.id)
        # What is there tells what is left to do, so that nothing needs to be remembered.
        back = restore_plan(now, way_back.before)
        await Forge(back, gateway, MemoryJournal(), on_step).run()
    return Undone(changes=len(done))


async def _until_settled(entries: Mapping[str, Entry], gateway: NotionGateway) -> None:
    """Waits until what a dead process sent last is done or can no longer be."""
    sent = [entry.started_at for entry in entries.values() if entry.state == "started"]
    left = max(sent, default=0.0) + gateway.settle - time.time()
    if left > 0:
        await gateway.sleep(left)


def _is_done(entry: Entry | None) -> bool:
    return entry is not None and entry.state == "done"
