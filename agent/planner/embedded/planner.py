"""The embedded planner: the seam without a model, by words and sentence vectors."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from agent.planner.brief import MOST_ROWS
from agent.planner.design import Designs, fitting
from agent.planner.embedded.answers import answer
from agent.planner.embedded.changing.speech import asked, no_longer_fits, not_understood
from agent.planner.embedded.changing.speech import introduce as introduce_changes
from agent.planner.embedded.compose.composer import asked_of_parts
from agent.planner.embedded.constraints.reader import read
from agent.planner.embedded.helpdesk.hearing import heard_of_helpdesk, remade
from agent.planner.embedded.introduction import introduce, nothing_changed
from agent.planner.embedded.kinds import Talk, asks_instead, asks_to_create, talk_of
from agent.planner.embedded.lexicon import lexicon, thing_of
from agent.planner.embedded.of_page import (
    answered_change,
    change_wish,
    declines,
    is_another,
    planned,
    speaks_of_change,
)
from agent.planner.embedded.questions import ask, chosen, only_agrees
from agent.planner.embedded.revising import Feedback, hear
from agent.planner.embedded.routing import Route, Router
from agent.planner.embedded.text import without_names
from agent.planner.embedded.wants import Wants, merged
from agent.planner.language import explicit_language, language_of, written_language
from agent.planner.seam import (
    MOST_SAID,
    About,
    Design,
    Heard,
    NothingYet,
    PageRead,
    Preferences,
    Question,
    Said,
)
from agent.planner.skills import Skill
from agent.planner.words import normalised, squeezed
from agent.texts import say
from tools.blueprint.base import Complexity, Language
from tools.blueprint.model import Blueprint
from tools.encoder import Encoder

_TIERS: tuple[Complexity, ...] = ("simple", "standard", "advanced")


class EmbeddedPlanner:
    """Understands ko, en and ja by words and sentence vectors; designs from the skills' patterns.

    The same words about the same always give the same result: the day is part of it.
    """

    def __init__(self, skills: Mapping[str, Skill], encoder: Encoder) -> None:
        lexicon()  # read now, so that no conversation waits for the file
        self._skills = skills
        self._router = Router(skills, encoder)
        self._designs = Designs(skills)

    async def understand(self, said: Said, about: About) -> Heard:
        """What is wanted by now; nothing is said on the way, as nothing takes long."""
        said = replace(said, text=squeezed(said.text))
        if said.question is not None and only_agrees(said.question, said.text):
            return _asked_again(said, said.question, about)
        match about:
            case NothingYet():
                return await self._wish(said, about)
            case Design():
                return await self._feedback(said, about)
            case PageRead():
                return planned(said, about)

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        """The workspace that was asked for. Raises ValidationFailed for what cannot be meant."""
        return self._designs.of(heard, today, waiting)

    async def _wish(self, said: Said, about: NothingYet) -> Heard:
        """A wish: to create, to change, something to answer, or too vague to act on."""
        language = language_of(said.text, said.preferences.language)
        asked = heard_of_helpdesk(said, language)
        if asked is not None and (asked.kind == "dashboard" or not about.must_change):
            return asked
        question = said.question
        if question is not None and is_another(said.text, question, about):
            return change_wish(said.text, language)
        if question is not None and question.kind == "modify":
            return self._answered_change(said, question)
        if question is not None:
            return await self._answered(said, question)
        if speaks_of_change(said.text, about):
            return change_wish(said.text, language)
        wants = read(said.text)
        route = self._by_words(said.text, wants)
        if talk := talk_of(normalised(said.text), about_a_skill=route is not None):
            return self._answer(talk, language)
        if route is None:
            route = await self._second_opinion(wants)
        if not self._is_enough(said.text, route, wants):
            nearest = route.nearest if route is not None else ()
            question = ask(said.text, self._skills, nearest, language)
            return Heard(kind="ask", language=language, question=question, reply=question.content)
        return self._create(said, said.text, language, route or self._default(wants), wants)

    def _by_words(self, text: str, wants: Wants) -> Route | None:
        """The route by words; names given to things count only where there is no other subject."""
        listed = [p for lists in wants.properties for p in lists.properties]
        names = [name for p in listed for name in (p.name, *p.options)]
        named = [*wants.databases, *wants.sub_pages, *names]
        if named and wants.topic is not None:
            return self._router.by_words(without_names(text, named))
        return self._router.by_words(text)

    async def _second_opinion(self, wants: Wants) -> Route | None:
        """The route by meaning.

        None where the wish has no subject, or one of its own: it names databases, properties or
        a thing that the lexicon knows, and no word of it belongs to a skill.
        """
        if wants.topic is None or wants.databases or wants.properties or thing_of(wants.topic):
            return None
        return await self._router.by_meaning(wants.topic)

    def _default(self, wants: Wants) -> Route:
        """Where a wish names sizes but no subject: the skill of the most general kind."""
        if wants.topic or wants.databases or wants.properties:
            return Route(None, 0.5)
        kinds = {
            name: skill.pattern.template_type
            for name, skill in self._skills.items()
            if skill.pattern
        }
        general = (n for kind in ("dashboard", "project") for n in kinds if kinds[n] == kind)
        return Route(next(general, None), 0.5)

    def _is_enough(self, text: str, route: Route | None, wants: Wants) -> bool:
        if route is not None and route.skill is not None:
            return True
        asked = wants.is_specific() or asks_to_create(normalised(text))
        return wants.is_concrete() or (wants.topic is not None and asked)

    async def _answered(self, said: Said, question: Question) -> Heard:
        """What the answer to a question makes of the wish that it was about: always a decision."""
        language = _language_of_answer(said, question)
        talk = talk_of(normalised(said.text), about_a_skill=False)
        picked = chosen(question, said.text)
        if picked is None and talk in ("capability", "cancel", "thanks"):
            return self._answer(talk, language)
        whole = f"{question.about}\n{said.text}"
        fresh = read(said.text) if picked is None else Wants()
        wants = merged(read(question.about), fresh)
        route = Route(picked, 0.95) if picked in self._skills else self._router.by_words(said.text)
        if route is None:
            wants = wants.model_copy(update={"topic": fresh.topic or wants.topic})
            route = await self._second_opinion(wants)
        if not self._is_enough(f"make {whole}", route, wants):
            first = (
                question.options[0].value if question.options else next(iter(self._skills), None)
            )
            route = Route(first if first in self._skills else None, 0.4)
        return self._create(said, whole, language, route or self._default(wants), wants)

    def _answered_change(self, said: Said, question: Question) -> Heard:
        """What the answer to a question about a change makes of the wish that it was about."""
        language = _language_of_answer(said, question)
        if talk := declines(said.text, question):
            return self._answer(talk, language)
        return change_wish(answered_change(said.text, question), language)

    def _answer(self, talk: Talk, language: Language) -> Heard:
        reply = answer(talk, self._skills, language)
        return Heard(kind="answer", language=language, confidence=0.9, reply=reply)

    def _create(
        self, said: Said, whole: str, language: Language, route: Route, wants: Wants
    ) -> Heard:
        wants = _with_preferences(wants, said.preferences)
        skill = self._skills.get(route.skill or "")
        pattern = None if skill is None else skill.pattern
        if skill is not None and pattern is None:
            wants = wants.model_copy(update={"topic": skill.names.in_language(language)})
        kind = "custom" if pattern is None else pattern.template_type
        heard = Heard(
            kind="create",
            language=language,
            said=[whole],
            skill=skill.id if skill else None,
            template_type="dashboard" if wants.dashboard else kind,
            confidence=route.confidence if skill else 0.5,
            brief=wants.brief,
        )
        parts = asked_of_parts(pattern, wants, language)
        design, left = fitting(self._designs.start(heard, said.today), parts)
        kept = [change for change in parts if change not in left]
        reply = introduce(design, wants)
        return heard.model_copy(update={"changes": kept, "reply": reply})

    async def _feedback(self, said: Said, plan: Design) -> Heard:
        """Feedback on a design: changes to it, or the whole composed anew.

        Where nothing in it changes the design, it is answered.
        """
        agreed, language, feedback = plan.agreed, plan.agreed.language, said.text
        if restarted := self._restarted(agreed, said):
            return restarted
        heard = hear(said, plan)
        if heard.question is not None:
            parts = {"question": heard.question, "reply": asked(heard.question, language)}
            return _still(agreed, kind="ask", **parts)
        if heard.asked:
            told = f"{introduce(plan.blueprint, Wants())} {say('plan_adds_only', language)}"
            return _answered(agreed, told)
        if heard.is_composed:
            return self._renewed(plan, heard, said)
        if heard.refused is not None:
            rule = f"rule_{heard.refused.rule}"
            return _answered(agreed, say(rule, language, **heard.refused.params))
        if not heard.changes:
            return _answered(agreed, nothing_changed(language, understood=False))
        reply = introduce_changes(heard.changes, heard.unread, language)
        changes = [*agreed.changes, *heard.changes]
        return _agreed(agreed, feedback, changes=changes, reply=reply, unread=heard.unread)

    def _renewed(self, plan: Design, heard: Feedback, said: Said) -> Heard:
        """The design composed anew, with all changes that were agreed and still fit it."""
        agreed = plan.agreed
        if agreed.asked is not None:  # it was made of tickets, and of no pattern
            count, changes = heard.wants.sample_count, heard.changes
            again = remade(agreed, said, count, heard.language, changes)
            return again or _answered(agreed, nothing_changed(agreed.language, understood=False))
        fresh = _relative(heard.wants, said.text, plan.blueprint.complexity)
        language = heard.language or agreed.language
        wants = merged(Wants.of(agreed.brief), fresh)
        revised = _agreed(agreed, said.text, brief=wants.brief, language=language)
        changes = [*agreed.changes, *heard.changes]
        design, left = fitting(self._designs.start(revised, said.today), changes)
        if design == plan.blueprint:
            return _answered(agreed, nothing_changed(language, understood=True))
        told = [introduce(design, fresh, revised=True)]
        told += [no_longer_fits(left, language)] if left else []
        told += [not_understood(heard.unread, language)] if heard.unread else []
        kept = [change for change in changes if change not in left]
        update = {"changes": kept, "reply": " ".join(told), "unread": heard.unread}
        return revised.model_copy(update=update)

    def _restarted(self, agreed: Heard, said: Said) -> Heard | None:
        """The design of another skill, where feedback asks for that instead ("말고 가계부")."""
        if not asks_instead(said.text):
            return None
        route = self._router.by_words(said.text)
        if route is None or route.skill == agreed.skill:
            return None
        kept = agreed.brief or Wants()
        before = Wants(sample_count=kept.sample_count, complexity=kept.complexity)
        wants = merged(before, read(said.text))
        language = explicit_language(said.text) or agreed.language
        fresh = replace(said, preferences=Preferences())
        return self._create(fresh, said.text, language, route, wants)


def _agreed(agreed: Heard, text: str, **parts: object) -> Heard:
    """What was agreed with what a further text made of it."""
    said = [*agreed.said, text][-MOST_SAID:]
    fresh = {"kind": "create", "question": None, "unread": [], "said": said}
    return agreed.model_copy(update={**fresh, **parts})


def _answered(agreed: Heard, reply: str) -> Heard:
    return _still(agreed, kind="answer", question=None, reply=reply)


def _still(agreed: Heard, **parts: object) -> Heard:
    """Something to say, while what was agreed stays as it is."""
    return agreed.model_copy(update={"unread": [], **parts})


def _asked_again(said: Said, question: Question, about: About) -> Heard:
    """The question that a bare yes leaves as open as it was."""
    agreed = None if isinstance(about, NothingYet) else about.agreed
    agreed = agreed or Heard(kind="ask", language=_language_of_answer(said, question))
    return _still(agreed, kind="ask", question=question, reply=question.content)


def _language_of_answer(said: Said, question: Question) -> Language:
    """That of the question, unless the answer asks for another."""
    return language_of(said.text, said.preferences.language or written_language(question.content))


def _with_preferences(wants: Wants, preferences: Preferences) -> Wants:
    """The wants with what the caller set, wherever the words of the wish left it open."""
    samples = wants.sample_count
    if samples is None:
        samples = preferences.sample_count if preferences.include_sample_data else 0
    return wants.model_copy(
        update={
            "complexity": wants.complexity or preferences.complexity,
            "color": wants.color or preferences.color_theme,
            "sample_count": samples if samples is None else max(0, min(samples, MOST_ROWS)),
        }
    )


def _relative(said: Wants, feedback: str, current: Complexity) -> Wants:
    """Feedback such as "simpler" or "더 자세히", counted from the present complexity."""
    step = {"simple": -1, "advanced": 1}.get(said.complexity or "", 0)
    compared = any(
        word in feedback.casefold()
        for word in ("더", "좀", "너무", "more", "simpler", "less ", "too ", "もっと", "すぎ")
    )
    if not step or not compared:
        return said
    place = min(max(_TIERS.index(current) + step, 0), len(_TIERS) - 1)
    return said.model_copy(update={"complexity": _TIERS[place]})
