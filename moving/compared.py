"""Whether what was moved is what was there: counted, and by what it comes to in any order."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

_BYTES = 16


@dataclass(frozen=True)
class Digest:
    """How many items there are, and the sum of their hashes: the same in whichever order, as a file
    and a database do not sort alike."""

    count: int = 0
    sum: int = 0

    def plus(self, items: Iterable[bytes]) -> "Digest":
        count, total = self.count, self.sum
        for item in items:
            count += 1
            total += int.from_bytes(hashlib.blake2b(item, digest_size=_BYTES).digest())
        return Digest(count, total % (1 << 8 * _BYTES))

    @property
    def hex(self) -> str:
        return f"{self.sum:032x}"


@dataclass(frozen=True)
class Compared:
    """A part of what was moved: what it came to in the file, and what it comes to now."""

    name: str
    before: Digest
    after: Digest

    @property
    def is_same(self) -> bool:
        return self.before == self.after
