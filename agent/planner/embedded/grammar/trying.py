"""A frame tried on one clause: whether it reads all of it, and what it would ask."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from pydantic import ValidationError

from agent.planner.embedded.grammar import again, remarks
from agent.planner.embedded.grammar.clauses.clause import (
    Ask,
    Clause,
    Memory,
    NoRows,
    OnlyInNotion,
    Refused,
)
from agent.planner.embedded.grammar.clauses.phrases import Said
from agent.planner.embedded.grammar.frames import EXCHANGES, Frame
from agent.planner.embedded.grammar.heard import Heard
from agent.planner.embedded.grammar.progress import Progress
from agent.planner.embedded.grammar.rows import new_rows
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.told import telling
from agent.planner.embedded.grammar.unread import words_of
from tools.workspace.draft import Draft


class Trying(Progress):
    """One text while frames are tried on its clauses."""

    def __init__(
        self, start: Draft, today: date, memory: Memory, heard: Heard, words: Lexis
    ) -> None:
        super().__init__(start, memory, heard, words, today)
        self.hints: list[str] = []  # the answers to earlier questions
        self.people = False  # whether the clause would set people

    def is_read_by(
        self,
        frames: Sequence[Frame],
        said: Said,
        asks: list[Ask] | None = None,
        *,
        told: bool = False,
    ) -> bool:
        asks = [] if asks is None else asks
        clause = Clause(said, self.world, self.memory, self.today, self.hints)
        return any(self.tried(frame, clause.fresh(), asks, told=told) for frame in frames)

    def tried(self, frame: Frame, clause: Clause, asks: list[Ask], *, told: bool = False) -> bool:
        """Whether a frame reads all of a clause and its changes can be made; if it is `told`, all
        but how it came about.

        What it would have to ask first, with nothing else left open, is added to `asks`.
        """
        clause.memory = self.memory.copy()
        try:
            changes = frame(clause)
        except Ask as ask:
            asks += [ask] if all(map(remarks.is_clear, clause.free())) else []
            return False
        except OnlyInNotion:
            self.people = True
            return False
        except NoRows:  # where all of it was read, nobody else reads it
            lacking = [] if clause.free() else [words_of(clause.said)]
            self.heard = self.heard.lacking(lacking)
            return bool(lacking)
        except (Refused, ValidationError):
            return False
        if frame in EXCHANGES and self.is_so(changes, clause):
            return True
        left = clause.free()
        spared = frame is new_rows.add_rows and any(t.kind == "quoted" for t in clause.tokens)
        spares = remarks.is_narrated if told else partial(remarks.is_told_apart, of_row=spared)
        told = told and frame in (telling.tell, telling.tell_of_rows)  # these know what is left
        people = frame is new_rows.add_told and bool(left)  # nothing else is left by it
        if not changes or not (told or people or all(map(spares, left))):
            return False
        there = [again.is_there(self.world, c, clause) for c in changes]
        if all(there):
            self.found_there(again.name_there(self.world, c) for c in changes)
            return True
        if any(len(phrase.items) >= len(changes) for phrase in clause.phrases):
            changes = [c for c, known in zip(changes, there, strict=True) if not known]
        before = self.memory.copy()
        self.memory.take(clause.memory)
        self.spoken = clause.memory.last
        if self.take(changes):  # numbers that could be of several, and how what is told came about
            spare = [token.text for token in left if token.value != self.today.isoformat()]
            spare = [*self.heard.unread, *spare]
            self.heard = replace(self.heard, unread=spare, people=people or self.heard.people)
            return True
        self.memory.take(before)
        return False
