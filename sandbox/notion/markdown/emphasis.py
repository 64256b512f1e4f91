"""Which signs of emphasis in a line belong together: `*`, `**` and `~~` (CommonMark's pairing)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sandbox.notion.records import Json

_MARKS = {("*", 1): "italic", ("*", 2): "bold", ("~", 2): "strikethrough"}


@dataclass(slots=True)
class Piece:
    """Finished runs, or `count` signs in a row that may open or close an emphasis."""

    runs: list[Json] = field(default_factory=list)
    sign: str = ""
    count: int = 0
    opens: bool = False
    closes: bool = False


def emphasise(pieces: Sequence[Piece]) -> None:
    """Pairs signs, each closing with the nearest opening; marks the runs between them.

    What is left of `count` afterwards stands for itself.
    """
    changes: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for opener, closer, mark in _pairs(pieces):
        changes[opener].append((mark, 1))
        changes[closer].append((mark, -1))
    depths: Counter[str] = Counter()
    for index, piece in enumerate(pieces):
        for mark, step in changes[index]:
            depths[mark] += step
        for run in piece.runs:
            run["annotations"].update({mark: True for mark, depth in depths.items() if depth})


def _pairs(pieces: Sequence[Piece]) -> Iterator[tuple[int, int, str]]:
    waiting: dict[str, list[int]] = {"*": [], "~": []}
    for index, piece in enumerate(pieces):
        while piece.closes and piece.count and waiting[piece.sign]:
            opener = waiting[piece.sign][-1]
            for behind in waiting.values():  # pairs do not cross
                while behind and behind[-1] > opener:
                    behind.pop()
            used = min(2, piece.count, pieces[opener].count)
            piece.count -= used
            pieces[opener].count -= used
            if not pieces[opener].count:
                waiting[piece.sign].pop()
            yield opener, index, _MARKS[piece.sign, used]
        if piece.opens and piece.count:
            waiting[piece.sign].append(index)
