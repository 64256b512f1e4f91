"""Functions on texts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.formula import Context, Formula

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def value(expression, **values):
    return Formula.parse(expression).evaluate(Context(values, NOW))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('length("가나다")', 3),
        ('substring("notion", 2)', "tion"),
        ('substring("notion", 0, 2)', "no"),
        ('contains("완료됨", "완료")', True),
        ('contains("Done", "done")', False),
        ('contains(["서울", "부산"], "서울")', True),
        ('test("v1.2", "[0-9]+")', True),
        ('match("a1b22", "[0-9]+")', ["1", "22"]),
        ('replace("a-b-c", "-", "+")', "a+b-c"),
        ('replaceAll("a-b-c", "-", "+")', "a+b+c"),
        ('replaceAll("2026-11", "([0-9]+)-([0-9]+)", "$2/$1")', "11/2026"),
        ('replaceAll("ab", "[ab]", "<$&$$$9>")', "<a$$9><b$$9>"),
        ('lower("ABC") + upper("abc")', "abcABC"),
        ('trim("  가 ")', "가"),
        ('repeat("■", 3)', "■■■"),
        ('padStart("7", 3, "0")', "007"),
        ('padEnd("7", 3)', "7  "),
        ('padStart("1234", 3, "0")', "1234"),
        ('split("a, b", ", ")', ["a", "b"]),
        ('split("abc")', ["a", "b", "c"]),
        ('join(["a", "b"], " / ")', "a / b"),
        ('concat("a", 1, true)', "a1true"),
        ("concat([1], [2, 3])", [1, 2, 3]),
        ('link("Notion", "https://notion.so")', "Notion"),
        ('style("굵게", "b", "red").unstyle("b")', "굵게"),
        (r'"한 \"줄\"\n끝"', '한 "줄"\n끝'),
    ],
)
def test_text_functions(expression, expected):
    assert value(expression) == expected


def test_an_empty_text_has_no_length():
    assert value('prop("Memo").length()', Memo=None) == 0


@pytest.mark.parametrize(
    "expression",
    [
        'test("a", "(")',
        'repeat("a", 1000000)',
        'repeat("a", 9000) + repeat("a", 9000)',
        'replaceAll(repeat("a", 9000), "a", repeat("b", 9000))',
        'repeat("a,", 4000).split(",").length()',
        'join(split(repeat("a", 900)), repeat("b", 900))',
        'padStart("a", 1e300)',
    ],
)
def test_wrong_patterns_and_endless_texts_give_nothing(expression):
    assert value(expression) is None


@given(st.text(max_size=20), st.text(max_size=3))
def test_splitting_and_joining_gives_the_text_back(text, separator):
    assert value('prop("T").split(prop("S")).join(prop("S"))', T=text, S=separator) == text


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_text_contains_what_it_was_joined_from(before, after):
    assert value('contains(prop("A") + prop("B"), prop("B"))', A=before, B=after) is True
