"""`SKILL.md`: when a skill is meant, and what it tells a model."""

from collections.abc import Iterable, Iterator, Mapping

from agent.content.parts import LANGUAGES
from agent.content.wording import plain_faults, text_faults
from agent.planner.skills import Skill

_KEYWORDS = (12, 25)  # fewer miss what people say, more blur what they mean
_MEANT_BY = (20, 80)
_GUIDANCE = (150, 420)  # words: what a model reads beside the wish
_DESCRIBED = 150  # characters: one line of a list


def manifest_faults(skill: Skill, others: Iterable[Skill]) -> Iterator[str]:
    """What is wrong with a skill that ships, beside the other skills."""
    least, most = _KEYWORDS
    if not least <= len(skill.keywords) <= most:
        yield f"keywords: {len(skill.keywords)}; from {least} to {most}, in all three languages"
    least, most = _MEANT_BY
    if not least <= len(skill.meant_by) <= most:
        yield f"meant_by: {len(skill.meant_by)}; from {least} to {most}, in all three languages"
    for word, other in shared_keywords(skill, others).items():
        yield f"keywords: {word!r} leads to {other} as well; a word that fits two belongs to none"
    least, most = _GUIDANCE
    words = len(skill.guidance.split())
    if not least <= words <= most:
        yield f"guidance: {words} words; from {least} to {most}"
    if len(skill.description) > _DESCRIBED:
        yield f"description: {len(skill.description)} characters; {_DESCRIBED} at most"
    yield from _texts(skill)


def shared_keywords(skill: Skill, others: Iterable[Skill]) -> dict[str, str]:
    """Keywords that lead to another skill too, each with that skill's id."""
    mine = {word.casefold(): word for word in (*skill.keywords, *skill.meant_by)}
    return {
        mine[word.casefold()]: other.id
        for other in others
        if other.id != skill.id
        for word in (*other.keywords, *other.meant_by)
        if word.casefold() in mine
    }


def _texts(skill: Skill) -> Iterator[str]:
    local: Mapping[str, object] = {"names": skill.names, "examples": skill.examples}
    for where, text in local.items():
        yield from text_faults(where, {lang: getattr(text, lang) for lang in LANGUAGES})
    yield from plain_faults("description", skill.description)
    yield from plain_faults("guidance", skill.guidance)
