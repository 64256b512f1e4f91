"""The nearest of many vectors by pgvector's own index, where the database has that extension: then
no server has to hold their signs. What the index proposes is compared exactly, as elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, exc

from tools.freshdesk.schema import upsert
from tools.freshdesk.store import Store
from tools.freshdesk.tables import Tables

PROPOSED = 400  # by the index
MOST_DIMENSIONS = 2000  # that it takes (pgvector 0.6)
_AT_ONCE = 500  # vectors that are taken up in one transaction
_BUILDING_SECONDS = 1800  # for which an index of many vectors may be made
_REFUSED = "42501"  # insufficient privilege (Postgres, appendix A)
_WHERE = """SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
            WHERE extname = 'vector' AND EXISTS (SELECT 1 FROM pg_am WHERE amname = 'hnsw')"""
_OFFERED = "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'"
_HAS_ROOM = """SELECT count(*) FROM pg_attribute
               WHERE attrelid = to_regclass('chunks') AND attname = 'near'"""
_LENGTH = "SELECT max(length(embedding)) FROM chunks WHERE model = ?"
_LACKING = """SELECT id, embedding FROM chunks
              WHERE model = ? AND near IS NULL AND length(embedding) = ? ORDER BY id LIMIT ?"""


@dataclass(frozen=True)
class Indexed:
    """The vectors of one model, in the index of a company's open tables."""

    db: Tables
    model: str
    dimensions: int
    count: int

    def __len__(self) -> int:
        return self.count

    def within(self, db: Tables) -> "Indexed":
        return replace(self, db=db)

    def nearest(
        self, vector: Sequence[float], *, private: bool, among: Sequence[int] | None = None
    ) -> list[int]:
        shown, values = "chunks", list[Any]()
        if among is None:
            # To compare all looks cheaper to Postgres than it is: it counts no number of a vector.
            self.db.execute(f"SET LOCAL hnsw.ef_search = {PROPOSED}")
            self.db.execute("SET LOCAL enable_seqscan = off")
        else:  # each is compared: the index would propose others
            shown = "(SELECT * FROM chunks WHERE id = ANY(?) OFFSET 0) chosen"
            values = [list(among)]
        far = f"near::vector({self.dimensions}) <#> ?::vector({self.dimensions})"
        query = f"""SELECT id FROM {shown} WHERE near IS NOT NULL AND private <= ?
                    ORDER BY {far} LIMIT ?"""  # noqa: S608 - ours
        values += [int(private), _written(vector), PROPOSED]
        rows = self.db.execute(query, values).fetchall()
        self.db.execute("SET LOCAL enable_seqscan TO DEFAULT")
        return [row[0] for row in rows]


def indexed(store: Store) -> Indexed | None:
    """None where there is no such index, or not yet of the last synchronisation."""
    newest = store.cursor("model")
    if not store.db.has_vectors or newest is None or store.cursor("near") != newest:
        return None
    dimensions = (store.db.execute(_LENGTH, [newest[0]]).fetchone()[0] or 0) // 2
    [count] = store.db.execute("SELECT count(near) FROM chunks").fetchone()
    return Indexed(store.db, newest[0], dimensions, count)


# bringing it up


def begin(store: Store, model: str) -> int:
    """Sees to it that there are no vectors of another model. How many dimensions those of this one
    have; 0 where there is no index for them."""
    if not store.db.has_vectors:
        return 0
    dimensions: int = (store.db.execute(_LENGTH, [model]).fetchone()[0] or 0) // 2
    if not 0 < dimensions <= MOST_DIMENSIONS:
        return 0
    held = store.cursor("near")
    if held is None or held[0] != model:
        with store.db.atomic():
            store.db.execute("DROP INDEX IF EXISTS chunks_near")
            store.db.execute("UPDATE chunks SET near = NULL WHERE near IS NOT NULL")
            upsert(store.db, "cursors", [{"stream": "near", "since": model, "complete_from": ""}])
    return dimensions


def take_up(store: Store, model: str, dimensions: int) -> bool:
    """Takes up some more; whether there may be others."""
    import numpy as np

    with store.db.atomic():
        rows = store.db.execute(_LACKING, [model, 2 * dimensions, _AT_ONCE]).fetchall()
        new = [(_written(np.frombuffer(blob, np.float16).tolist()), n) for n, blob in rows]
        store.db.executemany("UPDATE chunks SET near = ?::vector WHERE id = ?", new)
    return bool(rows)


def end(store: Store, dimensions: int) -> None:
    """All of the last synchronisation is in the index, which is made of all at once the first time:
    one by one they take seven times as long (20,000 of 512 numbers, on a busy machine: 379 s, 56).
    Meanwhile it is read, and who would write waits."""
    since, as_of = store.cursor("model") or ("", "")
    with store.db.atomic():
        store.db.execute(f"SET LOCAL statement_timeout = '{_BUILDING_SECONDS}s'")
        store.db.execute(
            f"""CREATE INDEX IF NOT EXISTS chunks_near ON chunks
                USING hnsw ((near::vector({dimensions})) vector_ip_ops)"""
        )
        row = {"stream": "near", "since": since, "complete_from": as_of}
        upsert(store.db, "cursors", [row])


def _written(vector: Sequence[float]) -> str:
    """A vector as pgvector reads it."""
    return f"[{','.join(map(str, vector))}]"


# the extension


def offered(connection: Connection) -> str | None:
    """The schema of the extension, which is made where this user may; None where there is none."""
    found: str | None = connection.exec_driver_sql(_WHERE).scalar()
    if found is None and connection.exec_driver_sql(_OFFERED).scalar():
        try:
            with connection.begin_nested():
                connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS vector")
        except exc.ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) != _REFUSED:
                raise
        found = connection.exec_driver_sql(_WHERE).scalar()
    return found


def make_room(db: Tables) -> None:
    """Beside the chunks, once."""
    if not db.execute(_HAS_ROOM).fetchone()[0]:
        db.execute("ALTER TABLE chunks ADD COLUMN near vector")
