"""Which of two readings of a text is better: what rows get by each, and what is left of it."""

from typing import Any

from agent.planner.embedded.grammar.heard import Heard
from tools.workspace.actions.rows import AddRows, EditRows

PARTS = ("add_property", "add_option")  # what news may be taken for
_FAR = 2  # how much more must be left of a text for another reading with as many values
_OTHERWISE = 300  # values that any other change is worth


def says_more(told: Heard, other: Heard, before: Heard) -> bool:
    """Whether a text is read better as told of rows than another way: with more of their values,
    and less that nobody understood; what is asked otherwise, with nothing left of it."""
    if other.ask is not None and other.ask is not before.ask:
        return other.ask.missing != "property" and len(told.unread) == len(before.unread)
    left, open_ = sum(map(len, told.unread)), sum(map(len, other.unread))
    more = _cells(told) - _cells(other)
    return (left < open_ and more > 0) or (_FAR * left <= open_ and more == 0)


def adds_better(told: Heard, other: Heard, before: Heard) -> bool:
    """Whether a row is told better than it was read otherwise: of another database, by what it is
    called, with more of what it holds, or with less of it open that is no name there."""
    fresh = other.changes[len(before.changes) :]
    new = [one for one in told.changes if isinstance(one, AddRows)]
    old = [one for one in fresh if isinstance(one, AddRows)]
    if other.ask is not None and other.ask is not before.ask:
        return other.ask.missing == "database" and told.unread == before.unread
    if len(old) < len(fresh):
        return False
    moved = bool(old) and new[-1].database != old[-1].database
    left, open_ = sum(map(len, told.unread)), sum(map(len, other.unread))
    names = {str(value) for one in old for row in one.rows for value in row.values.values()}
    return moved or _cells(told) > _cells(other) or (left < open_ and not names & {*told.unread})


def is_fuller(told: Heard, other: Heard, before: Heard) -> bool:
    """Whether a row that all of a text tells of is not read so otherwise: of it some is left, or
    taken for something else, or parted into rows of which some have more than others."""
    fresh = other.changes[len(before.changes) :]
    rows = [row.values for one in fresh if isinstance(one, AddRows) for row in one.rows]
    whole = len(other.left) == len(before.left) and other.ask in (None, before.ask)
    if not whole or not rows or not all(isinstance(one, AddRows) for one in fresh):
        return True
    row, was = _last_row(told), rows[0]
    if len(rows) > 1:
        mine = {str(value) for value in row.values()}
        one = len(was) > _FAR and all({*map(str, other.values())} <= mine for other in rows)
        return one or len({len(values) for values in rows}) > 1
    torn = not row.keys() <= was.keys() and any(
        str(value) in str(was.get(name, ""))
        for name, value in row.items()
        if was.get(name) != value
    )
    if _is_torn(was, row):
        return False
    torn |= len({str(value) for value in was.values()}) < len(was)  # called by what it holds
    more = _cells(told) - _cells(other)
    return more > 0 or (more == 0 and torn)


def is_likelier(told: Heard, other: Heard, before: Heard) -> bool:
    """Whether a row is told where nothing else was, or parts that nobody ordered; or it has more
    values than another reading, of which no more is left."""
    fresh = other.changes[len(before.changes) :]
    if other.people or other.there or other.unable:
        return False
    if not fresh:
        return True
    row = _last_row(told)
    if all(one.action in PARTS for one in fresh):
        return len(row) > _FAR and any(map(_is_figure, row.values()))
    last = told.changes[-1]
    if not (len(fresh) == 1 and isinstance(fresh[0], AddRows) and isinstance(last, AddRows)):
        return False
    if len(fresh[0].rows) > 1 or fresh[0].database != last.database:
        return False
    left, open_ = sum(map(len, told.unread)), sum(map(len, other.unread))
    more, was = _cells(told) - _cells(other), fresh[0].rows[0].values
    same = sum(row.get(name) == value for name, value in was.items())
    if not open_:
        further = [value for name, value in row.items() if name not in was]
        fuller = more > 0 and same >= len(was) - 1 and any(map(_is_figure, further))
        return not left and (fuller or _is_cut(was, row)) and not _is_torn(was, row, str)
    return (more > 0 and left <= open_) or (more == 0 and _FAR * left < open_)


def _is_cut(was: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether a row only has less of the words that another takes for names, or other days."""
    others = {name: str(value) for name, value in was.items() if row.get(name) != value}
    if not (others and was.keys() <= row.keys()):
        return False
    more = len(row) > len(was)
    return all(_is_figure(row[name]) or (str(row[name]) in value and (
        more or _is_end(value, str(row[name])))) for name, value in others.items())  # fmt: skip


def _is_end(text: str, part: str) -> bool:
    """Whether words end a text, or are of a language in which others stand behind a name."""
    return text.isascii() or text.endswith(f" {part}")


def _is_figure(value: Any) -> bool:
    return isinstance(value, (int, float, dict)) or str(value)[:1].isdigit()


def _is_torn(was: dict[str, Any], row: dict[str, Any], *kinds: type) -> bool:
    """Whether a row holds apart what another is called by together ("The Square 2")."""
    names, ends = {str(value) for value in was.values()}, (*kinds, int, float)
    return any(f"{one} {end}" in names for one in row.values()
               for end in row.values() if isinstance(end, ends))  # fmt: skip


def _last_row(heard: Heard) -> dict[str, Any]:
    last = heard.changes[-1]
    return last.rows[-1].values if isinstance(last, AddRows) else {}


def _cells(heard: Heard) -> int:
    """How many values rows get; what else is changed is worth more than any."""
    told = (one for one in heard.changes if isinstance(one, (AddRows, EditRows)))
    others = sum(not isinstance(one, (AddRows, EditRows)) for one in heard.changes)
    return sum(len(row.values) for one in told for row in one.rows) + _OTHERWISE * others
