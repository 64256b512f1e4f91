"""The library: skills and recipes that come with the product, and those that people added.

What people add is kept in the records and counts from the next wish on. A skill of theirs may
stand before one that came with the product, which is there again once theirs is gone.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Connection, delete, func, insert, select, update

from agent.planner.patterns import LocalText
from agent.planner.skills import SKILL_ID, Skill
from tools.blueprint.base import Strict
from tools.errors import Conflict, Forbidden, NotFound, Problem, ValidationFailed
from tools.recipes import Recipe, RecipeFile
from tools.records import Records
from tools.records.tables import library

MOST_ADDED = 200  # of a kind: every keyword is looked for in every wish
_MOST_KEYWORDS, _LONGEST_KEYWORD = 50, 50
_RESERVED = "categories"  # an address of its own

Kind = Literal["skill", "recipe"]
_Text = Annotated[str, Field(min_length=1, max_length=500)]


class WrittenSkill(Strict):
    """A skill as a person writes it; `content` is guidance for a model, in Markdown."""

    skill_id: Annotated[str, Field(pattern=SKILL_ID.pattern)]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    description: _Text
    keywords: Annotated[str, Field(max_length=_MOST_KEYWORDS * _LONGEST_KEYWORD)] = ""
    content: Annotated[str, Field(min_length=1, max_length=100_000)]

    @property
    def words(self) -> tuple[str, ...]:
        """The keywords, each once."""
        found = [word.strip() for word in self.keywords.replace("、", ",").split(",")]
        return tuple(dict.fromkeys(word for word in found if word))


class Library:
    """All skills and recipes by id. `renewed` is told of the skills whenever they are others."""

    def __init__(
        self,
        records: Records,
        skills: Mapping[str, Skill],
        recipes: Mapping[str, Recipe],
        renewed: Callable[[Mapping[str, Skill]], None],
    ) -> None:
        self._records = records
        self._built_in = skills
        self._recipes = recipes
        self._renewed = renewed
        self._added_skills: dict[str, Skill] = {}
        self._added_recipes: dict[str, Recipe] = {}

    async def open(self) -> None:
        """Reads what was added before."""
        query = select(library).order_by(library.c.created_at)
        for row in await self._records.read(lambda c: c.execute(query).all()):
            if row.kind == "skill":
                skill = WrittenSkill.model_validate(row.data)
                self._added_skills[row.id] = self._skill(skill)
            else:
                self._added_recipes[row.id] = Recipe(RecipeFile.model_validate(row.data))
        if self._added_skills:
            self._renewed(self.skills)

    @property
    def skills(self) -> dict[str, Skill]:
        return {**self._built_in, **self._added_skills}

    @property
    def recipes(self) -> dict[str, Recipe]:
        return {**self._recipes, **self._added_recipes}

    def skill(self, skill_id: str) -> Skill:
        """Raises NotFound."""
        if skill_id not in self.skills:
            raise NotFound(f"no skill {skill_id}", reason="no_skill")
        return self.skills[skill_id]

    def recipe(self, recipe_id: str) -> Recipe:
        """Raises NotFound."""
        if recipe_id not in self.recipes:
            raise NotFound(f"no recipe {recipe_id}", reason="no_recipe")
        return self.recipes[recipe_id]

    def is_added(self, skill_id: str) -> bool:
        """Whether a skill is one that somebody added."""
        return skill_id in self._added_skills

    async def add_skill(self, written: WrittenSkill) -> Skill:
        """Raises Conflict for an id that somebody else's skill has, ValidationFailed."""
        skill = self._skill(written)
        await self._add("skill", skill.id, written.model_dump())
        self._added_skills[skill.id] = skill
        self._renewed(self.skills)
        return skill

    async def change_skill(self, written: WrittenSkill) -> Skill:
        """Raises NotFound, Forbidden for one that came with the product, ValidationFailed."""
        self._check_added(self.skill(written.skill_id).id, self._added_skills)
        skill = self._skill(written)
        here = (library.c.kind == "skill") & (library.c.id == skill.id)
        statement = update(library).where(here).values(data=written.model_dump())
        await self._records.write(lambda connection: connection.execute(statement))
        self._added_skills[skill.id] = skill
        self._renewed(self.skills)
        return skill

    async def remove_skill(self, skill_id: str) -> None:
        """Raises NotFound, Forbidden for one that came with the product."""
        self._check_added(self.skill(skill_id).id, self._added_skills)
        await self._remove("skill", skill_id)
        self._added_skills.pop(skill_id, None)
        self._renewed(self.skills)

    async def add_recipe(self, file: RecipeFile) -> Recipe:
        """Raises Conflict for an id that is taken."""
        if file.id == _RESERVED or file.id in self._recipes:
            raise Conflict(f"recipe {file.id} is there", reason="id_taken")
        await self._add("recipe", file.id, file.model_dump(mode="json"))
        recipe = self._added_recipes[file.id] = Recipe(file)
        return recipe

    async def put_recipe(self, recipe: Mapping[str, Any]) -> None:
        """Keeps a recipe file, unless it is kept already. Raises Conflict where there are too
        many."""
        if recipe["id"] not in self._added_recipes:
            await self.add_recipe(RecipeFile.model_validate(recipe))

    async def drop_recipe(self, recipe_id: str) -> None:
        """Takes a recipe that somebody added away, if it is there."""
        if recipe_id in self._added_recipes:
            await self.remove_recipe(recipe_id)

    async def remove_recipe(self, recipe_id: str) -> None:
        """Raises NotFound, Forbidden for one that came with the product."""
        self._check_added(self.recipe(recipe_id).id, self._added_recipes)
        await self._remove("recipe", recipe_id)
        self._added_recipes.pop(recipe_id, None)

    def _skill(self, written: WrittenSkill) -> Skill:
        """What a planner takes: one that stands before another keeps that one's pattern, as
        nothing is composed from guidance alone. Raises ValidationFailed."""
        words = written.words
        if len(words) > _MOST_KEYWORDS or any(len(word) > _LONGEST_KEYWORD for word in words):
            limit = {"max_length": str(_LONGEST_KEYWORD)}
            raise ValidationFailed("bad keywords", [Problem("keywords", "too_long", limit)])
        name = LocalText(ko=written.name, en=written.name, ja=written.name)
        before = self._built_in.get(written.skill_id)
        skill = Skill(
            id=written.skill_id,
            name=written.name,
            names=name,
            description=written.description,
            keywords=words,
            examples=name,
            guidance=written.content,
            pattern=None,
        )
        return skill if before is None else replace(skill, pattern=before.pattern)

    def _check_added(self, item_id: str, added: Mapping[str, object]) -> None:
        if item_id not in added:
            raise Forbidden(f"{item_id} came with the product", reason="built_in")

    async def _add(self, kind: Kind, item_id: str, data: dict[str, Any]) -> None:
        def add(connection: Connection) -> None:
            same = select(library.c.id).where(library.c.kind == kind, library.c.id == item_id)
            if connection.execute(same).first() is not None:
                raise Conflict(f"{kind} {item_id} is there", reason="id_taken")
            count = select(func.count()).where(library.c.kind == kind)
            if connection.execute(count).scalar_one() >= MOST_ADDED:
                raise Conflict(f"{MOST_ADDED} of a kind", reason="library_full")
            row = {"kind": kind, "id": item_id, "data": data, "created_at": time.time()}
            connection.execute(insert(library).values(row))

        await self._records.write(add)

    async def _remove(self, kind: Kind, item_id: str) -> None:
        here = (library.c.kind == kind) & (library.c.id == item_id)
        await self._records.write(lambda c: c.execute(delete(library).where(here)))


def new_recipe_id() -> str:
    """An id for a recipe that was given none."""
    return f"custom-{secrets.token_hex(4)}"
