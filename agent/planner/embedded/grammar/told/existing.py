"""New values of rows that there are: each gets what is told beside its name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask
from agent.planner.embedded.grammar.rows.held import holds
from agent.planner.embedded.grammar.text.clocks import month_called
from agent.planner.embedded.grammar.told.cells import cells_of
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.filling import figures
from agent.planner.embedded.grammar.told.found import Told
from agent.planner.embedded.grammar.told.phrases import Phrase, phrases_of
from agent.planner.embedded.grammar.told.suiting import suited
from tools.workspace.model import ExistingRow

_MOVES = ("change", "move", "later", "earlier", "do")


def updated(evidence: Evidence, named: Sequence[Piece]) -> Iterator[Told]:
    """New values of the rows that are named: those between one and the next are of the first.
    Raises Ask where one of several may be meant."""
    named = [_still_to_be(evidence, _hinted(evidence, piece)) for piece in named]
    if any(isinstance(piece.value, list) for piece in named):
        _ask_which(evidence, named)
        return
    rows, pieces, values = list[ExistingRow](), [*named], list[dict[str, Any]]()
    lent = any("lent" in one.kinds for one in evidence.happened)
    for ids, start, end in _spans(evidence, named):
        for row in (row for row in evidence.home.rows if row.id in ids):
            told = cells_of(evidence, pieces, start, end, row)
            for phrase in phrases_of(evidence, pieces) if lent else ():  # who it went to is told
                texts = [p for p in evidence.home.properties if p.type == "rich_text"]
                free = [p for p in texts if p.name not in told]
                prop = phrase.lead or suited(evidence, phrase, free, is_open=False)
                if prop in free and prop is not None:
                    told[prop.name] = phrase.text
                    pieces.append(Piece("value", phrase.start, phrase.end, prop, phrase.text))
            told = {k: v for k, v in told.items() if not _is_linked(evidence, row, k, v)}
            if not told or _tells_only_when(evidence, told) or _is_other(row, pieces):
                return
            if _is_of_other_month(evidence, row, told):
                return
            rows.append(row)
            values.append(told)
    others = [*figures(evidence), *filter(_is_object, phrases_of(evidence, pieces))]
    if any(p.guessed for p in pieces) and others:
        return  # "bought paint for the portrait" says nothing of how far that has come
    yield Told(evidence.home, rows, values, pieces)


def _is_object(phrase: Phrase) -> bool:
    """Whether it is a thing that something was done with: nobody, and no place."""
    return not ({"honour", "from", "at", "with", "by", "to"} & phrase.roles)


def _ask_which(evidence: Evidence, named: Sequence[Piece]) -> None:
    """Asks which row is meant, where something is told of it."""
    may_be = {one for p in named if isinstance(p.value, list) for one in p.value}
    if cells_of(evidence, [], evidence.start, evidence.end):
        evidence.clause.use(*evidence.tokens)
        labels = evidence.world.twins
        rows = [row for row in evidence.home.rows if row.id in may_be]
        raise Ask("row", [labels.get(row.id, row.title) for row in rows])


def _hinted(evidence: Evidence, piece: Piece) -> Piece:
    """A piece that may be of several rows, as the answer to which one says."""
    if not isinstance(piece.value, list):
        return piece
    labels = evidence.world.twins
    rows = {labels.get(row.id, row.title): row.id
            for row in evidence.home.rows if row.id in piece.value}  # fmt: skip
    hinted = [rows[hint] for hint in evidence.clause.hints if hint in rows]
    return replace(piece, value=hinted[0]) if len(hinted) == 1 else piece


def _still_to_be(evidence: Evidence, piece: Piece) -> Piece:
    """A piece that may be of several rows, as the only one of which it is not so yet what is told
    to have come about."""
    states = [(p.prop, p.value) for p in evidence.pieces if p.prop and p.sure and p.value is True]
    rows = [row for row in evidence.home.rows if row.id in piece.value]
    open_ = [row.id for row in rows if not all(holds(row, *state) for state in states)]
    several = isinstance(piece.value, list) and bool(states)
    return replace(piece, value=open_[0]) if several and len(open_) == 1 else piece


def _is_of_other_month(evidence: Evidence, row: ExistingRow, told: dict[str, Any]) -> bool:
    """Whether a month is named that no day of a row is in, nor its choice, where no other day is
    told of it."""
    props = evidence.home.properties
    months = {month for t in evidence.tokens if t.kind in ("word", "name")
              if (month := month_called(t.text))}  # fmt: skip
    days = [row.values.get(p.id) for p in props if p.type == "date"]
    held = {int(str(day["start"])[5:7]) for day in days if day}
    chosen = (o.name for p in props for o in p.options if row.values.get(p.id) == o.id)
    held |= {month for name in chosen if (month := month_called(name))}
    dated = any(p.type == "date" and p.name in told for p in props)
    moved = {p.name for p in props if any(month_called(o.name) for o in p.options)}
    others = not dated and bool(told.keys() - moved)
    return others and bool(months and held) and not months & held


def _spans(evidence: Evidence, named: Sequence[Piece]) -> list[tuple[set[str], int, int]]:
    """The rows that are told of together, each with where what is told of them begins and ends:
    with its sentence, if something is told there."""
    groups = list[list[Piece]]()
    for piece in named:
        start = groups[-1][0].start if len(groups) > 1 else evidence.start
        same = bool(groups) and groups[-1][-1].value == piece.value  # "the winter … tins"
        if groups and (same or not cells_of(evidence, [], start, piece.start)):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    starts = [evidence.start, *(group[0].start for group in groups[1:])]
    ends = [*starts[1:], evidence.end]
    stops = [
        min(evidence.stop(group[-1].end), end) for group, end in zip(groups, ends, strict=True)
    ]
    told = [bool(cells_of(evidence, [], a, b)) for a, b in zip(starts, stops, strict=True)]
    return [
        ({piece.value for piece in group}, start, stop if here else end)
        for group, start, stop, end, here in zip(groups, starts, stops, ends, told, strict=True)
    ]


def _is_other(row: ExistingRow, pieces: Sequence[Piece]) -> bool:
    """Whether a row that is only called by a part of its name is linked to another than is told."""
    sure = any(p.kind == "row" and p.sure for p in pieces)
    links = [p.prop for p in pieces if p.prop is not None and p.prop.type == "relation"]
    return not sure and any(row.values.get(prop.id) for prop in links)


def _is_linked(evidence: Evidence, row: ExistingRow, name: str, value: Any) -> bool:
    """Whether a row is linked so already."""
    prop = next(p for p in evidence.home.properties if p.name == name)
    if prop.type != "relation":
        return False
    titles = {one.id: one.title for d in evidence.world.databases for one in d.rows}
    return set(value) <= {titles.get(str(one)) for one in row.values.get(prop.id) or ()}


def _tells_only_when(evidence: Evidence, values: dict[str, Any]) -> bool:
    """Whether nothing is told but a day, and no word says that it is a day of the row."""
    days = {p.name for p in evidence.home.properties if p.type == "date"}
    said = any(t.has("role.until", "role.to", "not.not", "instead.", "state.filled")
               for t in evidence.tokens)  # fmt: skip
    said = said or evidence.clause.does(*_MOVES) or any(p.kind == "lead" for p in evidence.pieces)
    return set(values) <= days and not said
