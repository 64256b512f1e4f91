"""The reader of changes: every clause against what exists as those before it leave it.

A clause is read only when a frame took every word of it: any other may change what is meant.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agent.planner.embedded.grammar import again, remarks
from agent.planner.embedded.grammar.beyond_reach import SURE
from agent.planner.embedded.grammar.clauses.clause import (
    Ask,
    Clause,
    Memory,
)
from agent.planner.embedded.grammar.clauses.correcting import called_off
from agent.planner.embedded.grammar.clauses.letters import without_letter
from agent.planner.embedded.grammar.clauses.phrases import (
    Said,
    is_heading,
    is_reason,
    orders_unknown,
)
from agent.planner.embedded.grammar.clauses.splitting import clauses_of, whole
from agent.planner.embedded.grammar.formulas.linking import is_linked
from agent.planner.embedded.grammar.formulas.reckoning import add_worked_out, is_reckoned
from agent.planner.embedded.grammar.frames import TELLING, frames_for
from agent.planner.embedded.grammar.heard import Heard, Otherwise, adds_property
from agent.planner.embedded.grammar.new import naming
from agent.planner.embedded.grammar.parts import renaming
from agent.planner.embedded.grammar.rows.records import set_told
from agent.planner.embedded.grammar.rows.rows_named import remember
from agent.planner.embedded.grammar.text.blocks import without_tables
from agent.planner.embedded.grammar.text.lexis import Lexis, composed, lexis
from agent.planner.embedded.grammar.told import lined, telling
from agent.planner.embedded.grammar.told.happenings import says
from agent.planner.embedded.grammar.trying import Trying, tells_no_news
from agent.planner.embedded.grammar.unread import at_most, is_vague, why_not, words_of
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.draft import Draft


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
    text = without_letter(composed(text))
    if not reading.is_laid_out(text):
        reading.read(text)
    return reading.heard


class _Reading(Trying):
    """One text while it is read, clause by clause."""

    def __init__(
        self, start: Draft, today: date, memory: Memory, heard: Heard, words: Lexis
    ) -> None:
        super().__init__(start, today, memory, heard, words)
        self.done = ""  # the action of the last clause that was read
        self.failed: list[tuple[str, Ask | None]] = []  # clauses that nobody understood so far

    def read(self, text: str) -> None:
        """Reads the clauses of a text one after the other, then the tables in it."""
        before = self.heard, self.memory.copy()
        text, tables = without_tables(text) if self.otherwise else (text, [])
        lines = text.split("\n")
        self.hints = again.answers(self.world, lines)
        said = "\n".join(lines[: len(lines) - len(self.hints)])
        if says("kept", said):  # what is named is the one that is not meant
            self.heard = replace(self.heard, unread=[*self.heard.unread, said.strip()])
            return
        said, off = called_off(self._tokens(said), said)
        tokens = self._tokens(said)
        if self.is_read_by([lined.tell_lines, lined.tell_each], whole(tokens, said, self.words)):
            return
        clauses, left = at_most(clauses_of(tokens, self.world.lexis, said), said)
        self._read_clauses(clauses, with_tables=bool(tables))
        if off:
            self.take_back()
            return
        self.heard = replace(self.heard, unread=[*self.heard.unread, *left])
        self._read_failed()
        ask = None if self.heard.ask is before[0].ask else self.heard.ask
        open_ = len(self.heard.unread) > len(before[0].unread) or not clauses
        open_ |= ask is not None and ask.missing != "option_or_rows"
        if not tables:
            self.read_again(whole(tokens, said, self.words), *before, is_open=open_)
        for table in tables:
            self.read_table(table, tokens)
        heard = self.heard
        if not (heard.acted or heard.ask or heard.people or heard.unable or heard.there):
            self._tell_why(whole(tokens, said, self.words), text)

    def _tell_why(self, one: Said, text: str) -> None:
        """Keeps what is there to be told of a text that nothing was read of."""
        heard, tokens = self.heard, self._tokens(one.text)
        if self.is_read_by([telling.tell_of_rows], one, told=True):
            return  # what sounded like a reason has no order behind it
        if name := telling.stranger(Clause(one, self.world, self.memory, self.today, self.hints)):
            self.heard = replace(heard, unread=[], unable=[(name, "row")])
        elif is_vague(tokens):
            self.heard = replace(heard, unread=[], ask=Ask("what", []))
        elif not heard.unread and text.strip():
            self.heard = replace(heard, unread=[text.strip()])

    def _read_clauses(self, clauses: Sequence[Said], *, with_tables: bool) -> None:
        for clause in clauses:
            if with_tables and any(t.has("place.below") for t in clause.tokens):
                continue  # "add those below" leads to the table
            self._read_clause(clause)

    def _read_failed(self) -> None:
        """Reads again what nobody understood: what it speaks of may have come with later words."""
        failed = self.failed if self.heard.acted else []
        if self.heard.acted and self.heard.unread:
            open_ = remarks.without_why(self.heard.unread, self.start, self.world)
            failed = [one for one in failed if one[0] in open_ or one[1] is not None]
            self.heard = replace(self.heard, unread=open_)
        for words, ask in remarks.without_gone(failed, self.start, self.world):
            clauses = clauses_of(self._tokens(words), self.world.lexis, words)
            if len(clauses) != 1 or not self._is_read(clauses[0], []):
                continue
            unread = [one for one in self.heard.unread if one != words]
            left = None if self.heard.ask is ask else self.heard.ask
            self.heard = replace(self.heard, unread=unread, ask=left)

    def _read_clause(self, said: Said) -> None:
        if (
            remarks.is_too_long(said)
            or remarks.asks_whether(said)
            or said.spared
            or (self.is_lost and remarks.points_back(said))
            or (self.heard.acted and orders_unknown(said))
        ):
            self.leave(said)
            return
        clause = Clause(said, self.world, self.memory, self.today, self.hints)
        if remarks.takes_back(clause, self.heard.changes):
            self.take_back()
        if said.never or is_reason(said) or is_heading(said):  # an order behind it means the same
            self.heard = replace(self.heard, denied=self.heard.denied or said.never)
            remember(clause, self.memory)
            return
        if (why := why_not(clause)) and why not in SURE and self._is_told(said, []):
            return  # what was done is told, and not what is to be
        if why:
            self.heard = replace(self.heard, unable=[*self.heard.unable, (words_of(said), why)])
            self.is_lost = True
            return
        if said.corrects and self._is_correction(clause):
            return
        self.before = self.heard, self.memory.copy()
        self.is_unreal = tells_no_news(clause)
        more = again.for_others(clause, self.heard.changes)
        if more and self.take(more):
            return
        if self._is_read_of_all(said) or again.is_again(clause, self.done):
            return
        if not is_linked(clause, self.heard.changes):
            self._read_order(said, clause)

    def _read_order(self, said: Said, clause: Clause) -> None:
        """Reads what asks for something itself."""
        asks = list[Ask]()
        if self._is_read(said, asks):
            self.done, self.is_lost = clause.action, False
            return
        open_ = bool(asks) or self.people
        if there := again.databases_there(clause):
            self.found_there(there)
        elif open_ or not (
            self._is_read_plainly(said) or self._is_told(said, asks) or self._is_read_in_parts(said)
        ):
            self._failed(said, clause, asks)

    def _is_correction(self, clause: Clause) -> bool:
        """Whether nothing is left to be read of a clause that takes back what was said before."""
        retyped = self.given and isinstance(self.given[-1], RetypeProperty)
        if (self.is_lost or retyped) and clause.said.verb is None:
            self.leave(clause.said)  # of what nobody understood, or of no name
            return True
        ask, asked = self.heard.ask, self.failed.pop()[1] if self.failed else None
        self.heard = replace(self.heard, denied=True, ask=None if ask is asked else ask)
        return self._corrected(clause)

    def _failed(self, said: Said, clause: Clause, asks: Sequence[Ask]) -> None:
        self.memory.rows, self.memory.last = [], None  # what comes next is not of those before
        remember(clause, self.memory)
        least = min(asks, key=lambda ask: len(ask.candidates), default=None)
        if not remarks.exclaims(said):
            self.failed.append((words_of(said), least))
        self.heard = replace(self.heard, people=self.heard.people or self.people)
        if self.people or least is None:
            self.leave(said)
            self.is_lost = not remarks.tells_of_one(said, self.memory)
        else:
            self.heard = replace(self.heard, ask=self.heard.ask or least)

    def _is_read(self, said: Said, asks: list[Ask]) -> bool:
        """Whether a frame reads a clause, or who goes on where the grammar ends."""
        self.people, clause = False, Clause(said, self.world, self.memory, self.today, self.hints)
        for frame in frames_for(clause, is_lost=self.is_lost):
            if self.tried(frame, clause.fresh(), asks):
                return True
            if asks and frame is add_worked_out:
                return False  # what it is to be worked out of is asked, and not filled in by hand
        words, memory = words_of(said), self.memory.copy()
        telling = remarks.tells_news(said)
        if not (words and self.otherwise) or is_reckoned(clause) or telling:
            return False
        after = self.otherwise(words, self.heard.course, memory, self.today)
        if after is None or (asks and not adds_property(after, self.heard.course)):
            return False  # what is open is asked
        self.memory.take(memory)
        self.went_on(after)
        return True

    def _is_read_of_all(self, said: Said) -> bool:
        """Whether a clause that speaks of all that was just made is read of each ("make them
        gray")."""
        if not again.of_all(said, self.world.lexis):
            return False
        given = again.spoken_of(self.given, self.world)
        before, made = (self.heard, self.memory.copy()), self.given
        for entity in given:
            self.memory.remember(entity)
            if not self._is_read(again.of_it(said), []):
                self.go_back(*before)
                given = []
                break
        self.given = made
        return bool(given)

    def _is_read_plainly(self, said: Said) -> bool:
        """Whether a clause is read without the words that limit nothing."""
        if (bare := self.plainly(said)) is None:
            return False
        clause = Clause(bare, self.world, self.memory, self.today, self.hints)
        return self.is_read_by(frames_for(clause, is_lost=self.is_lost), bare)

    def _is_read_in_parts(self, said: Said) -> bool:
        """Whether some parts of a clause are read; the others are told, and limit nothing."""
        before, left, lost = (self.heard, self.memory.copy()), list[str](), self.is_lost
        anew = [words_of(said)] if self.heard.acted else []  # by names that have come by now
        parts = remarks.parts_of(said) or anew
        for words in parts:
            clauses = clauses_of(tokens := self._tokens(words), self.words, words)
            one = clauses[0] if len(clauses) == 1 and remarks.says_enough(tokens) else None
            self.is_lost = (
                bool(left) and not self.memory.rows
            )  # what comes may be of what nobody understood
            read = one is not None and (self._is_read(one, []) or self._is_told(one, []))
            left += [] if read or not clauses else [words]
        self.is_lost = lost
        apart = all(remarks.may_be_left(self._tokens(one)) for one in left)
        verb = said.verb.text if said.verb is not None and said.verb.has("verb.add") else ""
        apart = apart and not (verb and any(verb in one for one in left))  # of what is added
        if len(left) == len(parts) or not apart:
            self.go_back(*before)
            return False
        self.heard = replace(self.heard, unread=[*self.heard.unread, *left])
        return True

    def _is_told(self, said: Said, asks: list[Ask]) -> bool:
        """Whether a clause tells a new value of a row that it names; words that only say how it
        came by that are told as not understood."""
        frames = [f for f in TELLING if not (self.is_lost and f is set_told)]
        return self.is_read_by(frames, said, asks, told=True)

    def _corrected(self, clause: Clause) -> bool:
        """Takes back what was read right before; a bare name replaces the last that was given."""
        if remarks.replaces_view(clause, self.heard.changes[-1:]):
            self.take_back()
            return False
        name, told = naming.given_instead(clause, self.heard.changes)
        last = self.memory.last
        if told and not clause.action:
            if clause.said.tokens[0].has("state.empty", "value.no"):
                self.leave(clause.said)  # "and no sample rows" denies something else
                return True
            return False
        if name and last is not None:
            given = self.heard.changes[-1]
            changed: Change = renaming.called_otherwise(clause, last, name)
            if isinstance(given, AddProperty) and self.before is not None:
                changed = again.given_anew(given, name, self.world)
                self.heard = replace(self.before[0], denied=True)
            return not clause.free() and self.take([changed])
        if self.before is not None and clause.action == self.done:
            self.take_back()
        return False
