"""What a text tells as values of a row, from one place in it to another."""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.grammar.conditions.numbers import rounded
from agent.planner.embedded.grammar.rows.moving import passed
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.filling import (
    Figure,
    Span,
    amount_of,
    day_of,
    figures,
    is_gone,
    lead_of,
    moved_day,
    number_of,
)
from tools.workspace.model import ExistingProperty, ExistingRow

_STATES = ("status", "checkbox")


def cells_of(
    evidence: Evidence,
    pieces: list[Piece],
    start: int,
    end: int,
    row: ExistingRow | None = None,
) -> dict[str, Any]:
    """What is told from one place to another; its pieces are added to those read."""
    values = dict[str, Any]()
    for piece in _chosen(_within(evidence, start, end, is_new=row is None), evidence):
        if piece.prop is not None:
            _put(values, piece.prop, piece.value)
            pieces.append(piece)
    for token in days_told(evidence, start, end):
        prop = evidence.filled or day_of(evidence, token, is_new=row is None)
        if prop is not None and prop.name not in values:
            done = any(p.value is True for p in pieces) and not evidence.world.is_due(prop)
            was = prop is evidence.filled or (done and row is None)
            values[prop.name] = passed(token, evidence.clause.today) if was else token.value
            pieces.append(Piece("value", token.start, token.end, prop, token.value))
    if evidence.filled is not None:
        values.setdefault(evidence.filled.name, evidence.clause.today.isoformat())
    day = moved_day(evidence, row, (start, end)) if row is not None else None
    if day is not None and day.prop is not None:
        values[day.prop.name] = day.value
        pieces.append(day)
    for figure in _figures(evidence, pieces, (start, end), row):
        prop = number_of(evidence, figure, list(values))
        if prop is None:
            continue
        value = amount_of(evidence, prop, figure, row, (start, end)) if row else figure.value
        if value is not None:
            values[prop.name] = rounded(prop, value)
            pieces.append(Piece("value", figure.start, figure.end, prop, value))
    pieces += [p for p in evidence.pieces if p.kind == "lead"]
    return values


def _within(evidence: Evidence, start: int, end: int, *, is_new: bool) -> list[Piece]:
    """The pieces from one place to another; nothing is guessed where it is told how it is."""
    within = [p for p in evidence.pieces if start <= p.start < end]
    states = [p for p in within if p.kind == "value" and p.prop and p.prop.type in _STATES]
    sure = is_new or not all(p.guessed for p in states)
    return [p for p in within if not (sure and p.guessed)]


def _figures(
    evidence: Evidence, pieces: list[Piece], span: Span, row: ExistingRow | None
) -> list[Figure]:
    """The numbers that are told, those first whose properties are named; of what a row has come to
    those of what came or went only say how."""
    told = [f for f in figures(evidence) if span[0] <= f.start < span[1]]
    gone = [f for f in told if row is not None and is_gone(evidence, f, span)]
    pieces += [Piece("name", f.start, f.end) for f in gone]
    told = [f for f in told if f not in gone]
    return sorted(told, key=lambda f: not lead_of(evidence, f.start, f.end, "number"))


def _chosen(found: Sequence[Piece], evidence: Evidence) -> list[Piece]:
    """The values that are meant, of each property one, and not those that were before ("from early
    to late")."""
    by_prop = dict[str, list[Piece]]()
    for piece in found:
        if piece.kind == "value" and piece.prop is not None:
            by_prop.setdefault(piece.prop.id, []).append(piece)
    chosen, taken = list[Piece](), set[int]()
    for same in by_prop.values():
        now = [p for p in same if not is_past(evidence, p)] or same
        now = [p for p in now if p.sure] or now
        now = now if _is_many(now[0].prop) else now[-1:]
        chosen += [p for p in now if p.start not in taken]
        taken |= {p.start for p in now}
    return chosen


def _is_many(prop: ExistingProperty | None) -> bool:
    return prop is not None and prop.type in ("multi_select", "relation")


def is_past(evidence: Evidence, piece: Piece) -> bool:
    """Whether a value is only told as what was, or is not."""
    behind = [t for t in evidence.tokens if 0 <= t.start - piece.end <= 1][:1]
    before = [t for t in evidence.tokens if 0 <= piece.start - t.end <= 1 and t.kind == "word"]
    return any(t.has("role.from", "instead.", "not.not") for t in (*behind, *before))


def _put(values: dict[str, Any], prop: ExistingProperty, value: Any) -> None:
    value = [value] if prop.type == "multi_select" else value
    values[prop.name] = [*values.get(prop.name, []), *value] if isinstance(value, list) else value


def days_told(evidence: Evidence, start: int, end: int) -> list[Token]:
    """The day that is told: one with its date before one by its weekday, and none that was."""
    days = [t for t in evidence.tokens if t.kind == "date" and t.value and start <= t.start < end]
    days = [t for t in days if not evidence.holds(t, "row", "value")]
    so = [t for t in days if not is_past(evidence, Piece("value", t.start, t.end))] or days
    today = evidence.clause.today.isoformat()
    so = [t for t in so if str(t.value)[:10] != today] or so
    return ([t for t in so if not t.has("weekday.")] or so)[:1]
