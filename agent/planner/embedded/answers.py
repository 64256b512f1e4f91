"""Friendly, concrete answers to what is no wish: greetings, thanks, questions about the agent."""

from collections.abc import Mapping

from agent.planner.embedded.kinds import Talk
from agent.planner.skills import Skill
from agent.texts import say
from tools.blueprint.base import Language


def answer(talk: Talk, skills: Mapping[str, Skill], language: Language) -> str:
    """The answer in a language, naming the skills that are really there."""
    names = (skill.names.in_language(language) for skill in skills.values())
    example = next((s.examples.in_language(language) for s in skills.values()), "")
    return say(
        f"talk_{talk}",
        language,
        skills=say("comma", language).join(names),
        example=example or say("talk_example", language),
    )
