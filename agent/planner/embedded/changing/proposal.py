"""What a wish, and all that was said about it since, comes to."""

from collections.abc import Sequence
from datetime import date

from agent.planner.embedded.changing.asks import question_for
from agent.planner.embedded.changing.correction import corrected
from agent.planner.embedded.changing.reader import Session
from agent.planner.embedded.changing.speech import (
    introduce,
    nothing_left,
    nothing_read,
    people_stay,
)
from agent.planner.embedded.changing.wish import Ask
from agent.planner.seam import ChangeProposal
from tools.blueprint.base import Language
from tools.workspace.draft import Draft
from tools.workspace.model import Structure


def propose(
    structure: Structure, said: Sequence[str], language: Language, today: date
) -> ChangeProposal:
    """The changes of all that was said, each part read against what those before it lead to."""
    session = Session(Draft(structure, language), today)
    for text in corrected(said):
        session.people = False
        session.unread.clear()  # what was not understood before has been said before
        try:
            session.read(text)
        except Ask as ask:
            question = question_for(ask, text, language)
            return ChangeProposal((), question.content, question)
    if not session.changes and not session.unread:
        return ChangeProposal((), nothing_left(language))
    if not session.changes:
        said = people_stay(language) if session.people else nothing_read(structure, language)
        return ChangeProposal((), said)
    introduction = introduce(session.changes, session.unread, language)
    if session.people:
        introduction += ("" if language == "ja" else " ") + people_stay(language)
    return ChangeProposal(session.changes, introduction)
