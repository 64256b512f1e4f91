"""Which property each value of a sentence about rows belongs to, and what it says there."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.conditions.numbers import CENTS, number_of
from agent.planner.embedded.grammar.rows.moving import passed
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import CHOICES, is_money
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.happenings import is_of_other_day, meant_beside
from agent.planner.embedded.grammar.told.words import words as told
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingDatabase, ExistingOption, ExistingProperty

TEXTS = ("rich_text", "select", "multi_select")  # what words alone may be a value of


class Telling:
    """What values of a sentence belong to: the property before them, or the one that they fit."""

    is_of_old = True  # whether rows may have held something else before

    def __init__(self, clause: Clause, home: ExistingDatabase) -> None:
        self.clause, self.home = clause, home
        self.led: ExistingProperty | None = None  # named, and waiting for its value
        self.is_named = False
        self.named = set[Any]()  # the rows that are named
        self.last: ExistingProperty | None = None  # what got the value right before
        self.filled: ExistingProperty | None = None  # the day of which words say that it was
        self.usual: dict[str, str] = {}  # … today, where they name none

    def begin(self, parts: Sequence[Part]) -> list[Part]:
        """The parts that are read one by one; what a verb says of a day holds for all of them."""
        ticked = [part for part in parts if part.value is True and part.kind == "value"]
        days = [part.prop for part in parts if part.kind == "filled" and part.prop is not None]
        far = any(p.prop is not None and p.prop.type in CHOICES for p in parts if p.kind == "value")
        if not (far or self.clause.does("finish")):  # else words say how far it has come, not when
            self.usual = {day.name: self.clause.today.isoformat() for day in days[:1]}
        ticked += [part for part in parts if part.kind == "remark" and part.tokens[0].has("state.")]
        days += [day for part in ticked for day in days_of(self.home, part)]
        days = [day for day in days if not self.clause.world.is_due(day)]
        self.filled = days[0] if days else None
        now = self.is_of_old and any(part.plays("to") for part in parts)
        was = [p for p in parts if now and p.plays("from") and not p.plays("to")]
        return [part for part in parts if part not in was]  # without "from 4" where it is "to 6"

    def lead(self, part: Part) -> None:
        """A property waits for its value, unless it stands behind it ("the north bed")."""
        if part.prop is None:
            raise Refused
        behind = self.last is not None and part.prop.id == self.last.id
        self.led = None if behind or part.prop.type == "title" else part.prop
        self.is_named = part.value is True  # as it is called

    def give(self, part: Part, values: dict[str, Any]) -> None:
        """Gives a value to a row. Raises Refused where it fits no property, or is a second one."""
        texts = self.led is not None and self.led.type == "rich_text" and self.is_named
        if texts and part.prop is not None and part.prop.options:
            part = replace(part, kind="text", prop=None, value=None)  # "allergies: none"
        prop = self._owner(part, values)
        value = spoken(self.clause, part, prop)
        if prop is self.filled and part.tokens[0].kind == "date":
            value = passed(part.tokens[0], self.clause.today)
        today, later = self.clause.today.isoformat(), told().verbs.later.search(folded(prop.name))
        now, was = str(value)[:10] == today, str(value)[:10] <= today
        ahead = (was and later) or (now and self.clause.world.is_due(prop))
        if prop.type == "date" and ahead and prop is self.led and not self.is_named:
            raise Refused  # what was is not the next one ("came back today", of "Due back")
        if prop.name in values and prop.type == "multi_select":
            value = [*values[prop.name], *value]
        elif prop.name in values:
            raise Refused
        values[prop.name] = value
        self.led, self.last = None, prop

    def place_of(self, part: Part) -> ExistingProperty | None:
        """The text for where something is, of words led by "at"."""
        texts = [p for p in self.home.properties if p.type in TEXTS]
        told = part.plays("at") and part.plays("before")
        kinds = [(p, concept_of(p.name)) for p in texts if told]
        end = part.tokens[-1].end
        owned = [t for t in self.clause.said.tokens if t.start == end and t.has("role.of")]
        part.tokens += owned if kinds and part.plays("of") else []  # "at Ana's"
        return next((p for p, kind in kinds if kind is not None and kind.key == "place"), None)

    def done_values(self) -> dict[str, Any]:
        """What a verb says that tells that something is finished. Raises Refused."""
        prop = self.clause.world.done_property(self.home)
        option = self.clause.world.done(prop) if prop else None
        if prop is None or (option is None and prop.type != "checkbox"):
            raise Refused
        return {prop.name: option.name if option else True}

    def spoken_of(self, part: Part) -> ExistingProperty | None:
        """The property that was spoken of right before, where a number may be of it."""
        last = self.clause.memory.last
        props = [p for p in self.home.properties if last is not None and p.id == last.id]
        return next((p for p in props if p.type == "number" or starred(self.clause, p, part)), None)

    def _owner(self, part: Part, values: dict[str, Any]) -> ExistingProperty:
        if self.led is not None and (part.prop is None or part.prop.id == self.led.id):
            paid = any(t.has("format.") and not t.has("format.percent") for t in part.tokens)
            money = [p for p in self.home.properties if is_money(p) and p.name not in values]
            if paid and money and self.led.type == "number" and not is_money(self.led):
                raise Refused  # "30 seeds $3.50"
            return self.led
        if part.prop is not None:
            summed = self.led is not None and self.led.type == "number" and part.value is True
            if self.led is not None and self.is_named and not summed:
                raise Refused  # but "the dues are paid" says nothing of how much they are
            return part.prop  # "the number is 010-…" where another is a number as well
        free = [p for p in self.home.properties if p.name not in values]
        kind = "date" if part.number is None else "number"
        new = [p for p in free if p.name in self.clause.memory.added and p.type == kind]
        if len(new) == 1:
            return new[0]  # "add a column for …, and for Kim it is …"
        if part.number is not None:
            return only(self.numbers(part, values))
        if part.value is None:
            raise Refused
        dates = [p for p in free if p.type == "date"]
        if is_of_other_day(self.clause.world, self.home, self.clause.said.tokens, part.tokens[0]):
            raise Refused
        later = told().verbs.later  # "next visit"
        done = [p for p in dates if not self.clause.world.is_due(p)]
        done = [p for p in done if not later.search(folded(p.name))]
        if str(part.value)[:10] <= self.clause.today.isoformat() and len(done) == 1:
            return self.filled or done[0]  # nothing new is due by a day that was
        main = self.filled or self.clause.world.main_date(self.home)
        return main if main is not None and main in dates else only(dates)

    def _was_said(self, prop: ExistingProperty) -> bool:
        """Whether the words name the number that a row has by now ("15, not 10")."""
        pairs = pairwise(self.clause.everything)
        was = [b.value for a, b in pairs if a.has("not.not") and b.kind == "number"]
        return any(r.values.get(prop.id) in was for r in self.home.rows if r.id in self.named)

    def _is_only_held(self, part: Part) -> bool:
        """Whether a text is known from some row alone, and so no new value by itself."""
        held = part.prop is not None and part.prop.type == "rich_text"
        return held and self.led is None and not part.plays("to")

    def _may_be_when(self, part: Part) -> bool:
        """Whether a day may only say when it came to be so ("paid today")."""
        is_day = part.tokens[0].kind == "date" and self.led is None and self.filled is None
        return is_day and str(part.value)[:10] <= self.clause.today.isoformat()

    def _told(self) -> str:
        """What is said beside names."""
        return " ".join(t.text for t in self.clause.said.tokens if not t.names)

    def _raw(self, part: Part) -> str:
        return self.clause.raw(part.tokens)

    def _main_day(self, values: dict[str, Any]) -> str:
        main = self.clause.world.main_date(self.home)
        return main.name if main is not None and main.name in values else ""

    def numbers(self, part: Part, values: dict[str, Any]) -> list[ExistingProperty]:
        """The numbers that may be meant: money by its currency, what is counted by its unit, which
        a text may be called by as well ("303호")."""
        if any(t.has("unit.hour") for t in part.tokens[1:]):
            return []  # "at 4 o'clock"
        stars = [p for p in self.home.properties if starred(self.clause, p, part)]
        if stars and any(t.has("star.star") for t in part.tokens):
            return stars
        free = [p for p in self.home.properties if p.type == "number" and p.name not in values]
        texts = [p for p in self.home.properties if p.type == "rich_text" and p.name not in values]
        for able in (free, texts):
            if named := [p for p in able if any(_measures(p, unit) for unit in part.tokens[1:])]:
                return [p for p in named if not is_money(p)] or named  # no price of each
        money, before = [p for p in free if is_money(p)], self.clause.said.text
        before = before[: part.tokens[0].start]
        if any(t.has("format.") and not t.has("format.percent") for t in part.tokens):
            return meant_beside(money, before)
        if money and CENTS.fullmatch(part.tokens[0].text):
            return meant_beside(money, before)
        plain = [p for p in free if p not in money]
        return meant_beside(plain if len(part.tokens) > 1 and plain else free, before)


def days_of(home: ExistingDatabase, part: Part) -> list[ExistingProperty]:
    """The days on which came about what a box, or a word, says ("Paid on" of "paid")."""
    said = part.prop.name if part.prop is not None else part.tokens[0].text
    days = [prop for prop in home.properties if prop.type == "date"]
    return [prop for prop in days if _begin(prop.name) == _begin(said)]


def recent_day(home: ExistingDatabase) -> ExistingProperty | None:
    """The only day on which it was for the last time, by its name ("Last watered")."""
    recent = told().verbs.recent
    days = [p for p in home.properties if p.type == "date" and recent.search(folded(p.name))]
    return days[0] if len(days) == 1 else None


def _measures(prop: ExistingProperty, unit: Token) -> bool:
    """Whether a column is of what has such a unit, by its name or what that means."""
    said, name = folded(unit.text), folded(prop.name)
    kind = concept_of(prop.name) if unit.has("gauge.") else None
    starts = not said.isascii() and name.startswith(said) and name != said
    return f"({said})" in name or starts or (kind is not None and unit.group("gauge.") == kind.key)


def _begin(name: str) -> str:
    word = folded(name).split()[0]
    return word if word.isascii() else word[:2]


def starred(clause: Clause, prop: ExistingProperty, part: Part) -> ExistingOption | None:
    """The option of as many stars as a number says."""
    count = count_of(part.number) if part.number is not None else None
    return clause.world.starred(prop, count) if count else None


def only(props: Sequence[ExistingProperty]) -> ExistingProperty:
    if len(props) != 1:
        raise Refused
    return props[0]


def spoken(clause: Clause, part: Part, prop: ExistingProperty) -> Any:
    """What a part says as the value of a property. Raises Refused for what it cannot say."""
    if part.tokens[:1] and part.tokens[0].has("value.empty"):
        return None
    if part.number is not None:
        if prop.type in ("rich_text", "title"):
            return clause.raw(part.tokens)
        if option := starred(clause, prop, part):
            return option.name
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
