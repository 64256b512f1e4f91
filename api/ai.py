"""Language models over REST, and what an entrance makes of a model and a key that it is given."""

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.planner.model.provider import COPILOT
from agent.planner.planners import EMBEDDED, Choice
from api.app import App, app_of
from api.callers import known_key
from api.requests import Body, Token, read
from tools.errors import (
    AiAuthFailed,
    AuthFailed,
    InvalidInput,
    NotionForgeError,
    Problem,
    Unavailable,
    ValidationFailed,
)


class DetectBody(Body):
    """`POST /api/templates/ai/detect-provider`."""

    api_key: Token = Field(min_length=1, repr=False)


class CopilotBody(Body):
    """`POST /api/templates/ai/copilot-model`; without a thread, for all."""

    model: str = Field(min_length=1, max_length=200)
    thread_id: str | None = Field(default=None, min_length=1, max_length=200)


def chosen(
    app: App, model: str | None, key: str | None, now: str | None = None, kept: str | None = None
) -> tuple[str | None, NotionForgeError | None]:
    """The planner that a model and a key ask for, and why there is none, where there is none."""
    try:
        return app.desk.planners.chosen(model, key, now, kept), None
    except (InvalidInput, Unavailable) as error:
        return None, error


async def keep_key(app: App, thread_id: str, planner: str | None, key: str | None) -> None:
    """Keeps a key that came with a planner, for the provider of that and for no other."""
    if planner and key and planner != EMBEDDED:
        await app.desk.threads.keep_ai_key(thread_id, planner.partition("/")[0], key)


async def detect_provider(request: Request) -> Response:
    """Whose a key is, and which models it leads to: by its prefix, and then by a call that needs
    it. Raises AuthFailed where that refuses it, InvalidInput for a key that is nobody's."""
    body = await read(request, DetectBody)
    try:
        found = await app_of(request).models.detected(body.api_key)
    except AiAuthFailed:
        raise AuthFailed("the provider refused the key", reason="ai_auth") from None
    if found is None:
        raise InvalidInput("the key is no provider's", reason="ai_key_unknown")
    provider, models = found
    return JSONResponse(
        {"provider": provider, "models": [{"id": name, "name": name} for name in models]}
    )


async def copilot_status(request: Request) -> Response:
    """Whether GitHub Copilot can plan here, and with which models."""
    return JSONResponse(app_of(request).copilot.status)


async def copilot_model(request: Request) -> Response:
    """The model that a thread plans with from now on; without a thread, the one that is asked of
    Copilot wherever nobody names one, until the server restarts.

    Raises ValidationFailed for one that is not in Copilot's list, or while that is not known;
    NotFound and Forbidden for a thread that is not the caller's.
    """
    body, app = await read(request, CopilotBody), app_of(request)
    if body.thread_id is not None:
        await app.house.conversation(body.thread_id, known_key(request, app.settings))
    if body.model not in app.copilot.models:
        raise ValidationFailed("not in the list", [Problem("model", "copilot_unlisted")])
    if body.thread_id is None:
        app.copilot.current = body.model
    else:
        chosen_ = str(Choice(COPILOT, body.model))
        await app.desk.threads.change(body.thread_id, planner=chosen_)
    return JSONResponse({"model": body.model, "status": "ok"})


routes = [
    Route("/api/templates/ai/detect-provider", detect_provider, methods=["POST"]),
    Route("/api/templates/ai/copilot-status", copilot_status),
    Route("/api/templates/ai/copilot-model", copilot_model, methods=["POST"]),
]
