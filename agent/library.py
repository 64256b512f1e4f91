"""The library: skills and recipes that come with the product, and those that people added.

What people add is kept in the records and counts from the next wish on, for the server key that
added it; what was added without keys is everybody's. A skill of theirs may stand before one that
came with the product, which is there again once theirs is gone.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field
from sqlalchemy import Connection, delete, func, insert, select, update

from agent.content.manifest import shared_keywords
from agent.planner.patterns import LocalText
from agent.planner.skills import SKILL_ID, Skill
from tools.blueprint.base import Strict
from tools.errors import Conflict, Forbidden, NotFound, Problem, ValidationFailed
from tools.recipes import Recipe, RecipeFile, posted
from tools.records import Records
from tools.records.others import Others
from tools.records.tables import library

MOST_ADDED = 200  # of a kind and a key: every keyword is looked for in every wish
_MOST_KEYWORDS, _LONGEST_KEYWORD = 50, 50
_RESERVED = "categories"  # an address of its own

Kind = Literal["skill", "recipe"]
T = TypeVar("T")
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


@dataclass(frozen=True)
class _Added(Generic[T]):
    """What somebody added; `owner` is their server key, '' where everybody may use it."""

    owner: str
    item: T

    def counts_for(self, owner: str) -> bool:
        return self.owner in ("", owner)


Renewed = Callable[[Mapping[str, Skill], Mapping[str, Mapping[str, Skill]]], None]


class Library:
    """All skills and recipes by id. `owner` is always the server key of who asks, '' without keys.

    `renewed` is told of the skills whenever they are others: everybody's, and those that count for
    each key which has some of its own.
    """

    def __init__(
        self,
        records: Records,
        skills: Mapping[str, Skill],
        recipes: Mapping[str, Recipe],
        renewed: Renewed,
    ) -> None:
        self._records = records
        self._built_in = skills
        self._recipes = recipes
        self._renewed = renewed
        self._added_skills: dict[str, _Added[Skill]] = {}
        self._added_recipes: dict[str, _Added[Recipe]] = {}
        self._reading = asyncio.Lock()  # so that what was read last was read latest
        self._others = Others(records.signals, "library", self._read)

    async def open(self) -> None:
        """Reads what was added before, and from now on what is added at other servers."""
        self._others.join()
        await self._read()

    async def close(self) -> None:
        await self._others.leave()

    async def _read(self) -> None:
        query = select(library).order_by(library.c.created_at)
        async with self._reading:
            skills: dict[str, _Added[Skill]] = {}
            recipes: dict[str, _Added[Recipe]] = {}
            for row in await self._records.read(lambda c: c.execute(query).all()):
                owner = row.owner or ""
                if row.kind == "skill":
                    skill = WrittenSkill.model_validate(row.data)
                    skills[row.id] = _Added(owner, self._skill(skill))
                else:
                    recipe = posted(RecipeFile.model_validate(row.data))
                    recipes[row.id] = _Added(owner, recipe)
            are_others, self._added_skills = skills != self._added_skills, skills
            self._added_recipes = recipes
        if are_others:
            self._tell()

    @property
    def counts(self) -> dict[str, int]:
        """How many skills and recipes there are, whoever's they are."""
        return {
            "skills": len({**self._built_in, **self._added_skills}),
            "recipes": len({**self._recipes, **self._added_recipes}),
        }

    def skills_of(self, owner: str) -> dict[str, Skill]:
        return {**self._built_in, **_counting(self._added_skills, owner)}

    def recipes_of(self, owner: str) -> dict[str, Recipe]:
        return {**self._recipes, **_counting(self._added_recipes, owner)}

    def skill(self, owner: str, skill_id: str) -> Skill:
        """Raises NotFound, Forbidden for one of another key."""
        skills = self.skills_of(owner)
        if skill_id not in skills:
            _check_own(skill_id, self._added_skills, owner)
            raise NotFound(f"no skill {skill_id}", reason="no_skill")
        return skills[skill_id]

    def recipe(self, owner: str, recipe_id: str) -> Recipe:
        """Raises NotFound, Forbidden for one of another key."""
        recipes = self.recipes_of(owner)
        if recipe_id not in recipes:
            _check_own(recipe_id, self._added_recipes, owner)
            raise NotFound(f"no recipe {recipe_id}", reason="no_recipe")
        return recipes[recipe_id]

    def shared(self, owner: str, skill: Skill) -> dict[str, str]:
        """Keywords of a skill that lead to another as well, each with that one's id."""
        return shared_keywords(skill, self.skills_of(owner).values())

    def is_added(self, skill: Skill) -> bool:
        """Whether a skill is one that somebody added."""
        return skill is not self._built_in.get(skill.id)

    def is_added_recipe(self, recipe: Recipe) -> bool:
        """Whether a recipe is one that somebody added."""
        return recipe.id not in self._recipes

    def drafted(self, owner: str, written: WrittenSkill, *, new: bool) -> Skill:
        """The skill that adding, or changing, would make, with nothing kept.

        Raises Conflict for a new one whose id is taken; NotFound, Forbidden for a change to one
        that is not one's own; ValidationFailed.
        """
        if not new:
            self._own_skill(owner, written.skill_id)
        elif written.skill_id in self._added_skills:
            raise Conflict(f"skill {written.skill_id} is there", reason="id_taken")
        return self._skill(written)

    async def add_skill(self, owner: str, written: WrittenSkill) -> Skill:
        """Raises Conflict for an id that somebody else's skill has, ValidationFailed."""
        skill = self._skill(written)
        await self._add("skill", owner, skill.id, written.model_dump())
        return skill

    async def change_skill(self, owner: str, written: WrittenSkill) -> Skill:
        """Raises NotFound, Forbidden for one that is not one's own to change, ValidationFailed."""
        self._own_skill(owner, written.skill_id)
        skill = self._skill(written)
        here = (library.c.kind == "skill") & (library.c.id == skill.id)
        statement = update(library).where(here).values(data=written.model_dump())
        await self._write(lambda connection: connection.execute(statement))
        return skill

    async def remove_skill(self, owner: str, skill_id: str) -> None:
        """Raises NotFound, Forbidden for one that is not one's own to delete."""
        self._own_skill(owner, skill_id)
        await self._remove("skill", skill_id)

    async def add_recipe(self, owner: str, file: RecipeFile) -> Recipe:
        """Raises Conflict for an id that is taken."""
        if file.id == _RESERVED or file.id in self._recipes:
            raise Conflict(f"recipe {file.id} is there", reason="id_taken")
        await self._add("recipe", owner, file.id, file.model_dump(mode="json"))
        return posted(file)

    async def put_recipe(self, owner: str, recipe: Mapping[str, Any]) -> None:
        """Keeps a recipe file, unless it is kept already. Raises Conflict where there are too
        many."""
        if recipe["id"] not in self._added_recipes:
            await self.add_recipe(owner, RecipeFile.model_validate(recipe))

    async def drop_recipe(self, owner: str, recipe_id: str) -> None:
        """Takes a recipe that the key added away, if it is there."""
        if recipe_id in _counting(self._added_recipes, owner):
            await self.remove_recipe(owner, recipe_id)

    async def remove_recipe(self, owner: str, recipe_id: str) -> None:
        """Raises NotFound, Forbidden for one that is not one's own to delete."""
        self.recipe(owner, recipe_id)
        _check_added(recipe_id, self._added_recipes)
        await self._remove("recipe", recipe_id)

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
            template_type="custom",
            keywords=words,
            examples=name,
            guidance=written.content,
        )
        if before is None:
            return skill
        return replace(skill, template_type=before.template_type, read_pattern=before.read_pattern)

    def _own_skill(self, owner: str, skill_id: str) -> _Added[Skill]:
        """Raises NotFound, Forbidden."""
        self.skill(owner, skill_id)
        _check_added(skill_id, _counting(self._added_skills, owner))
        return self._added_skills[skill_id]

    def _tell(self) -> None:
        owners = {added.owner for added in self._added_skills.values()} - {""}
        self._renewed(self.skills_of(""), {owner: self.skills_of(owner) for owner in owners})

    async def _add(self, kind: Kind, owner: str, item_id: str, data: dict[str, Any]) -> None:
        def add(connection: Connection) -> None:
            same = select(library.c.id).where(library.c.kind == kind, library.c.id == item_id)
            if connection.execute(same).first() is not None:
                raise Conflict(f"{kind} {item_id} is there", reason="id_taken")
            mine = (library.c.kind == kind) & (func.coalesce(library.c.owner, "") == owner)
            count = select(func.count()).where(mine)
            if connection.execute(count).scalar_one() >= MOST_ADDED:
                raise Conflict(f"{MOST_ADDED} of a kind", reason="library_full")
            row = {"kind": kind, "id": item_id, "data": data, "owner": owner or None}
            connection.execute(insert(library).values(created_at=time.time(), **row))

        await self._write(add)

    async def _remove(self, kind: Kind, item_id: str) -> None:
        here = (library.c.kind == kind) & (library.c.id == item_id)
        await self._write(lambda c: c.execute(delete(library).where(here)))

    async def _write(self, work: Callable[[Connection], object]) -> None:
        """Changes what is kept, here and at the other servers."""

        def write(connection: Connection) -> None:
            work(connection)
            self._others.tell(connection)

        await self._records.write(write)
        await self._read()


def _counting(added: Mapping[str, _Added[T]], owner: str) -> dict[str, T]:
    """What of all that was added counts for a key."""
    return {name: each.item for name, each in added.items() if each.counts_for(owner)}


def _check_own(item_id: str, added: Mapping[str, _Added[T]], owner: str) -> None:
    if item_id in added and not added[item_id].counts_for(owner):
        raise Forbidden(f"{item_id} is of another key", reason="foreign_item")


def _check_added(item_id: str, added: Container[str]) -> None:
    if item_id not in added:
        raise Forbidden(f"{item_id} came with the product", reason="built_in")


def new_recipe_id() -> str:
    """An id for a recipe that was given none."""
    return f"custom-{secrets.token_hex(4)}"
