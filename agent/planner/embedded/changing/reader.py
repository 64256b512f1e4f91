"""The reader of changes: a session of several texts over one structure, read by the grammar."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from agent.planner.embedded.changing.asks import question_for
from agent.planner.embedded.changing.reading import Reading
from agent.planner.embedded.grammar.clauses.clause import Memory
from agent.planner.embedded.grammar.heard import Heard, Otherwise
from agent.planner.embedded.grammar.reader import hear
from tools.blueprint.base import Language
from tools.errors import ValidationFailed
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.draft import Draft
from tools.workspace.model import Structure


@dataclass
class Session:
    """What one reading of several texts has come to."""

    start: Draft
    today: date
    zone: str | None = None
    otherwise: Otherwise | None = None  # reads what no frame fits
    memory: Memory = field(default_factory=Memory)
    unread: list[str] = field(default_factory=list)
    people: bool = False  # whether people were to be set
    unable: list[tuple[str, str]] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    no_rows: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.course = Course.of(self.start)

    @property
    def changes(self) -> list[Change]:
        """The changes of all that was read."""
        return self.course.changes

    @property
    def left(self) -> list[str]:
        """The latest words that nothing was done about."""
        return [*self.unread, *(words for words, _ in self.unable)]

    def begin(self) -> None:
        """Forgets what of the texts before came to nothing: it has been said before."""
        self.unread, self.people, self.unable, self.there = [], False, [], []
        self.no_rows = []

    def read(self, text: str) -> None:
        """Reads one text. Raises Ask where something needed is unknown."""
        heard = hear(
            self.start, text, self.today, self.memory, Heard(self.course), zone=self.zone,
            otherwise=self.otherwise,
        )  # fmt: skip
        self.course = heard.course
        self.unread, self.people = heard.unread, heard.people
        self.unable, self.there, self.no_rows = heard.unable, heard.there, heard.no_rows
        if heard.ask is not None:
            raise heard.ask

    def adopt(self, changes: Sequence[Change]) -> None:
        """Takes changes on that were agreed before, each one that fits."""
        for one in changes:
            with contextlib.suppress(ValidationFailed):
                self.course = self.course.then(one)


def read_changes(
    structure: Structure,
    text: str,
    language: Language,
    today: date,
    zone: str | None = None,
    otherwise: Otherwise | None = None,
) -> Reading:
    """The changes that words ask for, in the order said; or what has to be asked first.

    `otherwise` may read what no frame of the grammar fits.
    """
    heard = hear(Draft(structure, language), text, today, Memory(), zone=zone, otherwise=otherwise)
    if heard.ask is not None:
        return Reading(question=question_for(heard.ask, text, language), unread=heard.left)
    there, no_rows = heard.there, heard.no_rows
    return Reading(heard.course.changes, unread=heard.left, there=there, no_rows=no_rows)
