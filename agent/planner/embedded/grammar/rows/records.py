"""Rows that there are as people tell of them: which are meant, and what each of them holds.

Read part by part (`record_parts`), in any order of words: a value belongs to the property that was
named last, else to the only one that it fits. What fits nowhere is never made a name, an option or
a row: it stays unread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, OnlyInNotion, Refused
from agent.planner.embedded.grammar.conditions.numbers import rounded
from agent.planner.embedded.grammar.rows.amounts import is_more
from agent.planner.embedded.grammar.rows.coming import is_gone
from agent.planner.embedded.grammar.rows.each_own import each_own
from agent.planner.embedded.grammar.rows.new_rows import add_told
from agent.planner.embedded.grammar.rows.record_conditions import delete_told, set_where
from agent.planner.embedded.grammar.rows.record_joined import parts_of
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.rows.record_values import (
    TEXTS,
    Telling,
    recent_day,
)
from agent.planner.embedded.grammar.rows.rows_meant import (
    SETTING,
    adds_one,
    read_related,
    together,
)
from agent.planner.embedded.grammar.rows.rows_named import (
    another_row,
    are_left_out,
    edited,
    lead_there,
    named_rows,
)
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.happenings import (
    is_less,
    is_of_part,
    lowered,
    meant_beside,
    moves_amount,
)
from agent.planner.embedded.grammar.told.scores import is_of_several
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow


@dataclass
class _Record:
    """A row as far as it was told: its values, by the names of properties."""

    values: dict[str, Any]
    rows: list[str] = field(default_factory=list)  # ids of those that there are


def set_told(clause: Clause) -> list[Change]:
    """`mark X as done`, `Tom Ward works at North Bakery`, `all of table 3 to confirmed`: rows by
    their names, those spoken of right before, or those that hold what is said."""
    if clause.said.verb is not None and not clause.does("add", "want", *SETTING):
        raise Refused
    named = named_rows(clause)
    if adds_one(clause) or another_row(clause, named):
        raise Refused
    if is_gone(clause, named):
        raise Refused
    if named and not are_left_out(clause) and not lead_there(clause, named):
        return _tell(clause, clause.world.database(named[0][1]), named)
    return _of_spoken(clause) or set_where(clause)


def _tell(
    clause: Clause, home: ExistingDatabase, named: Sequence[tuple[Token, Entity]]
) -> list[Change]:
    """New values of rows; what fits nowhere stays unread."""
    read_related(clause, home, {entity.id for _, entity in named} or set(clause.memory.rows))
    editing = _Editing(clause, home)
    all_of = together(clause, home, named=bool(named))
    spoken = all_of or ([] if named else clause.memory.rows)
    edits = editing.edits(parts_of(clause, home, named), spoken)
    said = [*clause.said.tokens, *clause.everything]
    clause.used -= {token.start for token in editing.left}
    clause.use(*(token for token in said if token not in editing.left))
    if editing.open:
        raise Ask("property", [prop.name for prop in editing.open])
    told = all(values for _, values in edits) and not editing.tells_of_another()
    if not told or editing.tells_only_when():
        raise Refused
    return edited(clause, home, [row for row, _ in edits], [values for _, values in edits])


def _of_spoken(clause: Clause) -> list[Change]:
    """Values for the row that was spoken of right before, where no others are."""
    last = clause.memory.last
    if last is None or last.kind != "row" or not clause.memory.rows or clause.does("add"):
        return []
    kept, home, today = set(clause.used), clause.world.database(last), clause.today.isoformat()
    was = [t for t in clause.free() if t.kind == "date" and str(t.value)[:10] <= today]
    if was == clause.free() and [p.type for p in home.properties].count("date") > 1:
        return []  # "today" only says when
    try:
        return _tell(clause, home, [])
    except Refused:
        clause.used = kept
        return []


class _Editing(Telling):
    """Rows that there are: those named together get what is said behind them, or before."""

    def __init__(self, clause: Clause, home: ExistingDatabase) -> None:
        super().__init__(clause, home)
        self.by = set[str]()  # the numbers that are no new ones, but so much more or less
        self.days = list[tuple[Part, dict[str, Any]]]()  # that may only say when
        self.bare = set[str]()  # the days that no word says to be of a row
        self.left = list[Token]()  # what fits nowhere
        self.gone = list[Part]()  # boxes of what is used up, where only so much was used
        self.open = list[ExistingProperty]()  # what a number may be of
        self.joined = list[Part]()  # a text, and what may go on with it
        self.ahead = dict[str, Any]()
        self.named_at = 0  # where the last row was named
        self.before = ""  # the kind of the part before
        self.done = self.done_values() if clause.does("finish") else {}

    def edits(
        self, parts: Sequence[Part], spoken: Sequence[str]
    ) -> list[tuple[ExistingRow, dict[str, Any]]]:
        """The rows that are named, or were `spoken` of, each with its new values."""
        rows = {row.id: row for row in self.home.rows}
        records = self._read(parts, list(spoken))
        told = dict[str, dict[str, Any]]()  # what is said of all of them is said of each
        for record in records:
            told |= {key: {**told.get(key, {}), **record.values} for key in record.rows}
        return [(rows[key], self._grown(rows[key], values)) for key, values in told.items()]

    def tells_only_when(self) -> bool:
        """Whether a day is all that is told beside words that nobody knows ("went home yesterday",
        "off sick on Monday"): no word says that it is a day of the row."""
        told = [value for record in self.records for value in record.values]
        days = {self._main_day(values) for _, values in self.days}
        days |= self.bare if self.left and not self.spoken else set()
        said = self.clause.said.tokens
        unknown = any(t.kind == "unknown" for t in said) and bool(told)
        if any(t.has("state.checked", "state.unchecked") and not t.names for t in said):
            days |= {p.name for p in self.home.properties if p.type == "date"}
            unknown = bool(told)  # what came about is no state of these rows
        return unknown and set(told) <= days

    def tells_of_another(self) -> bool:
        """Whether all that is told is how far something has come that nobody knows ("the sketches
        for the book are done")."""
        prop = self.clause.world.done_property(self.home)
        said = [t for t in self.clause.said.tokens if t.has("state.done", "state.begun")]
        far = prop is not None and all({*one.values} == {prop.name} for one in self.records)
        far = far and (bool(self.done) or any(not t.names for t in said))
        return far and any(t.kind == "unknown" for t in self.left)

    def _grown(self, row: ExistingRow, values: dict[str, Any]) -> dict[str, Any]:
        """The values of a row, where those are figures by which it grows or shrinks."""
        less = any(t.has("grow.less") for t in self.clause.said.tokens) or is_less(self._told())
        way = -1 if less or self.gone else 1
        grown = dict(values)
        for prop in (p for p in self.home.properties if p.name in self.by):
            held = row.values.get(prop.id) or 0
            grown[prop.name] = rounded(prop, held + way * values[prop.name])
            if grown[prop.name] < 0 <= held:
                raise Refused  # nobody sells more than there is
        return grown

    def _read(self, parts: Sequence[Part], spoken: list[str]) -> list[_Record]:
        self.records, self.spoken = [_Record({}, spoken)], bool(spoken)
        ticked, said = [p for p in parts if p.value is True], self.clause.said.tokens
        self.gone = [p for p in ticked if is_of_part(p.tokens[0], said)]
        parts = [part for part in parts if part not in self.gone]
        self.named = {part.value for part in parts if part.kind == "row"}
        days = any(
            p.kind == "value" and p.tokens[0].kind == "date" and p.plays("to") for p in parts
        )
        self.moves = days and self.clause.does("change", "move", "later", "earlier")
        for part in self.begin(each_own(self.clause, parts)):
            self._take(part)
            self.before = part.kind
        if self.led is not None and not (self.led.type == "date" and self.days):
            raise Refused
        self._give_days()
        for record in self.records:
            record.values = {**self.usual, **self.done, **self.ahead, **record.values}
        return self.records

    def _give_days(self) -> None:
        """Gives each day that may only say when to what it is the day of, if that is so."""
        main = self.clause.world.main_date(self.home)
        for day, values in self.days:
            told = {**values, **self.ahead, **self.done}
            for record in self.records if values is self.ahead else ():
                told |= record.values  # "today Ann paid"
            came = any(isinstance(v, bool) for v in told.values())
            self.led = self.led or (recent_day(self.home) if came else None)
            when = main is None or self.clause.world.is_due(main)
            when = (when and bool(told)) or came
            when = when or (bool(told) and main is not None and self._is_held(main))
            if self.led is not None or not when:
                self.give(day, values)  # a deadline does not pass by what is told of today

    def _is_held(self, day: ExistingProperty) -> bool:
        """Whether a row that is told of has that day already: it is no other one for that."""
        named = {key for record in self.records for key in record.rows}
        return any(row.values.get(day.id) for row in self.home.rows if row.id in named)

    def _take(self, part: Part) -> None:  # noqa: C901  # one case a kind
        now = self.records[-1]
        values = now.values if now.rows else self.ahead
        match part.kind:
            case "row":
                self._row(part, now)
            case "property" if part.tokens[0].has("entry.") and self.before == "row":
                pass  # "Ann, the guest"
            case "property" if part.prop and not (
                part.value or meant_beside([part.prop], self._raw(part))
            ):
                raise Refused  # a deposit is no total
            case "property" if part.prop is None or part.prop.name not in self.done:
                self.lead(part)
            case "filled":
                values |= part.value
            case "value" if self.moves and part.prop and part.prop.options and not part.roles:
                pass  # "move the booking to Friday" speaks of it by the option that it has
            case "value" if self._may_be_when(part):
                self.days.append((part, values))
            case "value":
                self._set(part, values)
            case "text" if self.led is not None and self.led.type == "people":
                raise OnlyInNotion
            case "text" if self.led is not None and self.led.type in TEXTS:
                self._set(part, values)
            case "text" if self.led is None and (place := self.place_of(part)):
                self.led = place
                self._set(part, values)
            case "text":
                self._leave(part, values)
            case "cut":
                self.joined = [*self.joined[:1], part] if self.joined else []
                self.last = None
            case "meant":
                raise Refused
            case "it" if not self.spoken:
                raise Refused  # that is spoken of before
            case _:
                pass

    def _row(self, part: Part, now: _Record) -> None:
        if now.values:
            self.records.append(_Record({}, [part.value]))
        elif now.rows and self.left and self.left[-1].start > self.named_at:
            raise Refused  # what stands between rows is of one of them
        else:
            now.rows.append(part.value)
        self.named_at, self.joined = part.tokens[0].start, []

    def _leave(self, part: Part, values: dict[str, Any]) -> None:
        """Words that fit nowhere; but a text may go on, behind a joint too ("nuts and prawns")."""
        match self.joined:
            case [first, *joints] if all(cut.tokens[0].text not in ",.;\n" for cut in joints):
                prop = next(
                    p for p in self.home.properties if values.get(p.name) == self._raw(first)
                )
                first.tokens = [*first.tokens, *part.tokens]
                values[prop.name] = self._raw(first)
            case _:
                self.left += part.tokens

    def _set(self, part: Part, values: dict[str, Any]) -> None:
        if self._is_only_held(part):
            raise Refused
        grows = part.number is not None and self._grows(part.number)
        if part.number is not None and self.led is None:
            if self.clause.does("add") or is_of_several(self.clause.said.text):
                raise Refused  # so much more, or of a row to come; one side of a game
            self.led = self.spoken_of(part)
            if self._is_open(part, values, grows=grows):
                return
        bare = self.led is None and part.tokens[0].kind == "date" and not part.plays("to", "until")
        self.give(part, values)
        self.bare |= {self.last.name} if bare and self.last else set()
        self.joined = [part] if self.last is not None and self.last.type == "rich_text" else []
        self.by |= {self.last.name} if grows and self.last and not part.plays("to") else set()

    def _grows(self, number: Token) -> bool:
        """Whether a number is by how much one grows or shrinks."""
        said = self.clause.said.tokens
        more = any(t.has("plus.") for t in said)
        grows = bool(self.gone) or any(t.has("grow.") for t in said)
        grows |= moves_amount(self._told()) or (not self.led and number.text[0] in "+-")
        return is_more(self.clause, number) if more else grows

    def _is_open(self, part: Part, values: dict[str, Any], *, grows: bool) -> bool:
        """Whether it has to be asked of which property a number is; it is no price that grows."""
        fits = [self.led] if self.led else self.numbers(part, values)
        fits = [prop for prop in fits if self._was_said(prop)] or fits
        plain = [prop for prop in fits if prop.config.get("format") == "number"]
        fits = plain if grows and plain else fits
        fits = lowered(fits, self.clause.said.text) if grows else fits
        hinted = [prop for prop in fits if prop.name in self.clause.hints]
        fits = hinted if len(hinted) == 1 else fits
        self.led = fits[0] if len(fits) == 1 else None
        self.open += fits if len(fits) > 1 else []
        return bool(self.open)


# What reads rows in prose: a clause that no other frame reads, and a text of which some is left.
RECORDS = (add_told, set_told, delete_told)
