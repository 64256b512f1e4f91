"""The reader of changes: every clause against what exists as those before it leave it.

A clause counts as read only when a frame took every word of it: a word that nobody took may
change what is meant.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from agent.planner.embedded.grammar import naming, renaming, rows
from agent.planner.embedded.grammar.blocks import without_tables
from agent.planner.embedded.grammar.clause import Ask, Clause, Memory, OnlyInNotion, Refused
from agent.planner.embedded.grammar.clauses import clauses_of
from agent.planner.embedded.grammar.conjugation import with_boxes
from agent.planner.embedded.grammar.dates import with_dates
from agent.planner.embedded.grammar.frames import Frame, frames_for
from agent.planner.embedded.grammar.heard import Heard, Otherwise, adds_property
from agent.planner.embedded.grammar.letters import without_letter
from agent.planner.embedded.grammar.lexis import Lexis, composed, lexis
from agent.planner.embedded.grammar.linking import is_linked
from agent.planner.embedded.grammar.names import World
from agent.planner.embedded.grammar.phrases import Said, is_reason, is_small
from agent.planner.embedded.grammar.tokens import Token, tokens_of
from agent.planner.embedded.grammar.unread import is_vague, why_not, words_of
from tools.errors import ValidationFailed
from tools.workspace.actions.new_parts import AddDatabase
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.draft import Draft

_ALSO = ("role.also", "ending.also")
_LONGEST = 90  # tokens of one clause: more of them nobody means as one thing to do
_MOST = 400  # tokens behind a colon


def hear(
    start: Draft,
    text: str,
    today: date,
    memory: Memory,
    before: Heard | None = None,
    *,
    words: Lexis | None = None,
    zone: str | None = None,
    otherwise: Otherwise | None = None,
) -> Heard:
    """Reads one text against what `before` made of a draft; `memory` follows what is spoken of.

    `zone` (an IANA name) is the person's: of the times of day that they name. `otherwise` may read
    what no frame fits.
    """
    so_far = Heard(before.course if before else Course.of(start))
    reading = _Reading(start, today, memory, so_far, words or lexis())
    reading.zone, reading.otherwise = zone, otherwise
    reading.read(without_letter(composed(text)))
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
        self.otherwise: Otherwise | None = None
        self.failed: list[tuple[str, Ask | None]] = []  # clauses that nobody understood so far
        self.is_lost = False  # whether the last clause was not understood

    def read(self, text: str) -> None:
        """Reads the clauses of a text one after the other, then the tables in it."""
        text, tables = without_tables(text) if self.otherwise else (text, [])
        lines = text.split("\n")
        self.hints = self._answers(lines)
        said = "\n".join(lines[: len(lines) - len(self.hints)])
        tokens = self._tokens(said)
        for clause in clauses_of(tokens, self.world.lexis, said):
            if tables and any(t.has("place.below") for t in clause.tokens):
                continue  # "add those below" leads to the table
            self._read_clause(clause)
        self._read_failed()
        for table in tables:
            self._read_table(table, tokens)
        heard = self.heard
        if heard.acted or heard.ask or heard.people or heard.unable or heard.there:
            return
        if is_vague(tokens):
            self.heard = replace(heard, unread=[], ask=Ask("what", []))
        elif not heard.unread and text.strip():
            self.heard = replace(heard, unread=[text.strip()])

    def _tokens(self, text: str) -> list[Token]:
        found = with_boxes(tokens_of(text, self.world.lexis, self.world.names), text, self.world)
        return with_dates(found, text, self.today, self.zone)

    def _read_table(self, table: str, said: Sequence[Token]) -> None:
        """Takes the rows of a table on, in the database that the words around it name."""
        named = {e.id for t in said for e in t.names if e.kind == "database"}
        memory = self.memory.copy()
        memory.database = next(iter(named)) if len(named) == 1 else memory.database
        read, course = self.otherwise, self.heard.course
        after = read(table, course, memory, self.today) if read else None
        if after is None:
            self.heard = replace(self.heard, unread=[*self.heard.unread, table])
        else:
            self.heard = replace(self.heard, unread=self.heard.unread[1:])  # what led to it
            self._went_on(after)

    def _read_failed(self) -> None:
        """Reads again what nobody understood: what it speaks of may have come with later words."""
        for words, ask in self.failed if self.heard.acted else ():
            clauses = clauses_of(self._tokens(words), self.world.lexis, words)
            if len(clauses) != 1 or not self._is_read(clauses[0], []):
                continue
            unread = [one for one in self.heard.unread if one != words]
            left = None if self.heard.ask is ask else self.heard.ask
            self.heard = replace(self.heard, unread=unread, ask=left)

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
            token.has("it.") or (said.verb not in said.tokens and token.has(*_ALSO))
            for token in said.tokens
        )
        lost = lost or (self.is_lost and _is_counted(said))
        if too_long or said.spared or lost:
            self._unread(said)
            return
        clause = Clause(said, self.world, self.memory, self.today, self.hints)
        named = {e.name for t in clause.tokens for e in t.names}
        last = str(self.heard.changes[-1:])  # what is left as it is, was it about that?
        if said.corrects and said.never and all(name in last for name in named):
            self._take_back()
        if said.never or is_reason(said):  # what a reason speaks of, the order behind it means
            self.heard = replace(self.heard, denied=self.heard.denied or said.never)
            with suppress(Ask):  # of several of one name none is spoken of
                self._remember(clause)
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
        if shown or _is_again(clause, self.done) or is_linked(clause, self.heard.changes):
            return
        asks = list[Ask]()
        if self._is_read(said, asks):
            self.done, self.is_lost = clause.action, False
            return
        least = min(asks, key=lambda ask: len(ask.candidates), default=None)
        self.failed.append((words_of(said), least))
        self.heard = replace(self.heard, people=self.heard.people or self.people)
        if self.people or least is None:
            self._unread(said)
        else:
            self.heard = replace(self.heard, ask=self.heard.ask or least)

    def _is_read(self, said: Said, asks: list[Ask]) -> bool:
        """Whether a frame reads a clause, or who goes on where the grammar ends."""
        clause = Clause(said, self.world, self.memory, self.today, self.hints)
        self.people = False
        if any(self._tried(frame, clause.fresh(), asks) for frame in frames_for(clause)):
            return True
        words, memory = words_of(said), self.memory.copy()
        if not (words and self.otherwise):
            return False
        after = self.otherwise(words, self.heard.course, memory, self.today)
        if asks and after is not None and not adds_property(after, self.heard.course):
            return False  # what is open is asked
        if after is not None:
            self.memory.take(memory)
            self._went_on(after)
        return after is not None

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
        if all(self._is_there(change) for change in changes):
            there = [change.property.name for change in changes if isinstance(change, AddProperty)]
            self.heard = replace(self.heard, there=[*self.heard.there, *there])
            return True
        if any(len(phrase.items) >= len(changes) for phrase in clause.phrases):
            changes = [change for change in changes if not self._is_there(change)]
        before = self.memory.copy()
        self.memory.take(clause.memory)
        if self._take(changes):
            spare = [token.text for token in left]  # numbers that could be of several properties
            self.heard = replace(self.heard, unread=[*self.heard.unread, *spare])
            return True
        self.memory.take(before)
        return False

    def _is_there(self, change: Change) -> bool:
        """Whether a property that is asked for is there, of the same type."""
        if not isinstance(change, AddProperty):
            return False
        found = self.world.find(change.property.name, "property")
        homes = [e for e in found if self.world.database(e).title == change.database]
        return any(self.world.property(e).type == change.property.type for e in homes)

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
            changed: Change = renaming.called_otherwise(clause, last, name)
            if isinstance(given[0], AddProperty) and self.before is not None:
                changed = renaming.given_anew(given[0], name, self.world)
                self.heard = replace(self.before[0], denied=True)
            return not clause.free() and self._take([changed])
        if self.before is not None and clause.action == self.done:
            self._take_back()
        return False

    def _take_back(self) -> None:
        """Undoes the last clause."""
        if self.before is not None:
            self.heard = replace(self.before[0], acted=True, denied=True)
            self.memory.take(self.before[1])
            self.world = self._world()

    def _remember(self, clause: Clause) -> None:
        """What is not to be done is spoken of all the same."""
        named = clause.named("row", "property", "option", "view", "database")
        led = [p for p in clause.phrases if p.plays("at", "from", "to")]
        placed = {t.start for p in led for t in p.tokens}
        of_place = [e for t, e in named if e.kind == "property" and t.start in placed]
        entities = [e for _, e in named]
        owners = {e.property for e in entities}  # "the status Waiting" speaks of the option
        for entity in [*(e for e in entities if e.id not in owners), *of_place]:
            self.memory.remember(entity)

    def _take(self, changes: list[Change]) -> bool:
        """Takes changes on, all or none; whether they can be made."""
        course = self.heard.course
        try:
            for one in changes:
                course = course.then(one)
        except ValidationFailed:
            return False
        self._went_on(course)
        if any(isinstance(one, AddDatabase) for one in changes):
            self.memory.database = course.draft.structure.databases[-1].id
        return True

    def _went_on(self, course: Course) -> None:
        self.heard = replace(self.heard, course=course, acted=True)
        self.world = self._world()
        self._find_last()

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


def _is_counted(said: Said) -> bool:
    """Whether a clause only says how many of what was said before ("add the two columns")."""
    content = [t for t in said.tokens if not is_small(t) and t is not said.verb]
    counted = any(t.has("count.") for t in said.tokens)
    return counted and all(t.has("noun.", "count.", "counter.") and not t.names for t in content)


def _is_again(clause: Clause, done: str) -> bool:
    """Whether a clause only says once more what was just done ("…, don't need it")."""
    bare = all(token.has("it.") for token in clause.free())
    return bool(done) and clause.action == done and bare and not clause.said.payload
