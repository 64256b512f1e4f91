"""Letters arrive whatever encoding they were written in, and emphasis whatever stands beside it."""

import pytest

from tools.documents.decoding import decoded
from tools.documents.delimited import separator_of
from tools.documents.emphasis import mended

KOREAN = "이름,메모\n김민수,안녕하세요 반갑습니다\n이서연,내일 만나요\n"
JAPANESE = "名前,メモ\n山田,こんにちは\n佐藤,ありがとうございます\n"


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        *((KOREAN, encoding, "ko") for encoding in ("utf-8", "utf-8-sig", "cp949", "utf-16")),
        *((JAPANESE, encoding, "ja") for encoding in ("utf-8", "cp932", "euc_jp", "utf-16")),
        (KOREAN, "cp949", "en"),
        (JAPANESE, "cp932", "en"),
        (JAPANESE, "cp932", "ko"),
        (KOREAN, "cp949", "ja"),
        ("Name,City\nJosé,Málaga\n", "cp1252", "en"),
        ("plain\n", "utf-16-le", "en"),
    ],
)
def test_a_text_is_read_in_its_encoding(text: str, encoding: str, language: str):
    assert decoded(text.encode(encoding), language).removeprefix("\ufeff") == text


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b;c\n1,5;2;3\n", ";"),
        ("a\tb\n1,2\t3\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ('name,quote\nAda,"a; b; c"\nBob,"d; e; f"\n', ","),
        ('a;b\n"x, y, z";1\n"u, v, w";2\n', ";"),
        ("one\ntwo\nthree\n", ","),
        ('k,v\n"line\nbreak",1\nplain,2\n', ","),
    ],
)
def test_the_separator_is_what_cuts_all_rows_alike(text: str, separator: str):
    assert separator_of(text) == separator


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("**중요(important)**입니다", "**중요(important)**&#8203;입니다"),
        ("한글**(괄호)**뒤", "한글&#8203;**(괄호)**&#8203;뒤"),
        ("**굵게** 그리고", "**굵게** 그리고"),
        ("`**코드(x)**은`", "`**코드(x)**은`"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_emphasis_ends_where_no_blank_is(text: str, marked: str):
    assert mended(text) == marked
