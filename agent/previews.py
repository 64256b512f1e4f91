"""Rehearsed workspaces, kept for those who look at them."""

import asyncio
from collections import OrderedDict

from agent.plans.store import Approval
from agent.plans.subjects import Creation, Modification, Subject
from tools.notion.modify import compile_changes
from tools.notion.operations import Plan
from tools.notion.rehearse import Rehearsal, rehearse, rehearse_changes

MOST_KEPT = 32  # the oldest are rehearsed again when somebody asks


class Previews:
    """Rehearsals by the id of their plan; a restart loses nothing but a few milliseconds."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url
        self._kept: OrderedDict[str, tuple[Subject, Rehearsal]] = OrderedDict()

    def url(self, approval: Approval, plan: Plan) -> str:
        """Where a rehearsed plan is looked at; of changes, at the place where they begin."""
        address = f"{self._public_url}/preview/{approval.id}"
        if isinstance(approval.subject, Creation):
            return address
        place = approval.subject.place(plan)
        return f"{address}#{place}" if place else address

    async def make(self, approval: Approval) -> Rehearsal:
        """The rehearsal of a plan as it stands: an edit replaces its blueprint.

        Raises NotionError with what Notion would say.
        """
        subject, rehearsal = self._kept.get(approval.id, (None, None))
        if rehearsal is None or subject != approval.subject:
            rehearsal = await _rehearse(approval.subject)
        self._kept[approval.id] = (approval.subject, rehearsal)
        self._kept.move_to_end(approval.id)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return rehearsal


async def _rehearse(subject: Subject) -> Rehearsal:
    match subject:
        case Creation(blueprint=blueprint):
            return await rehearse(blueprint)
        case Modification(structure=structure, changes=changes, language=language):
            plan = await asyncio.to_thread(compile_changes, structure, changes, language)
            return await rehearse_changes(subject.answers, plan, subject.page_id)
