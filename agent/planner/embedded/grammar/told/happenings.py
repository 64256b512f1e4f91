"""What words say that happened, and which choice or box of a database says the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.told.words import words
from tools.workspace.model import ExistingDatabase, ExistingProperty

State = tuple[ExistingProperty, str | bool]

_CHOICES = ("status", "select")
_NEAR = 24  # letters from what happened to what denies it
_COMPLETE = "Complete"  # the group of a status whose options say that something is done


@dataclass(frozen=True)
class Happening:
    """What a piece of a text says that happened, or did not (`denied`); `kinds` are all that its
    words may mean."""

    start: int
    end: int
    kinds: tuple[str, ...]
    denied: bool = False


def happenings(text: str) -> Iterator[Happening]:
    """What a text says that happened, in its order."""
    pattern, kinds = words().said
    said = folded(text)
    for found in pattern.finditer(said):
        denied = is_denied(said, found.start(), found.end())
        yield Happening(found.start(), found.end(), kinds[found[0]], denied)


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether what stands right before or behind a piece says that it is not so."""
    said, marks = folded(text), words().denied
    before = marks.before.search(said[max(start - _NEAR, 0) : start])
    return bool(before or marks.behind.search(said[end : end + _NEAR]))


def state(home: ExistingDatabase, happening: Happening) -> tuple[State, bool] | None:
    """The only property of a database that says that this happened, or did not, with its value
    then; where none is called so, what says that a row is done, which is not sure."""
    found = [_state(home, kind, denied=happening.denied) for kind in happening.kinds]
    states = {(one[0].id, one[1]): one for one in found if one is not None}
    if not states and not happening.denied and any(words().kinds[k].done for k in happening.kinds):
        done = _complete(home)
        return (done, False) if done else None
    return (next(iter(states.values())), True) if len(states) == 1 else None


def _state(home: ExistingDatabase, kind: str, *, denied: bool) -> State | None:
    opposite = words().kinds[kind].denied
    if denied and not opposite:
        return _box(home, kind, is_so=False)
    kind, opposite = (opposite, kind) if denied else (kind, opposite)
    options: list[State] = [(p, o.name) for p in home.properties if p.type in _CHOICES
                            for o in p.options if _is_called(o.name, kind)]  # fmt: skip
    if options:
        return options[0] if len({p.id for p, _ in options}) == 1 == len(options) else None
    return _box(home, kind, is_so=True) or (_box(home, opposite, is_so=False) if opposite else None)


def _box(home: ExistingDatabase, kind: str, *, is_so: bool) -> State | None:
    boxes = [p for p in home.properties if p.type == "checkbox" and _is_called(p.name, kind)]
    return (boxes[0], is_so) if len(boxes) == 1 else None


def _complete(home: ExistingDatabase) -> State | None:
    """The only state of a database that is called done."""
    done = [(p, o.name) for p in home.properties if p.type == "status"
            for o in p.options if o.group == _COMPLETE]  # fmt: skip
    return done[0] if len(done) == 1 else _box(home, "done", is_so=True)


def _is_called(name: str, kind: str) -> bool:
    """Whether a choice or a box is called by what happened: of several by the longest word."""
    (pattern, kinds), said = words().called, folded(name)
    found = max(pattern.finditer(said), key=lambda one: len(one[0]), default=None)
    denied = found is not None and said[: found.start()].endswith(tuple(words().without))
    return found is not None and not denied and kind in kinds[found[0]]
