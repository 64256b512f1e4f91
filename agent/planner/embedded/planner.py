"""The embedded planner: the `Planner` protocol without a model."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from agent.planner.embedded.answers import answer
from agent.planner.embedded.changing import asks_to_change, propose
from agent.planner.embedded.changing.speech import asked, no_longer_fits, not_understood
from agent.planner.embedded.changing.speech import introduce as introduce_changes
from agent.planner.embedded.compose.composer import compose
from agent.planner.embedded.constraints.reader import read
from agent.planner.embedded.introduction import introduce, nothing_changed
from agent.planner.embedded.kinds import Talk, asks_instead, asks_to_create, talk_of
from agent.planner.embedded.language import explicit_language, language_of
from agent.planner.embedded.lexicon import lexicon, thing_of
from agent.planner.embedded.questions import ask, chosen, replaces
from agent.planner.embedded.replies import puts_off
from agent.planner.embedded.revising import Heard, hear, with_agreed
from agent.planner.embedded.routing import Route, Router
from agent.planner.embedded.text import normalised, squeezed, without_names
from agent.planner.embedded.wants import MOST_ROWS, Wants, merged
from agent.planner.seam import ChangeProposal, Intent, Preferences, Proposal, Question, Request
from agent.planner.skills import Skill
from agent.texts import say
from tools.blueprint.base import Complexity, Language
from tools.blueprint.model import Blueprint
from tools.encoder import Encoder
from tools.workspace.model import Structure
from tools.workspace.to_blueprint import blueprint_of

_TIERS: tuple[Complexity, ...] = ("simple", "standard", "advanced")
_TALK_ONLY: frozenset[Talk | None] = frozenset({"greeting", "thanks", "capability"})


class EmbeddedPlanner:
    """Understands ko, en and ja by words and sentence vectors; designs from the skills' patterns.

    The same request always gives the same result: the day is part of it.
    """

    def __init__(self, skills: Mapping[str, Skill], encoder: Encoder) -> None:
        lexicon()  # read now, so that no conversation waits for the file
        self._skills = skills
        self._router = Router(skills, encoder)

    async def understand(self, request: Request) -> Intent:
        """Reads a wish: to create, to change, something to answer, or too vague to act on."""
        request = replace(request, text=squeezed(request.text))
        language = language_of(request.text, request.preferences.language)
        question = request.pending_question
        if question is not None and _is_another(request, question):
            return _modify(request.text, language)
        if question is not None and question.kind == "modify":
            return self._answered_change(request, question)
        if question is not None:
            return await self._answered(request, question)
        if _speaks_of_change(request):
            return _modify(request.text, language)
        wants = read(request.text)
        route = self._by_words(request.text, wants)
        if talk := talk_of(normalised(request.text), about_a_skill=route is not None):
            return self._answer(request.text, talk, language)
        if route is None:
            route = await self._second_opinion(wants)
        if not self._is_enough(request.text, route, wants):
            nearest = route.nearest if route is not None else ()
            question = ask(request.text, self._skills, nearest, language)
            return Intent(kind="ask", language=language, text=request.text, question=question)
        return self._create(request, request.text, language, route or self._default(wants), wants)

    def _by_words(self, text: str, wants: Wants) -> Route | None:
        """The route by words; names given to things count only where there is no other subject."""
        listed = [p for lists in wants.properties for p in lists.properties]
        names = [name for p in listed for name in (p.name, *p.options)]
        named = [*wants.databases, *wants.sub_pages, *names]
        if named and wants.topic is not None:
            return self._router.by_words(without_names(text, named))
        return self._router.by_words(text)

    async def design(self, intent: Intent, today: date) -> Proposal:
        """Composes the workspace that the intent asks for."""
        blueprint, wants = self._compose(intent, today)
        return Proposal(blueprint, introduce(blueprint, wants), intent)

    async def revise(
        self, intent: Intent, blueprint: Blueprint, built: Structure, feedback: str, today: date
    ) -> Proposal:
        """Changes the last design as the feedback says, or composes it anew.

        Where nothing in the feedback changes the design, the same blueprint comes back.
        """
        feedback = squeezed(feedback)
        if puts_off(feedback):
            return Proposal(blueprint, say("plan_waits", intent.language), intent)
        if restarted := await self._restarted(intent, feedback, today):
            return restarted
        heard = hear(intent, blueprint, built, feedback, today)
        settled = intent.model_copy(update={"question": heard.question})
        language = intent.language
        if heard.question is not None:
            return Proposal(blueprint, asked(heard.question, language), settled)
        if heard.asked:
            told = f"{introduce(blueprint, Wants())} {say('plan_adds_only', language)}"
            return Proposal(blueprint, told, settled)
        agreed = settled.model_copy(update={"changes": [*intent.changes, *heard.changes]})
        if heard.is_composed:
            return self._renewed(agreed, blueprint, heard, feedback, today)
        if heard.refused is not None:
            rule = f"rule_{heard.refused.rule}"
            return Proposal(blueprint, say(rule, language, **heard.refused.params), settled)
        if not heard.changes:
            return Proposal(blueprint, nothing_changed(language, understood=False), settled)
        said = introduce_changes(heard.changes, heard.unread, language)
        return Proposal(heard.blueprint, said, agreed)

    def _renewed(
        self, intent: Intent, blueprint: Blueprint, heard: Heard, feedback: str, today: date
    ) -> Proposal:
        """The design composed anew, with all changes that were agreed and still fit it."""
        said = _relative(heard.wants, feedback, blueprint.complexity)
        language = heard.language or intent.language
        wants = merged(_wants(intent), said).model_dump(exclude_defaults=True)
        revised = intent.model_copy(update={"wants": wants, "language": language})
        composed, _ = self._compose(revised, today)
        draft, left = with_agreed(composed, intent.changes)
        kept = [change for change in intent.changes if change not in left]
        revised = revised.model_copy(update={"changes": kept})
        after = blueprint_of(draft.structure)
        if after == blueprint:
            return Proposal(blueprint, nothing_changed(language, understood=True), intent)
        told = [introduce(after, said, revised=True)]
        told += [no_longer_fits(left, language)] if left else []
        told += [not_understood(heard.unread, language)] if heard.unread else []
        return Proposal(after, " ".join(told), revised)

    async def changes(
        self, structure: Structure, said: Sequence[str], language: Language, today: date
    ) -> ChangeProposal:
        """Reads a wish to change what exists, and all that was said about its earlier readings."""
        heard = [squeezed(text) for text in said]
        if len(heard) == 1 or not puts_off(heard[-1]):
            return propose(structure, heard, language, today)
        planned = propose(structure, heard[:-1], language, today)
        return replace(planned, introduction=say("plan_waits", language))

    async def _restarted(self, intent: Intent, feedback: str, today: date) -> Proposal | None:
        """The design of another skill, where feedback asks for that instead ("말고 가계부")."""
        if not asks_instead(feedback):
            return None
        route = self._router.by_words(feedback)
        if route is None or route.skill == intent.skill:
            return None
        said = read(feedback)
        kept = _wants(intent)
        wants = merged(Wants(sample_count=kept.sample_count, complexity=kept.complexity), said)
        request = Request(text=feedback, today=today)
        language = explicit_language(feedback) or intent.language
        return await self.design(self._create(request, feedback, language, route, wants), today)

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

    async def _answered(self, request: Request, question: Question) -> Intent:
        """What the answer to a question makes of the wish that it was about: always a decision."""
        language = language_of(request.text, request.preferences.language or _spoken(question))
        talk = talk_of(normalised(request.text), about_a_skill=False)
        picked = chosen(question, request.text)
        if picked is None and talk in ("capability", "cancel", "thanks"):
            return self._answer(request.text, talk, language)
        whole = f"{question.about}\n{request.text}"
        said = read(request.text) if picked is None else Wants()
        wants = merged(read(question.about), said)
        route = (
            Route(picked, 0.95) if picked in self._skills else self._router.by_words(request.text)
        )
        if route is None:
            wants = wants.model_copy(update={"topic": said.topic or wants.topic})
            route = await self._second_opinion(wants)
        if not self._is_enough(f"make {whole}", route, wants):
            first = (
                question.options[0].value if question.options else next(iter(self._skills), None)
            )
            route = Route(first if first in self._skills else None, 0.4)
        return self._create(request, whole, language, route or self._default(wants), wants)

    def _answered_change(self, request: Request, question: Question) -> Intent:
        """What the answer to a question about a change makes of the wish that it was about."""
        language = language_of(request.text, request.preferences.language or _spoken(question))
        picked = chosen(question, request.text)
        talk = talk_of(normalised(request.text), about_a_skill=False)
        if picked is None and talk is not None and talk in _TALK_ONLY | {"cancel"}:
            return self._answer(request.text, talk, language)
        return _modify(f"{question.about}\n{picked or request.text}", language)

    def _answer(self, text: str, talk: Talk, language: Language) -> Intent:
        reply = answer(talk, self._skills, language)
        return Intent(kind="answer", language=language, text=text, confidence=0.9, reply=reply)

    def _create(
        self, request: Request, text: str, language: Language, route: Route, wants: Wants
    ) -> Intent:
        wants = _with_preferences(wants, request.preferences)
        skill = self._skills.get(route.skill or "")
        if skill is not None and skill.pattern is None:
            wants = wants.model_copy(update={"topic": skill.names.in_language(language)})
        kind = skill.pattern.template_type if skill and skill.pattern else "custom"
        return Intent(
            kind="create",
            language=language,
            text=text,
            skill=skill.id if skill else None,
            template_type="dashboard" if wants.dashboard else kind,
            confidence=route.confidence if skill else 0.5,
            wants=wants.model_dump(exclude_defaults=True),
        )

    def _compose(self, intent: Intent, today: date) -> tuple[Blueprint, Wants]:
        wants = _wants(intent)
        skill = self._skills.get(intent.skill or "")
        pattern = skill.pattern if skill else None
        return compose(pattern, wants, intent.language, today, intent.skill), wants


def _wants(intent: Intent) -> Wants:
    return Wants.model_validate(intent.wants)


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


def _modify(text: str, language: Language) -> Intent:
    return Intent(kind="modify", language=language, text=text, confidence=0.9)


def _speaks_of_change(request: Request) -> bool:
    """Whether the words are about the workspace that there is, in a conversation that has one."""
    if request.must_change:
        talk = talk_of(normalised(request.text), about_a_skill=False)
        return talk not in _TALK_ONLY
    return request.workspace is not None and asks_to_change(request.text)


def _is_another(request: Request, question: Question) -> bool:
    """Whether words, instead of answering a question, ask for another change than it is about."""
    has_page = question.kind == "modify" or request.workspace is not None
    return has_page and asks_to_change(request.text) and replaces(question, request.text)


def _spoken(question: Question) -> Language:
    return language_of(question.content, None)
