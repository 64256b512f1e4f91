"""What one request can define: the fixed point that creations and changes have in common."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def within_reach(wanted: Sequence[T], takes: Callable[[T], bool]) -> list[T]:
    """Of what is wanted all that can be taken, each behind what it needs; `takes` notes what it
    has taken, so that others may stand on it."""
    chosen: list[T] = []
    left = list(wanted)
    while left:
        later: list[T] = []
        for item in left:
            (chosen if takes(item) else later).append(item)
        if len(later) == len(left):
            break
        left = later
    return chosen
