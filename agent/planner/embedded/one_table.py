"""A wish for one list asks for no more than that: of a skill that has it, that table alone."""

from agent.planner.brief import Brief
from agent.planner.embedded.compose.draft import changed, is_called, words_for
from agent.planner.embedded.grounding import keywords_of
from agent.planner.embedded.lexicon import ends_in, kept_in, noun_of
from agent.planner.patterns import DatabasePattern
from agent.planner.skills import Skill
from tools.blueprint.base import Language

_LIST = "list"  # the container whose name says that there is one of it


def one_table(brief: Brief, skill: Skill | None, language: Language) -> Brief:
    """The brief for one table, where the topic is all that was said and names just that: a list
    ("packing list for Iceland"), or a part of the skill's subject ("wedding guests")."""
    bare = changed(brief, topic=None, particulars=[], complexity=None) == Brief()
    if skill is None or skill.pattern is None or brief.topic is None or not bare:
        return brief
    if brief.complexity not in (None, "standard"):
        return brief
    wanted = _listed(brief.topic, skill, skill.pattern.databases)
    if wanted is None:
        return brief
    named = {"title": brief.topic, "databases": [wanted.title.in_language(language)]}
    return changed(brief, complexity="simple", **named)


def _listed(topic: str, skill: Skill, databases: list[DatabasePattern]) -> DatabasePattern | None:
    """The table that a topic is the name of; None where it names the whole subject."""
    name = noun_of(topic).casefold()
    kept, container = kept_in(name)
    spoken = [d for d in databases if _ends_so(kept or name, d)]
    if container is not None:
        is_list = container.key == _LIST and kept
        return next(iter([*spoken, *databases]), None) if is_list else None
    whole = is_called(name, keywords_of(skill)) or databases[:1] == spoken[:1]
    return None if whole else next(iter(spoken), None)


def _ends_so(name: str, database: DatabasePattern) -> bool:
    """Whether a folded name ends with what a database is called by."""
    return any(ends_in(name, word) for word in words_for(database.title, database.nouns))
