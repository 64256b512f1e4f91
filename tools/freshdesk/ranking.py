"""The two rankings of what was collected, by words and by meaning: a company's chunks that
fulfil what is asked for, the best first. For a thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tools.freshdesk.store import Store
from tools.freshdesk.tables import MEANT, SAYING, Near, Where, marks
from tools.freshdesk.words import query_words

MOST_CANDIDATES = 100  # of each ranking


@dataclass(frozen=True)
class Query:
    """What is looked for. `since` and `until` are times as Freshdesk writes them, `agent` an id or
    a name, `status` a number or a label."""

    text: str
    type: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    agent: str | None = None
    limit: int = 10
    private: bool = False


def conditions(store: Store, query: Query) -> Where:
    """What a query asks for beside its words, of a chunk `c` of an object `o`."""
    given: list[tuple[str, Any]] = [("c.private <= ?", int(query.private))]
    given.append(("o.private <= ?", int(query.private)))
    for condition, value in (
        ("o.type = ?", query.type),
        ("o.updated_at >= ?", query.since),
        ("o.updated_at <= ?", query.until),
    ):
        if value is not None:
            given.append((condition, value))
    for column, kind, name in (
        ("status", "field:status", query.status),
        ("agent_id", "agent", query.agent),
    ):
        if name is not None:
            given.append((f"o.{column} = ?", _number_of(store, kind, name)))
    said = " AND ".join(condition for condition, _ in given)
    return Where(said, tuple(value for _, value in given))


def _number_of(store: Store, kind: str, name: str) -> int:
    """Of a status or an agent that is named or numbered; -1 for one that is unknown."""
    if name.isdecimal():
        return int(name) if len(name) < 19 else -1  # integers end there
    query = "SELECT id FROM lookups WHERE kind = ? AND lower(name) = lower(?)"
    found = store.db.execute(query, [kind, name]).fetchone()
    return -1 if found is None else int(found[0])


# by words

# The `+` has SQLite begin with the chunks of these objects, which are fewer than those that say it.
_SAYING_TOO = """SELECT DISTINCT c.key FROM chunks c WHERE c.key IN (SELECT value FROM {keys})
                 AND +c.id IN (SELECT rowid FROM chunks_fts WHERE {says}) AND c.private <= ?"""


def by_words(store: Store, query: Query, where: Where) -> list[int]:
    """Chunks that hold all words; behind them, one of each object whose chunks together do."""
    words = query_words(query.text)
    if not words:
        return []
    rows = store.db.best(query.text, where, MOST_CANDIDATES)
    if len(words) > 1 and len(rows) < MOST_CANDIDATES:
        known = {key for _, key in rows}
        together = _together(store, words, where, private=query.private)
        rows += [(number, key) for key, number in together.items() if key not in known]
    return [number for number, _ in rows][:MOST_CANDIDATES]


def _together(store: Store, words: Sequence[str], where: Where, *, private: bool) -> dict[str, int]:
    """Objects whose chunks hold all words, each with one that holds the rarest."""
    says = [store.db.saying(word) for word in words]
    rarest, *others = sorted(says, key=lambda each: _count(store, each))
    each = f"""SELECT c.key, min(c.id) FROM {SAYING} AND {rarest.sql} AND {where.sql}
               GROUP BY c.key ORDER BY c.key"""  # noqa: S608 - ours
    found = dict(store.db.execute(each, [*rarest.values, *where.values]).fetchall())
    for other in others:
        too = _SAYING_TOO.format(keys=store.db.elements("?"), says=other.sql)
        values = [orjson.dumps(list(found)).decode(), *other.values, int(private)]
        said = {key for (key,) in store.db.execute(too, values)}
        found = {key: number for key, number in found.items() if key in said}
    return found


def _count(store: Store, says: Where) -> int:
    query = f"SELECT count(*) FROM chunks_fts WHERE {says.sql}"  # noqa: S608 - ours
    number: int = store.db.execute(query, says.values).fetchone()[0]
    return number


# by meaning


def by_meaning(
    store: Store, query: Query, signs: Near, vector: Sequence[float], where: Where, least: float
) -> list[int]:
    """The nearest, none less near than `least`; where what is asked for is rare among these, the
    nearest of what is."""
    from tools.freshdesk.vectors import ranked

    near = signs.nearest(vector, private=query.private)
    where = Where(f"{where.sql} AND c.model = ?", (*where.values, signs.model))
    seen = _seen(store, near, where)
    if len(seen) < MOST_CANDIDATES and len(near) < len(signs):
        fitting = f"SELECT c.id FROM {MEANT} WHERE {where.sql}"  # noqa: S608 - ours
        rows = store.db.execute(fitting, where.values)
        among = [row[0] for row in rows]
        near = signs.nearest(vector, private=query.private, among=among)
        seen = _seen(store, near, where)
    return ranked(vector, seen, least)[:MOST_CANDIDATES]


def _seen(store: Store, ids: Sequence[int], where: Where) -> list[tuple[int, bytes]]:
    """Of some chunks, those that fulfil what is asked, with their vectors."""
    query = f"""SELECT c.id, c.embedding FROM {MEANT}
                WHERE c.id IN ({marks(ids)}) AND c.embedding IS NOT NULL AND {where.sql}
                ORDER BY c.id"""  # noqa: S608 - ours
    found: list[tuple[int, bytes]] = store.db.execute(query, [*ids, *where.values]).fetchall()
    return found
