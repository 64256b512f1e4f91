"""The two rankings of what was collected, by words and by meaning: chunks of a company's file that
fulfil what is asked for, the best first. For a thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from tools.freshdesk.store import Store
from tools.freshdesk.words import match, query_words

if TYPE_CHECKING:
    from tools.freshdesk.vectors import Signs

MOST_CANDIDATES = 100  # of each ranking
_RANKED = 400  # by words, before it is looked which of them are asked for: that takes longer


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


@dataclass(frozen=True)
class Where:
    """What a chunk `c` of an object `o` must fulfil, in SQL with its values."""

    sql: str
    values: tuple[Any, ...]


def conditions(store: Store, query: Query) -> Where:
    """What a query asks for beside its words."""
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
        return int(name) if len(name) < 19 else -1  # SQLite's integers end there
    query = "SELECT id FROM lookups WHERE kind = ? AND lower(name) = lower(?)"
    found = store.db.execute(query, [kind, name]).fetchone()
    return -1 if found is None else int(found[0])


# by words

_JOINED = "chunks c JOIN integrated_objects o ON o.key = c.key"
_SAYING = """FROM chunks_fts CROSS JOIN chunks c ON c.id = chunks_fts.rowid
              JOIN integrated_objects o ON o.key = c.key WHERE words MATCH ?"""
_BEST = "SELECT rowid FROM chunks_fts WHERE words MATCH ? ORDER BY bm25(chunks_fts) LIMIT ?"
_COUNT = "SELECT count(*) FROM chunks_fts WHERE words MATCH ?"
# The `+` has SQLite begin with the chunks of these objects, which are fewer than those that say it.
_SAYING_TOO = """SELECT DISTINCT c.key FROM chunks c WHERE c.key IN (SELECT value FROM json_each(?))
                 AND +c.id IN (SELECT rowid FROM chunks_fts WHERE words MATCH ?)
                 AND c.private <= ?"""


def by_words(store: Store, query: Query, where: Where) -> list[int]:
    """Chunks that hold all words; behind them, one of each object whose chunks together do."""
    text = match(query.text)
    if text is None:
        return []
    rows = _holding(store, text, where)
    words = query_words(query.text)
    if len(words) > 1 and len(rows) < MOST_CANDIDATES:
        known = {key for _, key in rows}
        together = _together(store, words, where, private=query.private)
        rows += [(number, key) for key, number in together.items() if key not in known]
    return [number for number, _ in rows][:MOST_CANDIDATES]


def _holding(store: Store, text: str, where: Where) -> list[tuple[int, str]]:
    """The ids and objects of chunks: of the best those that are asked for, and where these are
    rare among them, of all."""
    best = [row[0] for row in store.db.execute(_BEST, [text, _RANKED])]
    marks = ",".join("?" * len(best))
    asked = f"SELECT c.id, c.key FROM {_JOINED} WHERE c.id IN ({marks}) AND {where.sql}"  # noqa: S608 - ours
    found = dict(store.db.execute(asked, [*best, *where.values]).fetchall())
    if len(found) >= MOST_CANDIDATES or len(best) < _RANKED:
        return [(number, found[number]) for number in best if number in found]
    of_all = f"""SELECT c.id, c.key {_SAYING} AND {where.sql}
                 ORDER BY bm25(chunks_fts) LIMIT {MOST_CANDIDATES}"""
    return store.db.execute(of_all, [text, *where.values]).fetchall()


def _together(store: Store, words: Sequence[str], where: Where, *, private: bool) -> dict[str, int]:
    """Objects whose chunks hold all words, each with one that holds the rarest."""
    texts = [match(word) for word in words]
    counts = {text: store.db.execute(_COUNT, [text]).fetchone()[0] for text in texts}
    rarest, *others = sorted(counts, key=lambda text: counts[text])
    each = f"SELECT c.key, min(c.id) {_SAYING} AND {where.sql} GROUP BY c.key"
    found = dict(store.db.execute(each, [rarest, *where.values]).fetchall())
    for text in others:
        values = [orjson.dumps(list(found)).decode(), text, int(private)]
        found = {key: found[key] for (key,) in store.db.execute(_SAYING_TOO, values)}
    return found


# by meaning


def by_meaning(
    store: Store, query: Query, signs: "Signs", vector: Sequence[float], where: Where
) -> list[int]:
    """The nearest; where what is asked for is rare among these, the nearest of what is."""
    from tools.freshdesk.vectors import ranked

    near = signs.nearest(vector, private=query.private)
    where = Where(f"{where.sql} AND c.model = ?", (*where.values, signs.model))
    seen = _seen(store, near, where)
    if len(seen) < MOST_CANDIDATES and len(near) < len(signs):
        fitting = f"SELECT c.id FROM {_JOINED} WHERE {where.sql}"  # noqa: S608 - ours
        rows = store.db.execute(fitting, where.values)
        among = [row[0] for row in rows]
        near = signs.nearest(vector, private=query.private, among=among)
        seen = _seen(store, near, where)
    return ranked(vector, seen)[:MOST_CANDIDATES]


def _seen(store: Store, ids: Sequence[int], where: Where) -> list[tuple[int, bytes]]:
    """Of some chunks, those that fulfil what is asked, with their vectors."""
    marks = ",".join("?" * len(ids))
    query = f"""SELECT c.id, c.embedding FROM {_JOINED}
                WHERE c.id IN ({marks}) AND c.embedding IS NOT NULL AND {where.sql}"""  # noqa: S608 - ours
    found: list[tuple[int, bytes]] = store.db.execute(query, [*ids, *where.values]).fetchall()
    return found
