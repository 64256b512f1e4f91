"""How the CPU time that something takes of a text grows with its length."""

import gc
import math
import time
from collections.abc import Callable
from functools import partial

from agent.guard import LONGEST
from tests.support.examples import EXPLORING

# A reader shows by a quarter of what may be typed what is not linear, if one looks closer;
# `make explore` has all of it read.
READ = LONGEST if EXPLORING else LONGEST // 4
HARMLESS = 0.001  # seconds of CPU: below that, growth is of no interest
HOPELESS = 0.5  # at half the length
GROWTH, GROWTH_READ = 2.5, 2.25

Use = Callable[[str], object]


def thread_seconds(work: Callable[[], object]) -> float:
    """CPU time of this thread, without the collector's, which takes longer than a text."""
    gc.disable()
    try:
        begun = time.thread_time()
        work()
        return time.thread_time() - begun
    finally:
        gc.enable()


def _repeated(unit: str, length: int) -> str:
    """A unit again and again, and something at last that no pattern ends with."""
    return (unit * length)[: length - 1] + "\0"


def _growth(use: Use, unit: str, length: int, doublings: int, tries: int) -> float:
    """How many times the CPU time grows as a text doubles, up to a length; 0 below 1 ms, and
    without end where a part takes so long that the whole is not waited for.

    The least of all tries counts: by turns, so that what disturbs one of them disturbs the others.
    """
    parts, wholes = list[float](), list[float]()
    for _ in range(tries):
        part, whole = _repeated(unit, length // 2**doublings), _repeated(unit, length)
        parts.append(thread_seconds(partial(use, part)))
        if parts[-1] > HOPELESS:
            return math.inf
        wholes.append(thread_seconds(partial(use, whole)))
    return (min(wholes) / min(parts)) ** (1 / doublings) if min(wholes) > HARMLESS else 0.0


def superlinear(use: Use, unit: str, length: int = LONGEST) -> bool:
    """Whether it grows too fast however often one looks: other processes disturb single looks."""
    looks = ((1, 1), (1, 5), (1, 25), (2, 25), (1, 50))  # doublings, tries
    most = GROWTH if length == LONGEST else GROWTH_READ
    return all(_growth(use, unit, length, *look) > most for look in looks)
