"""The reader of changes: every clause against what exists as those before it leave it.

A clause counts as read only when a frame took every word of it: a word that nobody took may
change what is meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import ValidationError

from agent.planner.embedded.grammar import (
    naming,
    renaming,
    rows,
)
from agent.planner.embedded.grammar.clause import (
    Ask,
    Clause,
    Memory,
    OnlyInNotion,
    Refused,
)
from agent.planner.embedded.grammar.clauses import clauses_of
from agent.planner.embedded.grammar.dates import with_dates
from agent.planner.embedded.grammar.frames import Frame, frames_for
from agent.planner.embedded.grammar.lexis import Lexis, composed, lexis
from agent.planner.embedded.grammar.names import World
from agent.planner.embedded.grammar.phrases import Said
from agent.planner.embedded.grammar.tokens import tokens_of
from agent.planner.embedded.grammar.unread import is_vague, why_not, words_of
from tools.errors import ValidationFailed
from tools.workspace.actions.new_parts import AddDatabase
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.draft import Draft

_LONGEST = 90  # tokens of one clause: more of them nobody means as one thing to do
_MOST = 400  # tokens behind a colon


@dataclass(frozen=True)
class Heard:
    """What a text comes to: the draft after it and its changes; clauses that nobody understood."""

    course: Course
    unread: list[str] = field(default_factory=list)
    ask: Ask | None = None
    people: bool = False  # whether people were to be set
    unable: list[tuple[str, str]] = field(default_factory=list)  # what nobody can do here, and why

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

    @property
    def changes(self) -> list[Change]:
        """The changes of all that was heard."""
        return self.course.changes


def hear(
    start: Draft,
    text: str,
    today: date,
    memory: Memory,
    before: Heard | None = None,
    *,
    words: Lexis | None = None,
    zone: str | None = None,
) -> Heard:
    """Reads one text against what `before` made of a draft; `memory` follows what is spoken of.

    `zone` (an IANA name) is the person's: of the times of day that they name.
    """
    so_far = Heard(before.course if before else Course.of(start))
    reading = _Reading(start, today, memory, so_far, words or lexis())
    reading.zone = zone
    reading.read(composed(text))
    return reading.heard


class _Reading:
    """One text while it is read, clause by clause."""

    def __init__(
        self, start: Draft, today: date, memory: Memory, heard: Heard, words: Lexis
    ) -> None:
        self.start, self.today, self.memory, self.heard = start, today, memory, heard
        self.words = words
        self.world = self._world()
        self.hints: list[str] = []  # the answers to earlier questions
        self.before: tuple[Heard, Memory] | None = None  # the state before the last clause
        self.people = False  # whether the clause would set people
        self.done = ""  # the action of the last clause that was read
        self.zone: str | None = None
        self.is_lost = False  # whether the last clause was not understood

    def read(self, text: str) -> None:
        """Reads the clauses of a text one after the other."""
        lines = text.split("\n")
        self.hints = self._answers(lines)
        said = "\n".join(lines[: len(lines) - len(self.hints)])
        tokens = tokens_of(said, self.world.lexis, self.world.names)
        for clause in clauses_of(
            with_dates(tokens, said, self.today, self.zone), self.world.lexis, said
        ):
            self._read_clause(clause)
        heard = self.heard
        if heard.acted or heard.ask or heard.people or heard.unable:
            return
        if is_vague(tokens):
            self.heard = replace(heard, unread=[], ask=Ask("what", []))
        elif not heard.unread and text.strip():
            self.heard = replace(heard, unread=[text.strip()])

    def _world(self) -> World:
        return World(self.heard.draft.structure, self.start.language, self.words)

    def _answers(self, lines: Sequence[str]) -> list[str]:
        """The lines at the end that are nothing but the name of something."""
        answers = list[str]()
        for line in reversed(lines[1:]):
            bare = line.strip(" '\".")
            named = self.world.find(bare)
            if not named and bare.lower() not in self.world.lexis.said("all.every"):
                break
            answers.insert(0, bare if named else "all")
        return answers

    def _read_clause(self, said: Said) -> None:
        too_long = len(said.tokens) > _LONGEST or len(said.payload) > _MOST
        # What "it" stands for was said in a clause that nobody understood.
        lost = self.is_lost and any(
            token.has("it.", "role.also", "ending.also") for token in said.tokens
        )
        if too_long or said.spared or lost:
            self._unread(said)
            return
        clause = Clause(said, self.world, self.memory, self.today, self.hints)
        if said.never:
            self._remember(clause)
            self.heard = replace(self.heard, denied=True)
            return
        if why := why_not(clause):
            unable = (words_of(said), why)
            self.heard = replace(self.heard, unable=[*self.heard.unable, unable])
            self.is_lost = True
            return
        if said.corrects:
            self.heard = replace(self.heard, denied=True)
            if self._corrected(clause):
                return
        self.before = self.heard, self.memory.copy()
        shown = bool(self.done) and clause.action == "show" and not clause.free()
        if shown or _is_again(clause, self.done):
            return
        asks = list[Ask]()
        self.people = False
        if any(self._tried(frame, clause.fresh(), asks) for frame in frames_for(clause)):
            self.done, self.is_lost = clause.action, False
        elif self.people:
            self.heard = replace(self.heard, people=True)
            self._unread(said)
        elif asks:
            least = min(asks, key=lambda ask: len(ask.candidates))
            self.heard = replace(self.heard, ask=self.heard.ask or least)
        else:
            self._unread(said)

    def _tried(self, frame: Frame, clause: Clause, asks: list[Ask]) -> bool:
        """Whether a frame reads all of a clause and its changes can be made.

        What it would have to ask first, with nothing else left open, is added to `asks`.
        """
        clause.memory = self.memory.copy()
        try:
            changes = frame(clause)
        except Ask as ask:
            asks += [ask] if all(token.names for token in clause.free()) else []
            return False
        except OnlyInNotion:
            self.people = True
            return False
        except (Refused, ValidationError):
            return False
        left = clause.free()
        quoted = any(token.kind == "quoted" for token in clause.tokens)
        spared = frame is rows.add_rows and quoted
        if not changes or any(token.kind != "number" or not spared for token in left):
            return False
        before = self.memory.copy()
        self.memory.take(clause.memory)
        if self._take(changes):
            spare = [token.text for token in left]  # numbers that could be of several properties
            self.heard = replace(self.heard, unread=[*self.heard.unread, *spare])
            return True
        self.memory.take(before)
        return False

    def _corrected(self, clause: Clause) -> bool:
        """Takes back what was read right before; a bare name replaces the last that was given."""
        runs = naming.name_runs(clause, anywhere=True)
        last = self.memory.last
        given = self.heard.changes[-1:]
        named = bool(given) and given[0].action.startswith(("add_", "rename"))
        parts = ("noun.", "view.", "block.", "type.")
        told = any(t.has(*parts) and not t.names for run in runs for t in run)
        is_name = named and not told and len(runs) == 1
        if told and not clause.action:
            if clause.said.tokens[0].has("state.empty", "value.no"):
                self._unread(clause.said)  # "and no sample rows" denies something else
                return True
            return False
        if clause.action in ("", "do") and is_name and last is not None:
            name = clause.words(runs[0])
            clause.use(*runs[0])
            changed = renaming.called_otherwise(clause, last, name)
            return not clause.free() and self._take([changed])
        if self.before is not None and clause.action == self.done:
            self.heard = self.before[0]
            self.memory.take(self.before[1])
            self.world = self._world()
        return False

    def _remember(self, clause: Clause) -> None:
        """What is not to be done is spoken of all the same."""
        named = clause.named("row", "property", "option", "view", "database")
        led = [p for p in clause.phrases if p.plays("at", "from", "to")]
        placed = {t.start for p in led for t in p.tokens}
        of_place = [e for t, e in named if e.kind == "property" and t.start in placed]
        for entity in [*(e for _, e in named), *of_place]:
            self.memory.remember(entity)

    def _take(self, changes: list[Change]) -> bool:
        """Takes changes on, all or none; whether they can be made."""
        course = self.heard.course
        try:
            for one in changes:
                course = course.then(one)
        except ValidationFailed:
            return False
        self.heard = replace(self.heard, course=course, acted=True)
        self.world = self._world()
        self._find_last()
        if isinstance(changes[-1], AddDatabase):
            self.memory.database = course.draft.structure.databases[-1].id
        return True

    def _find_last(self) -> None:
        """Gives what was spoken of last the id that it has by now, where it was just added."""
        there = {database.id for database in self.world.databases}
        last = self.memory.last
        if self.memory.database not in there:
            self.memory.database = None
        if last is not None and last.id and not self.world.has(last):
            self.memory.last = None
        if last is None or last.id:
            return
        found = self.world.find(last.name, last.kind)
        fit = [e for e in found if last.database in (None, e.database)]
        fit = fit[-1:] if last.kind == "row" else fit  # others may have had its name before it
        self.memory.last = fit[0] if fit else None
        if fit and fit[0].kind == "row":
            self.memory.rows = [fit[0].id]

    def _unread(self, said: Said) -> None:
        if words := words_of(said):
            self.is_lost = True
            self.heard = replace(self.heard, unread=[*self.heard.unread, words])


def _is_again(clause: Clause, done: str) -> bool:
    """Whether a clause only says once more what was just done ("…, don't need it")."""
    bare = all(token.has("it.") for token in clause.free())
    return bool(done) and clause.action == done and bare and not clause.said.payload
