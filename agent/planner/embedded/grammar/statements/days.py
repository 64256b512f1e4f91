"""Which columns the days and times of a statement are of."""

from datetime import date, timedelta

from agent.planner.embedded.grammar.statements.cells import Cells
from agent.planner.embedded.grammar.statements.words import words
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.daytimes import CLOCK
from agent.planner.embedded.grammar.told.words import words as told_words
from tools.workspace.model import ExistingProperty

_SOON = timedelta(days=31)  # in which a day that is told is still to come
_BOTH = 2


def give_days(cells: Cells) -> None:
    """Gives two days to two columns, the earlier one first, the only day that is left to the only
    column, and a time that stands apart to the only day."""
    _keep_years(cells)
    dates = [p for p in cells.home.properties if p.type == "date"]
    days = [t for t in cells.evidence.tokens if t.kind == "date" and t.value]
    later = [p for p in dates if _comes_later(cells, p)]
    if len(dates) == len(days) == _BOTH and len(later) == 1 and days[0].value != days[1].value:
        first, last = sorted(days, key=lambda t: str(t.value))
        for prop in dates:
            _give(cells, prop, last if prop in later else first)
    open_, free = [t for t in days if not cells.is_taken(t.start, t.end)], cells.free("date")
    if len(open_) == len(free) == 1 and cells.evidence.world.is_due(free[0]) >= _is_due(
        cells, open_[0]
    ):
        _give(cells, free[0], open_[0])
    _give_time(cells)


def _comes_later(cells: Cells, prop: ExistingProperty) -> bool:
    """Whether a column is of days that come after others of the same row, by its name."""
    world, later = cells.evidence.world, told_words().verbs.later
    ends = world.lexis.ends_on(prop.name) or world.is_due(prop)
    return ends or later.search(folded(prop.name)) is not None


def _give(cells: Cells, prop: ExistingProperty, day: Token) -> None:
    cells.pieces = [p for p in cells.pieces
                    if p.kind != "value" or not p.meets(day.start, day.end)]  # fmt: skip
    cells.give(prop, (day.start, day.end), day.value)


def _keep_years(cells: Cells) -> None:
    """Leaves days in the year that is said, and those that are soon to come in this."""
    soon = cells.evidence.clause.today + _SOON
    for piece in cells.told:
        if piece.prop and piece.prop.type == "date" and isinstance(piece.value, str):
            held, said = str(cells.values[piece.prop.name]), cells.evidence.text[
                piece.start : piece.end]  # fmt: skip
            near = date.fromisoformat(piece.value[:10]) <= soon
            if held[:4] != piece.value[:4] and (near or words().year.search(said)):
                cells.values[piece.prop.name] = piece.value


def _is_due(cells: Cells, day: Token) -> bool:
    """Whether something is to be by a day."""
    return words().due.search(cells.evidence.low[: day.start]) is not None


def _give_time(cells: Cells) -> None:
    clocks = [p for p in cells.pieces if p.kind == "name" and CLOCK.fullmatch(str(p.value))]
    days = [p.prop for p in cells.told if p.prop and p.prop.type == "date"]
    if len(clocks) == len(days) == 1:
        held = cells.values[days[0].name]
        if isinstance(held, str) and "T" not in held:
            cells.values[days[0].name] = f"{held}{clocks[0].value}"
