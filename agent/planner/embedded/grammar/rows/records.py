"""Rows that there are as people tell of them: which are meant, and what each of them holds.

Read part by part (`record_parts`), in any order of words: a value belongs to the property that was
named last, else to the only one that it fits. A sentence is read as a whole or not at all: a part
that fits nowhere is never made a name, an option or a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.new.build import deleted_rows
from agent.planner.embedded.grammar.rows.amounts import rounded
from agent.planner.embedded.grammar.rows.record_conditions import rows_meant, rows_that_hold
from agent.planner.embedded.grammar.rows.record_joined import parts_of
from agent.planner.embedded.grammar.rows.record_parts import Part
from agent.planner.embedded.grammar.rows.record_values import Telling
from agent.planner.embedded.grammar.rows.rows_named import edited, told_home
from tools.workspace.change import Change
from tools.workspace.model import ExistingRow

_SETTING = ("change", "do", "move", "finish", "write", "later", "earlier", "exchange")  # verbs


@dataclass
class _Record:
    """A row as far as it was told: its values, by the names of properties."""

    values: dict[str, Any]
    rows: list[str] = field(default_factory=list)  # ids of those that there are


def set_told(clause: Clause) -> list[Change]:
    """`Kim: 6 people, and the day is 5 December`, `all of table 3 to confirmed`."""
    if clause.said.verb is not None and not clause.does("add", "want", *_SETTING):
        raise Refused
    home = told_home(clause)
    parts = parts_of(clause, home)
    if any(part.kind == "row" for part in parts):
        edits = _Editing(clause, home).edits(parts)
    else:
        met, values = rows_meant(clause, home, parts)
        if not met:
            raise Refused  # words may only ask to see such rows
        edits = [(row, values) for row in met]
    clause.use(*clause.said.tokens, *clause.everything)
    return edited(clause, home, [row for row, _ in edits], [values for _, values in edits])


def delete_told(clause: Clause) -> list[Change]:
    """`get rid of everything in the north bed`: rows by what they hold."""
    only = any(t.has("role.only", "only.") for t in clause.said.tokens)
    if not clause.does("delete") or only:
        raise Refused  # "only Done" may be the option itself, and is asked about
    home = told_home(clause)
    parts = parts_of(clause, home)
    named = {part.value for part in parts if part.kind == "row"}
    rest = [part for part in parts if part.kind not in ("row", "cut", "verb", "remark", "thing")]
    if named and rest:
        raise Refused
    rows = [row for row in home.rows if row.id in named]
    rows = rows or rows_that_hold(clause, home, parts)
    clause.use(*clause.said.tokens, *clause.everything)
    return [deleted_rows(home, rows)]


class _Editing(Telling):
    """Rows that there are: those named together get what is said behind them, or before."""

    def edits(self, parts: Sequence[Part]) -> list[tuple[ExistingRow, dict[str, Any]]]:
        """The rows that are named, each with its new values."""
        rows = {row.id: row for row in self.home.rows}
        told = [(rows[key], record.values) for record in self.read(parts) for key in record.rows]
        return [(row, self._grown(row, values)) for row, values in told]

    def _grown(self, row: ExistingRow, values: dict[str, Any]) -> dict[str, Any]:
        """The values of a row, where those are figures by which it grows or shrinks."""
        if not self.by:
            return values
        less = any(t.has("grow.less") for t in self.clause.said.tokens)
        way, grown = -1 if less else 1, dict(values)
        for prop in (p for p in self.home.properties if p.name in self.by):
            grown[prop.name] = rounded(
                prop, (row.values.get(prop.id) or 0) + way * values[prop.name]
            )
        return grown

    def read(self, parts: Sequence[Part]) -> list[_Record]:
        self.by = set[str]()  # the numbers that are no new ones, but so much more or less
        self.days = list[tuple[Part, dict[str, Any]]]()  # that may only say when
        self.records, self.ahead = [_Record({})], dict[str, Any]()
        was = _former(parts)
        for part in parts:
            if part not in was:
                self._take(part)
        if self.led is not None:
            raise Refused
        for day, values in self.days:
            if not any(isinstance(v, bool) for v in (*values.values(), *self.ahead.values())):
                self.give(day, values)
        for record in self.records:
            record.values = {**self.ahead, **record.values}
        return self.records

    def _take(self, part: Part) -> None:
        now = self.records[-1]
        match part.kind:
            case "row" if now.values:
                self.records.append(_Record({}, [part.value]))
            case "row":
                now.rows.append(part.value)
            case "property":
                self.lead(part)
            case "value" if self._is_only_held(part):
                raise Refused
            case "value" if self._may_be_when(part):
                self.days.append((part, now.values if now.rows else self.ahead))
            case "value" | "text":
                self._set(part, now.values if now.rows else self.ahead)
            case "cut":
                self.last = None
            case _:
                pass

    def _set(self, part: Part, values: dict[str, Any]) -> None:
        grows = any(t.has("grow.", "plus.") for t in self.clause.said.tokens)
        adds = self.clause.does("add") and part.number is not None
        last = self.clause.memory.last
        if part.number is not None and self.led is None and last and last.kind == "property":
            raise Refused  # it may be of that
        self.give(part, values)
        if part.number is not None and self.last is not None and not part.plays("to"):
            self.by |= {self.last.name} if grows or adds else set()

    def _is_only_held(self, part: Part) -> bool:
        """Whether a text is known from some row alone, and so no new value by itself."""
        held = part.prop is not None and part.prop.type == "rich_text"
        return held and self.led is None and not part.plays("to")

    def _may_be_when(self, part: Part) -> bool:
        """Whether a day may only say when a box came to be ticked ("paid today")."""
        is_day = part.kind == "value" and part.tokens[0].kind == "date" and self.led is None
        return is_day and str(part.value)[:10] <= self.clause.today.isoformat()


def _former(parts: Sequence[Part]) -> list[Part]:
    """What values were until now ("from 4 to 6")."""
    now = any(part.plays("to") for part in parts)
    return [p for p in parts if now and p.plays("from") and not p.plays("to")]
