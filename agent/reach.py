"""What a planner may reach for in a turn: the `agent.planner.seam.Hands` of one.

It reads as whoever speaks may read, and writes nothing. What it finds is text of others.
"""

from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from agent.desk import Desk
from agent.finding import check_own, search_workspace
from agent.helpdesk import ThreadHelpdesk
from agent.planner.outline import outlined
from agent.threads import Thread
from agent.tickets import told
from tools.freshdesk.tools import READING, FetchTickets, MakeDashboard, call
from tools.notion.gateway import notion_id
from tools.notion.patience import Patience
from tools.notion.structure.read import read_page

MOST_FOUND = 10
MOST_SPOKEN = 8
LONGEST_SPOKEN = 300  # characters of one thing that was said
_TICKETS = frozenset(tool.name for tool in READING)
# What a tool's query stands for where it is no JSON of its arguments.
_ARGUMENTS = {"count_tickets": "by", "read_ticket": "number"}
_SPOKEN = {"user_message": "person", "ai_response": "agent", "question": "agent"}


class Reach:
    """One thread's, for as long as its turn is wanted."""

    def __init__(self, desk: Desk, thread: Thread, patience: Patience) -> None:
        self._desk = desk
        self._thread = thread
        self._patience = patience

    @property
    def thread_id(self) -> str:
        return self._thread.id

    async def key(self, provider: str) -> str | None:
        return await self._desk.threads.ai_key(self._thread.id, provider)

    async def spoken(self) -> list[str]:
        events = await self._desk.events.newest(self._thread.id, tuple(_SPOKEN), MOST_SPOKEN)
        said = [(_SPOKEN[each.frame["type"]], each.frame["content"]) for each in events[:-1]]
        return [f"{who}: {text[:LONGEST_SPOKEN]}" for who, text in said]

    async def look(self, tool: str, query: str) -> str:
        """Raises NotionError, InvalidInput for an id that is none, Forbidden."""
        if tool in _TICKETS:
            return await self._tickets(tool, query)
        match tool:
            case "search_workspace":
                return await self._search(query)
            case "read_page":
                return await self._read(notion_id(query))
            case "recipes":
                return self._recipes(query)
            case _:
                return self._skills(query)

    async def _search(self, query: str) -> str:
        token = await self._desk.threads.token(self._thread)
        owner = self._thread.owner
        found = await self._patience.over(
            search_workspace(self._desk, token, owner, query, MOST_FOUND, None)
        )
        lines = [f"{item['id']} {item['type']}: {item['title']}" for item in found["results"]]
        return "\n".join(lines[:MOST_FOUND]) or "(nothing)"

    async def _read(self, page_id: str) -> str:
        token = await self._desk.threads.token(self._thread)
        await check_own(self._desk, token, self._thread.owner, page_id)
        gateway = self._desk.connector.open_for(token, self._thread.settings.time_zone)
        gateway = gateway.with_patience(self._patience)
        reading = await self._patience.over(read_page(gateway, page_id))
        return outlined(reading.structure)

    async def _tickets(self, tool: str, query: str) -> str:
        """What the helpdesk's tickets tell; '' where none were collected yet."""
        helpdesk = ThreadHelpdesk(self._desk.tickets, self._thread, self._patience)
        if not await helpdesk.has_any():
            return ""
        try:
            asked = call(tool, _arguments(tool, query))
        except ValidationError:
            return "(no such arguments)"
        if isinstance(asked, FetchTickets | MakeDashboard):
            return "(that is a plan)"
        facts, language = await helpdesk.answer(asked), self._thread.settings.answers_in
        return told(asked, facts, language, helpdesk.zone)

    def _recipes(self, query: str) -> str:
        recipes = self._desk.library.recipes_of(self._thread.owner).values()
        language = self._thread.settings.answers_in
        fitting = [recipe for recipe in recipes if recipe.says(query)] or list(recipes)
        told = (recipe.summary(language) for recipe in fitting[:MOST_FOUND])
        return "\n".join(f"{each['id']}: {each['name']}. {each['description']}" for each in told)

    def _skills(self, query: str) -> str:
        """The guidance of a skill; of none of that id, which there are."""
        skills = self._desk.library.skills_of(self._thread.owner)
        if query in skills:
            return skills[query].guidance
        return "\n".join(f"{skill.id}: {skill.description}" for skill in skills.values())


def _arguments(tool: str, query: str) -> dict[str, Any]:
    """The arguments of a tool: JSON of them, or the one that says most."""
    try:
        found = from_json(query)
    except ValueError:
        found = query
    if isinstance(found, dict):
        return found
    name = _ARGUMENTS.get(tool, "text")
    return {} if name == "by" and not query else {name: found if name == "number" else query}
