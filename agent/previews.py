"""Rehearsed workspaces, kept for those who look at them."""

from collections import OrderedDict

from agent.plans import Approval
from tools.blueprint.model import Blueprint
from tools.notion.rehearse import Rehearsal, rehearse

MOST_KEPT = 32  # the oldest are rehearsed again when somebody asks


class Previews:
    """Rehearsals by the id of their plan; a restart loses nothing but a few milliseconds."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url
        self._kept: OrderedDict[str, tuple[Blueprint, Rehearsal]] = OrderedDict()

    def url(self, approval_id: str) -> str:
        return f"{self._public_url}/preview/{approval_id}"

    async def make(self, approval: Approval) -> Rehearsal:
        """The rehearsal of a plan as it stands: an edit replaces its blueprint.

        Raises NotionError with what Notion would say.
        """
        blueprint, rehearsal = self._kept.get(approval.id, (None, None))
        if rehearsal is None or blueprint != approval.blueprint:
            rehearsal = await rehearse(approval.blueprint)
        self._kept[approval.id] = (approval.blueprint, rehearsal)
        self._kept.move_to_end(approval.id)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return rehearsal
