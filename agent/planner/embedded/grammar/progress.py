"""What a text has come to while it is read, clause by clause, and the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from agent.planner.embedded.grammar.clauses.clause import Clause, Memory
from agent.planner.embedded.grammar.clauses.phrases import Said
from agent.planner.embedded.grammar.clauses.plain import plain
from agent.planner.embedded.grammar.clauses.splitting import clauses_of
from agent.planner.embedded.grammar.heard import Heard, Otherwise
from agent.planner.embedded.grammar.text.conjugation import tokens_there
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.names import Entity, World
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.text.worlds import world_of
from agent.planner.embedded.grammar.told.given import rows_given
from agent.planner.embedded.grammar.unread import words_of
from tools.errors import ValidationFailed
from tools.workspace.actions.new_parts import AddDatabase
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.draft import Draft


class Progress:
    """What was `heard` so far, what was spoken of, and what exists by now."""

    def __init__(
        self, start: Draft, memory: Memory, heard: Heard, words: Lexis, today: date
    ) -> None:
        self.today = today
        self.zone: str | None = None
        self.otherwise: Otherwise | None = None  # who reads what no frame fits
        self.start, self.memory, self.heard, self.words = start, memory, heard, words
        self.world = self._world()
        self.before: tuple[Heard, Memory] | None = None  # the state before the last clause
        self.given: Sequence[Change] = ()  # the changes of the last clause
        self.spoken: Entity | None = None  # what the last clause was about, even if it is gone
        self.is_lost = False  # whether the last clause was not understood

    def _world(self) -> World:
        return world_of(self.heard.draft.structure, self.start.language, self.words)

    def _tokens(self, text: str) -> list[Token]:
        return tokens_there(text, self.world, self.today, self.zone)

    def plainly(self, said: Said) -> Said | None:
        """A clause without the words that limit nothing; None where there are none, or more is
        left than one clause."""
        words = words_of(said)
        bare = plain(self._tokens(words), words)
        clauses = clauses_of(self._tokens(bare), self.words, bare) if bare != words else []
        return clauses[0] if len(clauses) == 1 and not clauses[0].never else None

    def go_back(self, heard: Heard, memory: Memory) -> None:
        """Forgets what was read since."""
        self.heard = heard
        self.memory.take(memory)
        self.world = self._world()

    def take(self, changes: list[Change]) -> bool:
        """Takes changes on, all or none; whether they can be made."""
        course = self.heard.course
        try:
            for one in changes:
                course = course.then(one)
        except ValidationFailed:
            return False
        self.went_on(course)
        self.memory.changed = changes[-1].action if changes else ""
        self.memory.added = tuple(c.property.name for c in changes if isinstance(c, AddProperty))
        self.given = changes
        if any(isinstance(one, AddDatabase) for one in changes):
            self.memory.database = course.draft.structure.databases[-1].id
        return True

    def take_back(self) -> None:
        """Undoes the last clause; what comes next may still be about what that spoke of."""
        if self.before is not None:
            spoken = self.spoken
            self.go_back(replace(self.before[0], acted=True, denied=True), self.before[1])
            if spoken is not None and spoken in self.world.present:
                self.memory.remember(spoken)

    def went_on(self, course: Course) -> None:
        """Takes over what others made of the workspace."""
        self.heard = replace(self.heard, course=course, acted=True)
        self.world = self._world()
        self.memory.settle(self.world)

    def is_pasted(self, text: str, *, at_least: int = 1) -> bool:
        """Whether lines that were pasted, or given, are read as rows; they are taken on then."""
        read, memory = self.otherwise, self.memory.copy()
        rows = rows_given(self.heard.draft, text, self.today) if read else []
        if rows and sum(len(one.rows) for one in rows) >= at_least:
            return self.take([*rows])
        after = read(text, self.heard.course, memory, self.today) if read and "\n" in text else None
        if after is not None:
            self.went_on(after)
        return after is not None

    def read_table(self, table: str, said: Sequence[Token]) -> None:
        """Takes the rows of a table on, in the database that the words around it name."""
        named = {e.id for t in said for e in t.names if e.kind == "database"}
        spoken = self.memory.database
        self.memory.database = next(iter(named)) if len(named) == 1 else spoken
        read = self.is_pasted(table)
        self.memory.database = spoken
        unread = self.heard.unread
        left = unread[1:] if read else [*unread, table]  # without what led to it
        self.heard = replace(self.heard, unread=left)

    def is_so(self, changes: Sequence[Change], clause: Clause) -> bool:
        """Whether a choice that was read has its options already as they are told; that is kept."""
        last = clause.memory.last
        listed = clause.find("noun.view") is None and last is not None and last.kind == "property"
        if changes or clause.free() or not listed or last is None:
            return False
        self.found_there([last.name])
        return True

    def found_there(self, names: Iterable[str]) -> None:
        """Keeps by its name what is there as it was asked for."""
        self.heard = replace(self.heard, there=[*self.heard.there, *names])

    def leave(self, said: Said) -> None:
        """Keeps the words of a clause that nobody understood."""
        if words := words_of(said):
            self.is_lost = True
            self.heard = replace(self.heard, unread=[*self.heard.unread, words])
