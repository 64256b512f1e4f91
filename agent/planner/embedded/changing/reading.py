"""What a reading gives: changes, or the question that is open, and what was not understood."""

from dataclasses import dataclass, field

from agent.planner.seam import Question
from tools.blueprint.changes import Change


@dataclass(frozen=True)
class Reading:
    """The changes that words ask for, in the order said; none while a `question` is open.

    `unread` has the clauses that ask for something that could not be understood.
    """

    changes: list[Change] = field(default_factory=list)
    question: Question | None = None
    unread: list[str] = field(default_factory=list)
