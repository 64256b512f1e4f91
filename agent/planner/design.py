"""From what was heard to the workspace that it asks for: a pattern, or nothing, and changes."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from agent.planner.brief import Brief
from agent.planner.embedded.compose.composer import compose
from agent.planner.embedded.grounding import keywords_of, nouns_of
from agent.planner.seam import Design, Heard
from agent.planner.skills import Skill
from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import check
from tools.errors import Problem, ValidationFailed
from tools.quality.rubric import measured
from tools.workspace.apply import apply
from tools.workspace.change import Change
from tools.workspace.draft import Draft
from tools.workspace.from_blueprint import opened
from tools.workspace.meant import meant
from tools.workspace.to_blueprint import blueprint_of

_KEPT = 64  # compositions: a wish is composed as it is introduced, and again as it is planned

# What makes of the subject of a wish more than the choice of a skill.
_OF_SUBJECT = (
    "particulars", "no_databases", "databases", "more_databases", "database_count",
    "further_databases", "properties", "rows", "relations", "rollups",
)  # fmt: skip


class Designs:
    """Makes of a `Heard` the blueprint that it stands for: the same for the same, whoever heard it.

    Skills are given by id.
    """

    def __init__(self, skills: Mapping[str, Skill]) -> None:
        self._skills = skills
        self._composed = lru_cache(maxsize=_KEPT)(self._compose)

    def of(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        """The workspace that is wanted; the plan that waits is gone on from where it can be, since
        its changes may name what only its rehearsal gave a name.

        Raises ValidationFailed for an unknown skill or a change that cannot be meant.
        """
        return _judged(self._made(heard, today, waiting), heard)

    def _made(self, heard: Heard, today: date, waiting: Design | None) -> Blueprint:
        if waiting is None or not _goes_on(heard, waiting.agreed):
            start = self.start(heard, today)
            return _changed(opened(start), heard.changes) if heard.changes else start
        further = heard.changes[len(waiting.agreed.changes) :]
        if not further:
            return waiting.blueprint
        return _changed(meant(waiting.blueprint, waiting.built), further)

    def start(self, heard: Heard, today: date) -> Blueprint:
        """What the changes are made to. Raises ValidationFailed for an unknown skill."""
        if heard.skill is None and heard.brief is None:
            return Blueprint(title=say("untitled", heard.language), language=heard.language)
        if heard.skill is not None and heard.skill not in self._skills:
            problem = Problem("skill", "unknown_skill", {"name": heard.skill})
            raise ValidationFailed(f"no skill {heard.skill}", [problem])
        brief = heard.brief or Brief()
        has_pattern = heard.skill is not None and self._skills[heard.skill].pattern is not None
        shared = has_pattern and not _is_about_more(brief)
        said = brief.model_copy(update={"topic": None}) if shared else brief
        words = said.model_dump_json(exclude_defaults=True)
        made = self._composed(heard.skill, words, heard.language, today)
        if not shared or brief.title is not None:
            return made
        return made.model_copy(update={"title": self._title(heard.skill, brief.topic, made.title)})

    def _title(self, skill: str | None, topic: str | None, called: str) -> str:
        """The subject as it was said, so that a person finds what they asked for by their own
        words; what the skill's page is called where it says no more than that, the skill, or one
        of its tables."""
        one = self._skills[skill] if skill else None
        known = (
            keywords_of(one) | (nouns_of(one.pattern) if one.pattern else set()) if one else set()
        )
        said = (topic or "").casefold()
        return called if topic is None or said in known or said in called.casefold() else topic

    def _compose(self, skill: str | None, brief: str, language: Language, today: date) -> Blueprint:
        pattern = None if skill is None else self._skills[skill].pattern
        said = Brief.model_validate_json(brief)
        return check(compose(pattern, said, language, today, skill))


def fitting(blueprint: Blueprint, changes: Sequence[Change]) -> tuple[Blueprint, list[Change]]:
    """A design with those of the changes that fit it; and those that do not."""
    if not changes:
        return blueprint, []
    draft, left = opened(blueprint), list[Change]()
    for change in changes:
        try:
            draft = apply(draft, change)
        except ValidationFailed:
            left.append(change)
    return blueprint_of(draft.structure), left


def _is_about_more(brief: Brief) -> bool:
    """Whether a skill's workspace depends on what the wish calls its subject: else all wishes for
    it come to the same, which is composed once."""
    return any(getattr(brief, name) for name in _OF_SUBJECT)


def _judged(blueprint: Blueprint, heard: Heard) -> Blueprint:
    """The same with what is told of it: how good it is, what of the words was not done."""
    brief = heard.brief or Brief()
    unread = list(heard.unread) or blueprint.meta.unread
    noted = blueprint.model_copy(
        update={"meta": blueprint.meta.model_copy(update={"unread": unread})}
    )
    empty = brief.no_databases or (brief.sample_count == 0 and not brief.rows)
    quality = measured(noted, _named(brief), no_rows=empty)
    return noted.model_copy(update={"meta": noted.meta.model_copy(update={"quality": quality})})


def _named(brief: Brief) -> list[str]:
    """What was called by a name in the wish itself, and was not to be left out."""
    named = [*brief.databases, *brief.more_databases, *brief.sub_pages, *brief.more_sub_pages]
    named += [prop.name for listed in brief.properties for prop in listed.properties]
    named += [row.title for row in brief.rows]
    unwanted = {removal.name for removal in brief.removals}
    return [name for name in named if name not in unwanted]


def _goes_on(heard: Heard, agreed: Heard) -> bool:
    """Whether what was agreed stands whole in what was heard."""
    start = ("skill", "brief", "language")
    same = all(getattr(heard, name) == getattr(agreed, name) for name in start)
    return same and heard.changes[: len(agreed.changes)] == agreed.changes


def _changed(draft: Draft, changes: Sequence[Change]) -> Blueprint:
    for change in changes:
        draft = apply(draft, change)
    return blueprint_of(draft.structure)
