"""Frames tried: on one clause, and on a text as a whole where clause by clause some was left, or
taken for what it is not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from pydantic import ValidationError

from agent.planner.embedded.grammar import again, remarks
from agent.planner.embedded.grammar.better import (
    PARTS,
    adds_better,
    is_fuller,
    is_likelier,
    says_more,
)
from agent.planner.embedded.grammar.clauses.clause import (
    Ask,
    Clause,
    Memory,
    NoRows,
    OnlyInNotion,
    Refused,
)
from agent.planner.embedded.grammar.clauses.phrases import Said
from agent.planner.embedded.grammar.clauses.splitting import whole
from agent.planner.embedded.grammar.heard import Heard
from agent.planner.embedded.grammar.parts import renaming
from agent.planner.embedded.grammar.progress import Progress
from agent.planner.embedded.grammar.properties import dividing, option_lists
from agent.planner.embedded.grammar.rows import amounts, dealing, new_rows, records, shifting
from agent.planner.embedded.grammar.statements.likely import tell_likely
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.told import orders, telling
from agent.planner.embedded.grammar.told.happenings import is_kin, is_unreal, says
from agent.planner.embedded.grammar.told.laid_out import rows_laid_out
from agent.planner.embedded.grammar.unread import told_apart, words_of
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.change import Change
from tools.workspace.draft import Draft

Frame = Callable[[Clause], list[Change]]

# What gives a choice its options, and changes nothing where it has them.
_EXCHANGES = (option_lists.set_options, dividing.divide)

# What takes a sentence that asks for nothing for what came about.
_NEWS = (records.set_told, dealing.add_happened, amounts.grow, shifting.shift_dates)

# What knows itself what is left of a text.
_LEAVING = (telling.tell, telling.tell_of_rows, orders.add_ordered, orders.add_plainly,
            tell_likely)  # fmt: skip

_AMOUNT = re.compile(r"\d[\d.,]*\s?\D{0,2}")

_LONGEST_TOLD = 300  # letters of a text that only tells what happened


class Trying(Progress):
    """One text while frames are tried on its clauses."""

    def __init__(
        self, start: Draft, today: date, memory: Memory, heard: Heard, words: Lexis
    ) -> None:
        super().__init__(start, memory, heard, words, today)
        self.hints: list[str] = []  # the answers to earlier questions
        self.people = False  # whether the clause would set people
        self.is_unreal = False  # whether the clause, as it was said, tells of nothing that is so

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
            changes = self._of(frame, clause)
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
        if frame in _EXCHANGES and self.is_so(changes, clause):
            return True
        left = clause.free()
        spared = frame is new_rows.add_rows and any(t.kind == "quoted" for t in clause.tokens)
        spares = remarks.is_narrated if told else partial(remarks.is_told_apart, of_row=spared)
        told = told and frame in _LEAVING  # these know what is left
        people = frame is new_rows.add_told and bool(left)  # nothing else is left by it
        if not changes or not (told or people or all(map(spares, left))):
            return False
        there = [again.is_there(self.world, c, clause) for c in changes]
        if all(there):
            self._found_there(changes, clause)
            return True
        listed = any(len(phrase.items) >= len(changes) for phrase in clause.phrases)
        known = [c for c, known in zip(changes, there, strict=True) if known and listed]
        if listed:
            changes = [c for c, known in zip(changes, there, strict=True) if not known]
        before = self.memory.copy()
        self.memory.take(clause.memory)
        self.spoken = clause.memory.last
        if self.take(changes):  # numbers that could be of several, and how what is told came about
            spare = told_apart([t for t in left if t.value != self.today.isoformat()], clause)
            spare = [*self.heard.unread, *spare]
            self.heard = replace(self.heard, unread=spare, people=people or self.heard.people)
            self.found_there(again.name_there(self.world, c) for c in known)
            return True
        self.memory.take(before)
        return False

    def _is_no_column(self, change: Change) -> bool:
        """Whether a column would be called as a row is, or by nothing but an amount."""
        if not isinstance(change, AddProperty):
            return False
        name, rows = change.property.name, self.world.find(change.property.name, "row")
        homes = {self.world.database(e).title for e in rows}
        return _AMOUNT.fullmatch(name) is not None or change.database in homes

    def _found_there(self, changes: Sequence[Change], clause: Clause) -> None:
        """Keeps what is there as it was asked for; what is only named is spoken of."""
        if clause.said.verb is None and any(t.has("noun.property") for t in clause.tokens):
            self.memory.take(clause.memory)  # "the phone column, …"
            self.memory.settle(self.world)
        self.found_there(again.name_there(self.world, c) for c in changes)

    def _of(self, frame: Frame, clause: Clause) -> list[Change]:
        """What a frame makes of a clause. Raises Refused where it takes for news what is none."""
        if frame in _NEWS and (self.is_unreal or tells_no_news(clause)):
            raise Refused
        dated = any(t.kind == "date" for t in clause.tokens)
        if frame is renaming.rename and dated and not clause.does("rename"):
            raise Refused  # a day that is kept nowhere is no name
        changes = frame(clause)
        if any(self._is_no_column(one) for one in changes):
            raise Refused
        if frame in _NEWS and any(is_kin(token.text) for token in clause.free()):
            raise Refused  # "Ann's brother paid" says nothing of Ann
        return changes

    def is_laid_out(self, text: str) -> bool:
        """Whether a text lays out rows, by labels or below a header; they are taken on then."""
        lines = text.split("\n")
        self.hints = again.answers(self.world, lines)
        said = "\n".join(lines[: len(lines) - len(self.hints)])
        if any(len(line) > _LONGEST_TOLD for line in lines):
            return False
        memory, heard = self.memory.copy(), self.heard
        try:
            changes, left = self._laid_out(said)
        except Refused:
            self.memory.take(memory)
            return False
        except Ask as ask:
            self.heard = replace(heard, ask=ask)
            return True
        if not self.take(changes):
            self.memory.take(memory)
            return False
        self.heard = replace(self.heard, unread=[*heard.unread, *left])
        return True

    def _laid_out(self, text: str) -> tuple[list[Change], list[str]]:
        """The rows that a text lays out, or tells one by one, and what is left of it. Raises as
        those who read them do."""

        def read(part: str) -> Clause:
            said = whole(self._tokens(part), part, self.words)
            return Clause(said, self.world, self.memory, self.today, self.hints)

        try:
            return rows_laid_out(read, text, orders.is_order)
        except Refused:
            return orders.rows_in_lines(read, text), []

    def read_again(self, said: Said, before: Heard, memory: Memory, *, is_open: bool) -> None:
        """Reads as a whole what was read clause by clause, as far as that is better."""
        (self.read_whole if is_open else self.read_anew)(said, before, memory)
        self.read_in_full(said, before, memory)
        self.read_likely(said, before, memory)

    def read_whole(self, said: Said, before: Heard, memory: Memory) -> None:
        """Reads all that was said as of rows, where clause by clause some of it was left: what a
        row holds may be told in several, and the order to add it in one of its own."""
        after = self.heard, self.memory.copy()
        silent = said.corrects or said.never or remarks.is_too_long(said)
        if silent or remarks.asks_whether(said):
            return
        self.go_back(before, memory)
        ordered = orders.is_order(said)
        given = partial(self.is_pasted, said.text, at_least=1 + ordered)  # one is better ordered
        if not self.hints and (self.is_read_by(records.RECORDS, said) or given()):
            return
        asks, short = list[Ask](), len(said.text) <= _LONGEST_TOLD
        frame = orders.add_ordered if ordered else telling.tell
        told = short and self.is_read_by([frame], said, asks, told=True)
        better = adds_better if ordered else says_more
        if not (told and better(self.heard, after[0], before)):
            self.go_back(before, memory)
            read = self.is_read_by([dealing.add_happened], said)
            nothing = ordered and len(after[0].changes) == len(before.changes)
            if not (read or (nothing and self.is_pasted(said.text))):
                self.go_back(*after)
        if asks and not (self.heard.ask or len(self.heard.changes) > len(before.changes)):
            self.heard = replace(self.heard, ask=asks[0], unread=before.unread)

    def read_anew(self, said: Said, before: Heard, memory: Memory) -> None:
        """Reads what asks for nothing, and would add properties or options, as told of rows; and
        an order of a row, of which nothing else can be meant, that was taken for one of those."""
        fresh = self.heard.changes[len(before.changes) :]
        adds = all(one.action in PARTS for one in fresh) and bool(fresh or self.heard.there)
        if not adds or len(said.text) > _LONGEST_TOLD:
            return
        after = self.heard, self.memory.copy()
        self.go_back(before, memory)
        told = said.verb is None and bool(fresh) and self.is_read_by([telling.tell], said)
        if not (told or self.is_read_by([orders.add_plainly], said, told=True)):
            self.go_back(*after)

    def read_in_full(self, said: Said, before: Heard, memory: Memory) -> None:
        """Reads an order of one row, with nothing left of it, where it was read as less."""
        after = self.heard, self.memory.copy()
        self.go_back(before, memory)
        short = not self.hints and len(said.text) <= _LONGEST_TOLD
        read = short and self.is_read_by([orders.add_in_full], said)
        if not (read and is_fuller(self.heard, after[0], before)):
            self.go_back(*after)

    def read_likely(self, said: Said, before: Heard, memory: Memory) -> None:
        """Reads a statement as one new row, where that tells more than what it was taken for."""
        if self.hints or len(said.text) > _LONGEST_TOLD:
            return
        after = self.heard, self.memory.copy()
        self.go_back(before, memory)
        read = self.is_read_by([tell_likely], said, told=True)
        if not (read and is_likelier(self.heard, after[0], before)):
            self.go_back(*after)


def tells_no_news(clause: Clause) -> bool:
    """Whether a sentence that asks for nothing tells of nothing that came about; a value that is
    told in place of another ("85, not 80"), or for all but one, is so."""
    said = telling.without_rows(words_of(clause.said), clause)
    asks = clause.said.verb is not None and not clause.does("do", "finish")
    asks = asks or says("ordered", said)
    if asks or says("contrast", said):
        return False
    return remarks.is_question(clause.said) or is_unreal(said, but_told=False)
