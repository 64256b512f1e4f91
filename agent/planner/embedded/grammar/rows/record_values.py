"""Which property each value of a sentence about rows belongs to, and what it says there."""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.conditions.numbers import number_of
from agent.planner.embedded.grammar.rows.record_parts import Part
from agent.planner.embedded.grammar.text.names import is_money
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow
from tools.workspace.values import words

TEXTS = ("rich_text", "select", "multi_select")  # what words alone may be a value of


class Telling:
    """What values of a sentence belong to: the property before them, or the one that they fit."""

    def __init__(self, clause: Clause, home: ExistingDatabase) -> None:
        self.clause, self.home = clause, home
        self.led: ExistingProperty | None = None  # named, and waiting for its value
        self.is_named = False
        self.last: ExistingProperty | None = None  # what got the value right before

    def lead(self, part: Part) -> None:
        """A property waits for its value, unless it stands behind it ("the north bed")."""
        if part.prop is None:
            raise Refused
        behind = self.last is not None and part.prop.id == self.last.id
        self.led = None if behind or part.prop.type == "title" else part.prop
        self.is_named = part.value is True  # as it is called

    def give(self, part: Part, values: dict[str, Any]) -> None:
        """Gives a value to a row. Raises Refused where it fits no property, or is a second one."""
        prop = self._owner(part, values)
        value = spoken(self.clause, part, prop)
        if prop.name in values and prop.type == "multi_select":
            value = [*values[prop.name], *value]
        elif prop.name in values:
            raise Refused
        values[prop.name] = value
        self.led, self.last = None, prop

    def _owner(self, part: Part, values: dict[str, Any]) -> ExistingProperty:
        if self.led is not None and (part.prop is None or part.prop.id == self.led.id):
            return self.led
        if part.prop is not None:
            if self.led is not None and self.is_named:
                raise Refused
            return part.prop  # "the number is 010-…" where another is a number as well
        free = [p for p in self.home.properties if p.name not in values]
        if part.number is not None:
            return only(self.numbers(part, values))
        if part.value is None:
            raise Refused
        dates = [p for p in free if p.type == "date"]
        main = self.clause.world.main_date(self.home)
        return main if main is not None and main in dates else only(dates)

    def numbers(self, part: Part, values: dict[str, Any]) -> list[ExistingProperty]:
        """The numbers that may be meant: money by its currency, what is counted by its unit."""
        free = [p for p in self.home.properties if p.type == "number" and p.name not in values]
        money = [p for p in free if is_money(p)]
        if any(t.has("format.") and not t.has("format.percent") for t in part.tokens):
            return money
        plain = [p for p in free if p not in money]
        return plain if len(part.tokens) > 1 and plain else free


def only(props: Sequence[ExistingProperty]) -> ExistingProperty:
    if len(props) != 1:
        raise Refused
    return props[0]


def spoken(clause: Clause, part: Part, prop: ExistingProperty) -> Any:
    """What a part says as the value of a property. Raises Refused for what it cannot say."""
    if part.number is not None:
        if prop.type in ("rich_text", "title"):
            return clause.raw(part.tokens)
        if prop.type != "number":
            raise Refused
        return number_of(clause, prop, [part.number, *part.tokens])
    if part.prop is not None and part.prop.id == prop.id and part.value is not None:
        return [part.value] if prop.type == "multi_select" else part.value
    kind = "checkbox" if isinstance(part.value, bool) else "date"
    if prop.type == kind and part.value is not None and part.prop is None:
        return part.value
    texts = part.kind == "text" or (part.prop is not None and part.prop.type == "rich_text")
    if texts and prop.type in ("rich_text", "select", "multi_select", "title"):
        said = clause.raw(part.tokens)
        return [said] if prop.type == "multi_select" else said
    raise Refused


def holds(row: ExistingRow, prop: ExistingProperty, value: Any) -> bool:
    """Whether a row has a value, as `spoken` gives it."""
    held = row.values.get(prop.id)
    if prop.options:
        wanted = value if isinstance(value, list) else [value]
        ids = {option.id for option in prop.options if option.name in wanted}
        return bool(ids & set(held if isinstance(held, list) else [held]))
    if prop.type == "date":
        return held is not None and str(held["start"])[:10] == str(value)[:10]
    if prop.type == "checkbox":
        return bool(held) is value
    if prop.type == "number":
        return held is not None and float(held) == value
    text = held if isinstance(held, str) else words(held or [])  # a phone number is no rich text
    return text.casefold() == str(value).casefold()
