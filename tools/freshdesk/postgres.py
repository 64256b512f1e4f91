"""Companies' tables in Postgres: a schema for each, which all servers of the database search.

Words are found by a GIN index over the tokens of each chunk, and then looked for side by side in
its words, as exactly as FTS5 does; ranked by the same formula (`tools.freshdesk.bm25`).
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from tools.errors import StorageFailed
from tools.freshdesk import pgvector
from tools.freshdesk.bm25 import Corpus, best
from tools.freshdesk.schema import INDEXES, NEWEST, TABLES, key_of
from tools.freshdesk.tables import SAYING, Json, Where
from tools.freshdesk.words import Phrase, phrases, tokens
from tools.records.compiled import Cursor, driver
from tools.records.postgres import MIGRATING, postgres_engine

_COMPANY_LENGTH = 38  # characters of it in a schema's name, of which Postgres keeps 63 bytes
_LEXEME_LENGTH = 64  # characters: Postgres refuses some thousand bytes; what is cut is looked up
_MOST_LEXEMES = 1_000_000  # bytes of all of a chunk's: a tsvector holds some 48,000 more
_AT_ONCE = 500  # rows that are fetched together
_TYPES = {int: "bigint", str: 'text COLLATE "C"', bytes: "bytea"}  # SQLite sorts by bytes, too

# What is found by words, and the form of it all. In `words` each token stands between two blanks;
# `said` holds how many chunks and tokens there are, which a query must not have to count.
_WORDS = (
    """CREATE TABLE chunks_fts (rowid bigint PRIMARY KEY, words text COLLATE "C" NOT NULL,
                                length integer NOT NULL, lexemes tsvector NOT NULL)""",
    "CREATE INDEX ON chunks_fts USING gin (lexemes)",
    "CREATE TABLE said (chunks bigint NOT NULL, tokens bigint NOT NULL)",
    "INSERT INTO said VALUES (0, 0)",
    "CREATE TABLE form (number integer NOT NULL)",
)
_ADD = """INSERT INTO chunks_fts (rowid, words, length, lexemes)
          VALUES (%s, %s, %s, array_to_tsvector(%s))"""
_DROP = """WITH gone AS (DELETE FROM chunks_fts WHERE rowid = ANY(%s) RETURNING length)
           UPDATE said SET chunks = chunks - (SELECT count(*) FROM gone),
                           tokens = tokens - (SELECT coalesce(sum(length), 0) FROM gone)"""


class CompanySchema:
    """The tables of one company, within a transaction of a connection."""

    def __init__(
        self, connection: Connection, writing: Callable[[], None], *, has_vectors: bool
    ) -> None:
        """`writing` is called before anything is written: what it raises, nothing is."""
        self.has_vectors = has_vectors
        self._driver = driver(connection)
        self._writing = writing
        self._is_writing = False

    def execute(self, query: str, values: Sequence[Any] = (), /) -> Cursor:
        found: Cursor = self._driver.execute(_translated(query), values)
        return found

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> None:
        with self._driver.cursor() as cursor:
            cursor.executemany(_translated(query), rows)

    def query(self, query: str, values: Sequence[Any] = (), /) -> Iterator[Json]:
        from psycopg.rows import dict_row

        with self._driver.cursor(row_factory=dict_row) as cursor:
            yield from cursor.execute(_translated(query), values)

    def stream(self, query: str, values: Sequence[Any] = (), /) -> Iterator[Any]:
        with self._driver.cursor("stream") as cursor:
            cursor.itersize = _AT_ONCE
            yield from cursor.execute(_translated(query), values)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Part of the one transaction, which the first of these begins to write in."""
        if not self._is_writing:
            self._writing()
            self._is_writing = True
        yield

    def elements(self, column: str) -> str:
        each = f"jsonb_array_elements_text({column}::jsonb) AS each(value)"
        return f'LATERAL (SELECT value COLLATE "C" AS value FROM {each}) element'  # noqa: S608 - ours

    def saying(self, text: str) -> Where:
        each = [_saying(phrase) for phrase in phrases(text)]
        values = tuple(value for where in each for value in where.values)
        return Where(" AND ".join(where.sql for where in each), values)

    def best(self, text: str, where: Where, most: int) -> list[tuple[int, str]]:
        """Counted there, reckoned here."""
        asked, says = phrases(text), self.saying(text)
        often = [_often(phrase) for phrase in asked]
        query = f"""SELECT c.id, c.key, chunks_fts.length, {", ".join(each.sql for each in often)}
                    FROM {SAYING} AND {says.sql} AND {where.sql} ORDER BY c.id"""  # noqa: S608 - ours
        counted = [value for each in often for value in each.values]
        rows = self.execute(query, [*counted, *says.values, *where.values])
        found = (((number, key), length, said) for number, key, length, *said in rows)
        return best(found, self._corpus(asked), most)

    def _corpus(self, asked: Sequence[Phrase]) -> Corpus:
        chunks, length = self.execute("SELECT chunks, tokens FROM said").fetchone()
        says = map(_saying, asked)
        query = "SELECT count(*) FROM chunks_fts WHERE "
        counts = [self.execute(query + each.sql, each.values).fetchone()[0] for each in says]
        return Corpus(chunks, length, counts)

    def add_words(self, rows: Sequence[tuple[int, str]]) -> None:
        split = [(number, tokens(words)) for number, words in rows]
        with self._driver.cursor() as cursor:
            cursor.executemany(
                _ADD, [(n, _spaced(said), len(said), _lexemes(said)) for n, said in split]
            )
        length = sum(len(said) for _, said in split)
        query = "UPDATE said SET chunks = chunks + ?, tokens = tokens + ?"
        self.execute(query, [len(split), length])

    def drop_words(self, chunks: Sequence[int]) -> None:
        if chunks:
            self._driver.execute(_DROP, [list(chunks)])

    def drop_all_words(self) -> None:
        self.execute("DELETE FROM chunks_fts")
        self.execute("UPDATE said SET chunks = 0, tokens = 0")


class Schemas:
    """The schemas of all companies in a database, over connections that they share."""

    def __init__(self, url: str, connections: int, guard: Callable[[Connection], None]) -> None:
        """`guard` runs in each transaction before that writes: what it raises, nothing is written.
        Raises what the driver raises."""
        # What another server committed is seen by each statement: those that write to a company
        # are one at a time, by its lock.
        self._engine = postgres_engine(url, connections).execution_options(
            isolation_level="READ COMMITTED"
        )
        event.listen(self._engine, "connect", _take_no_nul)
        self._guard = guard
        self._made: set[str] = set()  # companies whose tables are there, in the newest form
        with self._engine.begin() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (MIGRATING,))
            self._home = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
            self._vectors = pgvector.offered(connection)

    @contextmanager
    def opened(self, company: str) -> Iterator[CompanySchema]:
        """All within is one transaction."""
        if company not in self._made:
            with self._within(company) as tables, tables.atomic():
                _make(tables, self.place(company), company)
                if tables.has_vectors:
                    pgvector.make_room(tables)
            self._made.add(company)
        with self._within(company) as tables:
            yield tables

    @contextmanager
    def _within(self, company: str) -> Iterator[CompanySchema]:
        from psycopg import sql

        schema = self.place(company)

        def writing() -> None:
            # In this order: who waits for others keeps nobody from striking it off.
            driver(connection).execute("SELECT pg_advisory_xact_lock(%s)", [_lock_of(schema)])
            self._guard(connection)

        with self._engine.begin() as connection:
            path = (schema, self._home, *([self._vectors] if self._vectors else []))
            names = sql.SQL(", ").join(map(sql.Identifier, path))
            driver(connection).execute(sql.SQL("SET LOCAL search_path TO {}").format(names))
            yield CompanySchema(connection, writing, has_vectors=self._vectors is not None)

    def known(self) -> list[str]:
        query = """SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace
                   WHERE starts_with(nspname, 'tickets_')"""
        with self._engine.begin() as connection:
            rows = connection.exec_driver_sql(query).all()
        return sorted(said for name, said in rows if said and self.place(said) == name)

    def exists(self, company: str) -> bool:
        if company in self._made:
            return True
        with self._engine.begin() as connection:
            query = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
            return connection.exec_driver_sql(query, (self.place(company),)).first() is not None

    def place(self, company: str) -> str:
        return schema_of(self._home, company)

    def close(self) -> None:
        self._engine.dispose()


def schema_of(home: str, company: str) -> str:
    """The name of a company's schema: the company's own, as far as that goes, and what tells it
    apart from those of longer names, and of deployments whose records are in another `home`. Pure.
    """
    apart = hashlib.blake2b(f"{home}/{company}".encode(), digest_size=8).hexdigest()
    return f"tickets_{company[:_COMPANY_LENGTH]}_{apart}"


def _make(tables: CompanySchema, schema: str, company: str) -> None:
    """Brings a schema to the newest form. Raises StorageFailed if a newer release wrote it: while
    servers are replaced one by one, an older one waits."""
    from psycopg import sql

    there = tables.execute("SELECT to_regclass(?) IS NOT NULL", [f'"{schema}".form']).fetchone()
    if there[0]:
        [number] = tables.execute("SELECT number FROM form").fetchone()
        if number > NEWEST:
            raise StorageFailed(f"{schema} was written by a newer release (form {number})")
        return
    # Its comment is where the whole of a long name is.
    for made in ("CREATE SCHEMA {}", "COMMENT ON SCHEMA {} IS {}"):
        names = sql.Identifier(schema), sql.Literal(company)
        tables.execute(sql.SQL(made).format(*names).as_string())
    for name, (columns, _) in TABLES.items():
        said = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns.items())
        tables.execute(f"CREATE TABLE {name} ({said}, PRIMARY KEY ({', '.join(key_of(name))}))")
    for name, indexed, unique in INDEXES:
        kind = "UNIQUE INDEX" if unique else "INDEX"
        tables.execute(f"CREATE {kind} ON {name} ({', '.join(indexed)})")
    for made in _WORDS:
        tables.execute(made)
    tables.execute("INSERT INTO form VALUES (?)", [NEWEST])


def _lock_of(schema: str) -> int:
    """The number of the lock of who writes to a company: those of 64 bits are the database's."""
    digest = hashlib.blake2b(schema.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _take_no_nul(connection: Any, _: Any) -> None:
    """Postgres keeps none in a text, and whoever looks for something may type one."""
    from psycopg.types.string import StrDumperUnknown

    class Dumper(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    connection.adapters.register_dumper(str, Dumper)


@functools.lru_cache(1024)
def _translated(query: str) -> str:
    """A query as psycopg takes it. None of ours has a `?` in a text of its own."""
    return query.replace("%", "%%").replace("?", "%s").replace("instr(", "strpos(")


# words


def _saying(phrase: Phrase) -> Where:
    """Which rows of `chunks_fts` say a phrase."""
    if not phrase.tokens:
        return Where("false")
    asked = " & ".join(f"'{token[:_LEXEME_LENGTH]}'" for token in phrase.tokens)
    found = "chunks_fts.lexemes @@ ?::tsquery AND strpos(chunks_fts.words, ?) > 0"
    return Where(found, (f"{asked}:*" if phrase.is_beginning else asked, _written(phrase)))


def _often(phrase: Phrase) -> Where:
    """How often a row of `chunks_fts` says a phrase. One that may begin within itself ("ㅋㅋㅋ")
    is looked for at each place, which takes longer."""
    said = _written(phrase)
    if _may_overlap(phrase.tokens):
        query = "(SELECT count(*) FROM regexp_matches(chunks_fts.words, ?, 'g'))"
        return Where(query, (f"(?={said})",))
    left = "length(replace(chunks_fts.words, ?, ''))"
    return Where(f"(length(chunks_fts.words) - {left}) / ?", (said, len(said)))


def _spaced(said: Iterable[str]) -> str:
    return "".join(f" {token} " for token in said)


def _written(phrase: Phrase) -> str:
    """How a phrase stands in `words`."""
    said = _spaced(phrase.tokens)
    return said.rstrip() if phrase.is_beginning else said


def _may_overlap(said: Sequence[str]) -> bool:
    """Whether what ends a phrase may begin it, too. Pure."""
    ends = ((said[:length], said[-length:]) for length in range(1, len(said)))
    return any(first[:-1] == last[:-1] and first[-1].startswith(last[-1]) for first, last in ends)


def _lexemes(said: Sequence[str]) -> list[str]:
    """What a chunk is found by, of all its tokens as far as Postgres takes them."""
    found, left = dict[str, None](), _MOST_LEXEMES
    for token in said:
        lexeme = token[:_LEXEME_LENGTH]
        if lexeme not in found:
            left -= len(lexeme.encode())
            if left < 0:
                break
            found[lexeme] = None
    return list(found)
