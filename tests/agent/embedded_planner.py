"""The embedded planner over the skills that ship, for the tests that talk to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.seam import Intent, Preferences, Proposal, Question, Request
from agent.planner.skills import Skill, load_skills
from tests.agent.skill_files import SKILLS
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import check
from tools.encoder import UsemEncoder
from tools.notion.rehearse import rehearse

TODAY = date(2026, 11, 22)


class Unused:
    """An encoder for wishes whose words decide: asking it is a failure."""

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        raise AssertionError(f"the encoder was asked about {texts[0]!r}")


@dataclass(frozen=True)
class Designed:
    """A wish all the way through."""

    intent: Intent
    blueprint: Blueprint
    introduction: str


@cache
def skills() -> dict[str, Skill]:
    return load_skills(SKILLS)


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
) -> Intent:
    request = Request(text, TODAY, preferences or Preferences(), pending)
    return await (planner or by_words()).understand(request)


async def designed(
    text: str,
    *,
    planner: EmbeddedPlanner | None = None,
    preferences: Preferences | None = None,
) -> Designed:
    intent = await understood(text, planner=planner, preferences=preferences)
    proposal = await (planner or by_words()).design(intent, TODAY)
    return Designed(intent, check(proposal.blueprint), proposal.introduction)


async def revised(
    before: Proposal, *feedback: str, planner: EmbeddedPlanner | None = None
) -> Proposal:
    """A design after feedback on it, one after the other, each on what was rehearsed."""
    for said in feedback:
        built = await (await rehearse(before.blueprint)).structure()
        before = await (planner or by_words()).revise(
            before.intent, before.blueprint, built, said, TODAY
        )
        check(before.blueprint)
    return before
