"""How tools are shown to clients: titles, documentation, schemas. Their failures are answers."""

from collections.abc import Iterable
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import ToolAnnotations
from pydantic import ValidationError

from api.mcp.answering import answering, refused
from api.mcp.effects import Described
from api.requests import problems_of
from tools.errors import ValidationFailed


class _Tool(Tool):
    """One that refuses wrong arguments as it refuses all else. The SDK's own words for it are
    pydantic's, which repeat what was sent."""

    async def run(
        self,
        arguments: dict[str, Any],
        context: Any,
        convert_result: bool = False,  # noqa: FBT001, FBT002 - as the SDK has it
    ) -> Any:
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            wrong = ValidationFailed("no such arguments", problems_of(error.__cause__))
            said = {name: sent for name, sent in arguments.items() if isinstance(sent, str)}
            return await refused(wrong, {**said, "ctx": context})


def described(tools: Iterable[Described]) -> list[Tool]:
    """Tools as the SDK has them; what a model reads of one is its docstring."""
    return [_described(*each) for each in tools]


def _described(function: Any, title: str, annotations: ToolAnnotations) -> Tool:
    text, answer = " ".join((function.__doc__ or "").split()), answering(function)
    tool = _Tool.from_function(answer, title=title, description=text, annotations=annotations)
    taken = tool.fn_metadata.arg_model
    taken.model_config["extra"] = "forbid"  # else a name that is misspelt changes what is done
    taken.model_rebuild(force=True)
    tool.parameters = untitled(taken.model_json_schema(by_alias=True))
    tool.fn_metadata.output_schema = untitled(tool.fn_metadata.output_schema)
    return tool


def untitled(schema: Any) -> Any:
    """A JSON schema without the titles that pydantic makes of names: they say each name twice, and
    a model pays for every word of it. A property called `title` stays."""
    match schema:
        case list():
            return [untitled(item) for item in schema]
        case dict():
            return {
                key: untitled(value)
                for key, value in schema.items()
                if not (key == "title" and isinstance(value, str))
            }
    return schema
