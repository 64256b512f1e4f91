"""What rows hold, as the JSON that it is stored as, until somebody looks.

Of 50,000 rows a page shows a hundred. As text they take a third of the memory that they take as
objects, and nothing of the start; a reading that needs them all has no more than some at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

# The looks of plain text, which most texts have, and how they are stored. Nothing that Notion calls
# so is a number, and quotes within texts are escaped: neither is ever taken for something else.
_PLAIN = (
    b'"annotations":{"bold":false,"italic":false,"strikethrough":false,"underline":false,'
    b'"code":false,"color":"default"}'
)
_SHORT = b'"annotations":0'
_MOST = 500  # of which what was read stays, for who shows a row asks for one value after the other


def shortened(json: bytes) -> bytes:
    """JSON as it is stored."""
    return json.replace(_PLAIN, _SHORT)


def whole(json: bytes) -> bytes:
    """Stored JSON as it was."""
    return json.replace(_SHORT, _PLAIN)


class Held(Mapping[str, Any]):
    """The values of a row, by property id; equal to a dict of the same."""

    __slots__ = ("_json", "_read")

    def __init__(self, json: bytes) -> None:
        self._json = json
        self._read: dict[str, Any] | None = None

    def __getitem__(self, key: str) -> Any:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    @property
    def json(self) -> bytes:
        """What is stored of it, as it was."""
        return self._json

    def _all(self) -> dict[str, Any]:
        read = self._read  # once: another thread may let it go
        if read is None:
            read = self._read = orjson.loads(whole(self._json))
            _lately.append(self)
            if len(_lately) > _MOST:  # threads may come here at once: each adds and takes one
                _lately.popleft().forget()
        return read

    def forget(self) -> None:
        """Lets go what was read, to be read again when somebody looks again."""
        self._read = None


_lately: deque[Held] = deque()  # the one that was read the longest ago goes first
