"""How tools are shown to clients: titles, documentation, schemas. Their failures are answers."""

from collections.abc import Iterable
from typing import Any

from mcp.server.mcpserver.tools import Tool
from mcp_types import ToolAnnotations

from api.mcp.answering import answering
from api.mcp.effects import Described


def described(tools: Iterable[Described]) -> list[Tool]:
    """Tools as the SDK has them; what a model reads of one is its docstring."""
    return [_described(*each) for each in tools]


def _described(function: Any, title: str, annotations: ToolAnnotations) -> Tool:
    text, answer = " ".join((function.__doc__ or "").split()), answering(function)
    tool = Tool.from_function(answer, title=title, description=text, annotations=annotations)
    tool.parameters = untitled(tool.parameters)
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
