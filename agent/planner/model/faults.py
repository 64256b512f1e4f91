"""Failures of libraries and servers, each with the name that it has here. No text of theirs is
kept: it may quote a key, or what a person said."""

import httpx
import openai

from tools.errors import AiAuthFailed, AiError, NotionForgeError
from tools.received import seconds_to_wait

_LOADING = "loading model"
_TOO_LONG = ("exceed_context_size_error", "context_length_exceeded", "context window")
_NO_MONEY = ("insufficient_quota", "billing", "credit balance")
_FORMS = ("response_format", "json_schema", "tool_choice", "tools", "grammar")


class FormRefused(AiError):
    """The server does not give answers that form; another one may do."""

    default_reason = "ai_unusable"


class StillLoading(AiError):
    """The server has yet to load the model."""

    default_reason = "ai_unreachable"


def named(error: Exception) -> NotionForgeError:
    """What went wrong, as one of ours; what is one already stays."""
    match error:
        case NotionForgeError():
            return error
        case openai.APIStatusError():
            return _refused(error)
        case openai.APITimeoutError() | TimeoutError() | httpx.TimeoutException():
            return AiError("the model took too long", reason="ai_timeout")
        case openai.APIConnectionError() | httpx.TransportError():
            return AiError("the model is not there", reason="ai_unreachable", passing=True)
        case openai.APIError():  # an error event amid a stream: no status, no class of its own
            return AiError("the model broke off", reason="ai_failed", passing=True)
        case _:  # what is no JSON, or JSON of another shape, fails in whatever way
            return AiError(f"no answer to read: {type(error).__name__}", reason="ai_unusable")


def _refused(error: openai.APIStatusError) -> AiError:
    """What an HTTP status and its body stand for."""
    said = f"{error.message} {error.body}".casefold()
    status = error.status_code
    wait = seconds_to_wait(error.response.headers.get("retry-after"))
    if status in (401, 403):
        return AiAuthFailed(f"the key was refused: {status}")
    if any(word in said for word in _NO_MONEY):
        return AiError("the account has nothing left", reason="ai_quota")
    if any(word in said for word in _TOO_LONG) or status == 413:
        return AiError("the prompt is longer than the context", reason="ai_context")
    if status == 404:
        return AiError("no such model", reason="ai_no_model")
    if status == 429:
        return AiError("too many requests", reason="ai_busy", retry_after=wait, passing=True)
    if status == 503 and _LOADING in said:
        return StillLoading("the model is being loaded")
    if status < 500 and any(word in said for word in _FORMS):
        return FormRefused(f"the form was refused: {status}")
    if status < 500:
        return AiError(f"the request was refused: {status}", reason="ai_refused")
    wait = wait if status == 503 else None
    return AiError(f"the server failed: {status}", retry_after=wait, passing=True)
