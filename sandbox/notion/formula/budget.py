"""What one request may spend on formulas.

A step is about a microsecond of work: a node visited, an entry of a list or 256 characters of a
text handled, an instruction of a pattern tried. They are counted, not timed, so that a formula has
the same value on every machine and at every reading.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.notion.formula.errors import DepthError, EvaluationError

MAX_STEPS = 50_000
"""Steps of one evaluation: some hundredths of a second."""

MAX_TOTAL = 2_000_000
"""Steps of one request, over all its rows and formulas: 200 for each of 10,000 rows."""

MAX_LEVELS = 120
"""How deep evaluations may stand in each other, in levels of syntax trees; keeps a chain of
formulas that read formulas far from Python's recursion limit."""

HOP = 3
"""Levels that it takes to come from one evaluation to the next."""


class Budget:
    """Counts the steps of one request; whoever works for it spends from the same one."""

    def __init__(self, total: int = MAX_TOTAL) -> None:
        self.spent = 0
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
            raise EvaluationError(f"More than {MAX_STEPS} steps, or {self._total} in all")

    @contextmanager
    def evaluation(self, levels: int) -> Iterator[None]:
        """One evaluation of so many levels. Raises DepthError where it stands too deep."""
        outer, before = self._until, self.spent
        deeper = levels + HOP
        if self._levels + deeper > MAX_LEVELS:
            raise DepthError(f"Formulas nest deeper than {MAX_LEVELS} levels")
        self._levels += deeper
        self._until = min(before + MAX_STEPS, self._total)
        try:
            yield
        finally:
            self._levels -= deeper
            # What another formula costs is not on the account of the one that reads it.
            self._until = min(outer + self.spent - before, self._total)
