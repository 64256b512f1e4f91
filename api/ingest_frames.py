"""The frames of a job's stream, one type each, as `/asyncapi.json` describes them."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from tools.freshdesk.states import Status


@dataclass(frozen=True, kw_only=True)
class _Numbered:
    """`seq` rises by one for each job; `timestamp` is ISO 8601 in UTC."""

    seq: int
    job_id: str
    timestamp: str


@dataclass(frozen=True, kw_only=True)
class JobProgress(_Numbered):
    """How far a job has come: `current` of `total` items, as far as that is known."""

    type: Literal["progress"]
    step: str
    message: str
    current: int
    total: int | None
    items_per_second: float
    statistics: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class JobLog(_Numbered):
    """Something that went otherwise than it should."""

    type: Literal["log"]
    level: str
    message: str
    details: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class JobStatus(_Numbered):
    """What a job is now, and was before."""

    type: Literal["status"]
    status: Status
    previous: Status


@dataclass(frozen=True, kw_only=True)
class JobError:
    """Why there is nothing to tell; the socket closes then."""

    type: Literal["error"]
    code: str
    content: str


@dataclass(frozen=True, kw_only=True)
class JobInit:
    """The first frame of who brings no header, within 10 seconds."""

    type: Literal["init"]
    access_token: str


JobFrame = Annotated[JobProgress | JobLog | JobStatus | JobError, Field(discriminator="type")]
