"""A text read as a whole, where clause by clause some was left, or taken for what it is not."""

from dataclasses import replace

from agent.planner.embedded.grammar import remarks
from agent.planner.embedded.grammar.clauses.clause import Ask, Memory
from agent.planner.embedded.grammar.clauses.phrases import Said
from agent.planner.embedded.grammar.frames import RECORDS
from agent.planner.embedded.grammar.heard import Heard
from agent.planner.embedded.grammar.rows import dealing
from agent.planner.embedded.grammar.told import telling
from agent.planner.embedded.grammar.trying import Trying
from tools.workspace.actions.rows import AddRows, EditRows

_FAR = 2  # how much more must be left of a text for another reading with as many values
_PARTS = ("add_property", "add_option")  # what news may be taken for
_LONGEST_TOLD = 300  # letters of a text that only tells what happened


class Whole(Trying):
    """One text while it may be told of rows as a whole."""

    def read_whole(self, said: Said, before: Heard, memory: Memory) -> None:
        """Reads all that was said as of rows, where clause by clause some of it was left: what a
        row holds may be told in several, and the order to add it in one of its own."""
        after = self.heard, self.memory.copy()
        silent = said.corrects or said.never or remarks.is_too_long(said)
        if silent or remarks.asks_whether(said):
            return
        self.go_back(before, memory)
        if not self.hints and (self.is_read_by(RECORDS, said) or self.is_pasted(said.text)):
            return
        asks, short = list[Ask](), len(said.text) <= _LONGEST_TOLD
        told = short and self.is_read_by([telling.tell], said, asks, told=True)
        if not (told and _says_more(self.heard, after[0], before)):
            self.go_back(before, memory)
            if not self.is_read_by([dealing.add_happened], said):
                self.go_back(*after)
        if asks and not (self.heard.ask or self.heard.changes):
            self.heard = replace(self.heard, ask=asks[0], unread=before.unread)

    def read_anew(self, said: Said, before: Heard, memory: Memory) -> None:
        """Reads what asks for nothing, and would add properties or options, as told of rows."""
        fresh = self.heard.changes[len(before.changes) :]
        adds = bool(fresh) and all(one.action in _PARTS for one in fresh)
        if said.verb is not None or not adds or len(said.text) > _LONGEST_TOLD:
            return
        after = self.heard, self.memory.copy()
        self.go_back(before, memory)
        if not self.is_read_by([telling.tell], said):
            self.go_back(*after)


def _says_more(told: Heard, other: Heard, before: Heard) -> bool:
    """Whether a text is read better as told of rows than another way: with more of their values,
    and less that nobody understood; what is asked otherwise, with nothing left of it."""
    if other.ask is not None and other.ask is not before.ask:
        return other.ask.missing != "property" and len(told.unread) == len(before.unread)
    left, open_ = sum(map(len, told.unread)), sum(map(len, other.unread))
    more = _cells(told) - _cells(other)
    return (left < open_ and more > 0) or (_FAR * left <= open_ and more == 0)


def _cells(heard: Heard) -> int:
    """How many values rows get; what else is changed is worth more than any."""
    told = (one for one in heard.changes if isinstance(one, (AddRows, EditRows)))
    others = sum(not isinstance(one, (AddRows, EditRows)) for one in heard.changes)
    return sum(len(row.values) for one in told for row in one.rows) + _LONGEST_TOLD * others
