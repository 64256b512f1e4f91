"""What was collected of companies, from a file for each into a schema for each."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from moving.compared import Compared, Digest
from moving.tables import Reported
from tools.freshdesk.schema import TABLES, key_of, upsert
from tools.freshdesk.sqlite import CompanyFile
from tools.freshdesk.tables import Homes, Json, Tables
from tools.freshdesk.words import indexed
from tools.received import has_nul, json_in

BATCH = 500
# Where runs go on is moved last, together with the end of the move: until then nothing would.
_LAST = "cursors"
_MOVED = [name for name in TABLES if name != _LAST]
_MOVING = {"stream": "moving", "since": "", "complete_from": ""}
_BEGUN = "SELECT 1 FROM cursors WHERE stream = 'moving'"
_END = "DELETE FROM cursors WHERE stream = 'moving'"
_HOLDS_ANY = "SELECT 1 FROM tickets UNION ALL SELECT 1 FROM runs LIMIT 1"
_JSON = frozenset({"raw", "tags"})  # columns of it, as text


def move(file: Path, company: str, there: Homes, reported: Reported) -> list[Compared]:
    """Copies a company's file, batch by batch, to where it has no tables yet, and compares each
    table. It may block.

    Broken off, it goes on where it stopped: behind the last row that is there. Where all is there
    already, or something else is, it compares alone. Raises what the drivers raise.
    """
    with closing(CompanyFile(file)) as here:
        if _begun(company, there):
            for table in _MOVED:
                _copy(table, here, company, there, reported)
            with there.opened(company) as tables, tables.atomic():
                tables.execute(_END)
                upsert(tables, _LAST, _rows(_LAST, here, None))
        with there.opened(company) as tables:
            return [_compared(table, here, tables, company) for table in TABLES]


def _begun(company: str, there: Homes) -> bool:
    """Whether there is a move to go on with; begins it where there is nothing."""
    with there.opened(company) as tables, tables.atomic():
        if tables.execute(_BEGUN).fetchone() is not None:
            return True
        is_new = tables.execute(_HOLDS_ANY).fetchone() is None
        if is_new:
            upsert(tables, _LAST, [_MOVING])
        return is_new


def _copy(table: str, here: Tables, company: str, there: Homes, reported: Reported) -> None:
    """Rows go in the order of their keys, which is the same on both sides."""
    with there.opened(company) as tables:
        after = _last(table, tables)
        done = tables.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours
    while rows := _rows(table, here, after):
        with there.opened(company) as tables, tables.atomic():
            upsert(tables, table, rows)
            if table == "chunks":
                tables.add_words([(row["id"], indexed(row["text"])) for row in rows])
        after = [rows[-1][name] for name in key_of(table)]
        done += len(rows)
        reported(f"{company} {table}", done)


def _last(table: str, tables: Tables) -> list[Any] | None:
    key = key_of(table)
    query = f"""SELECT {", ".join(key)} FROM {table}
                ORDER BY {", ".join(f"{name} DESC" for name in key)} LIMIT 1"""  # noqa: S608 - ours
    found = tables.execute(query).fetchone()
    return None if found is None else list(found)


def _rows(table: str, here: Tables, after: Sequence[Any] | None) -> list[Json]:
    """The next rows behind a key."""
    key = ", ".join(key_of(table))
    behind = "" if after is None else f"WHERE ({key}) > ({', '.join('?' * len(after))})"
    query = f"SELECT {', '.join(_columns(table))} FROM {table} {behind} ORDER BY {key} LIMIT ?"  # noqa: S608 - ours
    rows = here.query(query, [*(after or ()), BATCH])
    return [{name: _keepable(name, value) for name, value in row.items()} for row in rows]


def _compared(table: str, here: Tables, there: Tables, company: str) -> Compared:
    before, after = (Digest().plus(_told(table, tables)) for tables in (here, there))
    return Compared(f"{company} {table}", before, after)


def _told(table: str, tables: Tables) -> Iterator[bytes]:
    columns = _columns(table)
    query = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608 - ours
    for row in tables.stream(query):
        yield repr([_keepable(*each) for each in zip(columns, row, strict=True)]).encode()


def _columns(table: str) -> list[str]:
    return list(TABLES[table][0])


def _keepable(column: str, value: Any) -> Any:
    """Earlier releases kept NULs, which Postgres does not (`tools.received`)."""
    if not isinstance(value, str):
        return value
    if column in _JSON and has_nul(value.encode()):
        return orjson.dumps(json_in(value)).decode()
    return value.replace("\0", "")
