"""What one request may spend on formulas.

A step is about a microsecond of work: a node visited, an entry of a list or 256 characters of a
text handled, half an instruction of a pattern tried. They are counted, not timed, so that a formula
has the same value on every machine and at every reading.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.notion.formula.errors import DepthError, EvaluationError

MAX_STEPS = 50_000
"""Steps of one evaluation: some hundredths of a second."""

MAX_TOTAL = 400_000
"""Steps of one reading, over all its rows and formulas: half a second, beside the event loop."""

MAX_ANSWER = 20_000
"""Steps of the answer to a write, which is made on the event loop; an evaluation has a quarter."""

PER_ROW = 200
"""Steps that each row brings along: so ordinary formulas have values in tables of any length."""

MAX_LEVELS = 120
"""How deep evaluations may stand in each other, in levels of syntax trees; keeps a chain of
formulas that read formulas far from Python's recursion limit."""

HOP = 3
"""Levels that it takes to come from one evaluation to the next."""


class Budget:
    """Counts the steps of one request; whoever works for it spends from the same one."""

    def __init__(self, total: int = MAX_TOTAL, each: int = MAX_STEPS) -> None:
        self.spent = 0
        self._each = each
        self._total = total
        self._until = total
        self._levels = 0

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being evaluated."""
        return self._levels == 0

    def spend(self, steps: int = 1) -> None:
        """Count steps. Raises EvaluationError when the evaluation or the request has too many."""
        self.spent += steps
        if self.spent > self._until:
            raise EvaluationError(f"More than {self._each} steps, or {self._total} in all")

    def allow(self, steps: int) -> None:
        """More steps in all, while nothing is being evaluated."""
        self._total += steps
        self._until = self._total

    @contextmanager
    def evaluation(self, levels: int) -> Iterator[None]:
        """One evaluation of so many levels. Raises DepthError where it stands too deep."""
        outer, before = self._until, self.spent
        deeper = levels + HOP
        if self._levels + deeper > MAX_LEVELS:
            raise DepthError(f"Formulas nest deeper than {MAX_LEVELS} levels")
        self._levels += deeper
        self._until = min(before + self._each, self._total)
        try:
            yield
        finally:
            self._levels -= deeper
            # What another formula costs is not on the account of the one that reads it.
            self._until = min(outer + self.spent - before, self._total)
