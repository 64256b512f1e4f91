"""What was collected of a company, each batch in one transaction with where it stands.

All of it is for a thread; `tools/freshdesk/companies.py` brings work here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from tools.freshdesk import schema
from tools.freshdesk.objects import (
    Chunk,
    Searchable,
    article_row,
    attachment_rows,
    changed_chunks,
    conversation_row,
    packed,
    searchable_article,
    searchable_ticket,
    ticket_row,
)
from tools.freshdesk.run import Collected, Run, batches
from tools.freshdesk.schema import upsert
from tools.freshdesk.tables import Tables, marks
from tools.freshdesk.words import indexed

Json = dict[str, Any]

MOST_TRIES = 5  # of a ticket's conversations, one a run
_FAILED_AGAIN = """INSERT INTO failures VALUES (?, 1)
                   ON CONFLICT (ticket_id) DO UPDATE SET tries = failures.tries + 1"""
_REMOVED = """INSERT INTO cursors VALUES ('removed', ?, '') ON CONFLICT (stream)
              DO UPDATE SET since = CAST(CAST(cursors.since AS INTEGER) + ? AS TEXT)"""
_OF_NO_RUN = "UPDATE {} SET generation = '' WHERE generation = ?"
_KNOWN_ARTICLES = """SELECT id, language, raw FROM kb_articles
                     WHERE generation != '' AND id IN ({})"""
_MOST_IDS = 500  # in one query; SQLite's own limit is higher


class Store:
    """A company's tables at work. `url` is the helpdesk's, for the addresses of what is found."""

    def __init__(self, db: Tables, url: str = "") -> None:
        self.db = db
        self.url = url

    # what is kept

    def kept(self, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """The raw answer and the generation of tickets that are here."""
        rows = self.select("SELECT id, raw, generation FROM tickets WHERE id IN ({})", ids)
        return {row["id"]: (row["raw"], row["generation"]) for row in rows}

    def run(self, run_id: str) -> Run | None:
        """Where a run stands, None for one that has not begun."""
        found = self.db.execute("SELECT state FROM runs WHERE id = ?", [run_id]).fetchone()
        return None if found is None else Run(**orjson.loads(found[0]))

    def drop_run(self, run_id: str) -> None:
        """Lets a run begin anew: what it kept stays, but counts as new for whichever comes next."""
        with self.db.atomic():
            self._delete("runs", "id", [run_id])
            for table in ("tickets", "kb_articles"):
                self.db.execute(_OF_NO_RUN.format(table), [run_id])

    def cursor(self, stream: str) -> tuple[str, str] | None:
        """Since when the next reading of a stream asks, and from when on all of it is here."""
        query = "SELECT since, complete_from FROM cursors WHERE stream = ?"
        found: tuple[str, str] | None = self.db.execute(query, [stream]).fetchone()
        return found

    def failures(self) -> list[Json]:
        """Tickets whose conversations could not be had, as they are kept, unless often tried."""
        query = """SELECT raw FROM tickets JOIN failures ON ticket_id = tickets.id
                   WHERE tries < ? ORDER BY tickets.id"""
        return [orjson.loads(row[0]) for row in self.db.execute(query, [MOST_TRIES])]

    def totals(self) -> dict[str, int]:
        """How many rows the guide's tables have."""
        return {
            name: self.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - ours
            for name in schema.COUNTED_TABLES
        }

    def to_view(self, after: int, most: int) -> dict[int, bool]:
        """Tickets behind an id whose files no run has looked at since they changed, and whether
        their conversations hold some. Which files a ticket itself has is told by its view alone."""
        return {row[0]: bool(row[1]) for row in self.db.execute(schema.TO_VIEW, [after, most])}

    def fetched(self, ids: Sequence[int]) -> set[int]:
        """Which attachments need not be fetched any more."""
        query = "SELECT id FROM attachments WHERE state IN ('done', 'skipped') AND id IN ({})"
        return {row["id"] for row in self.select(query, ids)}

    # what comes in

    def keep_run(self, run: Run, *, finished: bool = False) -> None:
        with self.db.atomic():
            self._keep_run(run, finished=finished)

    def keep_tickets(self, run: Run, batch: Sequence[Collected]) -> None:
        """A batch and where the run stands after it, in one transaction. Counts a ticket once,
        however often it changes in a run."""
        kept = self.kept([item.ticket["id"] for item in batch])
        again = sum(generation == run.id for _, generation in kept.values())
        run.count("tickets", len(batch) - again)
        with self.db.atomic():
            tickets = [ticket_row(item.ticket, run.id) for item in batch]
            upsert(self.db, "tickets", tickets)
            self._keep_conversations(batch)
            self._index([row["id"] for row in tickets])
            self._keep_run(run)

    def keep_articles(
        self, run: Run, folder: Json, language: str, items: Sequence[Json], *, whole: bool = False
    ) -> None:
        """The articles of a folder in one language; counts those that are new or changed, in a
        `whole` reading all."""
        known = self.select(_KNOWN_ARTICLES, [item["id"] for item in items])
        kept = {row["id"]: row["raw"] for row in known if row["language"] == language}
        with self.db.atomic():
            rows = [article_row(item, language, folder, run.id) for item in items]
            upsert(self.db, "kb_articles", rows)
            self._keep_searchable([searchable_article(row, self.url) for row in rows])
            new = [row for row in rows if whole or kept.get(row["id"]) != row["raw"]]
            run.count("kb_articles", len(new))
            self._keep_run(run)

    def keep_lookups(self, kind: str, rows: Iterable[tuple[str, str, Json]]) -> None:
        """Names by id. One answer holds them all, so what it lacks is gone."""
        found = [{"kind": kind, "id": i, "name": n, "raw": packed(r)} for i, n, r in rows]
        with self.db.atomic():
            self._delete("lookups", "kind", [kind])
            upsert(self.db, "lookups", found)

    def keep_files(
        self, run: Run, listed: Sequence[Json], fetched: Sequence[Json], viewed: Sequence[int]
    ) -> None:
        """Attachments of tickets, the text and state of those that were fetched, and the tickets
        of which nothing is left to fetch."""
        with self.db.atomic():
            upsert(self.db, "attachments", listed)
            upsert(self.db, "attachments", fetched)
            for some in batches(viewed, _MOST_IDS):
                self.db.execute(schema.VIEWED.format(marks(some)), some)
            self._index(sorted({row["ticket_id"] for row in listed}))
            self._keep_run(run)

    def hide(self, run: Run, stream: str, items: Iterable[Json]) -> int:
        """Takes tickets that are deleted or spam out of the search; those not here are no matter.

        Returns how many were still there.
        """
        listed = {item["id"]: item for item in items}
        kept = self.kept(list(listed))
        with self.db.atomic():
            # A filter's answer says so by itself, whatever the flags in it.
            rows = [
                ticket_row({**orjson.loads(raw), **listed[number], stream: True}, generation)
                for number, (raw, generation) in kept.items()
            ]
            upsert(self.db, "tickets", rows)
            self._index(list(kept))
            self._keep_run(run)
        return len(kept)

    def drop_unseen_tickets(self, run: Run) -> None:
        """Drops the tickets that a whole new reading did not see again."""
        query = "SELECT id FROM tickets WHERE generation != ?"
        with self.db.atomic():
            self._forget([row[0] for row in self.db.execute(query, [run.id]).fetchall()])

    def drop_unseen_articles(self, run: Run) -> None:
        """Drops the articles that this run did not see: their lists know no deleted ones."""
        old = "FROM kb_articles WHERE generation != ?"
        with self.db.atomic():
            rows = self.db.execute(f"SELECT id, language {old}", [run.id]).fetchall()
            self.db.execute(f"DELETE {old}", [run.id])
            self._drop_objects([f"article:{number}:{language}" for number, language in rows])

    def _forget(self, tickets: Sequence[int]) -> None:
        """Removes tickets with all that hangs on them."""
        for table in ("conversations", "attachments", "viewed", "failures"):
            self._delete(table, "ticket_id", tickets)
        self._delete("tickets", "id", tickets)
        self._drop_objects([f"ticket:{number}" for number in tickets])

    def purge(self) -> None:
        """Drops all that was collected."""
        with self.db.atomic():
            self.db.drop_all_words()
            for table in schema.DATA_TABLES:
                self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - ours

    def finish(self, run: Run, cursors: Mapping[str, tuple[str, str]]) -> None:
        """Ends a run, and says where the next one begins."""
        rows = [
            {"stream": stream, "since": since, "complete_from": begin}
            for stream, (since, begin) in cursors.items()
        ]
        with self.db.atomic():
            upsert(self.db, "cursors", rows)
            self._keep_run(run, finished=True)

    def _keep_run(self, run: Run, *, finished: bool = False) -> None:
        row = {"id": run.id, "state": orjson.dumps(run).decode(), "finished": int(finished)}
        upsert(self.db, "runs", [row])

    def _keep_conversations(self, batch: Sequence[Collected]) -> None:
        """What was said on these tickets is what was answered, and no more."""
        had = {item.ticket["id"]: item.conversations for item in batch}
        for number in [number for number, said in had.items() if said is None]:
            self.db.execute(_FAILED_AGAIN, [number])
        good = {number: said for number, said in had.items() if said is not None}
        said = [(number, one) for number, some in good.items() for one in some]
        rows = [conversation_row(one, number) for number, one in said]
        self._delete("failures", "ticket_id", list(good))
        known = self.select("SELECT id FROM conversations WHERE ticket_id IN ({})", list(good))
        self._delete(
            "conversations", "id", list({r["id"] for r in known} - {r["id"] for r in rows})
        )
        upsert(self.db, "conversations", rows)
        files = [
            row
            for number, one in said
            for row in attachment_rows(one.get("attachments") or [], number, one["id"])
        ]
        upsert(self.db, "attachments", files)

    # what is searched

    def _index(self, tickets: Sequence[int]) -> None:
        """Brings what is searched of some tickets up to their rows."""
        said = self._by_ticket(schema.SAID_ON, tickets)
        files = self._by_ticket(schema.FILES_OF, tickets)
        rows = self.select(schema.SEARCHED, tickets)
        hidden = [row["id"] for row in rows if row["deleted"] or row["spam"]]
        shown = [
            searchable_ticket(row, said.get(row["id"], []), files.get(row["id"], []), self.url)
            for row in rows
            if row["id"] not in hidden
        ]
        self._drop_objects([f"ticket:{number}" for number in hidden])
        self._keep_searchable(shown)

    def _by_ticket(self, query: str, tickets: Sequence[int]) -> dict[int, list[Json]]:
        found: dict[int, list[Json]] = {}
        for row in self.select(query, tickets):
            found.setdefault(row["ticket_id"], []).append(row)
        return found

    def _keep_searchable(self, objects: Sequence[Searchable]) -> None:
        upsert(self.db, "integrated_objects", [item.row for item in objects])
        known: dict[str, dict[str, Json]] = {item.key: {} for item in objects}
        for row in self.select(
            "SELECT id, key, part, digest, private FROM chunks WHERE key IN ({})", list(known)
        ):
            known[row["key"]][row["part"]] = row
        new: list[tuple[str, Chunk]] = []
        gone: list[int] = []
        for item in objects:
            fresh, old = changed_chunks(item, known[item.key])
            new += [(item.key, chunk) for chunk in fresh]
            gone += old
        self._drop_chunks(gone)
        self._add_chunks(new)

    def _add_chunks(self, chunks: Sequence[tuple[str, Chunk]]) -> None:
        [last] = self.db.execute("SELECT coalesce(max(id), 0) FROM chunks").fetchone()
        numbered = list(enumerate(chunks, last + 1))
        self.db.executemany(
            "INSERT INTO chunks (id, key, part, text, private, digest) VALUES (?, ?, ?, ?, ?, ?)",
            [(n, key, c.part, c.text, int(c.private), c.digest) for n, (key, c) in numbered],
        )
        self.db.add_words([(number, indexed(chunk.text)) for number, (_, chunk) in numbered])

    def _drop_objects(self, keys: Sequence[str]) -> None:
        rows = self.select("SELECT id FROM chunks WHERE key IN ({})", keys)
        self._drop_chunks([row["id"] for row in rows])
        gone = self._delete("integrated_objects", "key", keys)
        self.db.execute(_REMOVED, [str(gone), gone])

    def _drop_chunks(self, ids: Sequence[int]) -> None:
        self.db.drop_words(ids)
        self._delete("chunks", "id", ids)

    def take_removed(self) -> int:
        """How many searchable objects went since this was last asked."""
        found = self.cursor("removed")
        self._delete("cursors", "stream", ["removed"])
        return 0 if found is None else int(found[0])

    def _delete(self, table: str, column: str, values: Sequence[Any]) -> int:
        """Returns how many rows went."""
        gone = 0
        for some in batches(values, _MOST_IDS):
            query = f"DELETE FROM {table} WHERE {column} IN ({marks(some)})"  # noqa: S608 - ours
            gone += self.db.execute(query, some).rowcount
        return gone

    def select(self, query: str, values: Sequence[Any]) -> list[Json]:
        """Of a query with `{}` where so many values go."""
        found: list[Json] = []
        for some in batches(values, _MOST_IDS):
            found += self.db.query(query.format(marks(some)), some)
        return found
