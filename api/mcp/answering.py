"""How a tool answers: with what it returns, or with what went wrong, in the person's language."""

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from mcp_types import CallToolResult, TextContent

from agent import frames
from agent.server_frames import as_json
from api.mcp.caller import language_for
from api.mcp.shapes import Conversation
from tools.errors import NotionForgeError
from tools.storage import as_storage_failure

_logger = logging.getLogger("notionforge.mcp")

Tool = Callable[..., Awaitable[Any]]


def answering(tool: Tool) -> Tool:
    """A tool whose failures reach its caller as an answer; its signature is what clients are shown.

    This is the edge: nothing above it could do anything about an error, storage's among them.
    """

    @functools.wraps(tool)
    async def answer(**arguments: Any) -> Any:
        try:
            told = await tool(**arguments)
        except NotionForgeError as error:
            return await _refused(error, arguments)
        except Exception as error:
            failure = as_storage_failure(error)
            if failure is None:
                _logger.exception("the tool %s failed", tool.__name__)
            return await _refused(failure or NotionForgeError("unexpected"), arguments)
        if isinstance(told, Conversation) and told.status == "failed":
            return _failed(told.model_dump(mode="json", exclude_none=True), told.model_dump_json())
        return told

    return answer


async def _refused(error: NotionForgeError, arguments: dict[str, Any]) -> CallToolResult:
    told = frames.error(error, await language_for(arguments["ctx"], arguments))
    details = {"details": as_json(told.details)} if told.details else {}
    known = {"code": told.code, "message": told.content, "retryable": told.retryable, **details}
    if told.retry_after is not None:
        known["retry_after"] = told.retry_after
    return _failed({"error": known}, told.content)


def _failed(structured: dict[str, Any], text: str) -> CallToolResult:
    content = [TextContent(type="text", text=text)]
    return CallToolResult(content=content, structured_content=structured, is_error=True)
