"""How well a chunk says the words of a query, as SQLite's FTS5 reckons it, so that what is kept in
Postgres comes in the same order. Pure.

The formula, and that each number comes to the last bit as there, is from FTS5's `fts5_aux.c`.
"""

import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

K1, B = 1.2, 0.75
LEAST = 1e-6  # of a word that half of all chunks say


@dataclass(frozen=True)
class Corpus:
    """How many chunks there are, how many tokens they have in all, and how many chunks say each
    of the query's phrases."""

    chunks: int
    tokens: int
    saying: Sequence[int]


def weights(corpus: Corpus) -> list[float]:
    """What each phrase counts: the rarer the more."""
    found = [math.log((corpus.chunks - said + 0.5) / (said + 0.5)) for said in corpus.saying]
    return [weight if weight > 0 else LEAST for weight in found]


def best(rows: Iterable[tuple[T, int, Sequence[int]]], corpus: Corpus, most: int) -> list[T]:
    """The best first, equal ones in the order in which they come. A row is what was found, its
    length in tokens, and how often it says each phrase."""
    weight, average = weights(corpus), corpus.tokens / max(1, corpus.chunks)

    def score(row: tuple[T, int, Sequence[int]]) -> float:
        _, length, said = row
        total, longer = 0.0, K1 * (1 - B + B * length / average)
        for each, often in zip(weight, said, strict=True):
            total += each * (often * (K1 + 1.0) / (often + longer))
        return total

    return [row[0] for row in heapq.nlargest(most, rows, key=score)]
