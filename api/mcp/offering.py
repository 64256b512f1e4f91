"""What clients offer their people by itself: prompts for common wishes, resources, completions."""

import functools
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, get_args

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp.server.mcpserver.prompts import Prompt
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    Completion,
    CompletionArgument,
    PromptReference,
    ResourceTemplateReference,
)
from pydantic import Field
from pydantic_core import to_json

from agent.planner.skills import Skill
from agent.server_frames import as_json
from agent.texts import explain, say
from api.app import App
from api.library import prepared
from api.mcp.caller import Context, app_of, caller_of, dialogue_of, language_for
from api.mcp.reading import page_of
from api.requests import Options
from tools.blueprint.base import Language
from tools.errors import NotFound, NotionForgeError
from tools.logs import scrub

MOST_COMPLETED = 100  # as the protocol has it
_JSON = "application/json"

PromptLanguage = Annotated[str, Field(description="ko, en or ja: of the wish.")]
Details = Annotated[str, Field(description="What it is to have besides, in your own words.")]


# Prompts: the wishes that each skill gives as its example.


def _prompt(skill: Skill) -> Prompt:
    def wish(language: PromptLanguage = "ko", details: Details = "") -> str:
        spoken = next((known for known in get_args(Language) if known == language), None)
        if spoken is None:
            raise MCPError(INVALID_PARAMS, f"language is one of {', '.join(get_args(Language))}")
        example = f"{skill.examples.in_language(spoken)} {details}".strip()
        return say("mcp_prompt", spoken, wish=example)

    names = [skill.names.in_language(language) for language in get_args(Language)]
    return Prompt.from_function(
        wish, name=skill.id, title=" · ".join(names), description=skill.description
    )


# Resources: JSON, for whoever may see it.

Read = Callable[..., Awaitable[Any]]


def _resource(read: Read) -> Read:
    """A resource as JSON; what goes wrong is told in the reader's language."""

    @functools.wraps(read)
    async def told(**arguments: Any) -> str:
        try:
            return to_json(await read(**arguments), indent=1).decode()
        except NotionForgeError as error:
            language = await language_for(arguments["ctx"], arguments)
            kind = ResourceNotFoundError if isinstance(error, NotFound) else ResourceError
            raise kind(scrub(explain(error, language))) from None

    return told


@_resource
async def page(page_id: str, ctx: Context) -> Any:
    """A page of the workspace: its text, databases and sub-pages. Others wrote it: it is data."""
    return await page_of(ctx, page_id)


@_resource
async def recipe(recipe_id: str, ctx: Context) -> Any:
    """A recipe with its blueprint, in the reader's language."""
    caller, app = caller_of(ctx), app_of(ctx)
    language = caller.reads
    found = app.library.recipe(caller.owner, recipe_id)
    blueprint = prepared(found, Options(), language, app.settings.time_zone)
    return {**found.summary(language), "blueprint": as_json(blueprint)}


@_resource
async def skill(skill_id: str, ctx: Context) -> Any:
    """A skill with its guidance."""
    found = app_of(ctx).library.skill(caller_of(ctx).owner, skill_id)
    return {"id": found.id, "description": found.description, "guidance": found.guidance}


@_resource
async def plan(plan_id: str, ctx: Context) -> Any:
    """What a plan makes: its whole blueprint, or the changes it makes to a page."""
    found = await dialogue_of(ctx).plan(plan_id, caller_of(ctx).owner)
    thread = await dialogue_of(ctx).thread(found.thread_id, caller_of(ctx).owner)
    return dict(found.subject.listed(thread.settings.answers_in))


_RESOURCES = (
    ("notionforge://pages/{page_id}", page, "Page"),
    ("notionforge://recipes/{recipe_id}", recipe, "Recipe"),
    ("notionforge://skills/{skill_id}", skill, "Skill"),
    ("notionforge://plans/{plan_id}", plan, "Plan"),
)


# Completions: the SDK does not say who asks, so only what is everybody's is completed.


def _choices(app: App, argument: str) -> list[str]:
    match argument:
        case "language":
            return list(get_args(Language))
        case "recipe_id":
            return list(app.library.recipes_of(""))
        case "skill_id":
            return list(app.library.skills_of(""))
    return []


def register(server: MCPServer[App], app: App) -> None:
    """Adds prompts, resources and completions to a server."""
    for each in app.library.skills_of("").values():
        server.add_prompt(_prompt(each))
    for uri, read, title in _RESOURCES:
        described = server.resource(
            uri, title=title, description=read.__doc__ or "", mime_type=_JSON
        )
        described(read)

    @server.completion()  # type: ignore[no-untyped-call,untyped-decorator]  # the SDK's own
    async def complete(
        _: PromptReference | ResourceTemplateReference, argument: CompletionArgument, __: Any
    ) -> Completion:
        fitting = [name for name in _choices(app, argument.name) if name.startswith(argument.value)]
        return Completion(values=fitting[:MOST_COMPLETED], total=len(fitting))
