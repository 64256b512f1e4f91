"""A planner for each server key: the skills that people added count for their own key only."""

from collections.abc import Callable, Mapping
from datetime import date

from agent.planner.seam import About, Design, Heard, OwnPlanner, Said
from agent.planner.skills import Skill
from tools.blueprint.model import Blueprint

Skills = Mapping[str, Skill]


class KeyedPlanner:
    """Understands with the skills of whoever speaks.

    `make` makes a planner of skills; `common` are everybody's, `own` are, by server key, all that
    count for one which has skills of its own.
    """

    def __init__(
        self, make: Callable[[Skills], OwnPlanner], common: Skills, own: Mapping[str, Skills]
    ) -> None:
        self._common = make(common)
        self._own = {owner: make(skills) for owner, skills in own.items()}
        # Nothing is composed of a skill's guidance, and one that stands before a built-in one has
        # that one's pattern: so a design is the same whoever's skill the words were heard with.
        every = {name: skill for skills in own.values() for name, skill in skills.items()}
        self._every = make({**every, **common}) if own else self._common

    async def understand(self, said: Said, about: About) -> Heard:
        return await self._own.get(said.owner, self._common).understand(said, about)

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        return await self._every.design(heard, today, waiting)
