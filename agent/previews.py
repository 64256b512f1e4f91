"""Rehearsed workspaces, kept for those who look at them."""

from collections import OrderedDict

from agent.plans import Plans
from tools.notion.rehearse import Rehearsal, rehearse

MOST_KEPT = 32  # the oldest are rehearsed again when somebody asks


class Previews:
    """Rehearsals by the id of their plan; a restart loses nothing but a few milliseconds."""

    def __init__(self, plans: Plans, public_url: str) -> None:
        self._plans = plans
        self._public_url = public_url
        self._kept: OrderedDict[str, Rehearsal] = OrderedDict()

    def url(self, approval_id: str) -> str:
        return f"{self._public_url}/preview/{approval_id}"

    async def make(self, approval_id: str) -> Rehearsal:
        """The rehearsal of a plan. Raises NotFound, or NotionError with what Notion would say."""
        if approval_id in self._kept:
            self._kept.move_to_end(approval_id)
            return self._kept[approval_id]
        approval = await self._plans.get(approval_id)
        self._kept[approval_id] = await rehearse(approval.blueprint)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return self._kept[approval_id]

    def forget(self, approval_id: str) -> None:
        """Lets go of a rehearsal whose blueprint was edited."""
        self._kept.pop(approval_id, None)
