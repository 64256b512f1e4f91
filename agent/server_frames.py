"""The frames that the server sends, one type each; `agent/frames.py` makes them.

What has no default is always sent; what may be None by default is left out while it is. The log
adds `seq` and `thread_id`. Whatever else is kept of a frame is what older versions sent.
"""

from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from agent.planner.seam import Choice
from tools.blueprint.model import Blueprint
from tools.notion.journal import Undone

TurnStatus = Literal["completed", "awaiting_approval", "awaiting_answer", "failed", "cancelled"]
Role = Literal["user", "assistant"]
Reason = Literal["rejected", "cancelled", "undone"]


@dataclass(frozen=True, kw_only=True)
class System:
    """A word from the server itself: to one socket and unnumbered, or to all about the turn.

    `resume_gap` is the oldest `seq` still held, where an older one was asked for. `planner` is who
    plans in this thread from now on (`embedded`, `provider` or `provider/model`), `remark` why that
    is not the one that was asked for; both come with answers to `init` and to the settings only.
    """

    type: Literal["system"] = "system"
    content: str
    thread_id: str
    protocol: Literal["1"] = "1"
    resumed: bool | None = None
    resume_gap: int | None = None
    planner: str | None = None
    remark: str | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a turn has come: of a build, `current` of `total` operations; what the one that is
    done made, or was done to, is called `title`."""

    type: Literal["progress"] = "progress"
    step: str
    message: str
    current: int | None = None
    total: int | None = None
    title: str | None = None


@dataclass(frozen=True, kw_only=True)
class UserMessage:
    """What the person said, for every tab of the thread; `id` is the sender's own."""

    type: Literal["user_message"] = "user_message"
    content: str
    id: str | None


@dataclass(frozen=True, kw_only=True)
class Understood:
    """How a wish was read; `confidence` from 0 to 1."""

    intent: str
    template_type: str
    confidence: float


@dataclass(frozen=True, kw_only=True)
class AiToken:
    """A piece of an answer while it is written; never numbered, as the answer holds them all."""

    type: Literal["ai_token"] = "ai_token"
    content: str


@dataclass(frozen=True, kw_only=True)
class AiResponse:
    """An answer, or how a plan is introduced."""

    type: Literal["ai_response"] = "ai_response"
    content: str
    metadata: Understood


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A clarifying question; the next message answers it."""

    type: Literal["question"] = "question"
    content: str
    options: list[Choice]


@dataclass(frozen=True, kw_only=True)
class BlueprintPreview:
    """A design that was rehearsed, and where that is looked at."""

    type: Literal["blueprint_preview"] = "blueprint_preview"
    content: str
    blueprint: Blueprint
    preview_url: str


@dataclass(frozen=True, kw_only=True)
class PlanFigures:
    """What a plan makes; `api_calls` is exact, `estimated_seconds` is not."""

    kind: str
    template_type: str
    pages: int
    databases: int
    rows: int
    views: int
    blocks: int
    api_calls: int
    estimated_seconds: float


@dataclass(frozen=True, kw_only=True)
class ApprovalRequest:
    """The plan put before the person: a blueprint, changes to what exists, what to collect."""

    type: Literal["approval_request"] = "approval_request"
    content: str
    approval_id: str
    plan_version: int
    expires_at: str  # ISO 8601
    metadata: PlanFigures
    blueprint: Blueprint | None = None
    changes: list[dict[str, Any]] | None = None
    manage: dict[str, Any] | None = None
    recipe: dict[str, Any] | None = None
    ingest: dict[str, Any] | None = None
    preview_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What was made; `duration_seconds` is the build's."""

    pages_created: int
    databases_created: int
    blocks_created: int
    rows_created: int
    views_created: int
    api_calls: int
    duration_seconds: float


@dataclass(frozen=True, kw_only=True)
class Complete:
    """A plan that was carried out: in Notion, or a job of collecting, with its `result`; `next` is
    a wish that fits what was built."""

    type: Literal["complete"] = "complete"
    notion_url: str | None = None
    page_id: str | None = None
    summary: Summary | None = None
    content: str
    warnings: list[str]
    changes: list[dict[str, Any]] | None = None
    recipe: dict[str, Any] | None = None
    job_id: str | None = None
    result: dict[str, Any] | None = None
    next: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """A turn that led to nothing, or a build that was taken back; `unfinished`: not all of it."""

    type: Literal["cancelled"] = "cancelled"
    content: str
    reason: Reason
    undone: Undone
    unfinished: bool | None = None


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """What is wrong with which field."""

    field: str
    message: str


@dataclass(frozen=True, kw_only=True)
class NotionRefusal:
    """What Notion said of a failure, as far as it said anything."""

    code: str | None = None
    status: int | None = None
    request_id: str | None = None


Details = list[FieldProblem] | NotionRefusal


@dataclass(frozen=True, kw_only=True)
class Error:
    """What went wrong, and what to do about it.

    `retry_after` in seconds; `unfinished`: a build that can be gone on with; `waiting`: work that
    goes on by itself; `id`: of the frame that is refused.
    """

    type: Literal["error"] = "error"
    content: str
    code: str
    retryable: bool
    retry_after: float | None = None
    details: Details | None = None
    unfinished: bool | None = None
    waiting: bool | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class TurnEnd:
    """Nothing more comes until the person acts."""

    type: Literal["turn_end"] = "turn_end"
    status: TurnStatus


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What was said once; `type` is the frame's that said it, `seq` its number."""

    role: Role
    content: str
    type: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class History:
    """What was said so far, oldest first."""

    type: Literal["history"] = "history"
    messages: list[Spoken]


@dataclass(frozen=True, kw_only=True)
class Pong:
    """The answer to a ping."""

    type: Literal["pong"] = "pong"


ServerFrame = Annotated[
    System
    | Progress
    | UserMessage
    | AiToken
    | AiResponse
    | Asked
    | BlueprintPreview
    | ApprovalRequest
    | Complete
    | Cancelled
    | Error
    | TurnEnd
    | History
    | Pong,
    Field(discriminator="type"),
]


def frame_json(frame: ServerFrame) -> dict[str, Any]:
    """A frame as it is sent."""
    return {name: as_json(value) for name, value in _told(frame)}


def as_json(value: Any) -> Any:
    """What a frame holds, as it is sent; of blueprints what is left open in them is left out."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if is_dataclass(value):
        return {name: as_json(held) for name, held in _told(value)}
    return value


def _told(held: Any) -> list[tuple[str, Any]]:
    """The fields that are sent, in their order."""
    return [
        (field.name, value)
        for field in fields(held)
        if (value := getattr(held, field.name)) is not None or field.default is MISSING
    ]
