"""Skills and recipes over REST: those that came with the product, and those that people add."""

import asyncio
from dataclasses import replace
from typing import Any

from pydantic import Field, RootModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.entrance import Wish
from agent.inputs import Mode
from agent.library import Library, WrittenSkill, new_recipe_id
from agent.planner.skills import Skill
from agent.server_frames import as_json
from api.app import app_of
from api.callers import known_key
from api.idempotency import once
from api.language import language_of
from api.requests import (
    Body,
    BuildBody,
    Options,
    Token,
    parsed,
    queried,
    read,
    token_of,
    validated,
)
from api.wishes import answered, buildable, previewed, saved_page, wish_to_build
from tools.blueprint.base import Language, Strict
from tools.blueprint.model import Blueprint
from tools.errors import InvalidInput
from tools.notion.difference import from_nothing
from tools.notion.gateway import notion_id
from tools.notion.operations import WORKSPACE
from tools.notion.transport import EMBEDDED_TOKEN
from tools.recipes import (
    LONGEST_NAME,
    Recipe,
    RecipeFile,
    RecipeId,
    posted,
    recipe_of,
    with_samples,
)
from tools.zones import today_in


class NewSkill(WrittenSkill):
    """`POST /api/skills`; a `dry_run` only says whether it could be kept, and as what."""

    dry_run: bool = Field(default=False, exclude=True)


class ChangedSkill(Strict):
    """`PUT /api/skills/{id}`: as it was posted; the id is the route's."""

    skill_id: str | None = None
    name: Any
    description: Any
    keywords: Any = ""
    content: Any
    dry_run: bool = False


class NewRecipe(RecipeFile):
    """A recipe as somebody posts it; without an id it is given one."""

    id: RecipeId = Field(default_factory=new_recipe_id)


class PageRecipe(Body):
    """`POST /api/recipes` for a page that is there already."""

    page_id: str
    notion_token: Token | None = Field(default=None, repr=False)
    name: str | None = Field(default=None, max_length=LONGEST_NAME)
    description: str | None = Field(default=None, max_length=LONGEST_NAME)
    category: str = Field(default="custom", min_length=1, max_length=50)


class PostedRecipe(RootModel[NewRecipe | PageRecipe]):
    """`POST /api/recipes`."""


class ListQuery(Body):
    """`GET /api/recipes`."""

    category: str = ""
    search: str = ""


async def skills(request: Request) -> Response:
    """What the planner composes from."""
    library, owner = _library(request)
    language, skills = language_of(request), library.skills_of(owner)
    found = {name: _skill(library, skill, language) for name, skill in skills.items()}
    return JSONResponse({"skills": found})


async def skill(request: Request) -> Response:
    """A skill, with its guidance and what its pattern brings."""
    library, owner = _library(request)
    found, language = library.skill(owner, request.path_params["skill_id"]), language_of(request)
    brings = await asyncio.to_thread(_brings, found, language)  # its pattern may have to be read
    return JSONResponse({**_whole(library, found, language), "brings": brings})


async def add_skill(request: Request) -> Response:
    """Keeps a skill of somebody's own."""
    library, owner = _library(request)
    written = await read(request, NewSkill)
    if written.dry_run:
        drafted = library.drafted(owner, written, new=True)
        return JSONResponse(_written(library, owner, drafted, language_of(request)))
    added = await library.add_skill(owner, written)
    return JSONResponse(_written(library, owner, added, language_of(request)), 201)


async def change_skill(request: Request) -> Response:
    """Replaces a skill of somebody's own."""
    (library, owner), skill_id = _library(request), request.path_params["skill_id"]
    library.skill(owner, skill_id)
    body = await read(request, ChangedSkill)
    if body.skill_id not in (None, skill_id):
        raise InvalidInput("two ids", reason="ids_differ", params={"name": "skill_id"})
    written = validated(NewSkill, {**body.model_dump(), "skill_id": skill_id})
    if written.dry_run:
        drafted = library.drafted(owner, written, new=False)
        return JSONResponse(_written(library, owner, drafted, language_of(request)))
    changed = await library.change_skill(owner, written)
    return JSONResponse(_written(library, owner, changed, language_of(request)))


async def remove_skill(request: Request) -> Response:
    """Deletes a skill of somebody's own; one that it stood before is back."""
    library, owner = _library(request)
    await library.remove_skill(owner, request.path_params["skill_id"])
    return JSONResponse({"success": True})


def _library(request: Request) -> tuple[Library, str]:
    """The library, and the server key of who asks. Raises AuthFailed."""
    app = app_of(request)
    return app.library, known_key(request, app.settings)


def _skill(library: Library, found: Skill, language: Language) -> dict[str, Any]:
    return {
        "name": found.names.in_language(language),
        "description": found.description,
        "keywords": list(found.keywords),
        "template_type": found.template_type,
        "example": found.examples.in_language(language),
        "is_custom": library.is_added(found),
    }


def _whole(library: Library, found: Skill, language: Language) -> dict[str, Any]:
    return {"id": found.id, **_skill(library, found, language), "content": found.guidance}


def _brings(found: Skill, language: Language) -> dict[str, list[str]]:
    """The databases and sub-pages of a skill's pattern, by their titles; none without one."""
    pattern = found.pattern
    parts = ([], []) if pattern is None else (pattern.databases, pattern.sub_pages)
    databases, pages = ([part.title.in_language(language) for part in some] for some in parts)
    return {"databases": databases, "pages": pages}


def _written(library: Library, owner: str, skill: Skill, language: Language) -> dict[str, Any]:
    """A skill as its author is answered: with the keywords that lead to others as well."""
    shared = library.shared(owner, skill)
    return {**_whole(library, skill, language), "shared_keywords": shared}


async def recipes(request: Request) -> Response:
    """A bare array, as the seed has it: of one category, and with some words, where asked for."""
    asked, language = queried(request, ListQuery), language_of(request)
    library, owner = _library(request)
    found = [
        recipe
        for recipe in library.recipes_of(owner).values()
        if asked.category in ("", recipe.about.category) and recipe.says(asked.search)
    ]
    told = await asyncio.to_thread(lambda: [_listed(library, each, language) for each in found])
    return JSONResponse(told)


async def categories(request: Request) -> Response:
    """The categories of all recipes."""
    library, owner = _library(request)
    found = {recipe.about.category for recipe in library.recipes_of(owner).values()}
    return JSONResponse({"categories": sorted(found), "next_cursor": None})


async def recipe(request: Request) -> Response:
    """A recipe, with its blueprint."""
    library, owner = _library(request)
    found = library.recipe(owner, request.path_params["recipe_id"])
    return JSONResponse(_shown(request, library, found))


async def add_recipe(request: Request) -> Response:
    """Takes a recipe that can be built in each language, as a rehearsal shows."""
    data = await parsed(request)
    if isinstance(data, dict) and "page_id" in data:
        file = await _of_page(request, validated(PageRecipe, data))
    else:
        file = validated(NewRecipe, data)
    found = posted(file)
    stage = app_of(request).desk.previews.stage
    for language in ("ko", "en", "ja"):
        await buildable(found.blueprint(language, today_in(None)), stage)
    library, owner = _library(request)
    added = await library.add_recipe(owner, file)
    return JSONResponse(_shown(request, library, added), 201)


async def _of_page(request: Request, asked: PageRecipe) -> RecipeFile:
    token = token_of(request, asked.notion_token)
    found = await saved_page(request, token, notion_id(asked.page_id))
    return recipe_of(
        found.blueprint,
        new_recipe_id(),
        name=asked.name,
        description=asked.description,
        category=asked.category,
    )


async def remove_recipe(request: Request) -> Response:
    """Deletes a recipe of somebody's own."""
    library, owner = _library(request)
    await library.remove_recipe(owner, request.path_params["recipe_id"])
    return JSONResponse({"success": True})


async def generate(request: Request) -> Response:
    """Builds a recipe at once; the options cut its samples and say its language."""
    return await answered(request, await _wish(request, "implied"))


async def preview(request: Request) -> Response:
    """What a recipe would come to, as `POST /api/templates/preview` answers it."""
    wish = await _wish(request, "preview")
    here = replace(wish.settings, parent_page_id=None)
    return await previewed(request, replace(wish, token=EMBEDDED_TOKEN, settings=here))


async def plan(request: Request) -> Response:
    """A conversation in which a recipe waits for its yes, as what was wished for in words does."""
    wish, entrance = await _wish(request, "ask"), app_of(request).entrance
    begun = await entrance.begin(wish, "chat")
    await entrance.submit(begun, wish)
    return JSONResponse({"thread_id": begun.thread_id}, 201)


async def _wish(request: Request, mode: Mode) -> Wish:
    library, owner = _library(request)
    found = library.recipe(owner, request.path_params["recipe_id"])
    body = await read(request, BuildBody)
    language = body.options.language or language_of(request)
    blueprint = prepared(found, body.options, language, app_of(request).settings.time_zone)
    return wish_to_build(request, body, blueprint, mode)


def prepared(
    found: Recipe, options: Options, language: Language, time_zone: str | None
) -> Blueprint:
    """A recipe as it is built: in a language, with dates counted from today, with as many samples
    and in the colour that somebody asked for."""
    blueprint = found.blueprint(language, today_in(options.time_zone or time_zone))
    most = options.sample_count if options.include_sample_data else 0
    if most is not None:
        blueprint = with_samples(blueprint, most)
    if options.color_theme is not None:
        blueprint = blueprint.model_copy(update={"color_theme": options.color_theme})
    return blueprint


def _listed(library: Library, found: Recipe, language: Language) -> dict[str, Any]:
    custom, contents = library.is_added_recipe(found), found.contents(language, _views_of)
    return {**found.summary(language), "is_custom": custom, "contents": contents}


def _views_of(blueprint: Blueprint) -> int:
    """How many views there will be, as the plan says that asks for a yes."""
    return from_nothing(blueprint, WORKSPACE).counts.views


def _shown(request: Request, library: Library, found: Recipe) -> dict[str, Any]:
    language, zone = language_of(request), app_of(request).settings.time_zone
    blueprint = as_json(found.blueprint(language, today_in(zone)))
    listed = _listed(library, found, language)
    return {**listed, "author": found.about.author, "blueprint": blueprint}


routes = [
    Route("/api/skills", skills),
    Route("/api/skills", once(add_skill), methods=["POST"]),
    Route("/api/skills/{skill_id}", skill),
    Route("/api/skills/{skill_id}", change_skill, methods=["PUT"]),
    Route("/api/skills/{skill_id}", remove_skill, methods=["DELETE"]),
    Route("/api/recipes", recipes),
    Route("/api/recipes", once(add_recipe), methods=["POST"]),
    Route("/api/recipes/categories", categories),
    Route("/api/recipes/{recipe_id}", recipe),
    Route("/api/recipes/{recipe_id}", remove_recipe, methods=["DELETE"]),
    Route("/api/recipes/{recipe_id}/preview", preview, methods=["POST"]),
    Route("/api/recipes/{recipe_id}/plan", once(plan), methods=["POST"]),
    Route("/api/recipes/{recipe_id}/generate", once(generate), methods=["POST"]),
]
