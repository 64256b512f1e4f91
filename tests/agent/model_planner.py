"""The model planner over a scripted server, for the tests that talk to it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from agent.planner.model.copilot import Copilot
from agent.planner.model.ledger import Ledger, Limits
from agent.planner.model.service import Models as Service
from agent.planner.model.service import Offered
from agent.planner.planners import Choice, Planners
from agent.planner.seam import About, Design, Heard, OwnPlanner, Said
from tests.agent.embedded_planner import by_words, skills
from tests.support.models import KEY, InMemory, Models
from tests.support.records import opened
from tools.blueprint.model import Blueprint
from tools.records import Records

OPENAI = "openai/gpt-5-mini"


@dataclass
class Hands:
    """What a turn would have at hand: what `found` says for each tool."""

    thread_id: str = "thread"
    keys: Mapping[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    looked: list[tuple[str, str]] = field(default_factory=list)

    async def key(self, provider: str) -> str | None:
        return self.keys.get(provider)

    async def spoken(self) -> list[str]:
        return []

    async def look(self, tool: str, query: str) -> str:
        self.looked.append((tool, query))
        return self.found.get(tool, "(nothing)")


class Remembering:
    """The embedded planner, which reads the same words about the same thing once for all tests."""

    def __init__(self, mind: OwnPlanner) -> None:
        self._mind = mind
        self._known: dict[str, list[tuple[Said, About, Heard]]] = {}

    async def understand(self, said: Said, about: About) -> Heard:
        known = self._known.setdefault(said.text, [])
        for before in known:
            if before[:2] == (said, about):
                return before[2]
        heard = await self._mind.understand(said, about)
        known.append((said, about, heard))
        return heard

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        return await self._mind.design(heard, today, waiting)


@cache
def own_planner() -> Remembering:
    return Remembering(by_words())


@dataclass
class Bench:
    """The planners of an application over one server of models."""

    server: Models
    transport: InMemory
    service: Service
    planners: Planners
    records: Records


@asynccontextmanager
async def bench(
    folder: Path, *, limits: Limits | None = None, own: OwnPlanner | None = None, **offered: Any
) -> AsyncIterator[Bench]:
    """Planners whose default is a model that is scripted, the embedded one behind it."""
    server, records = Models(), await opened(folder / "records.db")
    transport = InMemory(server)
    ledger = Ledger(records, limits or Limits())
    kept = Offered(**{"keys": {"openai": KEY}, **offered})
    mind = own or own_planner()
    service = Service(kept, ledger, mind, lambda _: skills(), Copilot(None, folder), transport)
    others = {
        name: lambda choice: service.planner(choice.provider, choice.model)
        for name in ("openai", "anthropic", "ollama", "custom")
    }
    planners = Planners(mind, others, default=Choice.of(OPENAI))
    try:
        yield Bench(server, transport, service, planners, records)
    finally:
        await service.close()
        await records.close()


def heard(kind: str, **parts: object) -> Heard:
    return Heard.model_validate({"kind": kind, "language": "ko", **parts})
