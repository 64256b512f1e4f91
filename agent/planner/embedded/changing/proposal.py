"""What a wish, and all that was said about it since, comes to."""

from collections.abc import Sequence
from datetime import date

from agent.planner.embedded.changing.asks import question_for
from agent.planner.embedded.changing.correction import corrected
from agent.planner.embedded.changing.reader import Session
from agent.planner.embedded.changing.reading import Proposed
from agent.planner.embedded.changing.speech import introduce, nothing_read
from agent.planner.embedded.grammar.clause import Ask
from agent.texts import say
from tools.blueprint.base import Language
from tools.workspace.change import Change
from tools.workspace.draft import Draft
from tools.workspace.model import Structure


def propose(
    structure: Structure,
    said: Sequence[str],
    language: Language,
    today: date,
    agreed: Sequence[Change] = (),
) -> Proposed:
    """The changes of all that was said, each part read against what those before it lead to.

    `agreed` are changes that stand already; those that do not fit the structure are left out.
    """
    session = Session(Draft(structure, language), today)
    session.adopt(agreed)
    for text in corrected(said):
        session.people = False
        session.unread.clear()  # what was not understood before has been said before
        try:
            session.read(text)
        except Ask as ask:
            question = question_for(ask, text, language)
            return Proposed((), question.content, question)
    if not session.changes and not session.unread:
        return Proposed((), say("nothing_left", language))
    if not session.changes:
        said = say("people_stay", language) if session.people else nothing_read(structure, language)
        return Proposed((), said)
    introduction = introduce(session.changes, session.unread, language)
    if session.people:
        people = say("people_stay", language)
        introduction = say("sentences", language, one=introduction, two=people)
    return Proposed(session.changes, introduction, unread=session.unread)
