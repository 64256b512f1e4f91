"""The embedded planner: the seam without a model, by words and sentence vectors."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from agent.planner.brief import Brief
from agent.planner.design import Designs, fitting
from agent.planner.embedded.answers import answer
from agent.planner.embedded.changing.asking import of_what_is, wants_kept
from agent.planner.embedded.changing.speech import asked, beside, no_longer_fits, not_understood
from agent.planner.embedded.changing.speech import introduce as introduce_changes
from agent.planner.embedded.choosing import Chooser
from agent.planner.embedded.creating.accounted import unaccounted
from agent.planner.embedded.creating.changes import changes_of, told_beside
from agent.planner.embedded.creating.found import Wish
from agent.planner.embedded.creating.reader import read
from agent.planner.embedded.creating.wish.setting import is_said
from agent.planner.embedded.grounding import called_by
from agent.planner.embedded.helpdesk import hearing
from agent.planner.embedded.introduction import (
    as_it_is,
    introduce,
    names_left,
    nothing_changed,
    told_of_plan,
)
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
from agent.planner.embedded.one_table import one_table
from agent.planner.embedded.opened import is_of_what_opens
from agent.planner.embedded.questions import ask, chosen, only_agrees
from agent.planner.embedded.revising import Feedback, hear
from agent.planner.embedded.routing import Route, Router
from agent.planner.embedded.standing import (
    answered,
    asked_again,
    language_of_answer,
    still,
    waits_on,
    with_text,
)
from agent.planner.embedded.wants import (
    counted_from,
    is_concrete,
    is_specific,
    merged,
    names_much,
    with_preferences,
)
from agent.planner.language import explicit_language, language_of
from agent.planner.seam import (
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
from agent.planner.words import calmed, normalised, only_nods
from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.encoder import Encoder

_SENTENCE = re.compile(r"[.!?。！？\n]+")


class EmbeddedPlanner:
    """Understands ko, en and ja by words and sentence vectors; designs from the skills' patterns.

    The same words about the same always give the same result: the day is part of it.
    """

    def __init__(self, skills: Mapping[str, Skill], encoder: Encoder) -> None:
        lexicon()  # read now, so that no conversation waits for the file
        self._skills = skills
        self._router = Router(skills, encoder)
        self._chooser = Chooser(skills, self._router)
        self._designs = Designs(skills)

    async def understand(self, said: Said, about: About) -> Heard:
        """What is wanted by now."""
        said = replace(said, text=calmed(said.text))
        if said.question is not None and only_agrees(said.question, said.text):
            return asked_again(said, said.question, about)
        if waits := waits_on(said.text, about):
            return waits
        match about:
            case NothingYet() if said.question is None and only_nods(said.text):
                spoken = language_of(said.text, said.preferences.language)
                reply = say("nothing_pending", spoken)
                return Heard(kind="answer", language=spoken, reply=reply)
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
        asked = hearing.heard_of_helpdesk(said, language)
        wish = read(said.text, language)
        # Columns to keep, and no question of tickets, the words of which may look like rows.
        kept = wish.brief.model_copy(update={"rows": []})
        mine = asked is None or names_much(kept) or wants_kept(said.text)
        if asked is not None and not mine and (asked.kind == "dashboard" or not about.must_change):
            return asked
        if said.question is not None:
            return await self._replied(said, said.question, about, wish)
        if speaks_of_change(said.text, about):
            return change_wish(said.text, language)
        route = await self._chooser.by_words(said.text, wish)
        talk = talk_of(normalised(said.text), about_a_skill=route is not None)
        if talk == "modify" and is_of_what_opens(said.text, wish, about_a_skill=route is not None):
            talk = None
        if talk is None and not self._router.is_name(said.text) and _only_talks(said.text, wish):
            talk = "question"
        if talk and not (names_much(wish.brief) or wish.told):
            return self._answer(talk, language)
        topic = wish.brief.topic
        enough = wish.told and topic is not None
        if not (enough or self._is_enough(said.text, route, wish.brief)):
            nearest = await self._router.nearest(topic) if topic is not None else []
            question = ask(said.text, self._skills, nearest, language)
            return Heard(kind="ask", language=language, question=question, reply=question.content)
        return self._create(
            said, said.text, language, route or self._chooser.default(wish.brief), wish
        )

    async def _replied(
        self, said: Said, question: Question, about: NothingYet, wish: Wish
    ) -> Heard:
        """What words make of the question that is open: its answer, or an order in its place."""
        is_known = self._router.by_words(said.text) is not None
        if not is_another(said.text, question, about, about_a_skill=is_known):
            if question.kind == "modify":
                return self._answered_change(said, question)
            return await self._answered(said, question, wish)
        if question.kind == "create" and about.workspace is None:
            return self._answer("modify", wish.language)
        return change_wish(said.text, wish.language)

    def _is_enough(self, text: str, route: Route | None, wants: Brief) -> bool:
        if route is not None and route.skill is not None:
            return True
        asked = is_specific(wants) or asks_to_create(normalised(text))
        named = wants.topic is not None and thing_of(wants.topic) is not None
        return is_concrete(wants) or (wants.topic is not None and asked) or named

    async def _answered(self, said: Said, question: Question, wish: Wish) -> Heard:
        """What the answer to a question makes of the wish that it was about: always a decision.
        `wish` is what the answer says by itself."""
        language = language_of_answer(said, question)
        talk = talk_of(normalised(said.text), about_a_skill=False)
        picked = chosen(question, said.text)
        if picked is None and talk in ("capability", "cancel", "thanks"):
            return self._answer(talk, language)
        whole = f"{question.about}\n{said.text}"
        fresh = wish if wish.language == language else read(said.text, language)
        fresh = fresh if picked is None else Wish(Brief())
        about = read(question.about, language)
        wants = merged(about.brief, fresh.brief)
        route = Route(picked, 0.95) if picked in self._skills else self._router.by_words(said.text)
        if route is None:
            wants = wants.model_copy(update={"topic": fresh.brief.topic or wants.topic})
        if not self._is_enough(f"make {whole}", route, wants):
            first = (
                question.options[0].value if question.options else next(iter(self._skills), None)
            )
            route = Route(first if first in self._skills else None, 0.4)
        # What only asked for something to be made is answered by now.
        other = [part for part in about.rest if not asks_to_create(part)]
        wish = Wish(wants, fresh.head or about.head, [*other, *fresh.rest], language=language)
        wish.records = [*about.records, *fresh.records]
        return self._create(said, whole, language, route or self._chooser.default(wants), wish)

    def _answered_change(self, said: Said, question: Question) -> Heard:
        """What the answer to a question about a change makes of the wish that it was about."""
        language = language_of_answer(said, question)
        if talk := declines(said.text, question):
            return self._answer(talk, language)
        return change_wish(answered_change(said.text, question), language)

    def _answer(self, talk: Talk, language: Language) -> Heard:
        reply = answer(talk, self._skills, language)
        return Heard(kind="answer", language=language, confidence=0.9, reply=reply)

    def _create(
        self, said: Said, whole: str, language: Language, route: Route, wish: Wish
    ) -> Heard:
        skill = self._skills.get(route.skill or "")
        asked, wish = wish.brief, self._chooser.on_ground(wish, route)
        # What the ground has anyway was asked for, too: "guests, vendors, budget" is not one table.
        one = one_table(asked, skill, language)
        wants = with_preferences(wish.brief if one is asked else one, said.preferences)
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
            brief=wants,
        )
        start = self._designs.start(heard, said.today)
        changes, unread = changes_of(start, wish, said.today)
        design, _ = fitting(start, changes)
        known = [] if skill is None else [skill.description, *skill.keywords, *skill.meant_by]
        known += [wish.head, wish.story, *wish.records]
        unread += wish.remarks
        unread += unaccounted(whole, design, [*unread, *wish.rest], known)
        told = [introduce(design, wants, language)]
        told += told_beside(changes, unread, said.today, language)
        update = {"changes": changes, "reply": " ".join(told), "unread": unread}
        return heard.model_copy(update=update)

    async def _feedback(self, said: Said, plan: Design) -> Heard:
        """Feedback on a design: changes to it, or the whole composed anew.

        Where nothing in it changes the design, it is answered.
        """
        agreed, language, feedback = plan.agreed, plan.agreed.spoken, said.text
        if restarted := self._restarted(agreed, said) or hearing.counted_anew(agreed, said):
            return restarted
        skill = self._skills.get(agreed.skill or "")
        heard = hear(said, plan, called_by(agreed.said, skill, plan.blueprint))
        if heard.question is not None:
            parts = {"question": heard.question, "reply": asked(heard.question, language)}
            return still(agreed, kind="ask", **parts)
        if heard.says_nothing and (question := hearing.question_of_tickets(said, agreed)):
            return question
        if heard.asked:
            return answered(agreed, told_of_plan(plan.blueprint, heard.told, language))
        if heard.is_composed:
            return self._renewed(plan, heard, said)
        if heard.refused is not None:
            rule = f"rule_{heard.refused.rule}"
            return answered(agreed, say(rule, language, **heard.refused.params))
        there = beside(heard.there, heard.no_rows, language)
        if there and not heard.changes:
            there += [not_understood(heard.unread, language)] if heard.unread else []
            return answered(agreed, " ".join(there))
        if not heard.changes:
            return answered(agreed, nothing_changed(language, understood=False))
        if heard.blueprint == plan.blueprint and not heard.unread:
            return answered(agreed, as_it_is(heard.changes, language))
        reply = " ".join([introduce_changes(heard.changes, heard.unread, language), *there])
        changes = [*agreed.changes, *heard.changes]
        return with_text(agreed, feedback, changes=changes, reply=reply, unread=heard.unread)

    def _renewed(self, plan: Design, heard: Feedback, said: Said) -> Heard:
        """The design composed anew, with all changes that were agreed and still fit it."""
        agreed = plan.agreed
        if agreed.asked is not None:  # it was made of tickets, and of no pattern
            count, changes = heard.wants.sample_count, heard.changes
            again = hearing.remade(agreed, said, count, heard.language, changes)
            return again or answered(agreed, nothing_changed(agreed.spoken, understood=False))
        fresh = counted_from(heard.wants, said.text, plan.blueprint.complexity)
        language = heard.language or agreed.spoken
        wants = merged(agreed.brief or Brief(), fresh)
        revised = with_text(
            agreed, said.text, brief=wants, language=heard.language or agreed.language
        )
        changes = [*agreed.changes, *heard.changes]
        design, left = fitting(self._designs.start(revised, said.today), changes)
        # What is told of a design (how good it is, what was not done) makes no other of it.
        if design.model_copy(update={"meta": plan.blueprint.meta}) == plan.blueprint:
            return answered(agreed, nothing_changed(language, understood=True, hue=fresh.color))
        told = [introduce(design, fresh, language, revised=True)]
        told += [no_longer_fits(left, language)] if left else []
        told += names_left(design, language) if heard.language else []
        told += [not_understood(heard.unread, language)] if heard.unread else []
        kept = [change for change in changes if change not in left]
        update = {"changes": kept, "reply": " ".join(told), "unread": heard.unread}
        return revised.model_copy(update=update)

    def _restarted(self, agreed: Heard, said: Said) -> Heard | None:
        """The design of another skill, where feedback asks for that instead ("말고 가계부")."""
        asked = next(filter(asks_instead, _SENTENCE.split(said.text)), None)
        is_other = asked is not None and not of_what_is(asked)
        route = self._router.by_words(asked or "", named=True) if is_other else None
        if route is None or route.skill == agreed.skill:
            return None
        kept = agreed.brief or Brief()
        before = Brief(sample_count=kept.sample_count, complexity=kept.complexity)
        language = explicit_language(said.text) or agreed.language
        wish = read(said.text, language)
        wish = replace(wish, brief=merged(before, wish.brief))
        fresh = replace(said, preferences=Preferences())
        return self._create(fresh, said.text, language, route, wish)


def _only_talks(text: str, wish: Wish) -> bool:
    """Whether words are a sentence that asks for nothing to be made."""
    asks = asks_to_create(normalised(text)) or is_concrete(wish.brief)
    return not asks and is_said(text)
