"""Which skill a wish is for: by its words, and by what it names."""

from collections.abc import Mapping

from agent.planner.brief import Brief
from agent.planner.embedded.compose.draft import changed
from agent.planner.embedded.creating.found import Wish
from agent.planner.embedded.grounding import grounded
from agent.planner.embedded.routing import Route, Router
from agent.planner.embedded.text import mentions
from agent.planner.embedded.wants import is_specific
from agent.planner.skills import Skill


class Chooser:
    """Chooses among skills for wishes as they were read."""

    def __init__(self, skills: Mapping[str, Skill], router: Router) -> None:
        self._skills = skills
        self._router = router

    async def by_words(self, text: str, wish: Wish) -> Route | None:
        """The route by the words of the head, else by all, if that skill covers what is named."""
        if not wish.head and wish.brief.rows:
            return Route(None, 0.5)  # a list or a table and nothing else
        route = self._router.by_words(wish.head or text)
        route = route or await self._router.by_noun(wish.head)
        route = route or await self._by_whole(text, wish)
        if route and self._is_for_others(route, f"{wish.setting}\n{wish.head}"):
            return Route(None, 0.5)
        if route and not self._router.covers(route, wish.brief, self.on_ground(wish, route).brief):
            return Route(None, 0.5)
        return route

    def _is_for_others(self, route: Route, told: str) -> bool:
        """Whether a skill says that it is not for whom a wish is: a household's for a club."""
        skill = self._skills.get(route.skill or "")
        return skill is not None and any(mentions(told, word) for word in skill.not_for)

    async def _by_whole(self, text: str, wish: Wish) -> Route | None:
        """The route by all that was said: what a wish is for may stand in its verb alone, or be
        told by the parts that it lists."""
        route = self._router.by_words(text)
        if route and not is_specific(wish.brief):
            return route
        if route and not await self._router.speaks_for(route, wish.head, text):
            route = None  # a hive and a cat: the cat alone decides nothing
        whole = await self._router.by_parts(text) or route
        return whole if whole and self._is_all(wish, whole) else None

    def _is_all(self, wish: Wish, route: Route) -> bool:
        """Whether a skill has all that is named in a wish, whomever or whatever it is for."""
        left, further = self.on_ground(wish, route), wish.brief.more_databases
        brief = changed(left.brief, particulars=[], more_databases=further)
        return not (left.rest or is_specific(brief))

    def on_ground(self, wish: Wish, route: Route) -> Wish:
        """The wish without what a skill has of it anyway."""
        return grounded(wish, self._skills.get(route.skill or ""))

    def default(self, wants: Brief) -> Route:
        """Where a wish names sizes but no subject: the skill of the most general kind."""
        if wants.topic or wants.databases or wants.properties or wants.texts:
            return Route(None, 0.5)
        kinds = {name: skill.template_type for name, skill in self._skills.items()}
        general = (n for kind in ("dashboard", "project") for n in kinds if kinds[n] == kind)
        return Route(next(general, None), 0.5)
