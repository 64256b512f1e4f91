"""Who reads what people say, and what they know: planners, models, skills and recipes.

Part of the wiring: what is slow to import, a thread of its own imports when it is first asked for.
"""

import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from agent.library import Library
from agent.planner.deferred import DeferredPlanner
from agent.planner.keyed import KeyedPlanner
from agent.planner.model.copilot import Copilot, installed
from agent.planner.model.lazy import LazyModels
from agent.planner.model.provider import COPILOT, PROVIDERS
from agent.planner.planners import EMBEDDED, Choice, Planners
from agent.planner.seam import OwnPlanner
from agent.planner.skills import Skill, load_skills
from settings import Settings
from tools.encoder import Encoder, UsemEncoder
from tools.freshdesk.summaries import Summariser
from tools.recipes import Recipe, load_recipes
from tools.records import Records

if TYPE_CHECKING:
    from agent.planner.model.service import Models

HOME = Path(__file__).parent

_logger = logging.getLogger("notionforge.wiring")


@dataclass(frozen=True)
class Minds:
    """Whoever can be asked, and what they know."""

    planners: Planners
    models: LazyModels
    copilot: Copilot
    library: Library
    encoder: Encoder

    @property
    def summariser(self) -> Summariser | None:
        """Who sums tickets up where the operator chose a model."""
        chosen = self.planners.default
        return None if chosen.provider == EMBEDDED else self.models.summariser(chosen)


@cache
def shipped() -> tuple[Mapping[str, Skill], Mapping[str, Recipe]]:
    """The skills and recipes that come along: read once, however many servers a process opens."""
    return load_skills(HOME / "skills"), load_recipes(HOME / "recipes")


@contextlib.asynccontextmanager
async def reading(
    settings: Settings, records: Records, folder: Path, planners: Planners | None = None
) -> AsyncIterator[Minds]:
    """All of them; without `planners` the embedded one, and whom the operator named."""
    skills, encoder, deferred = shipped()[0], UsemEncoder(), None
    async with contextlib.AsyncExitStack() as stack:
        copilot = _copilot(settings, folder)
        stack.push_async_callback(copilot.close)
        models = LazyModels(lambda: _models(settings, records, own, library.skills_of, copilot))
        stack.push_async_callback(models.close)
        if planners is None:
            deferred = DeferredPlanner(lambda: _embedded_planner(skills, encoder))
            stack.push_async_callback(deferred.close)
            planners = _planners(settings, deferred, models, copilot)
        own = planners.own
        library = await _library(records, skills, encoder, deferred)
        stack.push_async_callback(library.close)
        yield Minds(planners, models, copilot, library, encoder)


async def _library(
    records: Records,
    skills: Mapping[str, Skill],
    encoder: Encoder,
    deferred: DeferredPlanner | None,
) -> Library:
    """Skills and recipes; a planner of our own hears of skills that people add."""

    def renewed(common: Mapping[str, Skill], own: Mapping[str, Mapping[str, Skill]]) -> None:
        if deferred is not None:
            make = partial(_embedded_planner, encoder=encoder)
            deferred.renew(lambda: KeyedPlanner(make, common, own))

    library = Library(records, skills, shipped()[1], renewed)
    await library.open()
    return library


def _embedded_planner(skills: Mapping[str, Skill], encoder: Encoder) -> OwnPlanner:
    """Imported here, in the thread that calls it: this is the slow part."""
    from agent.planner.embedded.planner import EmbeddedPlanner

    return EmbeddedPlanner(skills, encoder)


def _copilot(settings: Settings, folder: Path) -> Copilot:
    """GitHub Copilot, where the operator wants it and what it takes is installed."""
    runtime = installed() if settings.copilot_enabled else None
    if settings.copilot_enabled and runtime is None:
        _logger.warning("COPILOT_ENABLED needs the extra [copilot] and GitHub's `copilot` program")
    model = settings.ai_model if settings.ai_provider == COPILOT else None
    return Copilot(runtime, folder / "copilot", settings.copilot_github_token, model)


def _planners(
    settings: Settings, own: OwnPlanner, models: LazyModels, copilot: Copilot
) -> Planners:
    """Who may be asked: whoever has keys of its own, GitHub Copilot where it is there, and the one
    that the operator named."""
    there = {settings.ai_provider, COPILOT if copilot.available else None}
    named = settings.ai_provider
    offered = [name for name, each in PROVIDERS.items() if each.keys or name in there]
    default = None if named is None else Choice(named, settings.ai_model or "")
    has_address = {named} if settings.ai_base_url else set()
    locked = [
        n
        for n in offered
        if not (PROVIDERS[n].local or PROVIDERS[n].driven) and n not in settings.ai_keys
    ]
    return Planners(
        own,
        dict.fromkeys(offered, models.planner),
        default=default,
        locked={*locked} - has_address,  # an address of the operator's own may need no key
    )


def _models(
    settings: Settings,
    records: Records,
    own: OwnPlanner,
    skills: Callable[[str], Mapping[str, Skill]],
    copilot: Copilot,
) -> "Models":
    """Imported here, in the thread that calls it, as this takes a second."""
    from agent.planner.model.ledger import Ledger, Limits
    from agent.planner.model.service import Models, Offered

    limits = Limits(settings.ai_calls_per_thread or None, settings.ai_tokens_per_day)
    named, address = settings.ai_provider, settings.ai_base_url
    addresses = {named: address} if named and address else {}
    offered = Offered(settings.ai_keys, addresses)
    return Models(offered, Ledger(records, limits), own, skills, copilot)
