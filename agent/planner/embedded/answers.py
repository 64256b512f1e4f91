"""Friendly, concrete answers to what is no wish: greetings, thanks, questions about the agent."""

from collections.abc import Mapping

from agent.planner.embedded.kinds import Talk
from agent.planner.skills import Skill
from agent.texts import say
from tools.blueprint.base import Language

# Some of what it knows well, for a sentence: what most people ask for, as far as it is there.
_FOREMOST = ("project", "habit", "budget", "crm", "reading", "meeting", "travel", "wedding")


def answer(talk: Talk, skills: Mapping[str, Skill], language: Language) -> str:
    """The answer in a language, naming some of the skills that are really there."""
    some = [skills[name] for name in _FOREMOST if name in skills]
    some = (some or list(skills.values()))[: len(_FOREMOST)]
    names = (skill.names.in_language(language) for skill in some)
    example = next((skill.examples.in_language(language) for skill in some), "")
    return say(
        f"talk_{talk}",
        language,
        skills=say("comma", language).join(names),
        count=len(skills),
        example=example or say("talk_example", language),
    )
