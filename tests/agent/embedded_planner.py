"""The embedded planner over the skills that ship, for the tests that talk to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.seam import About, Design, Heard, NothingYet, Preferences, Question, Said
from agent.planner.skills import Skill
from embedded import InMemory
from tests.agent.skill_files import SHIPPED
from tools.blueprint.model import Blueprint
from tools.encoder import UsemEncoder
from tools.notion.rehearse import rehearse, structure_of
from tools.workspace.model import Structure

TODAY = date(2026, 11, 22)


class Unused:
    """An encoder for wishes whose words decide: asking it is a failure."""

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        raise AssertionError(f"the encoder was asked about {texts[0]!r}")


@dataclass(frozen=True)
class Designed:
    """What was agreed, the workspace that it stands for, and what was said last."""

    agreed: Heard
    blueprint: Blueprint
    introduction: str


def skills() -> dict[str, Skill]:
    return SHIPPED


@cache
def by_words() -> EmbeddedPlanner:
    return EmbeddedPlanner(skills(), Unused())


@cache
def with_encoder() -> EmbeddedPlanner:
    return EmbeddedPlanner(skills(), UsemEncoder())


async def understood(
    text: str,
    *,
    planner: EmbeddedPlanner | None = None,
    preferences: Preferences | None = None,
    pending: Question | None = None,
    about: About | None = None,
) -> Heard:
    said = Said(text, TODAY, preferences or Preferences(), pending)
    return await (planner or by_words()).understand(said, about or NothingYet())


async def designed(
    text: str,
    *,
    planner: EmbeddedPlanner | None = None,
    preferences: Preferences | None = None,
) -> Designed:
    heard = await understood(text, planner=planner, preferences=preferences)
    return Designed(heard, await (planner or by_words()).design(heard, TODAY), heard.reply)


async def revised(
    before: Designed, *feedback: str, planner: EmbeddedPlanner | None = None
) -> Designed:
    """A design after feedback on it, one after the other, each on what was rehearsed."""
    for said in feedback:
        built = await structure_of(await rehearse(before.blueprint, InMemory()))
        before = await answered(before, built, said, planner=planner)
    return before


async def answered(
    before: Designed, built: Structure, text: str, *, planner: EmbeddedPlanner | None = None
) -> Designed:
    """A design after one text about it, as the graph goes on from there."""
    mind, plan = planner or by_words(), Design(before.agreed, before.blueprint, built)
    heard = await mind.understand(Said(text, TODAY, question=before.agreed.question), plan)
    if heard.kind != "create":
        agreed = before.agreed.model_copy(update={"question": heard.question})
        return Designed(agreed, before.blueprint, heard.reply)
    return Designed(heard, await mind.design(heard, TODAY, plan), heard.reply)
