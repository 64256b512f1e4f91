"""What Postgres finds by words is ranked as SQLite's FTS5 ranks it, to the last bit."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from tools.freshdesk.bm25 import Corpus, best
from tools.freshdesk.words import indexed, tokens

WORDS = st.sampled_from(["refund", "card", "late", "환불", "택배"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=12)


def fts5(texts: list[str]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE found USING fts5(words, tokenize='unicode61')")
    db.executemany("INSERT INTO found VALUES (?)", [(text,) for text in texts])
    return db


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=3, unique=True), st.integers(1, 12))
def test_texts_come_in_the_order_of_fts5(texts: list[str], asked: list[str], most: int):
    words = [indexed(text) for text in texts]
    phrases = [indexed(word).rpartition(" ")[0] or word for word in asked]
    said = [[text.split().count(phrase) for phrase in phrases] for text in words]
    counts = [sum(row[place] > 0 for row in said) for place in range(len(phrases))]
    corpus = Corpus(len(words), sum(len(text.split()) for text in words), counts)
    rows = [
        (number, len(text.split()), row)
        for number, (text, row) in enumerate(zip(words, said, strict=True), 1)
        if all(row)
    ]

    db = fts5(words)
    query = "SELECT rowid FROM found WHERE words MATCH ? ORDER BY bm25(found), rowid LIMIT ?"
    expected = db.execute(query, [" AND ".join(f'"{p}"' for p in phrases), most]).fetchall()
    db.close()
    assert best(rows, corpus, most) == [number for (number,) in expected]


@given(st.text(max_size=60))
def test_tokens_are_those_of_fts5(text: str):
    text = "".join(c for c in text if not "\u1980" <= c <= "\u19ff")  # its letters are newer
    db = fts5([indexed(text)])
    db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(found, 'instance')")
    expected = [term for (term,) in db.execute("SELECT term FROM terms ORDER BY offset")]
    db.close()
    assert tokens(indexed(text)) == expected


def test_accents_and_signs_within_words_are_read_as_fts5_reads_them():
    text = indexed("Café naïve Việt foo_bar ア・イ ςίγμα")
    db = fts5([text])
    db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(found, 'instance')")
    assert tokens(text) == [t for (t,) in db.execute("SELECT term FROM terms ORDER BY offset")]
    db.close()
