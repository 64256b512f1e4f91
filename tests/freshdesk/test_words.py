"""Words are found exactly in Korean, Japanese and Latin, however they are written."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.freshdesk.words import indexed, match


def finds(query: str, text: str) -> bool:
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE found USING fts5(words, tokenize='unicode61')")
        db.execute("INSERT INTO found VALUES (?)", [indexed(text)])
        words = match(query)
        query = "SELECT count(*) FROM found WHERE words MATCH ?"
        return words is not None and db.execute(query, [words]).fetchone()[0] == 1


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("환불", "오늘 환불을 요청했습니다"),
        ("환불", "부분환불금액"),
        ("요청", "환불요청드립니다"),
        ("refund", "Please REFUND me"),
        ("refu", "refunds"),
        ("返金", "一部返金の金額"),
        ("ログイン", "ﾛｸﾞｲﾝできません"),
        ("A7 청소기", "무선 청소기 Ａ７ 전원"),
        ("환불", unicodedata.normalize("NFD", "환불")),
        ("집", "우리 집"),
        ("API연동", "새 API연동 문의"),
        ("don't", "I don't know"),
    ],
)
def test_a_word_is_found(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("환불", "불환"),
        ("환불 배송", "환불만"),
        ("환급", "환불 지급"),
        ("京都", "東京都の隣ではなく東 京"),
    ],
)
def test_what_is_not_said_is_not_found(query, text):
    assert finds(query, text) == (query in text)


@pytest.mark.parametrize("query", ["", "  ", '"', "*", "()", "'", "…"])
def test_a_query_without_words_is_none(query):
    assert match(query) is None


@given(st.text(max_size=30))
def test_no_query_breaks_the_index_and_every_text_is_found_by_itself(text):
    assert finds(text, text) or match(text) is None
