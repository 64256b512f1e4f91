"""Reading a list that changes meanwhile, without losing any of it. Pure.

Freshdesk's pages are offsets into a live order: what is updated moves to the end, everything behind
it moves up, and one item slips over the edge of a page. So no second page is asked for: each
request asks what changed since the last change that was seen, the earliest first, and its answer is
one look at one moment. Only where a whole page holds one single second is the next page asked for,
and then again from the first until a pass brings nothing new.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

BEGINNING = "1970-01-01T00:00:00Z"
OVERLAP = timedelta(minutes=2)  # for changes that are listed late, and clocks that differ


@dataclass(frozen=True)
class Cursor:
    """Where a reading stands: what changed `since` then comes next, from `page` on.

    `again` says that the present pass over several pages brought something new.
    """

    since: str = BEGINNING
    page: int = 1
    again: bool = False

    @property
    def query(self) -> dict[str, str | int]:
        order = {"order_by": "updated_at", "order_type": "asc"}
        return {"updated_since": self.since, **order, "page": self.page}


def advance(
    cursor: Cursor, items: Sequence[Mapping[str, Any]], *, more: bool, fresh: bool
) -> Cursor | None:
    """Where to read on after a page; None once all is seen.

    `more` says that another page follows it, `fresh` that it held something new.
    """
    last = items[-1]["updated_at"] if items else cursor.since
    again = cursor.again or fresh
    if more and last == cursor.since:  # nothing but this second so far
        return Cursor(cursor.since, cursor.page + 1, again)
    if cursor.page > 1 and again:
        return Cursor(cursor.since)
    return Cursor(last) if more else None


def last_seen(items: Sequence[Mapping[str, Any]]) -> str:
    """The latest change on a page; '' where there is none."""
    return max((item["updated_at"] for item in items), default="")


def overlapping(*moments: str) -> str:
    """Where the next reading begins: some minutes before the earliest of these."""
    beginning = datetime.fromisoformat(BEGINNING)
    return written(max(datetime.fromisoformat(min(moments)) - OVERLAP, beginning))


def written(moment: datetime) -> str:
    """A moment in UTC as Freshdesk writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
