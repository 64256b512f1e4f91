"""Companies' tables in SQLite: a file for each, meant to be opened with Datasette."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.freshdesk.schema import INDEXES, NEWEST, TABLES
from tools.freshdesk.tables import MEANT, SAYING, Where, marks
from tools.freshdesk.words import match
from tools.records.compiled import Cursor

if TYPE_CHECKING:
    from sqlite_utils import Database

# By words, before it is looked which of them are asked for: that takes longer.
_RANKED = 400
_BEST = "SELECT rowid FROM chunks_fts WHERE words MATCH ? ORDER BY bm25(chunks_fts), rowid LIMIT ?"


class CompanyFile:
    """The tables of one company in a file of its own."""

    has_vectors = False

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.Error."""
        from sqlite_utils import Database  # here, as a start needs it no earlier: it takes 0.2 s

        self._connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
        self._db = Database(self._connection)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            self._connection.execute(f"PRAGMA {pragma}")
        _migrate(self._db)
        self.atomic = self._db.atomic
        self.query = self._db.query

    def close(self) -> None:
        self._db.close()

    def execute(self, query: str, values: Sequence[Any] = (), /) -> Cursor:
        return self._connection.execute(query, values)

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> None:
        self._connection.executemany(query, rows)

    def stream(self, query: str, values: Sequence[Any] = (), /) -> Iterator[Any]:
        return self._connection.execute(query, values)

    def elements(self, column: str) -> str:
        return f"json_each({column}) element"

    def saying(self, text: str) -> Where:
        return Where("chunks_fts.words MATCH ?", (match(text),))

    def best(self, text: str, where: Where, most: int) -> list[tuple[int, str]]:
        """Of the best those that are asked for, and where these are rare among them, of all."""
        words = match(text)
        best = [row[0] for row in self.execute(_BEST, [words, _RANKED])]
        asked = f"""SELECT c.id, c.key FROM {MEANT}
                    WHERE c.id IN ({marks(best)}) AND {where.sql}"""  # noqa: S608 - ours
        found = dict(self.execute(asked, [*best, *where.values]).fetchall())
        if len(found) >= most or len(best) < _RANKED:
            return [(number, found[number]) for number in best if number in found][:most]
        of_all = f"""SELECT c.id, c.key FROM {SAYING} AND words MATCH ? AND {where.sql}
                     ORDER BY bm25(chunks_fts), c.id LIMIT ?"""  # noqa: S608 - ours
        return self.execute(of_all, [words, *where.values, most]).fetchall()

    def add_words(self, rows: Sequence[tuple[int, str]]) -> None:
        self.executemany("INSERT INTO chunks_fts (rowid, words) VALUES (?, ?)", rows)

    def drop_words(self, chunks: Sequence[int]) -> None:
        self.executemany("DELETE FROM chunks_fts WHERE rowid = ?", [(each,) for each in chunks])

    def drop_all_words(self) -> None:
        self.execute("DELETE FROM chunks_fts")


class Files:
    """The files of all companies in a folder. They stay open once they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, CompanyFile] = {}

    @contextmanager
    def opened(self, company: str) -> Iterator[CompanyFile]:
        if company not in self._open:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._open[company] = CompanyFile(self.path(company))
        yield self._open[company]

    def path(self, company: str) -> Path:
        return self._folder / f"{company}.db"

    def known(self) -> list[str]:
        found = self._folder.glob("*.db") if self._folder.exists() else ()
        return sorted(path.stem for path in found)

    def exists(self, company: str) -> bool:
        return company in self._open or self.path(company).exists()

    def place(self, company: str) -> str:
        return f"{self._folder.name}/{company}.db"

    def close(self) -> None:
        for file in self._open.values():
            file.close()
        self._open.clear()


def _migrate(db: "Database") -> None:
    """Brings a file to the newest form.

    A migration that transforms `chunks` has to fill `chunks_fts` again: sqlite-utils drops an
    index's triggers without a word, hence there are none here.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > NEWEST:
        raise sqlite3.DatabaseError(f"written by a newer release (form {version})")
    if version == NEWEST:
        return
    with db.atomic():
        if version == 0:
            _create(db)
        else:  # SQLite adds a column in place: no index is touched
            db.execute("ALTER TABLE integrated_objects ADD COLUMN summary_by TEXT")
        db.execute(f"PRAGMA user_version = {NEWEST}")


def _create(db: "Database") -> None:
    for name, (columns, pk) in TABLES.items():
        db.table(name).create(columns, pk=pk)
    for name, indexed, unique in INDEXES:
        db.table(name).create_index(indexed, unique=unique)
    db.execute("CREATE VIRTUAL TABLE chunks_fts USING fts5(words, tokenize='unicode61')")
