"""The clauses of a wish that are changes to what the rest of it comes to, read as after the yes."""

from datetime import date

from agent.planner.embedded.creating.found import Wish
from agent.planner.embedded.creating.reckoned import reckoned
from agent.planner.embedded.creating.seen import seen
from agent.planner.embedded.grammar.clause import Memory
from agent.planner.embedded.grammar.heard import Heard
from agent.planner.embedded.grammar.reader import hear
from tools.blueprint.model import Blueprint
from tools.errors import ValidationFailed
from tools.workspace.actions.pages import Rename
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.from_blueprint import opened

_MOST = 30  # clauses that are read; nobody wishes for more changes at once


def changes_of(design: Blueprint, wish: Wish, today: date) -> tuple[list[Change], list[str]]:
    """What the rest of a wish changes in a design, and the clauses that nobody understood.

    What may be meant of several databases is meant of the first one: a wish is not asked back for.
    """
    if not wish.rest and not wish.first_called:
        return [], []
    start, memory, unread = opened(design), Memory(), list[str](wish.rest[_MOST:])
    course = Course(start, start, folds=False)
    if wish.first_called and design.databases:
        renamed = Rename(action="rename", target=design.databases[0].title, to=wish.first_called)
        course = course.then(renamed)
    heard = Heard(course)
    for said in wish.rest[:_MOST]:
        databases = heard.draft.structure.databases
        memory.database = memory.database or (databases[0].id if databases else None)
        before, heard = heard, hear(start, said, today, memory, heard)
        nothing = heard.ask or heard.people or heard.unable or heard.course == before.course
        left = heard.unread or ([said] if nothing else [])
        if left and (counted := _counted(before, said)) is not None:
            heard, left = counted, []
        if left and (shown := _shown(before, said)) is not None:
            heard, left = shown, []
        unread += left
    return heard.changes, unread


def _counted(before: Heard, said: str) -> Heard | None:
    """What a clause is read as that spells a formula out of what is there."""
    course = before.course
    changes = reckoned(said, before.draft.structure.databases)
    try:
        for change in changes:
            course = course.then(change)
    except ValidationFailed:
        return None
    return Heard(course) if changes else None


def _shown(before: Heard, said: str) -> Heard | None:
    """What a clause is read as that only says which rows are to be seen, or in which order."""
    change = seen(said, before.draft.structure.databases)
    if change is None:
        return None
    try:
        return Heard(before.course.then(change))
    except ValidationFailed:
        return None  # the clause is told as unread
