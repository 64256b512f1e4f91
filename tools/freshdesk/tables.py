"""What a company's tables stand on, a file or a schema, as all that reads and keeps them meets it.

Their SQL is what SQLite and Postgres both read, with a `?` for each value. Where the two differ,
each says it in its own way here: lists in JSON, words, the transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from tools.records.compiled import Cursor

Json = dict[str, Any]

# A word that is looked for stands in `chunks_fts`, what it is a word of in `chunks`. SQLite reads a
# CROSS JOIN from its left: so the few that say a word come first.
SAYING = """chunks_fts CROSS JOIN chunks c JOIN integrated_objects o ON o.key = c.key
            WHERE c.id = chunks_fts.rowid"""
MEANT = "chunks c JOIN integrated_objects o ON o.key = c.key"


@dataclass(frozen=True)
class Where:
    """A condition in SQL with its values."""

    sql: str
    values: tuple[Any, ...] = ()


def marks(values: Sequence[Any]) -> str:
    """What stands for values behind IN: of none NULL, in which nothing is."""
    return ",".join("?" * len(values)) or "NULL"


class Tables(Protocol):
    """The tables of one company. Raises what the driver raises."""

    has_vectors: bool
    """Whether the database has an index for them: `tools.freshdesk.pgvector`."""

    def execute(self, query: str, values: Sequence[Any] = ..., /) -> Cursor: ...

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> None: ...

    def query(self, query: str, values: Sequence[Any] = ..., /) -> Iterable[Json]:
        """The rows by their columns' names."""
        ...

    def stream(self, query: str, values: Sequence[Any] = ..., /) -> Iterator[Any]:
        """Rows of which only some are in memory at a time."""
        ...

    def atomic(self) -> AbstractContextManager[Any]:
        """All that writes is within one: whole or not there, and nobody else writes meanwhile."""
        ...

    def elements(self, column: str) -> str:
        """What to select from for the `value` of each element of a column that holds a list as
        JSON, or of a `?`, which stands for such a text: a table `element`."""
        ...

    def saying(self, text: str) -> Where:
        """Which rows of `chunks_fts` say all words of a text, which has some."""
        ...

    def best(self, text: str, where: Where, most: int) -> list[tuple[int, str]]:
        """The ids and objects of the chunks `c` (of an object `o`) that say all words of a text,
        ranked by BM25; equal ones in the order of their ids."""
        ...

    def add_words(self, rows: Sequence[tuple[int, str]]) -> None:
        """Has chunks be found by the words of the index that come with their ids."""
        ...

    def drop_words(self, chunks: Sequence[int]) -> None:
        """Has chunks not be found by words any more."""
        ...

    def drop_all_words(self) -> None: ...


class Near(Protocol):
    """The vectors of one model, of which the nearest are found."""

    @property
    def model(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def __len__(self) -> int: ...

    def within(self, db: Tables, /) -> "Near":
        """The same, by a company's tables that were opened anew."""
        ...

    def nearest(
        self, vector: Sequence[float], *, private: bool, among: Sequence[int] | None = None
    ) -> list[int]:
        """The ids of the nearest some hundred, to be compared exactly; private ones, and others
        than `among`, are left out."""
        ...


class Homes(Protocol):
    """Where the tables of all companies are. All of it is for a thread."""

    def opened(self, company: str) -> AbstractContextManager[Tables]:
        """A company's tables, which are made where there are none; what is done with them is
        undone where the block raises amid `atomic`."""
        ...

    def known(self) -> list[str]:
        """The companies that have tables, sorted."""
        ...

    def exists(self, company: str) -> bool: ...

    def place(self, company: str) -> str:
        """Where the operator finds a company's tables."""
        ...

    def close(self) -> None:
        """Once no tables are open any more."""
        ...
