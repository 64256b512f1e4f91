"""Rows told cell by cell ("put in: 4 May, rye, 75% and 11 May, spelt, 70%", or line by line): where
each begins, and which column each of its cells is of.

A cell is of a column that can hold it, in the order of the table where several can. What may be of
several all the same is nobody's, and then none of it is read.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import islice, pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Memory, Refused
from agent.planner.embedded.grammar.clauses.sentences import is_verb
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
from agent.planner.embedded.lexicon import concept_of, says
from tools.blueprint.model import Row
from tools.workspace.actions.rows import AddRows
from tools.workspace.draft import Draft
from tools.workspace.model import ExistingDatabase, ExistingProperty

Columns = Sequence[ExistingProperty]
Way = list[tuple[Part, ExistingProperty]]

_MOST, _WAYS = 12, 50  # cells of a row; ways to place them that are looked at
_STRONG, _ENDS = ";\n.", (".", "!", "?", "。", ":", "：")  # what parts rows; ends a sentence
_READ_ONLY = ("formula", "rollup", "relation", "created_time", "last_edited_time", "unique_id")
_UNSAID = ("thing", "remark", "every", "filled", "verb")
_MARK = re.compile(r"^\s*(?:[-*+•‣·]\s+|[・●○◦▪]\s*|\d{1,3}[.)]\s+)")
_SIGN = re.compile(r"\s*(?:[\t|、，]|\s[-–—](?=\s)|,(?!\d{3}(?!\d)))\s*")
_PARTS = ("noun.property", "noun.option", "noun.view", "noun.sub_page", "block.", "type.")


def given_in(text: str) -> tuple[int, int]:
    """Where a sentence that gives rows tells these; nowhere in any other."""
    patterns = (one.spoken.get("gives_rows") for one in lexis().languages)
    found = (re.fullmatch(one, text, re.IGNORECASE) for one in patterns if one)
    return next((one.span("rows") for one in found if one), (0, 0))


def rows_given(draft: Draft, text: str, today: date, order: Sequence[str] = ()) -> list[AddRows]:
    """The rows that a sentence gives, or lines tell, of what there is; `order` is that of columns
    as they were named. [] where some of it is of no row."""
    world, lines = world_of(draft.structure, draft.language, lexis()), _lined(text)
    begin, end = (0, len(lines)) if lines else given_in(text)
    tokens = [t for t in tokens_there(lines or text, world, today) if t.start < end]
    # A day may be told before the rows ("put yesterday's run in: …").
    told = list(_plain([t for t in tokens if begin <= t.start or t.kind == "date"]))
    said = replace(whole(told, lines or text, world.lexis), verb=None)
    readers = [_Given(Clause(said, world, Memory(), today), d, order) for d in world.databases]
    found = [(one.home.title, rows) for one in readers if (rows := one.read())]
    most = sorted(found, key=lambda one: -sum(len(row.values) for row in one[1]))[:1]
    return [AddRows(action="add_rows", database=title, rows=rows) for title, rows in most]


def _lined(text: str) -> str:
    """Lines that are all parted alike, with commas between their cells, but one that asks to add
    what stands below it; "" for none."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    said = tokens_of(lines[0], lexis()) if lines else []
    asks = any(t.has("verb.add", "verb.write", "verb.want") for t in said)
    lines = lines[asks and not any(t.has(*_PARTS) for t in said) :]
    cells = [_SIGN.split(_MARK.sub("", line)) for line in lines]
    alike = len({len(one) for one in cells}) == 1 < len(lines)
    told = alike and (len(cells[0]) > 1 or all(map(_MARK.match, lines)))
    return "\n".join(map(", ".join, cells)) if told and not lines[-1].endswith(_ENDS) else ""


class _Given(Telling):
    """The rows that words give to a database."""

    def __init__(self, clause: Clause, home: ExistingDatabase, order: Sequence[str]) -> None:
        super().__init__(clause, home)
        self.is_sure = bool(order)  # that rows are told, be they mere names
        self.order = sorted(
            home.properties,
            key=lambda p: (
                [*order, p.name].index(p.name) if p.name in order or p.type != "title" else -1
            ),
        )
        self.texts = [p for p in self.order if p.type in ("title", *TEXTS)]
        self.able = dict[Part, Columns]()
        self.single = set[Part]()  # cells that marks stand around

    def read(self) -> list[Row]:
        """The rows; [] where some of what is told is of none, or nobody knows of which."""
        with suppress(Refused):
            pieces = list(self._pieces(parts_of(self.clause, self.home)))
            for starts, is_even in _begun(pieces) if pieces else ():
                ways = [self._way([one for _, cells in pieces[a:b] for one in cells])
                        for a, b in pairwise([*starts, len(pieces)])]  # fmt: skip
                held = [[prop.id for _, prop in way] for way in ways]
                even = not is_even or len({tuple(sorted(one)) for one in held}) == 1
                if all(held) and even and len({one[0] for one in held}) == 1:
                    return [Row(values=self._row(way)) for way in ways]
        return []

    def _pieces(self, parts: Sequence[Part]) -> Iterator[tuple[str, list[Part]]]:
        """What stands between marks, each behind its mark. Raises Refused for words of no row."""
        mark, cells, denied = "", list[Part](), False
        for part in [*parts, Part("cut", [])]:
            if part.kind == "cut":
                boxes = [cell for cell in cells if denied and isinstance(cell.value, bool)]
                if self.led is not None or len(boxes) != denied:
                    raise Refused
                for box in boxes:
                    box.value = denied = False
                self.single |= {*cells[: len(cells) == 1]}
                yield from [(mark, cells)] if cells else []
                text = part.tokens[0].text if part.tokens else ""
                mark = max(
                    "" if cells else mark,
                    ";"
                    if text in _STRONG
                    else "&"
                    if part.tokens[:1] and part.tokens[0].has("also.also", "role.and")
                    else "",
                )
                cells = []
            elif part.kind == "meant" and part.tokens[0].has("value.no"):
                denied = True
            elif part.kind == "property":
                self._name(part, cells)
            elif part.kind in ("value", "text", "row"):
                cells.append(self._cell(part))
            elif part.kind not in _UNSAID:
                raise Refused

    def _cell(self, part: Part) -> Part:
        """A cell; a word that a box is called by is its tick."""
        said = part.tokens[0].text
        boxes = [p for p in self.order if p.type == "checkbox" and said in p.name.casefold()]
        if part.kind == "text" and len(part.tokens) == 1 < len(said) and len(boxes) == 1:
            part = replace(part, kind="value", prop=boxes[0], value=True)
        self.able[part] = self._able(part)
        return part

    def _name(self, part: Part, cells: list[Part]) -> None:
        """A property leads its value, or stands right behind it ("2015年"); a box is its own."""
        if part.prop is None:
            raise Refused
        if part.prop.type == "checkbox":
            cells.append(self._cell(replace(part, kind="value", value=True)))
        elif cells and part.prop in self.able[cells[-1]]:
            self.able[cells[-1]] = [part.prop]
        else:
            self.led = part.prop

    def _able(self, part: Part) -> Columns:
        """The columns that may hold what a part says, that which is named before it if it may."""
        if part.prop is not None:
            return [part.prop]
        able = self.texts
        if part.number is not None:
            plain = [p for p in able if p.type in ("title", "rich_text") and len(part.tokens) == 1]
            able = self.numbers(part, {}) or plain
        elif part.value is not None and part.kind == "value":
            able = [p for p in self.order if p.type == "date"]
        if self.led is not None and self.led.type in {p.type for p in able}:
            able, self.led = [self.led], None
        return able

    def _way(self, cells: Sequence[Part]) -> Way:
        """The column of each cell; [] where one has none, or several. Where words fill all columns
        one by one, each is of its own ("Monstera kitchen 7 days")."""
        words = [word for cell in cells for word in _words(cell)]
        full = len(cells) < len(words) == sum(p.type not in _READ_ONLY for p in self.order)
        way = self._sure(words, 1) if full else []
        way = way or next((way for at in range(6) if (way := self._sure(cells, at))), [])
        named = any(prop.type in ("title", "date") for _, prop in way)
        told = self.is_sure or any(cell.kind != "text" for cell in cells)
        return way if named and told else []

    def _sure(self, cells: Sequence[Part], stage: int) -> Way:
        """The first way to place cells, where others differ only in words of which each is of some
        column: by and by words are of notes, too, and new options, and in no order."""
        able = [self.able.get(cell, self.texts) for cell in cells]
        able = [[p for p in one if len(one) == 1 or _rank(p) <= stage % 3] for one in able]
        order = self.order if stage < 3 else []
        ways = list(islice(_placed(able, order, []), _WAYS)) if len(cells) <= _MOST else []
        open_ = {at for way in ways for at, prop in enumerate(way) if prop != ways[0][at]}
        sure = all(cells[at].kind == "text" for at in open_)
        sure = sure and all(cells[at] in self.single or len(_words(cells[at])) == 1 for at in open_)
        return list(zip(cells, ways[0], strict=True)) if ways and sure else []

    def _row(self, way: Way) -> dict[str, Any]:
        """The values of a row; one that is told by its day is called by that."""
        values, title = dict[str, Any](), next(p for p in self.order if p.type == "title")
        for cell, prop in way:
            day = cell.tokens[0]
            values[prop.name] = spoken(self.clause, cell, prop)
            if day.kind == "date":
                if is_log(self.clause, self.home) or says(prop.name, "done"):
                    values[prop.name] = passed(day, self.clause.today)
                named = any(map(str.isdigit, day.text))
                values.setdefault(title.name, day.text if named else values[prop.name])
        return values


def _words(cell: Part) -> list[Part]:
    """The words of a cell with blanks between them, each as one of its own."""
    runs = list[list[Token]]()
    for token in cell.tokens:
        glued = bool(runs) and runs[-1][-1].end == token.start
        runs = [*runs[:-1], [*runs[-1], token]] if glued else [*runs, [token]]
    return [replace(cell, tokens=run) for run in runs] if cell.kind == "text" else [cell]


def _rank(prop: ExistingProperty) -> int:
    """How far words without a name are from being of a column."""
    known = concept_of(prop.name) if prop.type != "title" else None
    return 2 if prop.options else int(known is not None and known.key == "note")


def _plain(body: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with verbs that nothing inflects as the names that they are here."""
    ended = False
    for token, behind in pairwise([*body, Token("break", -1, -1, "")]):
        told, ended = ended, is_verb(token) and behind.has("ending.next")
        if ended or told or (token.has("all.every") and behind.kind == "number"):
            continue  # "every 7 days"
        named = (is_verb(token) or token.has("new.new")) and behind.kind != "ending"
        bare = named and not token.names and token.kind == "word"
        parts = token.has("role.") and token.has("value.") and behind.kind == "unknown"
        if bare or parts:  # "oil change"; "Ann on Mondays" is no one name
            yield Token("unknown" if bare else "punct", token.start, token.end, token.text)
        else:
            yield token


def _begun(pieces: Sequence[tuple[str, list[Part]]]) -> Iterator[tuple[list[int], bool]]:
    """Where the rows may begin, the surest first; whether all have to hold the same then."""
    places = range(len(pieces))
    if all(cell.kind == "text" for _, cells in pieces for cell in cells):
        yield [*places], True  # mere names
    for marks in ("", ";", ";&"):
        yield [i for i in places if not i or pieces[i][0] in [*marks]], False
    first = [(cells[0].kind, cells[0].number is None) for _, cells in pieces]
    yield [i for i in places if first[i] == first[0]], True
    yield [*places], not all(len(cells) > 1 for _, cells in pieces)
    yield from (([*places[::n]], True) for n in places[2:] if not len(pieces) % n)


def _placed(
    able: Sequence[Columns], order: Columns, way: list[ExistingProperty]
) -> Iterator[list[ExistingProperty]]:
    """The ways to give each cell a column of its own, in an order if there is one."""
    if not able:
        yield way
        return
    for prop in able[0]:
        ahead = order and way and len(able[0]) > 1 and order.index(prop) < order.index(way[-1])
        if prop not in way and not ahead:
            yield from _placed(able[1:], order, [*way, prop])
