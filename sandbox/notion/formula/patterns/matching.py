"""Find a compiled pattern in a text: leftmost, and the first alternative that fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.notion.formula.budget import Budget
from sandbox.notion.formula.patterns.program import (
    Assertion,
    Character,
    Code,
    Instruction,
    Jump,
    Look,
    Program,
    Reference,
    Save,
    Split,
)

Slots = tuple[int, ...]
State = tuple[int, int, Slots]
"""The next instruction, the place in the text, and what is kept in the slots (-1: nothing)."""

STEPS = 2
"""What trying an instruction costs, more where there are many groups: measured 0.9 to 1.5 µs."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match from `start` to `end`; `groups` begin with the whole, None where none took part."""

    start: int
    end: int
    groups: tuple[str | None, ...]


def find_all(program: Program, text: str, budget: Budget) -> Iterator[Found]:
    """All matches, none overlapping. Raises EvaluationError where the budget ends."""
    matcher = _Matcher(program, text, budget)
    start = 0
    while start <= len(text):
        found = matcher.search(start)
        if found is None:
            return
        yield found
        # An empty match would be found for ever where it is.
        start = found.end + (found.end == found.start)


class _Matcher:
    def __init__(self, program: Program, text: str, budget: Budget) -> None:
        self._program = program
        self._text = text
        self._budget = budget
        # Compiling costs as well, and the budget must not depend on who compiled it before.
        budget.spend(len(program.code))

    def search(self, start: int) -> Found | None:
        # One memory for all starts: where a state failed, it fails from everywhere.
        seen: set[object] = set()
        empty = (-1,) * (2 * self._program.groups + 2)
        for place in range(start, len(self._text) + 1):
            if end := self._run(self._program.code, (0, place, empty), seen):
                return self._found(place, *end)
        return None

    def _found(self, start: int, end: int, slots: Slots) -> Found:
        spans = zip(slots[2::2], slots[3::2], strict=True)
        groups = (self._text[one:two] if two >= 0 else None for one, two in spans)
        return Found(start, end, (self._text[start:end], *groups))

    def _run(
        self, code: Code, first: State, seen: set[object], until: int | None = None
    ) -> tuple[int, Slots] | None:
        """Where the code ends (only at `until`, if given), with its slots; None where it fails."""
        pending = [first]
        while pending:
            state = pending.pop()
            at, place, slots = state
            # What a group matched decides only where a reference asks for it.
            known = (at, place) if self._program.linear else state
            if known in seen:
                continue
            self._budget.spend(STEPS)
            if at < len(code):
                seen.add(known)
                pending.extend(self._after(code[at], state))
            elif until in (None, place):
                return place, slots
        return None

    def _after(self, instruction: Instruction, state: State) -> tuple[State, ...]:
        """The states that may follow, the one to be tried first last."""
        at, place, slots = state
        match instruction:
            case Character():
                fits = place < len(self._text) and instruction.accepts(self._text[place])
                return ((at + 1, place + 1, slots),) if fits else ()
            case Split(first=first, second=second):
                return ((at + second, place, slots), (at + first, place, slots))
            case Jump(distance=distance):
                return ((at + distance, place, slots),)
            case Save(slot=slot):
                return ((at + 1, place, (*slots[:slot], place, *slots[slot + 1 :])),)
            case Assertion(holds=holds):
                return ((at + 1, place, slots),) if holds(self._text, place) else ()
            case Look():
                return self._look(instruction, state)
            case Reference(group=group):
                begin, end = slots[2 * group], slots[2 * group + 1]
                again = self._text[begin:end] if end >= 0 else ""
                fits = self._text.startswith(again, place)
                return ((at + 1, place + len(again), slots),) if fits else ()

    def _look(self, look: Look, state: State) -> tuple[State, ...]:
        at, place, slots = state
        starts = range(place, -1, -1) if look.behind else (place,)
        until = place if look.behind else None
        runs = (self._run(look.code, (0, start, slots), set(), until) for start in starts)
        found = next((end for end in runs if end), None)
        if look.negated:
            return () if found else ((at + 1, place, slots),)
        return ((at + 1, place, found[1]),) if found else ()
