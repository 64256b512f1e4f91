"""Misbehaviour by chance: what a network and a busy service do, as often as is asked for."""

from __future__ import annotations

import random

from sandbox.notion.faults import Faults
from sandbox.notion.records import Json

_DROP = 0
_REFUSALS = (409, 429, 529)  # Notion: said before anything is written
_FAILURES = (500, 502, 503, 504, _DROP)  # said before the write or after it
_RETRY_AFTER = {409: None, 429: 1, 529: 1}
_LATE_SHARE = 0.03


class Chaos(Faults):
    """Lets a `share` (0 to 1) of all requests fail, half of them after they were carried out.

    Every request takes up to a hundredth of a second longer, a few up to `late` seconds. The same
    seed makes the same choices.
    """

    def __init__(self, share: float, seed: int | None = None, late: float = 0.4) -> None:
        super().__init__()
        self._share = share
        self._late = late
        self._random = random.Random(seed)  # noqa: S311 - nothing here is secret

    def delay(self) -> float:
        most = self._late if self._random.random() < _LATE_SHARE else min(0.01, self._late)
        return self._random.uniform(0, most)

    def strike(self, method: str, path: str, answer: Json | None = None) -> None:
        if self._random.random() < self._share / 2:
            self._inject_any(after_write=answer is not None)
        super().strike(method, path, answer)

    def _inject_any(self, *, after_write: bool) -> None:
        status = self._random.choice(_FAILURES if after_write else _REFUSALS + _FAILURES)
        self.inject(
            status=status or 500,
            drop=status == _DROP,
            after_write=after_write,
            retry_after=_RETRY_AFTER.get(status),
        )
