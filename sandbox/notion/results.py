"""What queries found, kept for those who page through it.

A query computes once: its further pages come from the ids that its first one found. So a table that
changes meanwhile is paged through as it was, and who shows the rows leaves out what is gone. What
is no longer kept is computed anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from sandbox.notion.state import Transaction

MOST = 32  # queries whose result is kept
KEPT_FOR = timedelta(minutes=15)
_WORTH_KEEPING = 100  # ids: what fits into one page is computed in no time


@dataclass(frozen=True, slots=True)
class _Result:
    names: Sequence[str]
    version: int
    at: datetime

    def is_fresh(self, version: int, now: datetime) -> bool:
        """Whether computing it anew would find the same: filters and formulas know the minute."""
        return self.version == version and _minute(self.at) == _minute(now)

    def goes_on(self, cursor: str, now: datetime) -> bool:
        """Whether it may be paged on from an id."""
        return abs(now - self.at) < KEPT_FOR and cursor in self.names


class Results:
    """The latest results of a workspace's queries; threads may share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, _Result] = OrderedDict()
        self._lock = threading.Lock()

    def of(
        self,
        tx: Transaction,
        query: Sequence[Any],
        compute: Callable[[], Sequence[str]],
        cursor: str | None = None,
    ) -> Sequence[str]:
        """The ids that a query finds, `query` being all that it asks for, as JSON; those who count
        days elsewhere may find others.

        With a `cursor`, the id that a page begins with, they are those of the query's first page.
        """
        key = orjson.dumps([str(tx.zone), query], option=orjson.OPT_SORT_KEYS)
        now = datetime.fromisoformat(tx.now)
        if (kept := self._found(key)) and (
            kept.is_fresh(tx.version, now) if cursor is None else kept.goes_on(cursor, now)
        ):
            return kept.names
        names = compute()
        if len(names) > _WORTH_KEEPING:
            self._keep(key, _Result(names, tx.version, now))
        return names

    def _found(self, key: bytes) -> _Result | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: bytes, result: _Result) -> None:
        with self._lock:
            self._kept[key] = result
            self._kept.move_to_end(key)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
