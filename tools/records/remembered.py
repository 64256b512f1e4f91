"""What rows mean, remembered by the very form in which they are kept.

To read a plan out of its JSON takes ten times what it takes to see that it is the one that was
written a moment ago.
"""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from tools.recent import Recent

K = TypeVar("K", bound=str | bytes)
T = TypeVar("T")

MOST_REMEMBERED = 32  # meanings of each kind
LONG = 100_000  # characters or bytes: what is longer is read anew each time


class Remembered(Generic[K, T]):
    """The latest meanings of a column. As they are found by what the row holds, none is ever out of
    date, whoever has written the row; as they are shared, nobody may change them."""

    def __init__(self, read: Callable[[K], T]) -> None:
        self._read = read
        self._known = Recent[K, T](MOST_REMEMBERED)

    def put(self, kept: K, meaning: T) -> None:
        """Remembers what is about to be written."""
        if len(kept) <= LONG:
            self._known.put(kept, meaning)

    async def of(self, kept: K) -> T:
        """What a row means; found out beside the loop where nobody knows. Raises what reading it
        raises."""
        if (known := self._known.get(kept)) is not None:
            return known
        meaning = await asyncio.to_thread(self._read, kept)
        self.put(kept, meaning)
        return meaning
