"""A wish for a list, or for parts of a subject, asks for no more: of a skill that has them, those
tables alone."""

from agent.planner.brief import Brief
from agent.planner.embedded.compose.draft import changed, is_called, words_for
from agent.planner.embedded.creating.wish.vocabulary import end_of, tokens
from agent.planner.embedded.grounding import SAID, keywords_of, said_in
from agent.planner.embedded.lexicon import ends_in, kept_in, noun_of
from agent.planner.patterns import DatabasePattern
from agent.planner.skills import Skill
from tools.blueprint.base import Language

_LIST = "list"  # the container whose name says that there is one of it


def one_table(brief: Brief, skill: Skill | None, language: Language) -> Brief:
    """The brief for one table, where the topic is all that was said, beside the columns that there
    are to be and no more, and names just that: a list ("packing list for Iceland"), or a part of
    the skill's subject ("wedding guests")."""
    spoken = brief
    if brief.nothing_more:
        spoken = changed(brief, nothing_more=False, database_count=None, properties=[], rows=[])
    bare = changed(spoken, topic=None, particulars=[], complexity=None) == Brief()
    topic = brief.topic
    if skill is None or skill.pattern is None or topic is None:
        return brief
    is_plain = bare and brief.complexity in (None, "standard")
    wanted = _listed(topic, skill, skill.pattern.databases) if is_plain else []
    if not wanted:
        return brief
    named = {"title": topic, "databases": [d.title.in_language(language) for d in wanted]}
    return changed(brief, complexity="simple", **named)


def _listed(topic: str, skill: Skill, databases: list[DatabasePattern]) -> list[DatabasePattern]:
    """The tables that a topic is the name of; none where it names the whole subject."""
    name = _without_verbs(noun_of(topic).casefold())
    kept, container = kept_in(name)
    words = {d.key: words_for(d.title, d.nouns) for d in databases}
    spoken = [d for d in databases if any(ends_in(kept or name, w) for w in words[d.key])]
    if container is not None:
        is_list = container.key == _LIST and kept
        return [*spoken, *databases][:1] if is_list else []
    known = keywords_of(skill)
    together = [d for d in databases if said_in(name, words[d.key] - known)[0]]
    named = frozenset(word for d in together for word in words[d.key])
    if len(together) > 1 and not said_in(name, named)[1].strip(f"{SAID} "):
        return together
    whole = is_called(name, known) or databases[:1] == spoken[:1]
    return [] if whole else spoken[:1]


def _without_verbs(name: str) -> str:
    """A folded name without what is said to be done with it ("월세 들어온거 체크")."""
    first, *more = name.split(" ")
    while more and (end_of(more[-1], "glued") or all(t.has("boolean.") for t in tokens(more[-1]))):
        more.pop()
    return " ".join([first, *more])
