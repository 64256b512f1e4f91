"""Of what the browser tests look at, a thin slice for `make test`; `make browsers` has the whole.

The slice goes the way from a wish to its undoing, and once into each room; the whole adds every
language, size and theme, and the corners of each subject.
"""

import os
from typing import TypeVar

import pytest

WHOLE = os.environ.get("BROWSERS") == "all"
Case = TypeVar("Case")

in_whole = pytest.mark.skipif(not WHOLE, reason="in a browser: make browsers")


def some(*cases: Case) -> tuple[Case, ...]:
    """Cases of one subject: all of them, or the first where there is less time."""
    return cases if WHOLE else cases[:1]
