"""What a job may be, and what may follow that."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class Status(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Priority(IntEnum):
    HIGH = 0
    NORMAL = 1
    LOW = 2


# What may follow what. Who resumes is queued: it runs at once unless another of its company does.
FOLLOWING: Mapping[Status, frozenset[Status]] = {
    Status.QUEUED: frozenset({Status.RUNNING, Status.PAUSED, Status.CANCELLED}),
    Status.RUNNING: frozenset(Status) - {Status.RUNNING},
    Status.PAUSED: frozenset({Status.QUEUED, Status.CANCELLED}),
    Status.FAILED: frozenset({Status.QUEUED}),
    Status.COMPLETED: frozenset(),
    Status.CANCELLED: frozenset(),
}
OVER = frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED})
