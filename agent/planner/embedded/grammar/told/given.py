"""Rows told cell by cell in the sentence that gives them ("put in: 4 May, rye, 75% and 11 May,
spelt, 70%"): where each begins, and which column each of its cells is of.

A cell is of a column that can hold it, in the order of the table where several can. What may be of
several all the same, and a row that holds nothing but words, is no news of anything.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
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
from agent.planner.embedded.grammar.rows.rows_named import added
from agent.planner.embedded.grammar.text.conjugation import tokens_there
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.names import CHOICES
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.text.worlds import world_of
from agent.planner.embedded.lexicon import concept_of, says
from tools.workspace.change import Change
from tools.workspace.draft import Draft
from tools.workspace.model import ExistingDatabase, ExistingProperty

_MOST, _WAYS = 12, 50  # cells of a row; ways to place them that are looked at
_STRONG = ";\n."
_READ_ONLY = ("formula", "rollup", "relation", "created_time", "last_edited_time", "unique_id")
_UNSAID = ("thing", "remark", "every", "filled", "verb")


def given_in(text: str) -> tuple[int, int] | None:
    """Where a sentence that gives rows tells these; None for any other."""
    for pattern in _giving():
        if found := pattern.fullmatch(text):
            return found.span("rows")
    return None


@cache
def _giving() -> list[re.Pattern[str]]:
    said = (one.spoken.get("gives_rows") for one in lexis().languages)
    return [re.compile(one, re.IGNORECASE) for one in said if one]


def tell_given(clause: Clause) -> list[Change]:
    """`put in: 4 May, rye, 75% and 11 May, spelt, 70%`: a row for each. Raises Refused."""
    span = given_in(clause.said.text)
    body = [t for t in clause.said.tokens if span and t.start < span[1]
            and (span[0] <= t.start or t.kind == "date")]  # fmt: skip
    found = [(home, rows) for home in clause.world.databases
             if (rows := _Given(clause, home, body).read())] if body else []  # fmt: skip
    if not found:
        raise Refused
    home, rows = max(found, key=lambda one: sum(map(len, one[1])))
    clause.use(*clause.said.tokens, *clause.everything)
    return added(clause, home, rows)


def rows_given(draft: Draft, text: str, today: date) -> list[Change]:
    """The rows that a sentence of a wish gives to what it comes to; [] for none."""
    world = world_of(draft.structure, draft.language, lexis())
    said = whole(tokens_there(text, world, today), text, world.lexis)
    with suppress(Refused):
        return tell_given(Clause(said, world, Memory(), today))
    return []


@dataclass
class _Cell:
    """What is told as one value, and the columns that may hold it."""

    part: Part
    able: list[ExistingProperty]
    is_whole: bool = False  # whether marks, or what is no word, stand around it


Way = list[tuple[_Cell, ExistingProperty]]


class _Given(Telling):
    """The rows that a text gives to a database."""

    def __init__(self, clause: Clause, home: ExistingDatabase, body: Sequence[Token]) -> None:
        told = tuple(_plain(body))
        said = replace(clause.said, tokens=told, payload=(), groups=(), verb=None)
        inner = Clause(said, clause.world, Memory(), clause.today, clause.hints)
        super().__init__(inner, home)
        self.title = next(p for p in home.properties if p.type == "title")
        self.was = is_log(inner, home)
        self.columns = [p for p in home.properties if p.type not in _READ_ONLY]

    def read(self) -> list[dict[str, Any]]:
        """The rows; [] where some of what is told is of none, or nobody knows of which."""
        try:
            pieces = list(self._pieces(parts_of(self.clause, self.home)))
        except Refused:
            return []
        for starts, is_even in _begun(pieces) if pieces else ():
            ends = [*starts[1:], len(pieces)]
            told = [[c for _, cells in pieces[a:b] for c in cells]
                    for a, b in zip(starts, ends, strict=True)]  # fmt: skip
            ways = [self._way(cells) for cells in told]
            if all(ways) and _are_alike(ways, is_even=is_even):
                return [self._row(way) for way in ways]
        return []

    def _pieces(self, parts: Sequence[Part]) -> Iterator[tuple[str, list[_Cell]]]:
        """What stands between marks, each behind its mark. Raises Refused for words of no row."""
        mark, cells, denied = "", list[_Cell](), False
        for part in [*parts, Part("cut", [])]:
            if part.kind == "cut":
                if cells:
                    yield mark, self._settled(cells, denied=denied)
                    mark, cells, denied = "", [], False
                text = part.tokens[0].text if part.tokens else ""
                mark = max(mark, ";" if text in _STRONG else "" if text == "," else "&")
            elif part.kind == "meant" and part.tokens[0].has("value.no"):
                denied = True
            elif part.kind == "property":
                self._lead_cell(part, cells)
            elif part.kind in ("value", "text", "row"):
                cells += [_Cell(one, self._able(one)) for one in self._parted(part)]
            elif part.kind not in _UNSAID:
                raise Refused

    def _parted(self, part: Part) -> list[Part]:
        """A part; a word that a box is called by as its tick, and apart what a preposition leads."""
        said = part.tokens[0].text
        boxes = [p for p in self.home.properties if p.type == "checkbox" and said in p.name]
        if part.kind == "text" and len(part.tokens) == 1 < len(said) and len(boxes) == 1:
            return [replace(part, kind="value", prop=boxes[0], value=True)]
        led = [t.end for t in self.clause.said.tokens if t.has("role.") and t.kind == "word"]
        at = next((i for i, (a, b) in enumerate(pairwise(part.tokens), 1)
                   if any(a.end < end <= b.start for end in led)), 0)  # fmt: skip
        both = (part.tokens[:at], part.tokens[at:]) if part.kind == "text" and at else ()
        return [replace(part, tokens=tokens) for tokens in both] or [part]

    def _lead_cell(self, part: Part, cells: list[_Cell]) -> None:
        """A property leads its value, or stands right behind it ("2015年"); a box is its own."""
        if part.prop is None:
            raise Refused
        if part.prop.type == "checkbox":
            cells.append(_Cell(replace(part, kind="value", value=True), [part.prop]))
        elif not (cells and part.prop in cells[-1].able):
            self.led = part.prop
        else:
            cells[-1].able = [part.prop]

    def _settled(self, cells: list[_Cell], *, denied: bool) -> list[_Cell]:
        """The cells of a piece, with a box in it that is not ticked. Raises Refused."""
        for cell in cells:
            if denied and isinstance(cell.part.value, bool):
                cell.part.value = denied = False
            cell.is_whole = cell.part.kind != "text" or len(cells) == 1
            cell.is_whole |= len(cell.part.tokens) == 1
        if denied or self.led is not None:
            raise Refused
        return cells

    def _able(self, part: Part) -> list[ExistingProperty]:
        """The columns that may hold what a part says, that which is named before it if it may."""
        if part.prop is not None:
            return [part.prop]
        texts = [p for p in self.home.properties if p.type in ("title", *TEXTS)]
        if part.number is not None:
            plain = [p for p in texts if p.type not in CHOICES]
            able = self.numbers(part, {}) or (plain if len(part.tokens) == 1 else [])
        else:
            dated = part.value is not None and part.kind == "value"
            able = [p for p in self.home.properties if p.type == "date"] if dated else texts
        led, kinds = self.led, {p.type for p in able}
        if led is not None and (led in able or led.type in kinds):
            able, self.led = [led], None
        return able

    def _way(self, cells: Sequence[_Cell]) -> Way:
        """The column of each cell; [] where one has none, or several. Where words fill all columns
        one by one, each is of its own ("Monstera kitchen 7 days")."""
        apart = [_Cell(replace(c.part, tokens=[t]), c.able, is_whole=True) if c.part.kind == "text"
                 else c for c in cells for t in c.part.tokens[: None if c.part.kind == "text" else 1]]  # fmt: skip
        if len(cells) < len(apart) == len(self.columns) and (way := self._sure(apart, 1)):
            return way
        way = next((way for stage in range(6) if (way := self._sure(cells, stage))), [])
        titled = any(p == self.title or p.type == "date" for _, p in way)
        return way if titled and any(c.part.kind != "text" for c in cells) else []

    def _sure(self, cells: Sequence[_Cell], stage: int) -> Way:
        """The first way to place cells, where others differ only in words of which each is of some
        column: by and by words are of notes, too, and new options, and in no order."""
        spared = [self._is_note, self._is_choice][stage % 3 :] if stage % 3 < 2 else []
        able = [[p for p in c.able if len(c.able) == 1 or not any(one(p) for one in spared)]
                for c in cells]  # fmt: skip
        order = self.home.properties if stage < 3 else []
        ways = list(islice(_placed(able, order, []), _WAYS)) if len(cells) <= _MOST else []
        open_ = {at for way in ways for at, prop in enumerate(way) if prop != ways[0][at]}
        sure = all(cells[at].part.kind == "text" and cells[at].is_whole for at in open_)
        return list(zip(cells, ways[0], strict=True)) if ways and sure else []

    @staticmethod
    def _is_note(prop: ExistingProperty) -> bool:
        return prop.type in TEXTS and (c := concept_of(prop.name)) is not None and c.key == "note"

    @staticmethod
    def _is_choice(prop: ExistingProperty) -> bool:
        return prop.type in CHOICES and bool(prop.options)

    def _row(self, way: Way) -> dict[str, Any]:
        """The values of a row; one that is told by its day is called by that."""
        values = dict[str, Any]()
        for cell, prop in way:
            day = cell.part.tokens[0]
            values[prop.name] = spoken(self.clause, cell.part, prop)
            if day.kind == "date":
                if self.was or says(prop.name, "done"):
                    values[prop.name] = passed(day, self.clause.today)
                named = any(map(str.isdigit, day.text))
                values.setdefault(self.title.name, day.text if named else values[prop.name])
        return values


def _plain(body: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with verbs that nothing inflects as the names that they are here."""
    ended = False
    for token, behind in pairwise([*body, Token("break", -1, -1, "")]):
        told, ended = ended, is_verb(token) and behind.has("ending.next")
        if ended or told or (token.has("all.every") and behind.kind == "number"):
            continue  # "every 7 days"
        named = (is_verb(token) or token.has("new.new")) and behind.kind != "ending"
        bare = named and not token.names and token.kind == "word"
        yield replace(token, kind="unknown", senses=frozenset()) if bare else token


def _begun(pieces: Sequence[tuple[str, list[_Cell]]]) -> Iterator[tuple[list[int], bool]]:
    """Where the rows may begin, the surest first; whether all have to hold the same then."""
    places = range(len(pieces))
    yield [0], False
    for marks in ([";"], [";", "&"]):
        yield [i for i in places if not i or pieces[i][0] in marks], False
    first = [(c[0].part.kind, c[0].part.number is None) for _, c in pieces]
    yield [i for i in places if first[i] == first[0]], True
    yield list(places), not all(len(cells) > 1 for _, cells in pieces)
    for size in range(2, len(pieces) // 2 + 1):
        if not len(pieces) % size:
            yield list(places[::size]), True


def _are_alike(ways: Sequence[Way], *, is_even: bool) -> bool:
    """Whether all rows begin with the same column, and hold the same where that is asked."""
    held = [[prop.id for _, prop in way] for way in ways]
    same = len({tuple(sorted(one)) for one in held}) == 1
    return len({one[0] for one in held}) == 1 and (same or not is_even)


def _placed(
    able: Sequence[Sequence[ExistingProperty]],
    order: Sequence[ExistingProperty],
    way: list[ExistingProperty],
) -> Iterator[list[ExistingProperty]]:
    """The ways to give each cell a column of its own, in an order if there is one."""
    if not able:
        yield way
        return
    for prop in able[0]:
        ahead = order and way and len(able[0]) > 1 and order.index(prop) < order.index(way[-1])
        if prop not in way and not ahead:
            yield from _placed(able[1:], order, [*way, prop])
