"""Which columns the numbers of a statement are of that nothing beside them names."""

from dataclasses import replace

from agent.planner.embedded.grammar.conditions.numbers import rounded
from agent.planner.embedded.grammar.statements.cells import Cells
from agent.planner.embedded.grammar.statements.words import words
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import is_money
from agent.planner.embedded.grammar.told.filling import Figure, figures
from agent.planner.embedded.grammar.told.suiting import key_of
from tools.workspace.model import ExistingProperty

_YEARS = range(1000, 2200)
_HALF = 0.5


def give_amounts(cells: Cells) -> list[Figure]:
    """Gives the only number that is left to the only column for such, and years and numbers in
    words to theirs; those that stay open are given back."""
    _take_back(cells)
    _free_names(cells)
    _count_words(cells)
    open_ = [f for f in figures(cells.evidence) if not _is_told(cells, f)]
    left = list[Figure]()
    for figure in open_:
        years = _years(cells, figure)
        fits = years or _columns(cells, figure)
        named = not years and _is_of_name(cells, figure)
        if not named and figure.value > 0 and len(fits) == 1 and (years or len(open_) == 1):
            share = _is_share(cells, figure) and fits[0].config.get("format") == "percent"
            span = figure.start, max(figure.stop, figure.end)
            _give(cells, fits[0], span, figure.value / 100 if share else figure.value)
        else:
            left.append(figure)
    _add_halves(cells)
    _in_minutes(cells)
    return left


def _give(cells: Cells, prop: ExistingProperty, span: tuple[int, int], value: float) -> None:
    cells.give(prop, span, rounded(prop, value))


def _is_told(cells: Cells, figure: Figure) -> bool:
    """Whether a number is a cell, or a time; what is only no name is still to be told."""
    held = [p for p in cells.pieces if p.kind == "value" or isinstance(p.value, str)]
    return any(p.meets(figure.start, figure.end) for p in held)


def _is_of_name(cells: Cells, figure: Figure) -> bool:
    """Whether a number is a part of a name in capitals ("Washer 3"), and counts nothing."""
    before = [t for t in cells.evidence.tokens if t.end == figure.start - 1]
    named = any(t.kind == "unknown" and t.text.istitle() and t.text.isascii() for t in before)
    return named and not (figure.unit or figure.paid)


def _columns(cells: Cells, figure: Figure) -> list[ExistingProperty]:
    free = cells.free("number")
    shares = [p for p in free if p.config.get("format") == "percent"]
    if _is_share(cells, figure) and shares:
        return shares
    bare = not (figure.paid or figure.unit)  # it may be of any
    fits = [p for p in free if bare or is_money(p) == figure.paid]
    return [p for p in fits if not _is_else(cells, figure, p)]


def _years(cells: Cells, figure: Figure) -> list[ExistingProperty]:
    plain = figure.value in _YEARS and not (figure.unit or figure.paid)
    return [p for p in cells.free("number") if plain and key_of(p) == "year"]


def _is_share(cells: Cells, figure: Figure) -> bool:
    behind = [t for t in cells.evidence.tokens if figure.end <= t.start <= figure.end + 1]
    return any(t.has("format.percent") for t in behind)


def _is_else(cells: Cells, figure: Figure, prop: ExistingProperty) -> bool:
    """Whether a number counts what a column is not known for."""
    behind = [t for t in cells.evidence.tokens if t.start >= figure.end][:1]
    named = not figure.unit or folded(figure.unit) in folded(prop.name)
    return not named and any(t.kind == "unknown" for t in behind)


def _take_back(cells: Cells) -> None:
    """Takes back numbers of what their columns are not known for, unless these count anything."""
    for figure in figures(cells.evidence):
        for piece in (p for p in cells.told if p.start == figure.start):
            prop = piece.prop
            counted = prop is not None and key_of(prop) in ("quantity", "year")
            if prop and not counted and (_is_else(cells, figure, prop) or _is_of_name(
                cells, figure)):  # fmt: skip
                cells.forget([piece])
                cells.pieces = [p for p in cells.pieces if p.start != figure.start]


def _free_names(cells: Cells) -> None:
    """Leaves what a number counts to be a name, where it is no measure ("24 lemon cakes")."""
    marks = words()
    for figure in figures(cells.evidence):
        behind = [t for t in cells.evidence.tokens if t.start > figure.end][:2]
        named = len(behind) > 1 and behind[0].kind == "unknown" and behind[0].text == figure.unit
        if named and figure.unit.isascii() and not marks.containers.fullmatch(figure.unit):
            cells.pieces = [replace(p, end=figure.end) if p.start == figure.start else p
                            for p in cells.pieces]  # fmt: skip


def _count_words(cells: Cells) -> None:
    """Gives numbers in words to the column that is called by what stands right behind ("two
    nights")."""
    leads = {p.start: p.prop for p in cells.evidence.pieces
             if p.kind == "lead" and p.prop and p.prop.type == "number"}  # fmt: skip
    for token in cells.evidence.tokens:
        count = count_of(token) if token.kind == "word" else None
        prop = leads.get(token.end, leads.get(token.end + 1))
        if count and prop is not None and prop.name not in cells.values:
            _give(cells, prop, (token.start, token.end), float(count))


def _in_minutes(cells: Cells) -> None:
    """Counts hours in the minutes that a column is of, by its name."""
    marks = words()
    for piece in (p for p in cells.told if p.prop and p.prop.type == "number"):
        prop, hours = piece.prop, marks.hours.match(cells.evidence.low, piece.start)
        if hours and prop and marks.minutes.search(folded(prop.name)):
            cells.values[prop.name] = rounded(prop, float(cells.values[prop.name]) * 60)


def _add_halves(cells: Cells) -> None:
    """Adds what stands behind a number ("2 hours and a half")."""
    for piece in cells.told:
        prop, half = piece.prop, words().half.match(cells.evidence.low, piece.start)
        whole = prop is not None and cells.values.get(prop.name) == piece.value
        if half and prop and prop.type == "number" and not is_money(prop) and whole:
            cells.values[prop.name] = rounded(prop, float(piece.value) + _HALF)
