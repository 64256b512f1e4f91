"""Rows told cell by cell ("put in: 4 May, rye, 75% and 11 May, spelt, 70%", or line by line): where
each begins, and which column each of its cells is of.

A cell is of a column that can hold it, in the order of the table where several can. What may be of
several all the same is nobody's, and then none of it is read.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Memory, Refused
from agent.planner.embedded.grammar.clauses.splitting import whole
from agent.planner.embedded.grammar.rows.ledgers import is_log
from agent.planner.embedded.grammar.rows.moving import passed
from agent.planner.embedded.grammar.rows.record_joined import parts_of
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.rows.record_values import TEXTS, Telling, spoken
from agent.planner.embedded.grammar.text.conjugation import tokens_there
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from agent.planner.embedded.grammar.text.worlds import world_of
from agent.planner.embedded.grammar.told.given_parts import (
    Columns,
    begun,
    is_room,
    is_unit,
    placed,
    plain,
)
from agent.planner.embedded.lexicon import says
from agent.planner.embedded.text import parts_said
from tools.blueprint.model import Row
from tools.workspace.actions.rows import AddRows
from tools.workspace.draft import Draft
from tools.workspace.model import ExistingDatabase, ExistingProperty

Names = Sequence[str] | None  # of columns, in the order of a wish
Way = list[tuple[Part, ExistingProperty]]

_MOST, _WAYS = 12, 50  # cells of a row; ways to place them that are looked at
_SOON = 31  # days in which what is told may be still to come
_STRONG, _ENDS = ";\n.", (".", "!", "?", "。", ":", "：")  # what parts rows; ends a sentence
_READ_ONLY = ("formula", "rollup", "relation", "created_time", "last_edited_time", "unique_id")
_END = Token("break", 1 << 30, 1 << 30, "")
_DENIED, _UNSAID = ("not.not", "value.no"), ("thing", "every", "filled", "verb")
_MARK = re.compile(r"^\s*(?:[-*+•‣·]\s+|[・●○◦▪]\s*|\d{1,3}[.)]\s+)")
_SIGN = re.compile(r"[\t|、，]|\s[-–—]\s|,(?!\d{3}(?!\d))")
_PARTS = ("noun.property", "noun.option", "noun.view", "noun.sub_page", "block.", "type.")


def given_in(text: str, *, told: bool = False) -> tuple[int, int]:
    """Where a sentence that gives rows tells these, or of a wish one that tells what there is so
    far; nowhere in any other."""
    names = ("tells_rows", "gives_rows") if told else ("gives_rows",)
    patterns = (one.spoken.get(name) for name in names for one in lexis().languages)
    found = (re.fullmatch(one, text, re.IGNORECASE) for one in patterns if one)
    return next((one.span("rows") for one in found if one), (0, 0))


def rows_given(draft: Draft, text: str, today: date, order: Names = None) -> list[AddRows]:
    """The rows that a sentence gives, or lines tell, of what there is; of a wish `order` is that of
    columns as they were named. [] where some of it is of no row, or may be of several tables."""
    world, lines = world_of(draft.structure, draft.language, lexis()), _lined(text)
    begin, end = (0, len(lines)) if lines else given_in(text, told=order is not None)
    end = 0 if "・" in (lines or text) else end  # of a name, or between several: nobody knows
    now = order is not None and parts_said("tells_rows", text) is not None  # "now" is no day then
    text, begin = (text[begin:end], 0) if now and not lines else (lines or text, begin)
    tokens = [t for t in tokens_there(text, world, today) if t.start < end]
    body = list(plain([t for t in tokens if begin <= t.start or t.kind == "date"]))
    said = replace(whole(body, text, world.lexis), verb=None)
    clause, found = Clause(said, world, Memory(), today), list[AddRows]()
    for home in world.databases:
        named = order is None or home is world.databases[0] or _title(home).name in order
        if named and (rows := _Given(clause, home, order).read()):
            found.append(AddRows(action="add_rows", database=home.title, rows=rows))
    return found[:1] if order is not None or len(found) == 1 else []


def _lined(text: str) -> str:
    """Lines that are all parted alike, with commas between their cells, but one that asks to add
    what stands below it; "" for none."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    said = tokens_of(lines[0], lexis()) if lines else []
    asks = any(t.has("verb.add", "verb.write", "verb.want") for t in said)
    lines = lines[asks and not any(t.has(*_PARTS) for t in said) :]
    cells = [[*map(str.strip, _SIGN.split(_MARK.sub("", line)))] for line in lines]
    alike = len({len(one) for one in cells}) == 1 < len(lines)
    told = alike and (len(cells[0]) > 1 or all(map(_MARK.match, lines)))
    return "\n".join(map(", ".join, cells)) if told and not lines[-1].endswith(_ENDS) else ""


class _Given(Telling):
    """The rows that words give to a database."""

    def __init__(self, clause: Clause, home: ExistingDatabase, names: Names) -> None:
        super().__init__(clause, home)
        self.is_sure, title = names is not None, _title(home)  # rows may be mere names then
        names = names or []
        order = names if title.name in names else [title.name, *names]
        self.order = sorted(home.properties, key=lambda p: [*order, p.name].index(p.name))
        wanted = [p for p in self.order if p.name in names]
        self.columns = wanted or [p for p in self.order if p.type not in _READ_ONLY]
        self.texts = [p for p in self.order if p.type in ("title", "people", *TEXTS)]
        self.able = dict[Part, Columns]()
        self.single = set[Part]()  # cells that marks stand around

    def read(self) -> list[Row]:
        """The rows; [] where some of what is told is of none, or nobody knows of which."""
        with suppress(Refused):
            pieces = list(self._pieces(parts_of(self.clause, self.home)))
            for starts, is_even in begun(pieces) if pieces else ():
                ways = [self._way([one for _, cells in pieces[a:b] for one in cells])
                        for a, b in pairwise([*starts, len(pieces)])]  # fmt: skip
                held = [list({prop.id: prop for _, prop in way}) for way in ways]
                even = not is_even or len({tuple(sorted(one)) for one in held}) == 1
                if all(held) and even and len({one[0] for one in held}) == 1:
                    return [Row(values=self._row(way)) for way in ways]
        return []

    def _pieces(self, parts: Sequence[Part]) -> Iterator[tuple[str, list[Part]]]:
        """What stands between marks, each behind its mark. Raises Refused for words of no row."""
        mark, cells, begin = "", list[Part](), 0
        for part in [*parts, Part("cut", [_END])]:
            if part.kind == "cut":
                cut = part.tokens[0]
                self._deny(cells, begin, cut.start)
                self.single |= {*cells[: len(cells) == 1]}
                yield from [(mark, cells)] if cells else []
                joins = "&" if cut.has("also.also", "role.and") else ""
                mark = max("" if cells else mark, ";" if cut.text in _STRONG else joins)
                cells, begin = [], cut.start
            elif part.kind == "property":
                self._name(part, cells)
            elif is_room(part) and cells and cells[-1].kind == "text" and len(self.texts) == 1:
                cells[-1].tokens += part.tokens  # "Block A 201"
            elif is_unit(part, cells):
                cells[-1].tokens += part.tokens
                self.able[cells[-1]] = self._able(cells[-1])
            elif part.kind in ("value", "text", "row"):
                apart = [self._cell(one) for one in self._apart(part, "=")]
                self.single |= {*apart} if len(apart) > 1 else set()
                cells += apart
            elif part.kind == "thing" and part.tokens[0].names and cells:
                cells[-1].tokens += part.tokens if cells[-1].kind == "text" else []  # "ZZ plant"
            elif part.kind in _UNSAID:
                self.single |= {*cells[-1:]}  # what a verb is said of
                self.filled = part.prop if part.kind == "filled" else self.filled
            elif not part.tokens[0].has(*_DENIED):
                raise Refused

    def _deny(self, cells: Sequence[Part], begin: int, end: int) -> None:
        """Takes the tick from a box of which it is said that it has none. Raises Refused where
        something else is denied, or what was named has no value."""
        said = (t for t in self.clause.said.tokens if begin <= t.start < end)
        denied = any(t.has(*_DENIED) and not t.names for t in said)
        boxes = [cell for cell in cells if isinstance(cell.value, bool)]
        if self.led is not None or (denied and len(boxes) != 1):
            raise Refused
        for box in boxes:
            box.value = box.value and not denied

    def _cell(self, part: Part) -> Part:
        """A cell; a word that a box is called by is its tick."""
        said = part.tokens[0].text
        boxes = [p for p in self.order if p.type == "checkbox" and said in p.name.casefold()]
        if part.kind == "text" and len(part.tokens) == 1 < len(said) and len(boxes) == 1:
            part = replace(part, kind="value", prop=boxes[0], value=True)
        self.able[part] = self._able(part) or self._day_options(part)
        return part

    def _day_options(self, part: Part) -> Columns:
        """The one column an option of which begins as a word does ("Mon"), which it is."""
        said = self.clause.raw(part.tokens)
        both = [(p, o.name) for p in self.order for o in p.options if o.name.startswith(said)]
        if len(both) == 1:
            (part.prop, part.value), *_ = both
        return [p for p, _ in both if len(both) == 1]

    def _apart(self, part: Part, sign: str) -> list[Part]:
        """What a sign parts of some words, each as a cell of its own."""
        gaps = [self.clause.said.text[a.end : b.start] for a, b in pairwise(part.tokens)]
        ends = [i for i, gap in enumerate(gaps, 1) if sign in gap and part.kind == "text"]
        bounds = pairwise([0, *ends, len(part.tokens)])
        return [replace(part, tokens=part.tokens[a:b]) for a, b in bounds] if ends else [part]

    def _name(self, part: Part, cells: list[Part]) -> None:
        """A property leads its value, or stands right behind it ("2015年"); a box is its own."""
        last, named = cells[-1] if cells else None, part.tokens[0]
        if part.prop is None or self.led is not None:
            raise Refused
        if last is not None and last.kind == "text" and last.tokens[-1].end == named.start:
            last.tokens += part.tokens  # a longer name ("Minato animal" + "hospital")
        elif part.prop.type == "checkbox":
            cells.append(self._cell(replace(part, kind="value", value=True)))
        elif last is not None and last.number is not None and self._counts(part.prop, last, named):
            last.kind, last.number, self.able[last] = "text", None, [part.prop]
            last.tokens += part.tokens
        elif last is not None and part.prop in self.able[last] and self._is_behind(part, last):
            self.able[last] = [part.prop]
            last.tokens += part.tokens if last.kind == "text" else []  # "in the living room"
        else:
            self.led = part.prop

    def _counts(self, prop: ExistingProperty, last: Part, named: Token) -> bool:
        """Whether a column of texts is the unit of the figure that it stands right behind."""
        return prop.type in ("title", *TEXTS) and last.tokens[-1].end == named.start

    def _is_behind(self, part: Part, last: Part) -> bool:
        """Whether a property stands behind its value: nothing that it could lead follows it."""
        end = part.tokens[-1].end
        after = next((t for t in self.clause.said.tokens if t.start >= end), _END)
        ends = after.kind in ("punct", "break") or after.has("also.also", "role.and")
        return ends or last.kind != "text" or "before" in last.roles

    def _able(self, part: Part) -> Columns:
        """The columns that may hold what a part says, that which is named before it if it may."""
        if part.prop is not None:
            return [part.prop]
        able = self.texts
        if part.number is not None:
            numbers = [] if is_room(part) else self.numbers(part, {})
            bare = len(part.tokens) == 1 or not numbers  # nothing counts it
            plain = [p for p in able if p.type in ("title", "rich_text") and bare]
            able = [*numbers, *plain]
        elif part.value is not None and part.kind == "value":
            able = [p for p in self.order if p.type == "date"]
        if self.led is not None and self.led.type in {p.type for p in able}:
            able, self.led = [self.led], None
        return able

    def _way(self, cells: Sequence[Part]) -> Way:
        """The column of each cell; [] where one has none, or several. Where words fill all columns
        one by one, each is of its own ("Monstera kitchen 7 days")."""
        parts = ([cell] if cell in self.single else self._apart(cell, " ") for cell in cells)
        words = [word for part in parts for word in part]
        both = list(zip(words, self.columns, strict=False))
        full = len(cells) < len(words) == len(self.columns)
        full = full and all(prop in self.able.get(cell, self.texts) for cell, prop in both)
        way = both if full else []
        way = way or next((way for at in range(4) if (way := self._sure(cells, at))), [])
        way = way or self._in_order(cells)
        named = any(prop.type in ("title", "date") for _, prop in way)
        told = self.is_sure or any(cell.kind != "text" for cell in cells)
        return way if named and told else []

    def _in_order(self, cells: Sequence[Part]) -> Way:
        """The columns that a wish names, one by one from the first on, if each holds its cell."""
        parts = [one for c in cells for one in (self._apart(c, " ") if c.kind == "text" else [c])]
        told = self.is_sure and any(c.kind != "text" for c in cells)
        ways = [list(zip(one, self.columns, strict=False)) for one in (cells, parts) if told]
        return next((w for w, one in zip(ways, (cells, parts), strict=False) if len(w) == len(one)
                     and all(p in self.able.get(c, self.texts) for c, p in w)), [])  # fmt: skip

    def _sure(self, cells: Sequence[Part], stage: int) -> Way:
        """The first way to place cells, where others differ only in words of which each is of some
        column: by and by they are in no order, and words are new options and figures names."""
        both = [(cell, self.able.get(cell, self.texts)) for cell in cells]
        able = [[p for p in props if stage > 1 or len(props) == 1 or not _is_far(p, cell)]
                for cell, props in both]  # fmt: skip
        order = [] if stage % 2 else self.order
        ways = list(islice(placed(able, order, []), _WAYS)) if len(cells) <= _MOST else []
        open_ = {at for way in ways for at, prop in enumerate(way) if prop != ways[0][at]}
        loose = [c for c in cells if c.kind != "text" or not (
                 c in self.single or len(self._apart(c, " ")) == 1)]  # fmt: skip
        sure = not any(cells[at] in loose for at in open_)
        return list(zip(cells, ways[0], strict=True)) if ways and sure else []

    def _row(self, way: Way) -> dict[str, Any]:
        """The values of a row; one that is told by its day is called by that."""
        values = dict[str, Any]()
        for cell, prop in way:
            day = cell.tokens[0]
            said, held = spoken(self.clause, cell, prop), values.get(prop.name)
            values[prop.name] = [*held, *said] if isinstance(held, list) else said
            if day.kind == "date" and prop.type == "date":
                values[prop.name] = self._day(day, prop)
                named = any(map(str.isdigit, day.text))
                values.setdefault(_title(self.home).name, day.text if named else values[prop.name])
        return values

    def _day(self, day: Token, prop: ExistingProperty) -> str:
        """A day; of a column for what came about one that was, but for one of these days."""
        said, soon = f"{self.home.title} {prop.name}", self.clause.today + timedelta(days=_SOON)
        was = is_log(self.clause, self.home) and not says(said, "ahead")
        was = was or prop is self.filled or says(prop.name, "done")
        return passed(day, self.clause.today) if was and str(day.value) > str(soon) else day.value


def _title(home: ExistingDatabase) -> ExistingProperty:
    return next(p for p in home.properties if p.type == "title")


def _is_far(prop: ExistingProperty, cell: Part) -> bool:
    """Whether a cell may be of a column, where it is of no other."""
    return bool(prop.options) or (cell.number is not None and prop.type in ("title", "rich_text"))
