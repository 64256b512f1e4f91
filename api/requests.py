"""Request bodies: read, bounded, validated into models."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from tools.blueprint.base import Complexity, Hue, Language
from tools.blueprint.parse import place_of, shape_problems
from tools.errors import InvalidInput, Problem, TooLarge, ValidationFailed
from tools.received import json_in
from tools.tokens import OddToken, cleaned
from tools.zones import known_zone

Model = TypeVar("Model", bound=BaseModel)

MOST_BODY_BYTES = 2 * 1024 * 1024

_NAME = re.compile(r"[A-Za-z]{1,20}(_[A-Za-z]{1,20}){0,4}")


def _cleaned(token: str) -> str:
    try:
        return cleaned(token)
    except OddToken:
        raise PydanticCustomError("bad_token", "is no token") from None


def _zone(name: str) -> str:
    try:
        return known_zone(name)
    except ValueError:
        raise PydanticCustomError("bad_time_zone", "is no time zone") from None


Token = Annotated[str, AfterValidator(_cleaned)]
TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]


class Body(BaseModel):
    """A request body; unknown keys are refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Options(Body):
    """What a caller prefers; the words of the prompt win."""

    include_sample_data: bool = True
    sample_count: int | None = Field(default=None, ge=0, le=100)
    color_theme: Hue | None = None
    complexity: Complexity | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    fallback: bool = True  # whether the embedded planner may go on where the model fails


class TokenBody(Body):
    """With whose rights a page is reached, where the route says all else."""

    notion_token: Token | None = Field(default=None, repr=False)


class BuildBody(Body):
    """Where a blueprint that is there already is to be built, and how."""

    notion_token: Token | None = Field(default=None, repr=False)
    parent_page_id: str | None = Field(default=None, max_length=500)
    options: Options = Field(default_factory=Options)
    ai_key: Token | None = Field(default=None, repr=False)
    ai_model: str | None = Field(default=None, max_length=200)


class GenerateBody(BuildBody):
    """`POST /api/templates/generate`."""

    prompt: str


class ImportBody(BuildBody):
    """`POST /api/templates/blueprint/import`; the blueprint is checked by its own rules."""

    blueprint: dict[str, Any]


class ModifyBody(Body):
    """`POST /api/templates/{page_id}/modify`; `page_id`, where it is given, is the route's."""

    prompt: str
    notion_token: Token | None = Field(default=None, repr=False)
    page_id: str | None = Field(default=None, max_length=500)
    dry_run: bool = False
    options: Options = Field(default_factory=Options)
    ai_key: Token | None = Field(default=None, repr=False)
    ai_model: str | None = Field(default=None, max_length=200)


class Page(Body):
    """Which part of a list is asked for."""

    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = Field(default=None, min_length=1, max_length=200)

    def next(self, cursors: Sequence[str]) -> str | None:
        """The cursor of the next part, where one item more than asked for was found."""
        return cursors[self.limit - 1] if len(cursors) > self.limit else None


def page_of(request: Request) -> Page:
    """Raises ValidationFailed."""
    return queried(request, Page)


def queried(request: Request, model: type[Model]) -> Model:
    """What of the query a model knows; the rest is let pass. Raises ValidationFailed."""
    asked = request.query_params
    return validated(model, {name: asked[name] for name in model.model_fields if name in asked})


async def read(request: Request, model: type[Model]) -> Model:
    """The validated body; none is an empty object, where that is enough.

    Raises TooLarge, InvalidInput for bad JSON, ValidationFailed with the fields.
    """
    is_enough = not is_needed(model) and not await body_of(request)
    return validated(model, {} if is_enough else await parsed(request))


def is_needed(model: type[BaseModel]) -> bool:
    """Whether a body has to be sent: something in it has no default."""
    return any(field.is_required() for field in model.model_fields.values())


async def parsed(request: Request) -> Any:
    """The body's JSON. Raises TooLarge, InvalidInput."""
    try:
        return json_in(await body_of(request))
    except orjson.JSONDecodeError:
        raise InvalidInput("the body is no JSON", reason="bad_json") from None


async def body_of(request: Request) -> bytes:
    """The whole body, whoever asked for it before. Raises TooLarge as soon as it is known to be."""
    if hasattr(request.state, "body"):
        kept: bytes = request.state.body
        return kept
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY_BYTES:
            raise TooLarge(f"a body has at most {MOST_BODY_BYTES} bytes")
    request.state.body = bytes(body)
    return bytes(body)


def validated(model: type[Model], data: Any) -> Model:
    """The model of some data. Raises ValidationFailed, which names each field."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = problems_of(error)
        raise ValidationFailed(f"{len(problems)} field(s) are wrong", problems) from None


def problems_of(error: ValidationError) -> list[Problem]:
    """What is wrong with which field."""
    return list(shape_problems(error, _place))


def _place(item: Mapping[str, Any]) -> str:
    """Where a field is. A key of no field may be a token in the wrong place: it is not repeated
    unless it looks like a name."""
    *above, last = item["loc"] or ("body",)
    if item["type"] == "extra_forbidden" and not _NAME.fullmatch(str(last)):
        last = "…"
    return place_of((*above, last))


def token_of(request: Request, body: str | None) -> str | None:
    """The Notion token of a caller: in the body, else in `X-Notion-Token`; None where neither is.

    Raises ValidationFailed for what can be none.
    """
    return body or _header(request, "X-Notion-Token")


def ai_key_of(request: Request, body: str | None) -> str | None:
    """A caller's key for a language model: in the body, else in `X-AI-Key`; None where neither is.

    Raises ValidationFailed for what can be none.
    """
    return body or _header(request, "X-AI-Key")


def _header(request: Request, name: str) -> str | None:
    """A secret in a header."""
    header = request.headers.get(name, "").encode("latin-1")
    try:
        return cleaned(header.decode()) or None  # a header's bytes, which are mostly UTF-8
    except ValueError:
        problem = Problem(name, "bad_token")
        raise ValidationFailed("the token is none", [problem]) from None
