"""What a text of changes comes to, and who may go on where the grammar ends."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from agent.planner.embedded.grammar.clauses.clause import Ask, Memory
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.draft import Draft

Otherwise = Callable[[str, Course, Memory, date], Course | None]


@dataclass(frozen=True)
class Heard:
    """What a text comes to: the draft after it and its changes; clauses that nobody understood."""

    course: Course
    unread: list[str] = field(default_factory=list)
    ask: Ask | None = None
    people: bool = False  # whether people were to be set
    unable: list[tuple[str, str]] = field(default_factory=list)  # what nobody can do here, and why

    there: list[str] = field(default_factory=list)  # properties asked for that are there already
    no_rows: list[str] = field(default_factory=list)  # what is said of rows of which there is none
    acted: bool = False  # whether anything was read that is to be done
    denied: bool = False  # whether something is not to be done, or was taken back

    @property
    def draft(self) -> Draft:
        """What all that was heard leads to."""
        return self.course.draft

    @property
    def left(self) -> list[str]:
        """The words that nothing was done about."""
        return [*self.unread, *(words for words, _ in self.unable)]

    def lacking(self, words: list[str]) -> "Heard":
        """The same, after words about rows of which there is none."""
        acted = self.acted or bool(words)
        return replace(self, no_rows=[*self.no_rows, *words], acted=acted)

    @property
    def changes(self) -> list[Change]:
        """The changes of all that was heard."""
        return self.course.changes


def adds_property(after: Course, before: Course) -> bool:
    """Whether a property came or became another one."""
    fresh = [change.action for change in after.changes if change not in before.changes]
    return bool({"add_property", "retype_property"} & set(fresh))
