"""Finding what was collected: by its words and by its meaning, each ranked, fused by rank."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tools.embeddings import Embeddings
from tools.encoder import Encoder
from tools.errors import EncodingFailed, NotFound
from tools.freshdesk import pgvector
from tools.freshdesk.companies import Companies
from tools.freshdesk.opened import Opened, opened
from tools.freshdesk.ranking import Query, by_meaning, by_words, conditions
from tools.freshdesk.store import Store
from tools.freshdesk.summaries import Summariser, summarised
from tools.freshdesk.sync import MODEL, SEEN_ELSEWHERE, Model, Synced, gist, model_of, synchronise
from tools.freshdesk.tables import Near
from tools.freshdesk.words import normal, query_words

RANK_OFFSET = 60  # of reciprocal rank fusion
# Of the embedded encoder: letters that mean nothing come as near as 0.25 to some of 300 tickets,
# what people ask for as a rule nearer than 0.3.
NEAR_ENOUGH = 0.28
SNIPPET_LENGTH = 160  # characters
MOST_MODELS = 16  # that are known at once; callers may name any

_logger = logging.getLogger("notionforge.search")


@dataclass(frozen=True)
class Hit:
    """A ticket or an article that was found; `key` opens it, `similar` says that it does not hold
    the words and is near in meaning, `customer` is empty where nobody is known."""

    key: str
    type: str
    id: int
    title: str
    snippet: str
    score: float
    url: str
    updated_at: str | None
    private: bool
    status: str
    customer: str
    similar: bool


class Search:
    """Searches what is kept of companies. Its vectors' signs stay in memory: 73 bytes a message."""

    def __init__(
        self,
        companies: Companies,
        encoder: Encoder,
        embeddings: Embeddings | None = None,
        default: str | None = None,
        summariser: Summariser | None = None,
    ) -> None:
        """`embeddings` are models elsewhere, `default` the one of them that is taken where nobody
        names one; `summariser` sums tickets up, who else does so in their own sentences."""
        self._companies = companies
        self._embedded = Model(MODEL, encoder, least=NEAR_ENOUGH)
        self._embeddings = embeddings
        self._default = default
        self._summariser = summariser
        self._models = {MODEL: self._embedded}
        # By company, and as of which synchronisation: other servers synchronise, too.
        self._signs: dict[str, tuple[tuple[str, str] | None, Near]] = {}
        self._syncing: dict[str, asyncio.Lock] = {}  # so that two at once encode nothing twice

    async def find(self, company: str, query: Query) -> list[Hit]:
        """The best first. Raises StorageFailed, InvalidInput."""
        signs = await self._companies.do(company, self._current, company)
        vector = await self._vector_of(query, signs) if len(signs) else None
        least = self.model(signs.model).least
        return await self._companies.do(company, _find, query, signs, vector, least)

    async def open(self, company: str, key: str, *, private: bool) -> Opened:
        """What was found, by its key. Raises NotFound, StorageFailed."""
        found: Opened | None = await self._companies.do(
            company, partial(opened, key=key, private=private)
        )
        if found is None:
            raise NotFound(f"nothing of {company} is called {key}", reason="not_in_helpdesk")
        return found

    def model(self, name: str | None = None) -> Model:
        """The model of a name, the server's own choice without one; the embedded one where there
        is no key for another."""
        name = name or self._default or MODEL
        if name not in self._models and self._embeddings is not None:
            if len(self._models) >= MOST_MODELS:
                self._models = {MODEL: self._embedded}
            self._models[name] = Model(name, self._embeddings.model(name), SEEN_ELSEWHERE)
        return self._models.get(name, self._embedded)

    async def sync(
        self, company: str, *, rebuild: bool = False, model: str | None = None
    ) -> Synced:
        """Gives each message that changed its vector, and each ticket its summary. Where a model
        elsewhere gave no vector at all, the embedded one does; why is the outcome's `failure`.
        Raises StorageFailed, InvalidInput."""
        async with self._syncing.setdefault(company, asyncio.Lock()):
            do = partial(self._companies.do, company)
            try:
                synced = await synchronise(do, self.model(model), rebuild=rebuild)
                if synced.failure is not None and not synced.vectors:
                    instead = await synchronise(do, self._embedded, rebuild=False)
                    synced = replace(instead, removed=synced.removed, failure=synced.failure)
            finally:
                self._signs.pop(company, None)
            failure = await summarised(do, company, self._summariser)
            return replace(synced, unsummarised=failure)

    async def _vector_of(self, query: Query, signs: Near) -> list[float] | None:
        """The meaning of a query for the index's own model; None where that does not tell, so that
        words alone find."""
        model = self.model(signs.model)
        if model.name != signs.model:
            return None
        try:
            [vector] = await model.encoder.encode([gist(query.text, model.seen)])
        except EncodingFailed as failure:
            _logger.warning("searched by words alone: %s: %s", model.name, failure)
            return None
        return vector if len(vector) == signs.dimensions else None

    def _current(self, store: Store, company: str) -> Near:
        """The signs as of the last synchronisation; what went since has no vector in the file."""
        newest, known = store.cursor("model"), self._signs.get(company)
        if known is None or known[0] != newest:
            known = self._signs[company] = (newest, _near(store))
        return known[1]


def _near(store: Store) -> Near:
    if (held := pgvector.indexed(store)) is not None:
        return held
    from tools.freshdesk.vectors import Signs  # here, in a thread: numpy takes its time

    model = model_of(store)
    count = "SELECT count(*), max(length(embedding)) FROM chunks WHERE model = ?"
    number, length = store.db.execute(count, [model]).fetchone()
    of_model = """SELECT id, private, embedding FROM chunks
                  WHERE model = ? AND length(embedding) = ? ORDER BY id"""
    rows = store.db.stream(of_model, [model, length])
    return Signs(rows, number, model=model, dimensions=(length or 0) // 2)


# finding

_OBJECTS = """
    SELECT o.*, coalesce(nullif(company.name, ''), customer.name) AS customer
    FROM integrated_objects o LEFT JOIN tickets t ON o.type = 'ticket' AND t.id = o.object_id
    LEFT JOIN lookups customer ON customer.kind = 'contact'
         AND customer.id = CAST(t.requester_id AS TEXT)
    LEFT JOIN lookups company ON company.kind = 'company'
         AND company.id = CAST(t.company_id AS TEXT)
    WHERE o.key IN ({})"""


def _find(
    store: Store, query: Query, signs: Near, vector: Sequence[float] | None, least: float
) -> list[Hit]:
    where, meaning = conditions(store, query), list[int]()
    words = by_words(store, query, where)
    if vector is not None:
        meaning = by_meaning(store, query, signs.within(store.db), vector, where, least)
    rows = _chunks(store, [*words, *meaning])
    return _hits(store, query, [[rows[n] for n in words], [rows[n] for n in meaning]])


def _chunks(store: Store, ids: Sequence[int]) -> dict[int, Any]:
    rows = store.select(
        "SELECT id, key, text, private FROM chunks WHERE id IN ({})", sorted(set(ids))
    )
    return {row["id"]: row for row in rows}


def _hits(store: Store, query: Query, rankings: Sequence[Sequence[Any]]) -> list[Hit]:
    said = {row["key"] for row in rankings[0]}
    scores = fused([row["key"] for row in ranking] for ranking in rankings)
    best: dict[str, Any] = {}
    for ranking in rankings:
        for row in ranking:
            best.setdefault(row["key"], row)
    keys = _each_once(sorted(scores, key=lambda key: -scores[key]))[: query.limit]
    objects = {row["key"]: row for row in store.select(_OBJECTS, keys)}
    labels = dict(store.db.execute("SELECT id, name FROM lookups WHERE kind = 'field:status'"))
    words = query_words(query.text)
    hits = [_hit(objects[key], best[key], scores[key], labels, words) for key in keys]
    return [replace(hit, similar=hit.key not in said) for hit in hits]


def _each_once(keys: Iterable[str]) -> list[str]:
    """Of an article that is there in several languages the one that was found best."""
    found: dict[str, str] = {}
    for key in keys:
        found.setdefault(":".join(key.split(":")[:2]), key)
    return list(found.values())


def _hit(found: Any, chunk: Any, score: float, labels: dict[str, str], words: Sequence[str]) -> Hit:
    title, text = found["title"], chunk["text"]
    number = str(found["status"])
    if found["type"] == "article":
        label = {"1": "draft", "2": "published"}.get(number, number)
    else:
        label = labels.get(number, number)
    if text == title:  # which is shown anyway
        text = found["content"].removeprefix(title).strip() or title
    return Hit(
        key=found["key"],
        type=found["type"],
        id=found["object_id"],
        title=title,
        snippet=snippet(text, words),
        score=round(score, 6),
        url=found["url"],
        updated_at=found["updated_at"],
        private=bool(found["private"] or chunk["private"]),
        status=label,
        customer=found["customer"] or "",
        similar=False,
    )


def fused(rankings: Iterable[Sequence[str]]) -> dict[str, float]:
    """Reciprocal rank fusion: what is high in either, and higher still in both. Pure."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(dict.fromkeys(ranking), 1):
            scores[key] = scores.get(key, 0.0) + 1 / (RANK_OFFSET + rank)
    return scores


def snippet(text: str, words: Sequence[str]) -> str:
    """A piece of the original text around the first of the words. Pure."""
    line = " ".join(text.split())
    if len(line) <= SNIPPET_LENGTH:
        return line
    known = normal(line)
    places = [known.find(word) for word in words] if len(known) == len(line) else []
    first = min((place for place in places if place >= 0), default=0)
    begin = max(0, min(first - SNIPPET_LENGTH // 3, len(line) - SNIPPET_LENGTH))
    cut = line[begin : begin + SNIPPET_LENGTH]
    return f"{'…' if begin else ''}{cut}{'…' if begin + SNIPPET_LENGTH < len(line) else ''}"
