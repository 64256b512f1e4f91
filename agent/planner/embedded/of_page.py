"""What is said of a page: whether words speak of changing one, and what they make of it."""

from collections.abc import Sequence

from agent.planner.embedded.changing.asking import asks_for_another, asks_to_change, asks_to_see
from agent.planner.embedded.changing.inquiry import asks_about
from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.changing.reading import Proposed
from agent.planner.embedded.changing.speech import and_how_to_answer, introduce, titles_of
from agent.planner.embedded.creating.beyond import beyond
from agent.planner.embedded.grammar.told.happenings import happenings
from agent.planner.embedded.helpdesk.hearing import question_of_tickets
from agent.planner.embedded.kinds import (
    Talk,
    asks_about_plan,
    asks_for_undo,
    asks_to_create,
    leaves_as_it_is,
    orders_change,
    talk_of,
)
from agent.planner.embedded.questions import chosen, replaces
from agent.planner.language import language_of
from agent.planner.seam import MOST_SAID, Heard, NothingYet, PageRead, Question, Said
from agent.planner.words import normalised, without_closing
from agent.texts import say
from tools.blueprint.base import Language
from tools.workspace.change import Change

_TALK_ONLY: frozenset[Talk | None] = frozenset({"greeting", "thanks", "capability"})


def speaks_of_change(text: str, about: NothingYet) -> bool:
    """Whether the words are about the workspace that there is, in a conversation that has one."""
    talk = talk_of(normalised(text), about_a_skill=False)
    if about.must_change:
        return talk not in _TALK_ONLY
    if about.workspace is None:
        return False
    is_said_of_it = talk in (None, "modify") and not asks_for_undo(normalised(text))
    is_said_of_it = is_said_of_it and not asks_for_another(text)
    return is_said_of_it or asks_to_change(text) or asks_about(text) or _only_tells(text)


def _only_tells(text: str) -> bool:
    """Whether words tell what came about, and ask for nothing behind it: "making the quote: done"
    is news of what there is."""
    last = max((one.end for one in happenings(text)), default=None)
    return last is not None and not asks_to_create(normalised(text[last:]))


def change_wish(text: str, language: Language) -> Heard:
    """A wish to change a page that is yet to be read."""
    return Heard(kind="modify", language=language, said=[text], confidence=0.9)


def declines(text: str, question: Question) -> Talk | None:
    """What an answer is that does not go into a question about a change."""
    if leaves_as_it_is(text):
        return "cancel"
    talk = talk_of(normalised(text), about_a_skill=False)
    is_talk = talk is not None and talk in _TALK_ONLY | {"cancel"}
    return talk if is_talk and chosen(question, text) is None else None


def is_another(text: str, question: Question, about: NothingYet, *, about_a_skill: bool) -> bool:
    """Whether words, instead of answering a question, ask for another change than it is about or
    for what stands there, or for a change where the question is what is to be made."""
    if question.kind == "modify":
        asks = asks_to_see(text) and chosen(question, text) is None
        return asks or (asks_to_change(text) and replaces(question, text))
    has_page = about.workspace is not None
    is_order = orders_change(text, about_a_skill=about_a_skill, has_page=has_page)
    return is_order and chosen(question, text) is None


def answered_change(text: str, question: Question) -> str:
    """The wish that an answer makes of what a question was about."""
    return f"{question.about}\n{chosen(question, text) or text}"


def planned(said: Said, page: PageRead) -> Heard:
    """The changes to a page that all that was said comes to."""
    text, language = without_closing(said.text), language_of(said.text, said.preferences.language)
    if page.agreed is not None:
        language = page.agreed.spoken
    before = page.agreed or Heard(kind="modify", language=language)
    if before.changes and leaves_as_it_is(text):
        reply = say("nothing_left", language)
        return before.model_copy(update={"changes": [], "unread": [], "reply": reply})
    found = _proposed(page, before, text, language, said)
    adds_none = before.changes and list(found.changes) == before.changes and not found.question
    if adds_none and (question := question_of_tickets(said, before)):
        return question
    if before.changes and asks_about_plan(text) and not _answers(found, before):
        titles = titles_of(page.structure)
        what = introduce(before.changes, [], language, titles)
        told = f"{what} {say('plan_changes_only', language)}"
        return before.model_copy(update={"unread": [], "reply": told})
    if found.question is not None:
        parts = {"kind": "ask", "question": found.question, "reply": found.introduction}
        return before.model_copy(update=parts)
    reply = found.introduction
    if adds_none and found.unread:
        reply = say("sentences", language, one=reply, two=say("plan_stands", language))
        reply = and_how_to_answer(reply, language)
    return Heard(
        kind="modify",
        language=language,
        said=[*before.said, text][-MOST_SAID:],
        confidence=0.9,
        changes=list(found.changes),
        reply=reply,
        unread=list(found.unread),
    )


def _answers(found: Proposed, before: Heard) -> bool:
    """Whether a question was answered from what stands on the page, and led to nothing else."""
    unknown = say("told_unknown", before.spoken)
    is_told = list(found.changes) == before.changes and not found.unread
    return is_told and found.question is None and found.introduction != unknown


def _proposed(page: PageRead, before: Heard, text: str, language: Language, said: Said) -> Proposed:
    """What was said before is read again with what is said now, which may take it back in part.

    Where that comes to other changes than were agreed, they were understood by another planner, or
    the page is another by now: the changes stand, and only the new words are read.
    """
    agreed: Sequence[Change] = before.changes
    zone = said.preferences.time_zone
    if before.said:
        again = propose(page.structure, before.said, language, said.today, (), zone, beyond)
        if list(again.changes) == agreed:
            texts = [*before.said, text]
            return propose(page.structure, texts, language, said.today, (), zone, beyond)
    return propose(page.structure, [text], language, said.today, agreed, zone, beyond)
