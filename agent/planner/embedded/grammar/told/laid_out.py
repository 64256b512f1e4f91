"""Rows that are laid out: labelled ("Name: Ann" and below it "Phone: …"), or below the header of a
table. What the column of a cell cannot hold is told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import Said
from agent.planner.embedded.grammar.rows.rows_named import added, edited
from agent.planner.embedded.grammar.text.blocks import blocks_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.told.cell_told import value_told
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.told.further import Row
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

Read = Callable[[str], Clause]
Cells = list[tuple[ExistingProperty, str]]

_MARK = re.compile(r"^\s*(?:[-*+•‣·]\s+|[・●○◦▪]\s*|\d{1,3}[.)]\s+)")
_LABEL = re.compile(r"([^:：=\n]{1,30})[:：=](?!//)(.+)")
_LED = re.compile(r"([^:：\n]{1,40})[:：][ \n]{0,3}([^:：\n]{1,30}[:：].+)", re.DOTALL)
_COMMA = re.compile(r"[,、，/|;]")
_INNER = re.compile(r"[(（][^()（）]{0,40}[)）]")
_FEWEST = 2  # cells of a row, and lines of a list


@dataclass
class _Laid:
    """What is laid out for a database: the lines that lead to it, its rows, and what is no cell."""

    home: ExistingDatabase
    head: list[str] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many cells there are."""
        return sum(map(len, self.rows))


def rows_laid_out(
    read: Read, text: str, asks: Callable[[Said], bool]
) -> tuple[list[Change], list[str]]:
    """The rows that a text lays out, below an order to add them or by themselves, and what nobody
    understood; `asks` says whether what leads to them is such. Raises Refused for any other text,
    Ask where they may be of several databases."""
    clause = read(text)
    led = _LED.fullmatch(text)
    if led and asks(read(led[1]).said):
        text = f"{led[1]}\n{led[2]}"  # "add a row: Name: Ann, Phone: …"
    found = [_tabled(text, home) or _labelled(text, home) for home in clause.world.databases]
    found = [one for one in found if one.rows and min(map(len, one.rows)) >= _FEWEST]
    most = max((one.count for one in found), default=0)
    fits = [one for one in found if one.count == most]
    heads = read("\n".join(fits[0].head)) if fits and fits[0].head else None
    named = {e.id for t in heads.everything for e in t.names} if heads else set[str]()
    fits = [one for one in fits if one.home.id in named] or fits
    if not fits or not (heads is None or asks(heads.said) or _leads(heads)):
        raise Refused
    if len(fits) > 1:
        raise Ask("database", [one.home.title for one in fits])
    laid, left = fits[0], list(fits[0].left)
    title = next(p for p in laid.home.properties if p.type == "title")
    over = Row(Evidence(heads, laid.home, of_new=True)).made()[:1] if heads else []
    there = {folded(row.title): row for row in laid.home.rows}
    rows = list[dict[str, Any]]()
    for cells in laid.rows:
        values = dict[str, Any]()
        if sum(_is_type(read(cell)) for _, cell in cells if cell) > 1:
            raise Refused  # of columns, and what they are to hold
        for prop, cell in cells:
            value = value_told(read(cell), laid.home, prop) if cell else None
            values |= {prop.name: value} if value is not None else {}
            left += [f"{prop.name}: {cell}"] if cell and value is None else []
        rows.append(
            values if title.name in values or len(laid.rows) > 1 else {**dict(*over), **values}
        )
    names = [folded(str(row.get(title.name, ""))) for row in rows]
    again = [there[name] for name in names if name in there] if heads is None else []
    if not all(names) or (again and len(rows) > 1):
        raise Refused
    if again:
        return edited(clause, laid.home, again, rows), left
    return added(clause, laid.home, rows), left


def _is_type(clause: Clause) -> bool:
    """Whether a cell only says what a column is to hold."""
    said = [t for t in clause.said.tokens if t.kind not in ("punct", "break")]
    return len(said) == 1 and said[0].has("type.")


def _leads(clause: Clause) -> bool:
    """Whether words only lead to what comes ("new prices", "회원 명단")."""
    return clause.said.verb is None and len(clause.free()) <= _FEWEST and not clause.said.never


def _tabled(text: str, home: ExistingDatabase) -> _Laid | None:
    """A table below a header of columns, and what leads to it; None where there is no such one."""
    blocks = blocks_of(text)
    tables = [block for block in blocks if block.kind == "table"]
    if len(tables) != 1 or len(tables[0].cells) < _FEWEST:
        return None
    header, *lines = tables[0].cells
    props = [column_called(home, name) for name in header]
    if None in props or len({p.id for p in props if p}) < len(header):
        return None
    head = [line for block in blocks if block.kind != "table" for line in block.lines]
    rows = [[(p, cell) for p, cell in zip(props, line, strict=False) if p] for line in lines]
    return _Laid(home, head, rows)


def _labelled(text: str, home: ExistingDatabase) -> _Laid:
    """The cells that lines label; a label that comes again begins the next row."""
    laid = _Laid(home)
    for line in (_MARK.sub("", one).strip() for one in text.split("\n") if one.strip()):
        cells = _cells(line, home)
        if not cells:
            (laid.left if laid.rows and _LABEL.fullmatch(line) else laid.head).append(line)
            continue
        if not laid.rows or {p.id for p, _ in cells} & {p.id for p, _ in laid.rows[-1]}:
            laid.rows.append([])
        laid.rows[-1] += cells
    return laid


def _cells(line: str, home: ExistingDatabase) -> Cells:
    """The cells of a line, each with its label; [] where some of it has none."""
    for pieces in ([line], _COMMA.split(line)):
        both = [found.groups() for one in pieces if (found := _LABEL.fullmatch(one))]
        props = [column_called(home, name) for name, _ in both]
        if len(both) == len(pieces) and (len(pieces) > 1 or not _more(line, home)):
            cells = [(p, said.strip()) for p, (_, said) in zip(props, both, strict=True) if p]
            if len(cells) == len(pieces):
                return cells
    return []


def _more(line: str, home: ExistingDatabase) -> bool:
    """Whether several parts of a line are labelled."""
    found = (_LABEL.fullmatch(one) for one in _COMMA.split(line))
    return sum(bool(one and column_called(home, one[1])) for one in found) > 1


def column_called(home: ExistingDatabase, label: str) -> ExistingProperty | None:
    """The only column that a label is of: by its name, without what stands there in brackets, by
    a part of it, or by what it means."""
    said, props = folded(label.strip()), home.properties
    bare = {p.id: folded(_INNER.sub("", p.name)).strip() for p in props}
    kind = concept_of(label.strip())
    ways = (
        [p for p in props if folded(p.name) == said],
        [p for p in props if bare[p.id] == folded(_INNER.sub("", said)).strip()],
        [
            p
            for p in props
            if len(said) > 1 and (bare[p.id].endswith(said) or bare[p.id].startswith(said))
        ],
        [p for p in props if kind and concept_of(p.name) == kind and p.type == kind.type],
    )
    return next((way[0] for way in ways if len(way) == 1), None)
