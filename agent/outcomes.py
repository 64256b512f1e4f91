"""How builds and turns end: JSON, kept with their rows and checkpoints, read by whoever asks later.

So these are shapes and not objects: what an older version kept is read as it stands.
"""

from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict

from agent.server_frames import TurnStatus
from agent.threads import Thread


class Built(TypedDict):
    """A plan that was carried out whole, and the page that it made or changed, with its `title`
    (older ones have none); `undone` counts what was taken back since."""

    status: Literal["completed"]
    page_id: str
    url: str
    title: NotRequired[str]
    counts: dict[str, int]
    api_calls: int
    duration_seconds: float
    warnings: list[str]
    undone: NotRequired[dict[str, int]]


class BuildStopped(TypedDict):
    """A build that was cancelled. One that could not be taken back yet is `unfinished`: `done` of
    `total` operations stand."""

    status: Literal["cancelled"]
    undone: dict[str, int]
    unfinished: NotRequired[bool]
    done: NotRequired[int]
    total: NotRequired[int]


class Failure(TypedDict):
    """An error: `reason` and `params` make the text that a person reads."""

    code: str
    reason: str
    message: str
    params: dict[str, Any]
    retryable: bool


class BuildFailed(TypedDict):
    """A build that stopped on the way at `done` of `total` operations; `undone` where these are
    taken back. `kind` is its plan's (older ones have none)."""

    status: Literal["failed"]
    error: Failure
    done: int
    total: int
    kind: NotRequired[str]
    undone: NotRequired[dict[str, int]]


Outcome = Built | BuildStopped | BuildFailed


class Result(TypedDict):
    """How a turn ended, with what there is of a plan, its outcome, a reply, the `error` frame as it
    was said, or what was undone and its `kind`; or an open question and what was `agreed` before
    it, with the plans that were there `earlier`; `asks` says that one is open about the plan that
    waits. `about` is the page that it was about, where words spoke of changing one."""

    status: TurnStatus
    approval_id: NotRequired[str | None]
    outcome: NotRequired[Outcome | None]
    question: NotRequired[dict[str, Any]]
    asks: NotRequired[bool]
    about: NotRequired[dict[str, Any] | None]
    agreed: NotRequired[dict[str, Any] | None]
    earlier: NotRequired[list[dict[str, Any]]]
    reply: NotRequired[str | None]
    error: NotRequired[dict[str, Any]]
    retry_after: NotRequired[float | None]
    undone: NotRequired[dict[str, int]]
    kind: NotRequired[str]


@dataclass(frozen=True)
class Ended:
    """What became of a wish, and its thread as it is then."""

    thread: Thread
    result: Result

    @property
    def approval_id(self) -> str | None:
        """The plan that was carried out, or rehearsed for a look; None where nothing came of it."""
        return self.result.get("approval_id") if self.result["status"] == "completed" else None

    @property
    def built(self) -> Built | None:
        """What was carried out; None where nothing was."""
        outcome = self.result.get("outcome")
        return outcome if outcome is not None and outcome["status"] == "completed" else None
