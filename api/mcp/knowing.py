"""What the planner knows: recipes, built as they are, and skills, which it composes from."""

from typing import Annotated

from pydantic import Field

from agent.planner.skills import Skill
from api.library import prepared
from api.mcp.arguments import Parent, Wanted
from api.mcp.caller import Context, app_of, caller_of
from api.mcp.effects import PLANS, READS, Described
from api.mcp.shapes import Conversation, Recipes, RecipeShown, Skills, SkillShown
from api.mcp.waiting import opened
from api.requests import Options
from tools.blueprint.base import Language


async def list_recipes(
    ctx: Context,
    words: Annotated[str, Field(max_length=200, description="What it must say; '' for all.")] = "",
    language: Annotated[Language | None, Field(description="ko, en or ja.")] = None,
) -> Recipes:
    """Lists recipes: finished workspaces that `use_recipe` builds as they are."""
    caller = caller_of(ctx)
    spoken = language or caller.reads
    found = app_of(ctx).library.recipes_of(caller.owner).values()
    shown = [recipe.summary(spoken) for recipe in found if recipe.says(words)]
    names = RecipeShown.model_fields
    return Recipes(recipes=[RecipeShown(**{name: each[name] for name in names}) for each in shown])


async def use_recipe(
    ctx: Context,
    recipe_id: Annotated[str, Field(description="The id, as list_recipes names it.")],
    parent_page_id: Parent = None,
    options: Wanted = None,
) -> Conversation:
    """Plans a workspace of a recipe, rehearsed, with a preview. Writes nothing: `approve` does."""
    caller, app, asked = caller_of(ctx), app_of(ctx), options or Options()
    language = asked.language or caller.reads
    found = app.library.recipe(caller.owner, recipe_id)
    blueprint = prepared(found, asked, language, app.settings.time_zone)
    spoken = asked.model_copy(update={"language": language})
    wish = caller.wish(blueprint.title, spoken, parent_page_id, given=blueprint)
    return await opened(ctx, wish)


async def list_skills(
    ctx: Context, language: Annotated[Language | None, Field(description="ko, en or ja.")] = None
) -> Skills:
    """Lists the domains that `design` knows by heart (projects, budgets, habits, …), each with the
    words that lead to it. It designs others too, from the databases and properties that are named.
    """
    caller = caller_of(ctx)
    spoken = language or caller.reads
    found = app_of(ctx).library.skills_of(caller.owner).values()
    return Skills(skills=[_skill(skill, spoken) for skill in found])


async def read_skill(
    ctx: Context,
    skill_id: Annotated[str, Field(description="The id, as list_skills names it.")],
    language: Annotated[Language | None, Field(description="ko, en or ja.")] = None,
) -> SkillShown:
    """Reads a skill's guidance: what belongs into a workspace of its domain."""
    caller = caller_of(ctx)
    skill = app_of(ctx).library.skill(caller.owner, skill_id)
    shown = _skill(skill, language or caller.reads)
    return shown.model_copy(update={"guidance": skill.guidance})


def _skill(skill: Skill, language: Language) -> SkillShown:
    return SkillShown(
        id=skill.id,
        name=skill.names.in_language(language),
        description=skill.description,
        keywords=list(skill.keywords),
    )


TOOLS: tuple[Described, ...] = (
    (list_recipes, "List recipes", READS),
    (use_recipe, "Plan a recipe", PLANS),
    (list_skills, "List skills", READS),
    (read_skill, "Read a skill", READS),
)
