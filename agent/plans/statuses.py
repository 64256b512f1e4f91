"""What plans and builds may become: each state says which may follow it.

The tables are moved from state to state by compare-and-set over `may_follow`, so that whatever the
order of two tabs, a stale click and a restart, no step happens that this page does not show.
"""

from enum import StrEnum
from typing import Self

from sqlalchemy import Update, case, update

from tools.records.tables import approvals


class _Status(StrEnum):
    @property
    def may_become(self) -> frozenset[Self]:
        """The states that may come next."""
        raise NotImplementedError

    @property
    def may_follow(self) -> tuple[Self, ...]:
        """The states that this one may come after."""
        return tuple(state for state in type(self) if self in state.may_become)


class PlanStatus(_Status):
    """What has become of a plan. One that is answered waits again where the answer left it as it
    was: a question about it, for instance, or a yes after which it could not be begun."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    ANSWERED = "answered"
    EXPIRED = "expired"

    @property
    def may_become(self) -> "frozenset[PlanStatus]":
        match self:
            case PlanStatus.DRAFT | PlanStatus.ANSWERED:
                return frozenset({PlanStatus.PENDING})
            case PlanStatus.PENDING:
                return frozenset(PlanStatus) - {PlanStatus.DRAFT, PlanStatus.PENDING}
            case PlanStatus.APPROVED | PlanStatus.EDITED:
                return frozenset({PlanStatus.ANSWERED})
            case _:
                return frozenset()


class BuildStatus(_Status):
    """How far a build has come. `stopped` is one that a cancel could not take back yet."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    UNDONE = "undone"

    @property
    def may_become(self) -> "frozenset[BuildStatus]":
        match self:
            case BuildStatus.RUNNING:
                return frozenset(BuildStatus) - {BuildStatus.RUNNING, BuildStatus.UNDONE}
            case BuildStatus.FAILED:
                return frozenset({BuildStatus.RUNNING, BuildStatus.UNDONE})
            case BuildStatus.COMPLETED | BuildStatus.STOPPED:
                return frozenset({BuildStatus.UNDONE})
            case _:
                return frozenset()


UNDOABLE = BuildStatus.UNDONE.may_follow


def moved(approval_id: str, to: PlanStatus) -> Update:
    """The statement that moves a plan to another state, from where that may follow."""
    is_before = approvals.c.status.in_(to.may_follow)
    return update(approvals).where(approvals.c.id == approval_id, is_before).values(status=to)


def waiting(approval_id: str, thread_id: str) -> Update:
    """The statement that lets a plan wait for an answer, and no other plan of its thread: a node
    that runs again after a crash may come to another one."""
    is_it = approvals.c.id == approval_id
    may_wait = is_it & approvals.c.status.in_(PlanStatus.PENDING.may_follow)
    waits = (approvals.c.thread_id == thread_id) & (approvals.c.status == PlanStatus.PENDING)
    status = case((is_it, PlanStatus.PENDING.value), else_=PlanStatus.ANSWERED.value)
    return update(approvals).where(may_wait | (waits & ~is_it)).values(status=status)


def withdrawal(thread_id: str) -> Update:
    """The statement that takes back the plan of a thread that waits."""
    is_pending = approvals.c.status == PlanStatus.PENDING
    waits = update(approvals).where(approvals.c.thread_id == thread_id, is_pending)
    return waits.values(status=PlanStatus.REJECTED)
