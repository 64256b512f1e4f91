"""What the pieces of a text may say of rows of one database: which row, and what it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import WRITTEN
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.alike import Alike, far_rows, parts_called
from agent.planner.embedded.grammar.told.daytimes import clocks_in, timed
from agent.planner.embedded.grammar.told.happenings import (
    begun_by,
    complete,
    day_told,
    denial,
    happenings,
    is_of_part,
    is_planned,
    state,
)
from agent.planner.embedded.grammar.told.kinds import kinds_of
from agent.planner.embedded.grammar.told.scores import score
from agent.planner.embedded.grammar.told.words import words
from tools.workspace.model import ExistingDatabase, ExistingProperty
from tools.workspace.values import words as text_of

_STOPS = ".!?"
_NEAR = 2  # letters between a property and its day
_LEAST = 4  # how many times as long as its part an option's name may be, or a link's
_FIGURES = ("number", "date", "phone_number", "email")  # what is meant by other words, if any
_GIVEN = (*_FIGURES, "rich_text", "select", "status")  # what a row may be given by words
# Words that are known, and may be parts of names all the same.
_NOUNS = ("concept.", "ending.told", "ending.because", "plain.held", "state.", "noun.row")


@dataclass(frozen=True)
class Piece:
    """What a piece of the text says: a row that there is, a value, or how a property is called."""

    kind: Literal["row", "value", "lead", "name"]
    start: int
    end: int
    prop: ExistingProperty | None = None
    value: Any = None
    sure: bool = True  # whether it is called so as a whole
    guessed: bool = False  # whether it only says that what there is, is done

    def meets(self, start: int, end: int) -> bool:
        """Whether it is of the same letters."""
        return self.start < end and start < self.end


class Evidence:
    """The pieces of a clause that speak of rows of a database."""

    def __init__(self, clause: Clause, home: ExistingDatabase, *, of_new: bool = False) -> None:
        self.clause, self.home, self.world = clause, home, clause.world
        self.of_new = of_new  # whether none of the rows that there are is meant
        self.tokens = _apart((*clause.said.tokens, *clause.everything))
        self.start, self.end = self.tokens[0].start, self.tokens[-1].end
        self.text = clause.said.text[: self.end]
        self.kinds = dict(kinds_of(self.world, home, self.tokens)) if of_new else {}
        self.happened = [one for one in happenings(self.text) if one.start >= self.start]
        self.pieces: list[Piece] = []
        self.filled: ExistingProperty | None = None  # the day on which it was, as a verb says
        for found in (
            self._exact,
            self._numbered,
            self._timed,
            self._written,
            self._scored,
            self._happened,
            self._parts,
        ):
            self.pieces += [p for p in found() if not (of_new and self._is_else(p))]

    def _is_else(self, piece: Piece) -> bool:
        """Whether a piece is of no row that is to come: of what it is called by, or of a part of a
        word."""
        kind = any(piece.meets(t.start, t.end) for t in self.kinds)
        near = (t.end - piece.end for t in self.tokens if t.start == piece.start)
        far = (
            piece.prop is not None
            and piece.prop.type == "relation"
            and not self.low[piece.start : piece.end].isascii()
        )
        part = piece.kind == "value" and not piece.sure and (far or min(near, default=2) > 1)
        return kind or part or piece.guessed or piece.kind == "row"

    @cached_property
    def low(self) -> str:
        """The text as it is compared."""
        return folded(self.text)

    def holds(self, token: Token, *kinds: str) -> bool:
        """Whether some piece has a token."""
        return any(p.meets(token.start, token.end) and (not kinds or p.kind in kinds)
                   for p in self.pieces)  # fmt: skip

    def rows(self) -> list[Piece]:
        """The rows of this database that are named, but for those whose relatives are meant."""
        named = [p for p in self.pieces if p.kind == "row"]
        meant = [p.value for p in named if not words().of_kin.match(self._behind(p))]
        return sorted((p for p in named if p.value in meant), key=lambda p: p.start)

    def _behind(self, piece: Piece) -> str:
        """The text behind a piece, and behind an honour to it."""
        rest = self.low[piece.end :]
        honour = words().honour.match(rest)
        return rest[honour.end() if honour else 0 :]

    def stop(self, at: int) -> int:
        """Where the sentence of a place ends."""
        stops = (t.end for t in self.tokens if t.kind == "break" or t.text in _STOPS)
        return min((stop for stop in stops if stop > at), default=self.end)

    def is_planned(self) -> bool:
        """Whether what is told is still to be done; a day that is told of a property is no plan."""
        days = [p.end for p in self.pieces if p.kind == "lead" and p.prop and p.prop.type == "date"]
        text = self.text[self.start :]
        for token in (t for t in self.tokens if t.kind == "date"):
            if any(0 <= token.start - end <= _NEAR for end in days):
                text = text.replace(token.text, " ")
        return is_planned(text)

    def _exact(self) -> Iterator[Piece]:
        """What tokens name that exists: a row before an option, and that before a property."""
        for token in self.tokens:
            named = self.clause.entities(token)
            own = [e for e in named if e.database == self.home.id]
            own = [e for e in own if not (self.of_new and e.kind == "row")]
            kinds = {e.kind for e in own}
            if kinds == {"option"} and (self._is_of_number(token) or self._is_within(token)):
                continue  # a letter that only says what a number counts; part of what happened
            if "row" in kinds:
                ids = self._meant_rows([e.id for e in own if e.kind == "row"])
                yield Piece("row", token.start, token.end, value=ids[0] if len(ids) == 1 else ids)
            elif rows := {e.id for e in named if e.kind == "row"}:
                yield from self._related(token, rows)
            elif "option" in kinds:
                for one in (e for e in own if e.kind == "option"):
                    owner = self.world.property(one)
                    yield Piece("value", token.start, token.end, owner, one.name)
            elif "property" in kinds:
                lead = next(e for e in own if e.kind == "property")
                yield from self._lead(token, self.world.property(lead))
            elif token.has("plain.held"):
                yield from self._held(token)
            elif not named and (prop := self._meant(token)):
                yield Piece("lead", token.start, token.end, prop)

    def _meant_rows(self, ids: Sequence[str]) -> Sequence[str]:
        """Those of the rows of one name that were spoken of, if any were."""
        return [one for one in ids if one in self.clause.memory.rows] or ids

    def _is_of_number(self, token: Token) -> bool:
        return len(token.text) == 1 and any(
            t.kind == "number" and t.end == token.start for t in self.tokens
        )

    def _is_within(self, token: Token) -> bool:
        """Whether a word is only a part of what says what happened ("isn't coming")."""
        spans = [(min(one.start, *(one.denied or (one.start,))), one.end) for one in self.happened]
        size = token.end - token.start
        return any(a <= token.start and token.end <= b and b - a > size for a, b in spans)

    def _lead(self, token: Token, prop: ExistingProperty) -> Iterator[Piece]:
        """A property; a verb that says that a day of the row was names that day."""
        if prop.type == "date" and token.has("state.filled"):
            self.filled = prop
        if prop.type == "checkbox" and is_of_part(token, self.tokens):
            return
        day = day_told(self.home, token, self.tokens) if prop.type == "checkbox" else None
        if day is not None:
            yield Piece("lead", token.start, token.end, day)
        elif prop.type == "checkbox":
            more = [t for t in self.tokens if 0 <= t.start - token.end <= 1 and not t.names]
            done = [t.end for t in more if t.has("state.done", "state.checked") and self.of_new]
            yield Piece("value", token.start, max([token.end, *done]), prop,
                        not token.has("state.unchecked")
                        and denial(self.text, token.start, token.end) is None)  # fmt: skip
        else:
            yield Piece("lead", token.start, token.end, prop)

    def _held(self, token: Token) -> Iterator[Piece]:
        """What some row holds as a text may be said of another."""
        titled = any(folded(token.text) in folded(row.title) for row in self.home.rows)
        texts = [] if titled else [p for p in self.home.properties if p.type == "rich_text"]
        for prop in texts:
            said = (text_of(row.values.get(prop.id) or []) for row in self.home.rows)
            if any(folded(one) == folded(token.text) for one in said):
                yield Piece("value", token.start, token.end, prop, token.text)

    def _meant(self, token: Token) -> ExistingProperty | None:
        entity = self.clause.prop(token, [self.home]) if token.has("concept.") else None
        prop = self.world.property(entity) if entity and not self._is_within(token) else None
        if self.of_new and prop is None and (begun := begun_by(self.home, token.text, *_GIVEN)):
            return begun[0] if len(begun) == 1 and len(token.text) > 1 else None
        return prop if prop is not None and prop.type in _FIGURES else None

    def _related(self, token: Token, rows: set[str]) -> Iterator[Piece]:
        for prop, row in far_rows(self.world, self.home):
            if row.id in rows:
                yield Piece("value", token.start, token.end, prop, [row.title])

    def _numbered(self) -> Iterator[Piece]:
        """Numbers right behind what a text is called ("flat 2")."""
        leads = [p for p in self.pieces if p.kind == "lead" and p.prop is not None]
        for lead in (p for p in leads if p.prop and p.prop.type == "rich_text"):
            for token in self.tokens:
                if token.kind == "number" and token.start - lead.end == 1:
                    yield Piece("value", token.start, token.end, lead.prop, token.text)

    def _timed(self) -> Iterator[Piece]:
        """Times of day of a row to come, which are no amounts: of the text for such, as they were
        said, else by themselves."""
        for start, end, clock in clocks_in(self.tokens, self.holds) if self.of_new else ():
            prop, said = timed(self.home), self.text[start:end]
            yield Piece("value" if prop else "name", start, end, prop, said if prop else clock)

    def _written(self) -> Iterator[Piece]:
        """Addresses and numbers to call."""
        for token in self.tokens:
            kind = WRITTEN.get(token.kind)
            fits = [p for p in self.home.properties if p.type == kind]
            if len(fits) == 1:
                yield Piece("value", token.start, token.end, fits[0], token.text)

    def _scored(self) -> Iterator[Piece]:
        """The score of a game, which is over by that."""
        text = " " * self.start + self.low[self.start :]
        told = score(self.home, text) if not is_planned(text) else None
        if told is None:
            return
        yield from (Piece("value", *span, prop, value) for span, prop, value in told.values)
        called = {p.prop.id for p in self.pieces if p.kind == "lead" and p.prop is not None}
        called &= {prop.id for _, prop, _ in told.values}
        if not called and (over := complete(self.home)):  # who names it may only set it right
            yield Piece("value", *told.over, *over)

    def _happened(self) -> Iterator[Piece]:
        """States that are told as what happened."""
        for one in self.happened if not self.is_planned() else ():
            meets = [p for p in self.pieces if p.meets(one.start, one.end)]
            in_name = any(p.kind == "row" or _is_choice(p) for p in meets)
            glued = self.text[one.end : one.end + 1].strip()  # "shipping date" in one word
            in_name |= bool(glued) and any(p.kind == "lead" and p.end > one.end for p in meets)
            called = folded(self.home.title) in self.low[one.start : one.end + 1]  # "booking"
            told = state(self.home, one) if not (in_name or called) else None
            if told is not None:
                yield Piece(
                    "value", one.start, one.end, *told[0], sure=told[1], guessed=not told[1]
                )

    def _parts(self) -> Iterator[Piece]:
        """Rows and options that are called by a part of their names."""
        values, parts = parts_called(self.world, self.home)
        found = list(parts.of(self._open()))
        rows = [] if self.of_new else list(self._part_rows(found))
        yield from rows
        for one in found:
            if any(row.meets(one.start, one.end) for row in rows):
                continue  # of its own name
            paid = [t for t in self.tokens if t.start <= one.start < one.end < t.end]
            if any(t.has("concept.money") for t in paid):
                continue  # an amount is no stage that is called by a part of its name
            keys = [k for k in one.keys if not k.startswith("row ")]
            coded = any(map(str.isdigit, self.text[one.start : one.end]))
            short = coded or (keys and len(parts.names[keys[0]]) <= _LEAST * (one.end - one.start))
            if len(keys) == 1 and short:
                yield Piece("value", one.start, one.end, *values[keys[0]], sure=False)

    def _part_rows(self, found: Sequence[Alike]) -> Iterator[Piece]:
        """The rows that most letters are of; none where that is open."""
        letters: dict[str, int] = {}
        for one in found:
            for row in one.keys:
                letters[row] = letters.get(row, 0) + one.end - one.start
        for one in found:
            rows = [k for k in one.keys if k.startswith("row ")]
            most = max((letters[row] for row in rows), default=0)
            best = [row for row in rows if letters[row] == most]
            if value := [row.removeprefix("row ") for row in best]:
                said = value[0] if len(value) == 1 else value
                yield Piece("row", one.start, one.end, value=said, sure=False)

    def _open(self) -> str:
        """The text with blanks in place of what was read, and of words that say something else."""
        text, taken = list(self.text), [(p.start, p.end) for p in self.pieces]
        nouns = {b.start for a, b in pairwise(self.tokens) if a.has("article.") and b.has("verb.")}
        others = [t for t in self.tokens if t.start not in nouns]  # "the trash" asks for nothing
        taken += [(t.start, t.end) for t in others if _is_taken(t, self.home)] + [(0, self.start)]
        for start, end in taken:
            text[start:end] = " " * (end - start)
        return "".join(text)


def _is_taken(token: Token, home: ExistingDatabase) -> bool:
    """Whether a word says something else than a part of a name; a row that is kept elsewhere may
    be what a name of this database begins with."""
    known = bool(token.senses) and not token.has(*_NOUNS)
    named = any(e.kind != "row" or e.database == home.id for e in token.names)
    return token.kind in ("date", "quoted") or named or known


def _is_choice(piece: Piece) -> bool:
    return piece.kind == "value" and piece.prop is not None and piece.prop.type != "date"


def _apart(tokens: Sequence[Token]) -> Sequence[Token]:
    """Tokens in their order, each letter in one of them."""
    apart = list[Token]()
    for token in sorted(tokens, key=lambda t: (t.start, -t.end)):
        if not apart or token.start >= apart[-1].end:
            apart.append(token)
    return apart
