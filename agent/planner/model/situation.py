"""What a model is asked to plan in, for each thing that words may be about; and what its answer
comes to there. The embedded planner's own reading is the draft that a model starts from: so a weak
model costs nothing, and a good one says only what that reading lacks.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.planner.brief import Brief
from agent.planner.model.claims import only_talks
from agent.planner.model.prompt import Matter, listed
from agent.planner.outline import outlined
from agent.planner.seam import (
    MOST_SAID,
    About,
    Choice,
    Design,
    Heard,
    NothingYet,
    OwnPlanner,
    PageRead,
    Question,
    Said,
)
from agent.planner.skills import Skill
from tools.errors import ValidationFailed
from tools.workspace.apply import apply
from tools.workspace.change import Change
from tools.workspace.draft import Draft
from tools.workspace.from_blueprint import opened

Json = dict[str, Any]
Skills = Mapping[str, Skill]


@dataclass(frozen=True)
class Situation:
    """Words, what they are about, and how the embedded planner heard them (`draft`).

    `bases` are what a plan may begin with: what was heard by then; `begun` is the workspace of the
    one that the model is shown. `matter` is all that it is told, and in which language it answers.
    `is_wish`: the words want something made or changed, so that a mere answer may be a false one.
    """

    said: Said
    about: About
    draft: Heard
    bases: Mapping[str, Heard]
    matter: Matter
    begun: Draft | None = None
    is_wish: bool = False

    @property
    def text(self) -> str:
        """The words, with what they answer."""
        question = self.said.question
        return self.said.text if question is None else f"{question.about}\n{self.said.text}"

    @property
    def words(self) -> list[str]:
        """All that the person said about this, oldest first."""
        return [*self.matter.before, self.text]

    @property
    def owes_plan(self) -> bool:
        """Whether the words are a wish that the embedded planner can carry out, or would read the
        page for: nothing that is only said comes up to that."""
        if not self.is_wish or self.draft.kind not in ("create", "modify"):
            return False
        if not isinstance(self.about, PageRead):
            return True
        agreed = [] if self.about.agreed is None else self.about.agreed.changes
        return self.draft.changes != agreed

    def base(self, named: str) -> Heard | None:
        """What a plan begins with. Where the embedded planner made no draft of the words, the draft
        of a plan that waits is that plan."""
        return self.bases.get(named) or self.bases.get("agreed" if named == "draft" else "")

    def answered(self, reply: str) -> Heard:
        """Something is said, and what was agreed stays as it is."""
        return self._still(kind="answer", reply=reply, question=None)

    def asked(self, reply: str, options: Sequence[str]) -> Heard:
        """Something has to be known first."""
        question = Question(
            content=reply,
            options=[Choice(value=option, label=option) for option in options],
            about=self.text,
            kind="modify" if self._is_change else "create",
        )
        return self._still(kind="ask", question=question, reply=reply)

    @property
    def _is_change(self) -> bool:
        """Whether the words are about what exists."""
        if isinstance(self.about, NothingYet):
            return self.about.must_change
        return isinstance(self.about, PageRead)

    def _still(self, **parts: object) -> Heard:
        agreed = None if isinstance(self.about, NothingYet) else self.about.agreed
        agreed = agreed or Heard(kind="answer", language=self.matter.language)
        return agreed.model_copy(update={"unread": [], **parts})

    def planned(
        self, base: Heard, changes: Sequence[Change], reply: str, unread: list[str]
    ) -> Heard:
        """A plan: what it begins with, and the model's changes to that."""
        kind = "modify" if isinstance(self.about, PageRead) else "create"
        update = {
            "kind": kind,
            "question": None,
            "changes": [*base.changes, *changes],
            "reply": reply or base.reply,
            "unread": unread,
            "said": [*self.matter.before, self.text][-MOST_SAID:],
            "confidence": 0.95,
        }
        return base.model_copy(update=update)

    def to_be_read(self) -> Heard:
        """A change of a page that is yet to be read; the words come again then."""
        return Heard(kind="modify", language=self.draft.language, said=[self.text], confidence=0.9)


async def situation_of(said: Said, about: About, own: OwnPlanner, skills: Skills) -> Situation:
    """The situation that words are said in."""
    draft = await own.understand(said, about)
    is_wish = not await asyncio.to_thread(only_talks, said.text)
    return replace(await _begun(said, about, draft, own, skills), is_wish=is_wish)


async def _begun(
    said: Said, about: About, draft: Heard, own: OwnPlanner, skills: Skills
) -> Situation:
    match about:
        case NothingYet():
            return await _new(said, about, draft, own, skills)
        case Design():
            return await _revising(said, about, draft, own)
        case PageRead():
            return _changing(said, about, draft)


async def start(situation: Situation, base: Heard, own: OwnPlanner) -> Draft:
    """The workspace that the changes of a model are made to. Raises ValidationFailed."""
    about = situation.about
    if situation.begun is not None and base is situation.bases.get("draft"):
        return situation.begun
    if isinstance(about, PageRead):
        return _applied(Draft(about.structure, base.language), base.changes)
    waiting = about if isinstance(about, Design) else None
    return opened(await own.design(base, situation.said.today, waiting))


def _applied(draft: Draft, changes: Sequence[Change]) -> Draft:
    for change in changes:
        draft = apply(draft, change)
    return draft


HEARD = ("create", "modify", "answer", "ask", "tickets")  # kinds that a model may do better


async def _of_helpdesk(said: Said, draft: Heard) -> str:
    """What the helpdesk tells of what the embedded planner takes to be asked; '' where nothing was
    collected, which a plan has to do first."""
    if draft.kind != "tickets" or draft.asked is None or said.hands is None:
        return ""
    arguments = draft.asked.model_dump(mode="json", exclude={"tool"}, exclude_none=True)
    return await said.hands.look(draft.asked.tool, json.dumps(arguments, ensure_ascii=False))


async def _new(
    said: Said, about: NothingYet, draft: Heard, own: OwnPlanner, skills: Skills
) -> Situation:
    empty = Heard(kind="create", language=draft.language, template_type="custom")
    brief = _preferred(said, draft)
    bases = {"none": empty}
    facts: dict[str, str] = {}
    begun = None
    if about.workspace is not None:
        facts["Exists already, and may be what the words speak of changing"] = about.workspace
    if draft.kind == "create":
        bases = {"draft": draft, **bases}
        begun = opened(await own.design(draft, said.today))
        facts["The draft"] = outlined(begun.structure, rows=3)
        facts["What the reader left unread"] = "\n".join(draft.unread)
    elif told := await _of_helpdesk(said, draft) or draft.reply:
        facts["The reader makes no plan; it would say"] = told
    if draft.skill is not None and draft.skill in skills:
        facts["Guidance of that domain"] = skills[draft.skill].guidance
    named = (f"{skill.id}: {skill.name}" for skill in skills.values())
    facts["Skills"] = "\n".join(named)
    if said.hands is not None:
        facts["Earlier in this conversation"] = "\n".join(await said.hands.spoken())
    for skill in skills.values():
        kind = {"skill": skill.id, "template_type": skill.template_type, "brief": brief}
        heard = empty.model_copy(update=kind)
        bases[skill.id] = heard
    before = [] if said.question is None else [said.question.about]
    matter = Matter("create", said, draft.spoken, before, facts)
    return Situation(said, about, draft, bases, matter, begun)


def _preferred(said: Said, draft: Heard) -> Brief:
    """What the caller set beside the words, as the embedded planner has weighed it."""
    if draft.brief is not None:
        kept = draft.brief
        return Brief(complexity=kept.complexity, color=kept.color, sample_count=kept.sample_count)
    wished = said.preferences
    samples = wished.sample_count if wished.include_sample_data else 0
    return Brief(complexity=wished.complexity, color=wished.color_theme, sample_count=samples)


async def _revising(said: Said, about: Design, draft: Heard, own: OwnPlanner) -> Situation:
    agreed = about.agreed.model_copy(update={"kind": "create", "question": None, "unread": []})
    bases, plan = {"agreed": agreed}, about.blueprint
    facts: dict[str, str] = {}
    if draft.kind == "create":
        bases = {"draft": draft, **bases}
        plan = await own.design(draft, said.today, about)
        facts["What the reader left unread"] = "\n".join(draft.unread)
    elif draft.reply:
        facts["The reader would change nothing and say"] = draft.reply
    begun = opened(plan)
    told = {"The draft": outlined(begun.structure, rows=5), **facts}
    matter = Matter("revise", said, draft.spoken, agreed.said, told)
    return Situation(said, about, draft, bases, matter, begun)


def _changing(said: Said, about: PageRead, draft: Heard) -> Situation:
    agreed = about.agreed or Heard(kind="modify", language=draft.language)
    bases = {"agreed": agreed.model_copy(update={"kind": "modify", "question": None})}
    shown = listed([c.model_dump(mode="json", exclude_defaults=True) for c in draft.changes])
    facts = {"The page as it stands": outlined(about.structure)}
    if draft.kind == "modify" and draft.changes and _fits(about, draft):
        bases = {"draft": draft, **bases}
        facts["The draft"] = shown
    facts["What the reader left unread"] = "\n".join(draft.unread)
    matter = Matter("change", said, draft.spoken, agreed.said, facts)
    return Situation(said, about, draft, bases, matter)


def _fits(about: PageRead, draft: Heard) -> bool:
    try:
        _applied(Draft(about.structure, draft.language), draft.changes)
    except ValidationFailed:
        return False
    return True
