"""Rows that are told line by line, below what leads to them: new ones, or new values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.rows.rows_named import added, edited
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.existing import updated
from agent.planner.embedded.grammar.told.filling import figures
from agent.planner.embedded.grammar.told.found import Told
from agent.planner.embedded.grammar.told.further import further
from agent.planner.embedded.grammar.told.left import left_of
from agent.planner.embedded.grammar.told.several import news_of_each
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_LINE = re.compile(r"[^\n]+")
_VERBS = ("add", "want", "write", "do", "change")
_OTHER = ("noun.property", "noun.option", "noun.view", "noun.filter", "block.", "math.",
          "choose.", "sort.", "not.not", "correct.", "condition.")  # fmt: skip
_FEWEST = 2  # lines of a list


def tell_lines(clause: Clause) -> list[Change]:
    """`two new players:` and below it `- Oscar Flynn, defender, 14` …, `new prices:` and `croissant
    3.20` …: a row a line, each with what it holds, and nothing left of any. Raises Refused."""
    head, *lines = _lines(clause) or [[]]
    asks = clause.said.verb is None or clause.does(*_VERBS)
    if len(lines) < _FEWEST or not asks or any(t.has(*_OTHER) and not t.names for t in head):
        raise Refused
    named = {e.id for t in head for e in t.names if e.kind == "database"}
    homes = [d for d in clause.world.databases if d.id in named or not named]
    found = [list(_told(clause, home, head, lines)) for home in homes]
    fits = [told for told in found if len(told) == len(lines)]
    rows = [row for told in fits for one in told for row in one.rows]
    new = clause.said.verb is not None and clause.said.verb.has("new.")  # "new prices: …"
    if len(fits) != 1 or len(rows) != len(lines) or (clause.does("add") and not new):
        raise Refused
    clause.use(*clause.said.tokens, *clause.everything)
    home, values = fits[0][0].home, [values for one in fits[0] for values in one.values]
    return edited(clause, home, rows, values)


def tell_each(clause: Clause) -> list[Change]:
    """`Bob paid 950 yesterday, Sue hasn't paid yet, hers is 1100`: a further row for each, with
    nothing left of any. Raises Refused."""
    parts = news_of_each(clause.said.tokens, clause.said.text)
    if clause.said.verb is not None or not parts:
        raise Refused
    found = [[one for line in (_line(clause, part) for part in parts)
              for one in further(Evidence(line, home), is_listed=True) if not left_of(line, one)]
             for home in clause.world.databases]  # fmt: skip
    all_of = [told for told in found if len(told) == len(parts)]
    best = max((_weight(told) for told in all_of), default=0)
    fits = [told for told in all_of if _weight(told) == best]
    if len(fits) != 1:
        raise Refused
    clause.use(*clause.said.tokens, *clause.everything)
    return added(clause, fits[0][0].home, [one.values[0] for one in fits[0]])


def _weight(told: Sequence[Told]) -> int:
    return sum(one.weight[0] for one in told)


def _lines(clause: Clause) -> list[list[Token]]:
    """The tokens of each line that says something."""
    spans = [found.span() for found in _LINE.finditer(clause.said.text)]
    tokens = [t for t in clause.said.tokens if t.kind != "break"]
    lines = [[t for t in tokens if start <= t.start < end] for start, end in spans]
    return [line for line in lines if any(t.kind != "punct" for t in line)]


def _told(
    clause: Clause, home: ExistingDatabase, head: Sequence[Token], lines: Sequence[Sequence[Token]]
) -> Iterator[Told]:
    """What each line tells of a row of a database, and nothing else: of the property that is named
    over them, if any."""
    over = [p.prop for p in Evidence(_line(clause, head), home).pieces if p.kind == "lead"]
    for line in (_line(clause, tokens) for tokens in lines):
        if any(t.has("verb.", "type.", *_OTHER) and not t.names for t in line.said.tokens):
            return  # what is to be done
        evidence = Evidence(line, home)
        led = [(f.start, prop) for prop in over[:1] for f in figures(evidence)]
        evidence.pieces += [Piece("lead", at, at, prop) for at, prop in led]
        rows = evidence.rows()
        same = len({str(p.value) for p in rows}) == 1 and isinstance(rows[0].value, str)
        for told in updated(evidence, rows) if same else ():
            if len(told.values) == 1 and not left_of(line, told):
                yield told


def _line(clause: Clause, tokens: Sequence[Token]) -> Clause:
    said = replace(clause.said, tokens=tuple(tokens), verb=None)
    return Clause(said, clause.world, clause.memory, clause.today, clause.hints)
