"""How a tool answers: with what it returns, or with what went wrong, in the person's language."""

import functools
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_json

from agent import frames
from agent.server_frames import as_json
from api.mcp.caller import language_for
from api.mcp.shapes import Conversation
from tools.errors import InvalidInput, NotionForgeError
from tools.received import has_nul
from tools.storage import as_storage_failure

_INJECTED = frozenset({"ctx", "answer"})  # by the SDK: nobody sent them
_logger = logging.getLogger("notionforge.mcp")

Tool = Callable[..., Awaitable[Any]]


def answering(tool: Tool) -> Tool:
    """A tool whose failures reach its caller as an answer; its signature is what clients are shown.

    This is the edge: nothing above it could do anything about an error, storage's among them.
    """

    @functools.wraps(tool)
    async def answer(**arguments: Any) -> Any:
        try:
            _check_text(arguments)
            told = await tool(**arguments)
        except NotionForgeError as error:
            return await refused(error, arguments)
        except Exception as error:
            failure = as_storage_failure(error)
            if failure is None:
                _logger.exception("the tool %s failed", tool.__name__)
            return await refused(failure or NotionForgeError("unexpected"), arguments)
        is_failure = isinstance(told, Conversation) and told.status == "failed"
        return _result(_as_json(told), is_error=is_failure)

    return answer


def _check_text(arguments: Mapping[str, Any]) -> None:
    """Refuses what the SDK lets pass and nothing keeps: half a character (a lone surrogate), NUL.

    Raises InvalidInput.
    """
    sent = {name: value for name, value in arguments.items() if name not in _INJECTED}
    try:
        told = to_json(sent)
    except PydanticSerializationError:
        raise InvalidInput("a text holds half a character (a lone surrogate)") from None
    if has_nul(told):
        raise InvalidInput("a text holds a NUL (U+0000)")


def _as_json(told: Any) -> dict[str, Any]:
    """What is there: a model pays for every word, and learns nothing from what is not."""
    if isinstance(told, BaseModel):
        return told.model_dump(mode="json", exclude_none=True)
    found: dict[str, Any] = told
    return found


async def refused(error: NotionForgeError, arguments: Mapping[str, Any]) -> CallToolResult:
    """An error as a tool's answer; `arguments` may say in which language."""
    told = frames.error(error, await language_for(arguments["ctx"], arguments))
    details = {"details": as_json(told.details)} if told.details else {}
    known = {"code": told.code, "message": told.content, "retryable": told.retryable, **details}
    if told.retry_after is not None:
        known["retry_after"] = told.retry_after
    return _result({"error": known}, told.content, is_error=True)


def _result(
    structured: dict[str, Any], text: str | None = None, *, is_error: bool = False
) -> CallToolResult:
    """An answer for programs, and for models: the same as a text, unless another says more."""
    shown = orjson.dumps(structured).decode() if text is None else text
    content = [TextContent(type="text", text=shown)]
    return CallToolResult(content=content, structured_content=structured, is_error=is_error)
