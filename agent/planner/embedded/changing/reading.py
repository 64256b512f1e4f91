"""What a reading gives: changes, or the question that is open, and what was not understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.planner.seam import Question
from tools.workspace.change import Change


@dataclass(frozen=True)
class Reading:
    """The changes that words ask for, in the order said; none while a `question` is open.

    `unread` has the clauses that ask for something that could not be understood, `there` the names
    of properties that they ask for and that exist, `no_rows` what is said of rows and fits none.
    """

    changes: list[Change] = field(default_factory=list)
    question: Question | None = None
    unread: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    no_rows: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Proposed:
    """Changes to what exists, how they are introduced (one to three sentences), or what is asked.

    The introduction quotes what was not understood (`unread`). Without changes and without a
    question it says so and gives examples.
    """

    changes: Sequence[Change]
    introduction: str
    question: Question | None = None
    unread: Sequence[str] = ()
