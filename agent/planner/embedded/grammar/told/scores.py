"""The score of a game that is told, as its table keeps it: in one text, or in two numbers."""

import re
from dataclasses import dataclass

from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.told.happenings import is_of_rest
from agent.planner.embedded.grammar.told.words import words
from tools.workspace.model import ExistingDatabase, ExistingProperty

_NUMBER = re.compile(r"\d+")
_MARKS = "-:"  # between the sides of a score


@dataclass(frozen=True)
class Score:
    """What a database keeps of a score, each with where it is told."""

    values: list[tuple[tuple[int, int], ExistingProperty, str | int]]
    over: tuple[int, int]  # where it is said that the game is over


def score(home: ExistingDatabase, text: str) -> Score | None:
    """The only score of a text: that of the winner is the higher one, in whatever order they are
    told; without who won, ours is the first."""
    found, marks = list(words().score.said.finditer(text)), words().score
    if len(found) != 1:
        return None
    one, won, lost = found[0], marks.won.search(text), marks.lost.search(text)
    points = [int(one[1]), int(one[2])]
    if bool(won) != bool(lost):
        points.sort(reverse=won is not None)
    end = won or lost
    over = end.span() if end else (one.end(1), one.start(2))
    ours, theirs = _number(home, marks.ours, marks.theirs), _number(home, marks.theirs, marks.ours)
    if ours is not None and theirs is not None:
        first = (one.start(), one.start(2))
        return Score([(first, ours, points[0]), (one.span(2), theirs, points[1])], over)
    texts = [p for p in home.properties if p.type == "rich_text" and _is(p, marks.texts)]
    said = one[0] if one[0][len(one[1])] in _MARKS else f"{one[1]}-{one[2]}"
    return Score([(one.span(), texts[0], said)], over) if len(texts) == 1 else None


def is_of_several(text: str) -> bool:
    """Whether no number of a text says anything by itself: it is one side of a score, or of what
    went where it is told what is left."""
    low, numbers = folded(text), _NUMBER.findall(text)
    return bool(words().score.said.search(low) or (len(numbers) > 1 and is_of_rest(low)))


def _number(
    home: ExistingDatabase, side: re.Pattern[str], other: re.Pattern[str]
) -> ExistingProperty | None:
    """The only number that is called by one side of a game."""
    fits = [p for p in home.properties if p.type == "number" and _is(p, side) and not _is(p, other)]
    return fits[0] if len(fits) == 1 else None


def _is(prop: ExistingProperty, called: re.Pattern[str]) -> bool:
    return called.search(folded(prop.name)) is not None
