"""The reader of changes: every clause against the structure as those before it leave it."""

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import ValidationError

from agent.planner.embedded.changing.asks import question_for
from agent.planner.embedded.changing.become import change
from agent.planner.embedded.changing.blocks import add_blocks
from agent.planner.embedded.changing.clauses import Clause, clauses_of
from agent.planner.embedded.changing.deleting import delete
from agent.planner.embedded.changing.editing import told
from agent.planner.embedded.changing.links import add_formula, add_relation, add_rollup
from agent.planner.embedded.changing.marks import Entity, Index, Marks
from agent.planner.embedded.changing.moving import move_dates
from agent.planner.embedded.changing.named_option import add_named_option
from agent.planner.embedded.changing.new_rows import add_rows
from agent.planner.embedded.changing.nouns import ALL
from agent.planner.embedded.changing.options import add_option
from agent.planner.embedded.changing.other_view import show_as
from agent.planner.embedded.changing.pages import (
    add_database,
    add_domain,
    add_sub_page,
    move,
    set_look,
)
from agent.planner.embedded.changing.properties import add_property
from agent.planner.embedded.changing.reading import Reading
from agent.planner.embedded.changing.verbs import Action
from agent.planner.embedded.changing.views import add_view, update_view
from agent.planner.embedded.changing.wish import Ask, Memory, OnlyInNotion, Unread, Wish
from agent.planner.embedded.grammar.clause import Memory as Spoken
from agent.planner.embedded.grammar.names import Entity as Named
from agent.planner.embedded.grammar.reader import Heard, hear
from tools.blueprint.base import Language
from tools.blueprint.changes import AddDatabase, Change
from tools.errors import ValidationFailed
from tools.workspace.course import Course
from tools.workspace.draft import Draft
from tools.workspace.model import Structure

Reader = Callable[[Wish], list[Change] | None]

_ALL = re.compile(ALL, re.IGNORECASE)
_JAMO = re.compile("[ㄱ-ㅣ]")  # laughter and tears

# Words that only open a sentence.
_POLITE = re.compile(
    r"^(?:(?:안녕하세요|안녕|저기요?|혹시|음+|그럼|그러면|네|넵|응|좋아요?|오케이|아|근데|참|아니"
    r"|hi|hello|hey|ok(?:ay)?|thanks|well|so|sorry|こんにちは|すみません|では|じゃあ|あと)[\s,.!、~]+)+",
    re.IGNORECASE,
)

# For each verb who may know what it asks for, the most particular one first.
_READERS: dict[Action, tuple[Reader, ...]] = {
    "add": (
        set_look, add_rollup, add_formula, add_relation, add_sub_page, add_view, add_named_option,
        add_option, add_database, add_property, add_blocks, add_domain, add_rows,
    ),
    "delete": (delete,),
    "change": (move_dates, change),
    "move": (move_dates, move, change),
    "link": (add_relation,),
    "sort": (update_view,),
    "show": (show_as, update_view),
    "group": (update_view,),
    "none": (
        set_look, add_rollup, add_formula, add_sub_page, add_view, add_option, add_database,
        add_property, told,
    ),
}  # fmt: skip


@dataclass
class Session:
    """What one reading of several texts has come to."""

    start: Draft
    today: date
    memory: Memory = field(default_factory=Memory)
    unread: list[str] = field(default_factory=list)
    people: bool = False  # whether people were to be set

    def __post_init__(self) -> None:
        self.course = Course.of(self.start)
        self._indexed = (self.start, Index(self.start.structure))

    @property
    def draft(self) -> Draft:
        """What all that was read leads to."""
        return self.course.draft

    @property
    def changes(self) -> list[Change]:
        """The changes of all that was read."""
        return self.course.changes

    def read(self, text: str) -> None:
        """Reads one text. Raises Ask where something needed is unknown."""
        if not self._read_wholly(text):
            self._read_in_parts(text)

    def _read_wholly(self, text: str) -> bool:
        """The grammar goes first: what it reads wholly, or is denied in a text, is its alone."""
        memory = Spoken(_entity(self.memory.last), self.memory.database, list(self.memory.rows))
        heard = hear(self.start, text, self.today, memory, Heard(self.course))
        if not heard.is_whole and not (heard.denied and not heard.ask):
            return False
        self.course = heard.course
        self.unread += heard.unread
        last = memory.last
        self.memory.last = Entity(**vars(last)) if last else None
        self.memory.database, self.memory.rows = memory.database, memory.rows
        self.memory.rows_database = memory.database if memory.rows else None
        return True

    def _read_in_parts(self, text: str) -> None:
        marks = Marks()
        index = self._index_now()
        lines = marks.read(text).split("\n")
        hints = _answers(lines, index, marks)
        body = "\n".join(marks.known(line, index) for line in lines[: len(lines) - len(hints)])
        clauses = clauses_of(body)
        for clause in clauses:
            self._read_clause(clause, marks, hints)
        if not clauses and text.strip():
            self.unread.append(text.strip())

    def adopt(self, changes: Sequence[Change]) -> None:
        """Takes changes on that were agreed before, each one that fits."""
        for one in changes:
            with contextlib.suppress(ValidationFailed):
                self._apply([one])

    def _read_clause(self, clause: Clause, marks: Marks, hints: list[str]) -> None:
        said = marks.plain(clause.said)
        index = self._index_now()
        clause = _with_names(clause, marks, index)
        for reader in _READERS[clause.action]:
            memory = self.memory.within(self.draft.structure)
            wish = Wish(clause, marks, self.draft, index, memory, hints, self.today)
            try:
                changes = reader(wish)
                if changes is None:
                    continue
                self.memory = memory
                self._apply(changes)
                self.unread += [left for text in wish.details if (left := _words(marks, text))]
            except OnlyInNotion:
                self.people = True
                break
            except (Unread, ValidationFailed, ValidationError, StopIteration):
                break
            return
        self.unread.append(said)

    def _index_now(self) -> Index:
        """The names of the draft as it is; made anew only where it has changed."""
        if self._indexed[0] is not self.draft:
            self._indexed = (self.draft, Index(self.draft.structure))
        return self._indexed[1]

    def _apply(self, changes: list[Change]) -> None:
        """Takes changes on, all or none. Raises ValidationFailed."""
        course = self.course
        for one in changes:
            course = course.then(one)
        self.course = course
        if changes and isinstance(changes[-1], AddDatabase):
            self.memory.database = self.draft.structure.databases[-1].id


def _entity(last: Entity | None) -> Named | None:
    return Named(**vars(last)) if last else None


def _with_names(clause: Clause, marks: Marks, index: Index) -> Clause:
    """The clause with all names that are known by now as single characters."""
    return replace(
        clause,
        body=marks.known(_POLITE.sub("", clause.body), index),
        details=[marks.known(text, index) for text in clause.details],
    )


def _words(marks: Marks, text: str) -> str:
    """What a detail that nobody read says; nothing for mere punctuation."""
    said = marks.plain(text).strip(" ,.、:;()")
    return said if any(character.isalnum() for character in _JAMO.sub("", said)) else ""


def _answers(lines: list[str], index: Index, marks: Marks) -> list[str]:
    """The lines at the end that are nothing but the name of something: answers to questions."""
    answers: list[str] = []
    for line in reversed(lines[1:]):
        bare = marks.plain(line).strip(" '\".")
        named = index.find(bare, "database", "property", "option", "view", "row", "sub_page")
        if not named and not _ALL.fullmatch(bare):
            break
        answers.insert(0, bare)
    return answers


def read_changes(structure: Structure, text: str, language: Language, today: date) -> Reading:
    """The changes that words ask for, in the order said; or what has to be asked first."""
    session = Session(Draft(structure, language), today)
    try:
        session.read(text)
    except Ask as ask:
        return Reading(question=question_for(ask, text, language), unread=session.unread)
    return Reading(session.changes, unread=session.unread)
