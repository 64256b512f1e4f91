"""Ids of the embedded workspace that repeat: by test, and within property tests by example."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import register_random

from sandbox.notion import ids


class _Source(random.Random):
    """Hypothesis seeds it before each example, and puts it back behind: what is in stock is then
    of another sequence."""

    def seed(self, *seed: Any) -> None:
        super().seed(*seed)
        ids._STOCK.clear()

    def setstate(self, state: Any) -> None:
        super().setstate(state)
        ids._STOCK.clear()


_SOURCE = _Source()
register_random(_SOURCE)


def seed_ids(patch: pytest.MonkeyPatch) -> None:
    """Has ids come from a source that `begin` sets to a certain place."""
    patch.setattr(ids, "_draw", _SOURCE.randbytes)


def begin(name: str) -> None:
    """The ids that follow are those of a test, and of no other: some share a workspace."""
    _SOURCE.seed(name)


@contextmanager
def apart(name: str) -> Iterator[None]:
    """Ids of their own for what is made once and shared by tests, or by examples of one."""
    before, stock = _SOURCE.getstate(), ids._STOCK[:]
    _SOURCE.seed(name)
    try:
        yield
    finally:
        _SOURCE.setstate(before)
        ids._STOCK[:] = stock
