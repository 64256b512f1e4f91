"""Which column each name of a told record is of: of all ways to seat them the one that the words
beside them, and what the columns are called, speak most for."""

from collections.abc import Sequence
from functools import cache

from agent.planner.embedded.grammar.statements.words import words
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.told.phrases import Phrase
from agent.planner.embedded.grammar.told.suiting import (
    is_person,
    is_place,
    is_somebody,
    key_of,
    says_who,
)
from tools.workspace.model import ExistingProperty

Columns = Sequence[ExistingProperty]

_MOST, _COLUMNS = 7, 13  # phrases that are seated, and columns that they may have
_LED, _OPEN = 12.0, -1.5  # of a column that is named; of a phrase that has no seat
_TIMES = ("clock", "duration", "date")  # what no name is of
_TITLE = {"object": 3, "topic": 3, "also": 3, "subject": 2, "of": 2, "honour": -2,
          "at": -3, "to": -3, "from": -3, "by": -4, "with": -3}  # fmt: skip
_NAMED = {"honour": 4, "subject": 2, "topic": 2, "object": 2, "also": 2, "from": 2, "to": 0,
          "at": -3, "with": -1, "by": -1}  # fmt: skip
_WHO = {"honour": 4, "by": 3, "from": 2, "subject": 2, "suits": 2, "with": 1, "at": -3}
_WHERE = {"at": 4, "from": 3, "to": 2, "object": 1}


def seated(
    phrases: Sequence[Phrase], title: ExistingProperty, texts: Columns
) -> list[ExistingProperty | None]:
    """The column of each phrase, or None; nothing has two, and what may as well be of another
    column has none."""
    columns, first = [title, *texts][:_COLUMNS], phrases[:_MOST]
    apart = not says_who(title) and any(map(_is_of_who, texts))
    scores = [[_score(one, at, prop, title) - 3 * (apart and prop is title and _is_who(one))
               for prop in columns] for at, one in enumerate(first)]  # fmt: skip
    way = _best(scores)
    found = [None if at is None or _is_open(scores, way, place) else columns[at]
             for place, at in enumerate(way)]  # fmt: skip
    return [*found, *[None] * (len(phrases) - len(found))]


def _best(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """The columns of the phrases whose sum is best, each by its place."""

    @cache
    def best(at: int, taken: frozenset[int]) -> tuple[float, tuple[int | None, ...]]:
        if at == len(scores):
            return 0.0, ()
        rest, way = best(at + 1, taken)
        found: tuple[float, tuple[int | None, ...]] = rest + _OPEN, (None, *way)
        for place, score in enumerate(scores[at]):
            if place not in taken and score > _OPEN:
                rest, way = best(at + 1, taken | {place})
                if rest + score > found[0]:
                    found = rest + score, (place, *way)
        return found

    return list(best(0, frozenset())[1])


def _is_open(scores: Sequence[Sequence[float]], way: Sequence[int | None], at: int) -> bool:
    """Whether a phrase may as well be of another text, which has none or changes with it."""
    mine = way[at]
    for other, score in enumerate(scores[at]):
        if mine and other and other != mine and score == scores[at][mine]:
            holder = way.index(other) if other in way else None
            if holder is None or scores[holder][mine] == scores[holder][other]:
                return True
    return False


def _score(phrase: Phrase, at: int, prop: ExistingProperty, title: ExistingProperty) -> float:
    """How much speaks for a phrase to be of a column."""
    if phrase.lead is not None:
        return _LED if phrase.lead is prop else 2 * _OPEN
    if not any(map(str.isalpha, phrase.text)):
        return 2 * _OPEN  # no name, and no text
    called = _is_called(phrase, prop) - ("common" in phrase.roles)
    called += ("called" in phrase.roles) * (1 if prop is title else -1)
    if prop is title:
        return 2 + _as_title(phrase, at, title) + 4 * called
    return _as_text(phrase, prop) + 4 * called


def _as_title(phrase: Phrase, at: int, title: ExistingProperty) -> float:
    people = says_who(title)
    marks = _NAMED if people else _WHERE if is_place(title) else _TITLE
    score = sum(marks.get(role, 0) for role in phrase.roles) + 1.5 * (at == 0) + 3 * phrase.near
    score += 2.5 * (at == 0 and "apart" in phrase.roles)
    score += 4 * (phrase.tokens[0].kind == "quoted") + 1.5 * _is_capital(phrase) - 0.5 * at
    score -= 3 * (people and phrase.text[:1].isdigit())
    score -= 1.5 * (_is_small(phrase) and not phrase.roles & {"of", "object"})
    return score + people * 3 * is_somebody(phrase)


def _as_text(phrase: Phrase, prop: ExistingProperty) -> float:
    if _is_of_who(prop):
        score = sum(_WHO.get(role, 0) for role in phrase.roles) - 3 * _is_small(phrase)
        return score + 2 * is_somebody(phrase) + _is_capital(phrase)
    if key_of(prop) in _TIMES:
        return 2 * _OPEN
    if is_place(prop):
        numbered = phrase.text[:1].isdigit() and " " in phrase.text  # of a street
        return sum(_WHERE.get(role, 0) for role in phrase.roles) + 0.5 + 2 * numbered
    if key_of(prop) == "note":
        return 0.1 if " " in phrase.text and not phrase.roles - {"object"} else _OPEN
    measure = key_of(prop) in ("quantity", "dose", "size") and phrase.text[:1].isdigit()
    return 1 + 3 * measure - 2 * is_somebody(phrase) - ("to" in phrase.roles)


def _is_called(phrase: Phrase, prop: ExistingProperty) -> bool:
    """Whether the last word of a phrase is what a column is called ("mountain bike", of bikes)."""
    said, name = folded(phrase.text), folded(prop.name)
    return len(name) > 1 and said != name and said.endswith(name)


def _is_of_who(prop: ExistingProperty) -> bool:
    """Whether a text is for somebody, by what does something or is known to."""
    return is_person(prop) or words().agents.search(folded(prop.name)) is not None


def _is_who(phrase: Phrase) -> bool:
    """Whether a phrase says who did it, where rows are called by what it was."""
    return bool(phrase.roles & {"subject", "honour"})


def _is_small(phrase: Phrase) -> bool:
    return phrase.text.isascii() and phrase.text[:1].islower()


def _is_capital(phrase: Phrase) -> bool:
    return phrase.text.isascii() and phrase.text[:1].isupper()
