"""What happened, told as it was: a further row, and no other value of a row that there is ("sold 12
lattes today", "planted chillies on 20 April")."""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.rows.ledgers import is_log, is_of_stock, is_otherwise
from agent.planner.embedded.grammar.rows.new_rows import Adding
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.rows.rows_named import named_rows, told_home
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.happenings import is_of_rest
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_MEANT = ("noun.property", "noun.view", "noun.option", "all.every", "not.not", "ask.", "may.",
          "type.", "choose.")  # fmt: skip


def add_happened(clause: Clause) -> list[Change]:
    """`sold 12 lattes today`, `Netflix, 9.99, video`: a row that is told with what it holds."""
    own = any(t.has("ending.own") for t in clause.said.tokens)  # "I'd like to note it"
    verb = clause.said.verb
    asks = own or (verb is not None and (not clause.does("write") or verb.has("verb.want")))
    if asks or clause.find(*_MEANT) or clause.said.text.endswith("?"):
        raise Refused
    logs = [d for d in clause.world.databases if is_log(clause, d) and not is_otherwise(clause, d)]
    dealt = clause.find("dealt.", among=clause.said.tokens) is not None
    logged = dealt and logs and not is_of_rest(clause.said.text)
    if not logged and named_rows(clause):
        raise Refused  # what is told is of that row
    home = clause.home(logs) if dealt and logs else told_home(clause)
    if is_of_stock(clause, home):
        raise Refused  # "used 2 lemons", of which there are none
    happening = _Happening(clause, home, is_log=home in logs)
    rows = happening.read()
    columns = {folded(p.name) for d in clause.world.databases for p in d.properties}
    named = {folded(str(row.get(happening.title, ""))) for row in rows}
    is_open = happening.open or happening.people or named & columns
    if is_open or not all(map(happening.is_told, rows)):
        raise Refused  # "状態は売った も" says nothing of a row
    return happening.made()


class _Happening(Adding):
    """New rows that are told as something that happened, or by nothing but what they hold."""

    def __init__(self, clause: Clause, home: ExistingDatabase, *, is_log: bool) -> None:
        super().__init__(clause, home, is_said=is_log)
        self.is_told_so = False
        self.is_log, self.remarks = is_log, list[Part]()
        self.is_dealt = clause.find("dealt.", among=clause.said.tokens) is not None
        self.is_spaced = clause.world.lexis.joins(clause.said.text[:1].lower()) == "spaced"
        self.counted: list[Token] = []  # what stands before a name and is part of it

    def begin(self, parts: Sequence[Part]) -> list[Part]:
        """The parts; one that only tells how much was done is called by that."""
        telling = {t.start for t in self.clause.said.tokens if t.has("tells.")}
        self.remarks = [p for p in parts if p.kind in ("remark", "filled")]
        self.is_told_so = bool(self.remarks or telling)
        told = [t for p in parts if p.number or p.kind == "remark" for t in p.tokens]
        if self.is_log and self.remarks and not any(p.kind in ("text", "row") for p in parts):
            self.names.append(told)
            self.rows.append({self.title: self.clause.raw(told)})
        return super().begin(parts)

    def give(self, part: Part, values: dict[str, Any]) -> None:
        """A number that no column has is part of what the row is called ("30 rolls")."""
        plain = [p for p in self.home.properties if p.config.get("format") == "number"]
        if part.number is None or plain or self.led or any(t.has("format.") for t in part.tokens):
            super().give(part, values)
        elif self.rows:
            self.name_on(part)
        else:
            self.counted = part.tokens

    def read(self) -> list[dict[str, Any]]:
        """The new rows; those that are told together hold what is told of the last."""
        rows, before = super().read(), dict[str, Any]()
        for row in reversed(rows):
            row.update(
                before if set(row) <= {self.title, *self.usual} else {},
                **{self.title: row[self.title]},
            )
            before = row
        return rows

    def split(self, part: Part) -> list[list[Token]]:
        """One name: nobody lists what happened without a mark between."""
        return [part.tokens]

    def name(self, part: Part) -> None:
        end = part.tokens[-1].end  # what is sold is no subject: what looks so ends the word
        marks = [t for t in self.clause.said.tokens if t.start == end and t.has("role.subject")]
        part.tokens = [*self.counted, *part.tokens, *(marks if self.is_dealt else ())]
        self.counted = []
        placed = bool(self.rows) and self.place_of(part) is not None
        if (
            self.rows
            and self.is_spaced
            and not placed
            and self.before
            and self.before.kind != "cut"
        ):
            self.left += part.tokens  # only more of what happened
        elif self.is_spaced and not placed and not self._is_called(part):
            raise Refused
        else:
            super().name(part)

    def _take(self, part: Part) -> None:
        behind = self.before is not None and self.before.kind == "text" and bool(self.rows)
        if part.kind == "thing" and behind and self.is_spaced:
            self.name_on(part)  # "the December meeting"
        else:
            super()._take(part)

    def _is_called(self, part: Part) -> bool:
        """Whether words before a verb, or a mark, are what a row is called by: where words have
        blanks between them others may be anything."""
        end = part.tokens[-1].end
        behind = next((t for t in self.clause.said.tokens if t.start >= end), None)
        marked = behind is None or behind.text == "," or behind.has("copula.", "tells.")
        return marked or self.is_dealt or bool(self.ahead) or part.tokens[0].text.istitle()

    def is_told(self, row: dict[str, Any]) -> bool:
        """Whether enough is told of a row that nothing else can be meant: a day alone may only say
        when something came about that is of no row."""
        days = [p.name for p in self.home.properties if p.type == "date"]
        held = [name for name in row if name != self.title]
        if self.filled is not None and self.filled.name in row:
            return True
        if self.is_log and self.remarks and not set(days) & set(row):
            due = {p.name for p in self.home.properties if self.clause.world.is_due(p)}
            row[next(name for name in days if name not in due)] = self.clause.today.isoformat()
        if self.is_log and self.is_dealt:
            return True
        return len(held) > 1 or (self.is_told_so and bool(set(held) - set(days)))
