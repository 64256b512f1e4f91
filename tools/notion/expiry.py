"""Uploads that Notion has let go before anything showed them. Pure."""

from collections.abc import Mapping

from tools.notion.journal import Entry
from tools.notion.operations import Operation, Plan

# Seconds. Notion: an upload that nothing shows is gone after an hour; what shows it takes its time.
KEPT_FOR = 50 * 60

Entries = Mapping[str, Entry]


def expired_uploads(plan: Plan, entries: Entries, now: float) -> list[str]:
    """The traces that a journal has to forget, so that their operations are done again.

    Once one operation is done that shows an upload, it lasts, and serves the others as well.
    """
    old = [op for op in plan.operations if op.kind == "create_upload" and _is_old(op, entries, now)]
    return [op.id for create in old for op in _lost(plan, create, entries) if op.id in entries]


def _is_old(operation: Operation, entries: Entries, now: float) -> bool:
    entry = entries.get(operation.id)
    return entry is not None and now - entry.started_at > KEPT_FOR


def _lost(plan: Plan, create: Operation, entries: Entries) -> list[Operation]:
    sent = _needing(plan, create)
    shown = (user.id for operation in sent for user in _needing(plan, operation))
    if any(entries[name].state == "done" for name in shown if name in entries):
        return []
    return [create, *sent]


def _needing(plan: Plan, operation: Operation) -> list[Operation]:
    return [other for other in plan.operations if operation.id in other.needs]
