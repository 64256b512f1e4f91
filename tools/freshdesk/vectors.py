"""The nearest of many vectors without any extension. Imports numpy, so it is imported late.

A vector's signs are 64 bytes: they are compared all at once, and the nearest by signs exactly,
from the float16 that the file holds.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tools.freshdesk.tables import Tables

RESCORED = 400  # of the nearest by signs
_FAR = 65_535  # further apart than any two are


def packed_vector(vector: Sequence[float]) -> bytes | None:
    """A vector of length 1 as float16; None for one without length, which is near to nothing."""
    whole = np.asarray(vector, np.float32)
    length = float(np.linalg.norm(whole))
    if not np.isfinite(length) or length < 1e-6:
        return None
    return (whole / length).astype(np.float16).tobytes()


class Signs:
    """The signs of many vectors of one model, by id."""

    def __init__(
        self, rows: Iterable[tuple[int, int, bytes]], count: int, *, model: str, dimensions: int
    ) -> None:
        """`rows` are ids, whether they are private, and float16 vectors; `count` how many."""
        self.model, self.dimensions = model, dimensions
        self._ids = np.zeros(count, np.int64)
        self._private = np.zeros(count, np.bool_)
        self._codes = np.zeros((count, -(-dimensions // 64)), np.uint64)
        used = 0
        for number, private, blob in rows:
            self._ids[used], self._private[used] = number, bool(private)
            self._codes[used] = _code(np.frombuffer(blob, np.float16))
            used += 1
        self._ids, self._private = self._ids[:used], self._private[:used]
        self._codes = self._codes[:used]

    def __len__(self) -> int:
        return len(self._ids)

    def within(self, _: Tables) -> "Signs":
        """The same, as they need no tables."""
        return self

    def nearest(
        self, vector: Sequence[float], *, private: bool, among: Sequence[int] | None = None
    ) -> list[int]:
        """The ids of the nearest by signs; private ones, and others than `among`, are left out."""
        code = _code(np.asarray(vector, np.float32))
        apart = np.bitwise_count(self._codes ^ code).sum(axis=1, dtype=np.uint16)
        if not private:
            apart[self._private] = _FAR
        if among is not None:
            apart[~np.isin(self._ids, np.asarray(among, np.int64))] = _FAR
        most = min(RESCORED, len(apart))
        if not most:
            return []
        found = np.argpartition(apart, most - 1)[:most]
        return [int(number) for number in self._ids[found[apart[found] < _FAR]]]


def ranked(
    vector: Sequence[float], blobs: Sequence[tuple[int, bytes]], least: float = -1.0
) -> list[int]:
    """The ids of float16 vectors that are near enough, the nearest first."""
    if not blobs:
        return []
    rows = np.frombuffer(b"".join(blob for _, blob in blobs), np.float16)
    scores = rows.reshape(len(blobs), -1).astype(np.float32) @ np.asarray(vector, np.float32)
    order = np.argsort(-scores, kind="stable")
    return [blobs[int(place)][0] for place in order if scores[place] >= least]


def _code(vector: NDArray[np.floating]) -> NDArray[np.uint64]:
    bits = np.packbits(vector > 0)
    return np.pad(bits, (0, -len(bits) % 8)).view(np.uint64)
