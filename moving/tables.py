"""Tables of records, as they are stored: batch by batch, each together with where it stands.

Nothing is read as what it means, so that nothing can come to mean something else: JSON goes as its
text, what is packed as its bytes.
"""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from moving.compared import Compared, Digest
from tools.records.packed import Packed
from tools.records.tables import hits, metadata, probes, servers, turns

Reported = Callable[[str, int], None]  # a part's name, and how many of its items are through

BATCH = 500

# How far each table is; for the time of a move alone.
_own = MetaData()
places = Table("moving", _own, Column("name", Text, primary_key=True), Column("after", Text))

# What no server needs to hear of another: who is alive, and an empty table.
_LEFT = frozenset({hits.name, probes.name, servers.name, turns.name})
MOVED = [table for table in metadata.sorted_tables if table.name not in _LEFT]


def place(there: Connection, name: str) -> str | None:
    """How far something is, as it said itself."""
    with there.begin():
        return there.execute(select(places.c.after).where(places.c.name == name)).scalar()


def stand(there: Connection, name: str, after: str) -> None:
    """Says how far something is."""
    with there.begin():
        _stand(there, name, after)


def begin(there: Connection) -> None:
    """First in a transaction: makes room for how far each table is. From now on no server joins;
    who did before is seen within it."""
    there.execute(text(f"LOCK TABLE {servers.name} IN EXCLUSIVE MODE"))
    _own.create_all(there)


def first_held(there: Connection) -> str | None:
    """A table to be moved that holds something."""
    any_row = select(literal(1)).limit(1)
    found = (t.name for t in MOVED if there.execute(any_row.select_from(t)).first())
    return next(found, None)


def move(table: Table, here: Connection, there: Connection, reported: Reported) -> None:
    """Goes on where an earlier try stopped. Raises what the driver raises."""
    keys = [column.name for column in table.primary_key]
    keep = insert(table).values({c.name: _kept(c) for c in table.columns})
    found = place(there, table.name)
    with there.begin():
        done = there.execute(select(func.count()).select_from(table)).scalar_one()
    for batch in _batches(table, here, orjson.loads(found) if found else None):
        last = orjson.dumps([batch[-1][key] for key in keys]).decode()
        with there.begin():
            there.execute(keep, batch)
            _stand(there, table.name, last)
        done += len(batch)
        reported(table.name, done)
    with there.begin():
        _go_on_counting(there, table)


def compare(table: Table, here: Connection, there: Connection) -> Compared:
    """What a table comes to on both sides."""
    with here.begin(), there.begin():
        return Compared(table.name, _digest(table, here), _digest(table, there))


def end(there: Connection) -> None:
    """Within a transaction: nothing is under way any more."""
    _own.drop_all(there)


def _batches(table: Table, here: Connection, after: list[Any] | None) -> Iterator[list[Any]]:
    key = tuple_(*table.primary_key)
    while True:
        query = select(*_raw(table)).order_by(*table.primary_key).limit(BATCH)
        if after is not None:
            query = query.where(key > tuple_(*map(literal, after)))
        with here.begin():
            rows = here.execute(query).mappings().all()
            batch = [{name: _keepable(value) for name, value in row.items()} for row in rows]
        if not batch:
            return
        yield batch
        after = [batch[-1][column.name] for column in table.primary_key]


def _keepable(value: Any) -> Any:
    """Earlier releases kept NULs, which Postgres does not (`tools.received`)."""
    return value.replace("\0", "") if isinstance(value, str) else value


def _raw(table: Table) -> list[ColumnElement[Any]]:
    """A table's columns as they are stored."""
    return [_as_stored(column).label(column.name) for column in table.columns]


def _as_stored(column: Column[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, JSON):
        return cast(column, Text)
    return type_coerce(column, LargeBinary) if isinstance(column.type, Packed) else column


def _kept(column: Column[Any]) -> ColumnElement[Any]:
    """What a stored value becomes part of a row by."""
    if isinstance(column.type, JSON):
        return cast(bindparam(column.name, type_=Text), JSON(none_as_null=True))
    packed = isinstance(column.type, Packed)
    return bindparam(column.name, type_=LargeBinary() if packed else column.type)


def _stand(there: Connection, name: str, after: str) -> None:
    row = upsert(places).values(name=name, after=after)
    there.execute(row.on_conflict_do_update(index_elements=["name"], set_={"after": after}))


def _go_on_counting(there: Connection, table: Table) -> None:
    """Numbers that the database gives begin behind those that came along."""
    key = list(table.primary_key)
    if len(key) == 1 and isinstance(key[0].type, Integer):
        sequence = func.pg_get_serial_sequence(table.name, key[0].name)
        most = select(func.max(key[0])).scalar_subquery()
        there.execute(select(func.setval(sequence, func.coalesce(most, 1), most.is_not(None))))


def _digest(table: Table, connection: Connection) -> Digest:
    options = {"yield_per": BATCH}
    rows = connection.execute(select(*_raw(table)), execution_options=options)
    digest = Digest()
    for part in rows.partitions():
        digest = digest.plus(_told(tuple(row)) for row in part)
    return digest


def _told(row: tuple[Any, ...]) -> bytes:
    kept = (bytes(v) if isinstance(v, memoryview) else _keepable(v) for v in row)
    return repr(list(kept)).encode()
