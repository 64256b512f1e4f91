"""What a text tells as values of a row, from one place in it to another."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from agent.planner.embedded.grammar.conditions.numbers import rounded
from agent.planner.embedded.grammar.rows.moving import passed
from agent.planner.embedded.grammar.text.days import TO
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
from agent.planner.embedded.grammar.told.happenings import may_say
from tools.workspace.model import ExistingProperty, ExistingRow

_SOON = timedelta(days=31)  # in which a day that is told as one that was may still come
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
    told = days_told(evidence, start, end)
    for dated, value, token in _span_told(evidence, told):
        values[dated.name] = value
        pieces.append(Piece("value", token.start, token.end, dated, value))
    for token in told if not any(p.prop and p.prop.type == "date" for p in pieces) else ():
        prop, was = day_of(evidence, token, is_new=row is None)
        prop = prop if evidence.of_new else evidence.filled or prop
        if prop is not None and prop.name not in values:
            done = any(p.value is True for p in pieces) and not evidence.world.is_due(prop)
            done = done and row is None
            soon = date.fromisoformat(str(token.value)[:10]) <= evidence.clause.today + _SOON
            was = prop is evidence.filled or done or (was and evidence.of_new)
            still = soon and row is None and not may_say(prop.name, evidence.clause.said.text)
            was = was and not still  # what is told may be still to come
            values[prop.name] = passed(token, evidence.clause.today) if was else token.value
            pieces.append(Piece("value", token.start, token.end, prop, token.value))
    if evidence.filled is not None:
        values.setdefault(evidence.filled.name, evidence.clause.today.isoformat())
    day = moved_day(evidence, row, (start, end)) if row is not None else None
    if day is not None and day.prop is not None:
        values[day.prop.name] = day.value
        pieces.append(day)
    _count(evidence, pieces, values, (start, end), row)
    pieces += [p for p in evidence.pieces if p.kind == "lead"]
    return values


def _span_told(
    evidence: Evidence, days: Sequence[Token]
) -> Iterator[tuple[ExistingProperty, Any, Token]]:
    """The days of a row to come that are told as a span: on which it begins, and ends, if there
    is a date for each, else both of the only date."""
    dates = [p for p in evidence.home.properties if p.type == "date"]
    if not evidence.of_new or len(days) != 2 or str(days[0].value) > str(days[1].value):
        return
    between = [t for t in evidence.tokens if days[0].end <= t.start < days[1].start]
    if not (between and all(t.text in TO or t.has("role.from", "role.to") for t in between)):
        return
    ends = [p for p in dates if evidence.world.lexis.ends_on(p.name)]
    if len(dates) == 1:
        span = dict(zip(("start", "end"), (t.value for t in days), strict=True))
        yield from ((dates[0], span, token) for token in days)
    elif len(dates) == 2 and len(ends) == 1:
        yield next(p for p in dates if p not in ends), days[0].value, days[0]
        yield ends[0], days[1].value, days[1]


def _count(
    evidence: Evidence,
    pieces: list[Piece],
    values: dict[str, Any],
    span: Span,
    row: ExistingRow | None,
) -> None:
    """Adds what numbers tell from one place to another."""
    for figure in _figures(evidence, pieces, span, row):
        prop, value = _cell(evidence, figure, list(values))
        if row is not None and prop is not None:
            value = amount_of(evidence, prop, figure, row, span)
        if prop is not None and value is not None:
            values[prop.name] = rounded(prop, value) if prop.type == "number" else value
            pieces.append(Piece("value", figure.start, figure.stop, prop, value))
        elif prop is None and figure.paid and evidence.of_new:
            pieces.append(Piece("name", figure.start, figure.stop))  # of no name


def _cell(
    evidence: Evidence, figure: Figure, taken: Sequence[str]
) -> tuple[ExistingProperty | None, Any]:
    """The property that a number is of, and its value; of a row to come also the text that is named
    before it ("table 5")."""
    prop = number_of(evidence, figure, taken)
    if prop is not None or not evidence.of_new:
        return prop, figure.value
    near = lead_of(evidence, figure.start, figure.end, "select", "rich_text")
    free = near is not None and near.name not in taken
    return near if free else None, evidence.text[figure.start : figure.end]


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
    was = [t for t in days if is_past(evidence, Piece("value", t.start, t.end))]
    so = [t for t in days if t not in was or evidence.of_new] or days
    today = evidence.clause.today.isoformat()
    dated = [t for t in so if str(t.value)[:10] != today or any(map(str.isdigit, t.text))] or so
    only = None if evidence.of_new else 1  # of what came about nothing else is a day of its own
    return ([t for t in dated if not t.has("weekday.")] or dated)[:only]
