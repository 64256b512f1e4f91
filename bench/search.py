"""Searching a hundred thousand messages: `python -m bench.search [MESSAGES]`, some two minutes.

Texts are the demo account's, said over and over; vectors are drawn, near one another in groups as
those of sentences are. CPU is that of the whole process.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.report import percentile, row, title
from sandbox.freshdesk import demo_account
from tools.freshdesk.companies import Companies
from tools.freshdesk.metrics import memory_mb
from tools.freshdesk.ranking import Query, by_meaning, conditions
from tools.freshdesk.search import Search
from tools.freshdesk.sqlite import Files
from tools.freshdesk.store import Store
from tools.freshdesk.sync import MODEL
from tools.freshdesk.vectors import packed_vector
from tools.freshdesk.words import indexed

COMPANY = "bench"
MESSAGES, TO_AN_OBJECT, DIMENSIONS = 100_000, 5, 512
GROUPS, QUERIES, BEST = 500, 200, 10
AT_ONCE = 1_000  # messages that are kept together
WORDS = (
    *("환불", "배송지 변경", "결제 금액", "로그인 오류", "무선 청소기 A7"),
    *("refund", "charged twice", "order", "password reset", "wireless"),
    *("返金", "配送", "注文番号", "ログイン", "領収書"),
)


class Drawn:
    """An encoder whose vectors are drawn: the same for the same text."""

    def __init__(self, centres: NDArray[np.float32]) -> None:
        self._centres = centres

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        drawn: list[list[float]] = [self.near(text).tolist() for text in texts]
        return drawn

    def near(self, text: str) -> NDArray[np.float32]:
        chance = np.random.default_rng(abs(hash(text)) % 2**32)
        centre = self._centres[chance.integers(len(self._centres))]
        near: NDArray[np.float32] = centre + 0.8 * chance.normal(size=DIMENSIONS).astype(np.float32)
        return near


def fill(store: Store, messages: int, centres: NDArray[np.float32]) -> None:
    """Objects of five messages each, a share of which is private."""
    account, chance = demo_account(500), np.random.default_rng(1)
    texts = [
        item["body_text"]
        for conversations in account.conversations.values()
        for item in conversations
        if item["body_text"]
    ]
    objects = messages // TO_AN_OBJECT
    with store.db.atomic():
        store.db.executemany(
            "INSERT INTO integrated_objects (key, type, object_id, title, status, private, "
            "updated_at, url) VALUES (?, 'ticket', ?, 'x', 2, 0, '2026-11-01T00:00:00Z', 'x')",
            [(f"ticket:{number}", number) for number in range(objects)],
        )
        for at in range(0, messages, AT_ONCE):
            numbers = range(at, min(messages, at + AT_ONCE))
            said = {number: f"{texts[number % len(texts)]} {number}" for number in numbers}
            store.db.executemany(
                "INSERT INTO chunks (id, key, part, text, private, digest, embedding, model) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [chunk(number, text, centres, chance) for number, text in said.items()],
            )
            store.db.add_words([(number + 1, indexed(text)) for number, text in said.items()])


def chunk(
    number: int, text: str, centres: NDArray[np.float32], chance: np.random.Generator
) -> tuple[Any, ...]:
    noise = 0.8 * chance.normal(size=DIMENSIONS).astype(np.float32)
    vector = packed_vector((centres[number % len(centres)] + noise).tolist())
    private = int(chance.random() < 0.1)
    key, part = f"ticket:{number // TO_AN_OBJECT}", f"p{number}"
    return number + 1, key, part, text, private, str(number), vector, MODEL


def exact(store: Store, vector: NDArray[np.float32]) -> list[int]:
    """The nearest public messages, each compared."""
    query = "SELECT id, embedding FROM chunks WHERE private = 0"
    rows = store.db.execute(query).fetchall()
    found = np.frombuffer(b"".join(blob for _, blob in rows), np.float16).reshape(len(rows), -1)
    order = np.argsort(-(found.astype(np.float32) @ vector), kind="stable")[:BEST]
    return [rows[int(place)][0] for place in order]


def meaning(store: Store, search: Search, drawn: Drawn) -> None:
    query = Query("x")
    before = memory_mb()
    signs = search._current(store, COMPANY)  # noqa: SLF001 - the part that is measured
    row("memory of the signs", f"{max(0.0, memory_mb() - before):.0f} MB", "<= 60 MB")
    where = conditions(store, query)
    taken, right = [], 0
    for number in range(QUERIES):
        vector = drawn.near(f"query {number}")
        begun = time.process_time()
        found = by_meaning(store, query, signs, vector.tolist(), where, -1.0)[:BEST]
        taken.append(time.process_time() - begun)
        if number < QUERIES // 4:
            right += len(set(found) & set(exact(store, vector)))
    recall = right / (QUERIES // 4 * BEST)
    slow = percentile(taken, 0.95)
    row("by meaning, p95 of CPU", f"{slow * 1000:.1f} ms", "<= 15 ms", met=slow <= 0.015)
    row(f"  recall@{BEST} of exact", f"{recall:.3f}", ">= 0.99", met=recall >= 0.99)


async def main(messages: int) -> None:
    title(f"Search over {messages:,} messages")
    chance = np.random.default_rng(0)
    centres = chance.normal(size=(GROUPS, DIMENSIONS)).astype(np.float32)
    drawn = Drawn(centres)
    with tempfile.TemporaryDirectory() as folder:
        companies = Companies(Files(Path(folder)), lambda _: "https://x.freshdesk.com")
        search = Search(companies, drawn)
        await companies.do(COMPANY, fill, messages, centres)
        await companies.do(COMPANY, meaning, search, drawn)
        taken = []
        for number in range(QUERIES):
            text = f"{random.Random(number).choice(WORDS)}"
            begun = time.process_time()
            await search.find(COMPANY, Query(text))
            taken.append(time.process_time() - begun)
        slow = percentile(taken, 0.95)
        row("words and meaning, p95 of CPU", f"{slow * 1000:.1f} ms", "<= 40 ms", met=slow <= 0.04)
        await companies.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES))
