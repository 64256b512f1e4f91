"""What a wish, and all that was said about it since, comes to."""

from collections.abc import Sequence
from datetime import date
from functools import reduce

from agent.planner.embedded.changing.asks import question_for
from agent.planner.embedded.changing.correction import corrected
from agent.planner.embedded.changing.inquiry import answered
from agent.planner.embedded.changing.reader import Session
from agent.planner.embedded.changing.reading import Proposed
from agent.planner.embedded.changing.speech import (
    along,
    beside,
    cannot_be,
    fixed_days,
    introduce,
    made_anew,
    nothing_read,
    titles_of,
    twice,
)
from agent.planner.embedded.grammar.clauses.clause import Ask
from agent.planner.embedded.grammar.heard import Otherwise
from agent.texts import say
from tools.blueprint.base import Language
from tools.workspace.actions.rows import EditRows
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.draft import Draft
from tools.workspace.model import Structure


def propose(
    structure: Structure,
    said: Sequence[str],
    language: Language,
    today: date,
    agreed: Sequence[Change] = (),
    zone: str | None = None,
    otherwise: Otherwise | None = None,
) -> Proposed:
    """The changes of all that was said, each part read against what those before it lead to.

    `agreed` are changes that stand already; those that do not fit the structure are left out.
    `otherwise` may read what no frame of the grammar fits.
    """
    session = Session(Draft(structure, language), today, zone, otherwise)
    session.adopt(agreed)
    told: str | None = None
    for text in corrected(said):
        session.begin()
        told = answered(session.course.draft.structure, text, language, today)
        if told is not None:
            continue
        try:
            session.read(text)
        except Ask as ask:
            question = question_for(ask, text, language)
            return Proposed((), question.content, question)
    if told is not None:
        return Proposed(tuple(session.changes), told or say("told_unknown", language))
    _leave_so(session)
    return Proposed(tuple(session.changes), _introduction(session, language), unread=session.left)


def _leave_so(session: Session) -> None:
    """Changes no rows that hold already all that they were to hold, and tells of them."""
    edits = session.changes and all(isinstance(one, EditRows) for one in session.changes)
    told = [row for one in session.course.draft.told for row in one["rows"]] if edits else []
    if told and all(row["from"] == row["to"] for row in told):
        session.course = Course.of(session.start)
        session.there += [f"{row['row']}: {', '.join(row['to'])}" for row in told]


def _answered_among(session: Session, language: Language) -> list[str]:
    """The answers to what of the latest words only asks, which then is unread no more."""
    now, found = session.course.draft.structure, dict[str, str]()
    for words in session.unread if session.changes else ():
        if answer := answered(now, words, language, session.today):
            found[words] = answer
    session.unread = [words for words in session.unread if words not in found]
    return list(found.values())


def _introduction(session: Session, language: Language) -> str:
    """What will change, then whatever of the latest words will not, each by its name."""
    titles = titles_of(session.start.structure)
    answers = _answered_among(session, language)
    told = [introduce(session.changes, session.unread, language, titles)] if session.changes else []
    if not session.changes and session.unread and not (session.people or session.unable):
        told.append(nothing_read(session.start.structure, language))
    told += along(
        session.start.structure, session.course.draft.structure, session.changes, language
    )
    told += twice(session.start.structure, session.changes, language)
    told += fixed_days(session.changes, session.today, language)
    if anew := [name for one in session.course.draft.told for name in one.get("anew", ())]:
        told.append(made_anew(anew, language))
    told += answers
    told += beside(session.there, session.no_rows, language)
    told += [say("people_stay", language)] if session.people else []
    told += [cannot_be(words, why, language) for words, why in session.unable]
    if not told:
        return say("nothing_left", language)
    return reduce(lambda one, two: say("sentences", language, one=one, two=two), told)
