"""A statement as one new row, where nobody else made more of it: the approval shows what it comes
to, and what fits nowhere is told."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import Said
from agent.planner.embedded.grammar.remarks import asks_whether, is_question
from agent.planner.embedded.grammar.rows.rows_named import added
from agent.planner.embedded.grammar.statements.amounts import give_amounts
from agent.planner.embedded.grammar.statements.cells import Cells
from agent.planner.embedded.grammar.statements.choices import STATES, choose, without_denied
from agent.planner.embedded.grammar.statements.chunks import chunks_of
from agent.planner.embedded.grammar.statements.days import give_days
from agent.planner.embedded.grammar.statements.seats import seated
from agent.planner.embedded.grammar.statements.words import words
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import WRITTEN, is_money
from agent.planner.embedded.grammar.text.syllables import PAST_LETTERS
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.cells import cells_of
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.filling import figures
from agent.planner.embedded.grammar.told.found import Told
from agent.planner.embedded.grammar.told.kinds import is_kind, likeness
from agent.planner.embedded.grammar.told.left import left_of
from agent.planner.embedded.grammar.told.phrases import TEXTS, Phrase
from agent.planner.embedded.grammar.told.several import news_of_each
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_OTHER = (
    "noun.property", "noun.option", "noun.view", "noun.filter", "noun.formula", "noun.relation",
    "noun.database", "noun.page", "ask.", "math.", "type.checkbox", "sort.", "correct.",
    "compare.", "rank.",
)  # fmt: skip
_OTHERWISE = ("delete", "rename", "show", "hide", "sort", "group", "clear", "exchange", "link",
              "change")  # fmt: skip
_WORDS = ("title", "rich_text")
_FEWEST = 2  # states that tell of a row by themselves
_MANY = 4  # cells that make a row of a day and texts
_KIND = 6  # letters that a word for its rows is worth


class Record:
    """One new row of a database: typed values first, then names and texts by where they sit."""

    def __init__(self, clause: Clause, home: ExistingDatabase) -> None:
        evidence, pieces = Evidence(clause, home, of_new=True), list[Piece]()
        values = cells_of(evidence, pieces, evidence.start, evidence.end)
        self.cells = Cells(evidence, values, pieces)
        choose(self.cells)
        self.is_plain = without_denied(self.cells)
        give_days(self.cells)
        self.figures = give_amounts(self.cells)
        self.left = self._seat()

    def _seat(self) -> list[Phrase]:
        """Gives names and texts their columns, and the row that has none its first text as its
        name; those that have no column are given back."""
        cells, left, led = self.cells, list[Phrase](), list[str]()
        texts = [p for p in cells.free(*TEXTS) if p.type == "rich_text" or not p.options]
        if cells.title.name in cells.values:
            return []
        chunks = chunks_of(cells.evidence, cells.pieces, len(texts) + 1)
        chunks = [one for one in chunks if one.lead or not self._is_kind(one)]
        for chunk, prop in zip(chunks, seated(chunks, cells.title, texts), strict=True):
            if prop is not None:
                start = cells.evidence.text.find(chunk.text, chunk.start)
                cells.give(prop, (start, start + len(chunk.text)), chunk.text)
                led += [prop.name] if chunk.lead is prop else []
            else:
                left.append(chunk)
        said = [p.name for p in texts if p.name in cells.values and p.name not in led]
        if said:
            held = cells.values[said[0]]
            cells.values.setdefault(cells.title.name, held if isinstance(held, str) else held[0])
        return left

    def _is_kind(self, chunk: Phrase) -> bool:
        """Whether words only say what the rows are."""
        world, home = self.cells.evidence.world, self.cells.home
        return all(is_kind(token, world, home) for token in chunk.tokens)

    @property
    def weight(self) -> int:
        """How many letters of the text it explains."""
        evidence = self.cells.evidence
        kind = max(evidence.kinds.values(), default=0)
        like = likeness(self.cells.home, evidence.tokens)
        return sum(p.end - p.start for p in self.cells.told) + _KIND * kind + like

    @property
    def is_likely(self) -> bool:
        """Whether a row has a name, and more is told of it than may be told of anything, and than
        of what is left."""
        told = self.cells.told
        left = sum(len(one.text) for one in self.left)
        read = sum(p.end - p.start for p in told) >= left
        named = bool(self.cells.values.get(self.cells.title.name))
        return self.is_plain and named and read and self._is_enough() and self._is_one()

    def _is_one(self) -> bool:
        """Whether no other record is told beside it, and none that there is by a part of its
        name."""
        cells, days = self.cells, 0
        for token in cells.evidence.tokens:
            days += token.kind == "date" and not cells.is_taken(token.start, token.end)
        several = sum(f.paid for f in self.figures) > 1 or (days and self.figures)
        name = folded(str(cells.values[cells.title.name]))
        known = any(name in folded(row.title).split() for row in cells.home.rows)
        return not (several or (known and not cells.evidence.clause.does("add")))

    def _is_enough(self) -> bool:
        """Whether something is told that is of such a row alone: no mere state, day, or number that
        nothing names."""
        told, adds = self.cells.told, self.cells.evidence.clause.does("add")
        kinds = {p.prop.id: p.prop.type for p in told if p.prop and p.prop.type not in _WORDS}
        weak = [p.prop.id for p in told if p.prop and self._is_weak(p)]
        states = [one for one in kinds.values() if one in STATES]
        enough = len(states) < len(kinds) or len(states) >= _FEWEST
        enough &= adds or len(kinds) > len(weak) or len(kinds) >= _FEWEST
        return enough and (set(kinds.values()) != {"date"} or adds or len(told) >= _MANY)

    def _is_weak(self, piece: Piece) -> bool:
        """Whether a number is of a column only as there is no other."""
        evidence, prop = self.cells.evidence, piece.prop
        if prop is None or prop.type != "number":
            return False
        leads = any(p.kind == "lead" and p.prop is prop for p in evidence.pieces)
        figure = next((f for f in figures(evidence) if f.start == piece.start), None)
        unit = figure is not None and bool(figure.unit) and folded(figure.unit) in folded(prop.name)
        paid = figure is not None and figure.paid and is_money(prop)
        return not (leads or unit or paid)

    def used(self, clause: Clause) -> list[Token]:
        """The tokens of which nothing is left to be told."""
        tokens = (*clause.said.tokens, *clause.everything)
        unsaid = left_of(clause, Told(self.cells.home, [], [self.cells.values], self.cells.pieces))
        world, home = self.cells.evidence.world, self.cells.home
        unsaid = [t for t in unsaid if not (_only_tells(t) or is_kind(t, world, home))]
        left = [(one.start, one.end) for one in self.left]
        left += [(one.start, one.end) for one in unsaid]
        told = self.cells.told
        left += [(one.start, one.end) for one in self.figures
                 if not any(p.meets(one.start, one.end) for p in told)]  # fmt: skip
        return [t for t in tokens if not any(a < t.end and t.start < b for a, b in left)]


def _only_tells(token: Token) -> bool:
    """Whether a word only says that something came about, and how."""
    marks = words()
    verb = marks.behind.search(token.text) or marks.ahead.search(token.text)
    return token.kind == "unknown" and bool(verb or marks.none.fullmatch(token.text))


def tell_likely(clause: Clause) -> list[Change]:
    """`302, Sean Lee, rent 500, paid for this month`: one row of the database that most of it is
    of. Raises Refused where a row that there is may be meant, or something else is asked for."""
    tokens, homes = (*clause.said.tokens, *clause.everything), clause.world.databases
    if not tokens or not _states(clause, tokens):
        raise Refused
    if not clause.does("add") and any(Evidence(clause, home).rows() for home in homes):
        raise Refused
    fits = [one for one in (Record(clause, home) for home in homes) if one.is_likely]
    best = max((one.weight for one in fits), default=0)
    fits = [one for one in fits if one.weight == best]
    if len(fits) != 1:
        raise Refused
    clause.use(*fits[0].used(clause))
    return added(clause, fits[0].cells.home, [fits[0].cells.values])


def _states(clause: Clause, tokens: Sequence[Token]) -> bool:
    """Whether a text says that something is so, or is to be noted, and asks for nothing else."""
    said = clause.said
    ordered = words().asks.search(said.text) is not None
    asks = ordered and not clause.does("add", "write", "do")  # what nobody knows
    asks |= clause.does(*_OTHERWISE) and not _is_past(said)
    asks |= tokens[0].has("make.") and not tokens[0].has("new.")
    written = [t.kind for t in {t.start: t for t in tokens}.values() if t.kind in WRITTEN]
    several = len(written) > len(set(written))
    other = any(t.has(*_OTHER) and not t.names for t in tokens)
    questions = is_question(said) or asks_whether(said)
    questions |= words().supposes.search(said.text) is not None
    return not (asks or several or other or questions or news_of_each(tokens, said.text))


def _is_past(said: Said) -> bool:
    """Whether the verb of a text only tells what came about."""
    if said.verb is None:
        return False
    after = [t for t in said.tokens if t.start >= said.verb.end][:1]
    told = any(t.has("ending.told") for t in after)
    return told or said.verb.text.endswith(tuple(PAST_LETTERS))
