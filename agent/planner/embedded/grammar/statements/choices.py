"""Which choices and boxes a statement tells by forms of their names, and which it only denies."""

from collections.abc import Iterator
from typing import Any

from agent.planner.embedded.grammar.statements.cells import Cells
from agent.planner.embedded.grammar.statements.words import words
from agent.planner.embedded.grammar.text.syllables import is_form_of
from agent.planner.embedded.grammar.told.happenings import is_unreal
from tools.workspace.model import ExistingProperty

STATES = ("status", "checkbox")


def choose(cells: Cells) -> None:
    """Gives the choices that words are forms of ("it was hard" of hardness), where only one is."""
    several = [p for p in cells.home.properties if p.type == "multi_select"]
    open_ = [*cells.free("select", "status"), *several]
    for token in cells.evidence.tokens:
        if token.kind != "unknown" or cells.is_taken(token.start, token.end):
            continue
        fits: list[tuple[ExistingProperty, Any]]
        fits = [(p, o.name) for p in open_ for o in p.options if _is_form(token.text, o.name)]
        fits += [(p, True) for p in cells.free("checkbox") if _is_ticked(token.text, p.name)]
        if len(fits) == 1 and (fits[0][0] in several or fits[0][0].name not in cells.values):
            cells.give(fits[0][0], (token.start, token.end), fits[0][1])


def without_denied(cells: Cells) -> bool:
    """Takes back the boxes and states that a part of a statement says are not so, or still to be
    ("forms not in yet"); whether it denies nothing else."""
    plain, text, adds = True, cells.evidence.text, cells.evidence.clause.does("add")
    for start, end in _parts(cells):
        if (adds and not start) or not is_unreal(text[start:end]):
            continue
        within = [p for p in cells.told if p.meets(start, end)]
        states = [p for p in within if p.prop and p.prop.type in STATES]
        plain &= len(states) == len(within)
        cells.forget(states)
    planned = words().planned
    cells.forget([p for p in cells.told if p.value is True and planned.match(text, p.end)])
    return plain


def _is_form(word: str, option: str) -> bool:
    """Whether a word says that something is so, or was done, as an option is called."""
    does = words().does.match(word[len(option) :]) if len(option) > 1 else None
    return (word.startswith(option) and does is not None) or is_form_of(word, option)


def _is_ticked(word: str, box: str) -> bool:
    """Whether a word is what a box is called, and that it is so."""
    return word.startswith(box) and words().so.fullmatch(word[len(box) :]) is not None


def _parts(cells: Cells) -> Iterator[tuple[int, int]]:
    """The parts of a text between marks."""
    start = cells.evidence.start
    for token in cells.evidence.tokens:
        if token.kind in ("punct", "break"):
            yield start, token.start
            start = token.end
    yield start, cells.evidence.end
