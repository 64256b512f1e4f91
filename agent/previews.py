"""Rehearsed workspaces, kept for those who look at them."""

from agent.plans.kinds import Approval, Subject
from tools.notion.journal import Rehearsal
from tools.notion.operations import Plan
from tools.notion.transport import Stage
from tools.recent import Recent

MOST_KEPT = 32  # the oldest are rehearsed again when somebody asks


class Previews:
    """Rehearsals on a `stage`, by the id of their plan; a restart loses a few milliseconds."""

    def __init__(self, public_url: str, stage: Stage) -> None:
        self.stage = stage
        self._public_url = public_url
        self._kept = Recent[str, tuple[Subject, Rehearsal]](MOST_KEPT)

    def url(self, approval: Approval, plan: Plan) -> str | None:
        """Where a rehearsed plan is looked at, at the place where it begins; None for one that
        makes nothing there."""
        if approval.subject.rehearsing is None:
            return None
        address = f"{self._public_url}/preview/{approval.id}"
        rehearsal = self.kept(approval)
        place = approval.subject.opens_at(plan, rehearsal.entries if rehearsal else {})
        return f"{address}#{place}" if place else address

    def kept(self, approval: Approval) -> Rehearsal | None:
        """The rehearsal of a plan as it stands, if there is one."""
        subject, rehearsal = self._kept.get(approval.id) or (None, None)
        return rehearsal if subject == approval.subject else None

    async def make(self, approval: Approval) -> Rehearsal:
        """The rehearsal of a plan as it stands: an edit replaces its blueprint.

        Raises NotionError with what Notion would say.
        """
        rehearsal = self.kept(approval) or await approval.subject.rehearse(self.stage)
        self._kept.put(approval.id, (approval.subject, rehearsal))
        return rehearsal
