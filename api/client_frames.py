"""The frames that clients send. Unknown keys are let pass: newer clients may say more."""

from dataclasses import replace
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from agent.inputs import Decision
from api.requests import TimeZone, Token, problems_of
from tools.blueprint.base import Complexity, Language
from tools.documents.convert import MOST_FILES
from tools.errors import InvalidInput, Problem, ValidationFailed
from tools.received import json_in

_LONGEST_ID = 200
Id = Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)]

FileId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _Frame(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class InitSettings(_Frame):
    complexity: Complexity | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None


class HelpdeskInit(_Frame):
    """Whose tickets a thread is about. Without domain and key they can be read, not collected."""

    company_id: str = Field(max_length=100)
    domain: str | None = Field(default=None, max_length=300)
    api_key: Token | None = Field(default=None, repr=False)


class Init(_Frame):
    """The first frame. With `thread_id` it continues that thread from behind `since`."""

    type: Literal["init"]
    notion_token: Token | None = Field(default=None, repr=False)
    parent_page_id: str | None = Field(default=None, max_length=500)
    ai_key: Token | None = Field(default=None, repr=False)
    ai_model: str | None = Field(default=None, max_length=200)
    helpdesk: HelpdeskInit | None = None
    settings: InitSettings = Field(default_factory=InitSettings)
    thread_id: str | None = Field(default=None, max_length=200)
    since: int = Field(default=0, ge=0)
    access_token: Token | None = Field(default=None, repr=False)


class Said(_Frame):
    """Words. `seen` is the highest `seq` that their sender had been shown; `attachments` are files
    that were posted before (`/api/files`)."""

    type: Literal["message"]
    content: str
    attachments: list[FileId] = Field(default_factory=list, max_length=MOST_FILES)
    id: Id | None = None
    seen: int | None = None


class Approval(_Frame):
    """An answer to a plan. `edit` carries a whole blueprint, changes or both, `respond` the
    feedback."""

    type: Literal["approval"]
    approval_id: str
    decision: Decision
    blueprint: dict[str, Any] | None = None
    changes: list[dict[str, Any]] | None = Field(default=None, max_length=100)
    feedback: str | None = None
    id: Id | None = None


class Plain(_Frame):
    """Frames that say all by their type; `seen` as with words."""

    type: Literal["confirm_create", "cancel_create", "cancel", "undo", "redo", "ping"]
    seen: int | None = None


class SetComplexity(_Frame):
    type: Literal["set_complexity"]
    complexity: Complexity


class SetLanguage(_Frame):
    type: Literal["set_language"]
    language: Language


class SetModel(_Frame):
    type: Literal["set_model"]
    model: str = Field(min_length=1, max_length=200)


class History(_Frame):
    type: Literal["history"]
    limit: int = Field(default=50, ge=1, le=500)


ClientFrame = Annotated[
    Init | Said | Approval | Plain | SetComplexity | SetLanguage | SetModel | History,
    Field(discriminator="type"),
]

ADAPTER: TypeAdapter[
    Init | Said | Approval | Plain | SetComplexity | SetLanguage | SetModel | History
] = TypeAdapter(ClientFrame)


def object_of(received: str | bytes) -> dict[str, Any]:
    """What a client sent. Raises InvalidInput for what is no JSON object."""
    try:
        data = json_in(received)
    except orjson.JSONDecodeError:
        data = None
    if not isinstance(data, dict):
        raise InvalidInput("a frame is a JSON object", reason="bad_json")
    return data


def id_in(data: dict[str, Any]) -> str | None:
    """The id that a frame bears, whatever is wrong with the rest of it."""
    given = data.get("id")
    return given if isinstance(given, str) and len(given) <= _LONGEST_ID else None


def frame_of(data: dict[str, Any]) -> Any:
    """The frame that an object is. Raises ValidationFailed."""
    try:
        return ADAPTER.validate_python(data)
    except ValidationError as error:
        problems = [_in_frame(problem) for problem in problems_of(error)]
        raise ValidationFailed("the frame has the wrong form", problems) from None


def _in_frame(problem: Problem) -> Problem:
    """A problem with its place in the frame; pydantic puts the frame's type before that."""
    _, _, place = problem.place.partition(".")
    return replace(problem, place=place or problem.place)
