"""Operators, conditions and definitions."""

from datetime import UTC, datetime

import pytest

from sandbox.notion.formula import Context, Formula

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def value(expression, **values):
    return Formula.parse(expression).evaluate(Context(values, NOW))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("7 % 4 * 2", 6),
        ("1 + 1 == 2", True),
        ("1 < 2 == true", True),
        ("not true or true", True),
        ("!false && false", False),
        ("true || false && false", True),
        ("1 == 1 ? 2 : 3 + 4", 2),
        ("false ? 1 : true ? 2 : 3", 2),
        ("not(true)", False),
        ("and(true, 1 < 2, or(false, true))", True),
        ("2.pow(3)", 8),
    ],
)
def test_operators_bind_as_documented(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 == 1.0", True),
        ('1 == "1"', False),
        ("1 == true", False),
        ('"a" != "b"', True),
        ("[1, 2] == [1, 2]", True),
        ("2 >= 2", True),
        ("2 <= 1", False),
        ('"가" < "나"', True),
        ('"a" < 1', False),
    ],
)
def test_comparisons_need_values_of_one_type(expression, expected):
    assert value(expression) is expected


def test_an_empty_value_equals_the_empty_text_but_not_zero():
    assert value('prop("Memo") == ""', Memo=None) is True
    assert value('prop("Points") == 0', Points=None) is False


def test_an_empty_value_is_neither_smaller_nor_larger():
    assert value('prop("Due") < now()', Due=None) is False
    assert value('prop("Due") >= now()', Due=None) is False


@pytest.mark.parametrize("text", ["0", '""', "[]", "false", 'prop("Nothing")'])
def test_zero_no_text_no_entries_and_false_are_empty(text):
    assert value(f"empty({text})") is True
    assert value(f"if({text}, 1, 2)") == 2


def test_everything_else_is_not_empty():
    assert value('empty(" ")') is False
    assert value("empty(now())") is False


def test_if_evaluates_only_the_branch_it_takes():
    assert (
        value('if(empty(prop("Hours")), "미정", format(1 / prop("Hours")))', Hours=None) == "미정"
    )


def test_ifs_takes_the_first_true_condition_or_the_last_argument():
    grades = 'ifs(prop("P") >= 90, "A", prop("P") >= 80, "B", "C")'

    assert [value(grades, P=points) for points in (95, 85, 10)] == ["A", "B", "C"]
    assert value('ifs(false, "A")') is None


def test_let_and_lets_define_names():
    assert value('let(total, prop("A") + 1, total * total)', A=2) == 9
    assert value("lets(a, 2, b, a * 3, a + b)") == 8
    assert value("let(a, 1, let(a, 2, a) + a)") == 3


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("format(3.0)", "3"),
        ("format(0.5)", "0.5"),
        ("format(1 == 1)", "true"),
        ('format([1, "b"])', "1, b"),
        ('format(prop("Nothing"))', ""),
        ('"합계: " + 3', "합계: 3"),
        ('1 + 2 + "개"', "3개"),
        ('"a" + prop("Nothing")', "a"),
    ],
)
def test_values_read_in_texts_as_in_notion(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('toNumber("42")', 42),
        ('toNumber(" -1.5kg")', -1.5),
        ('toNumber("kg")', None),
        ("toNumber(true)", 1),
        ("toNumber(fromTimestamp(1000))", 1000),
    ],
)
def test_to_number_reads_the_number_at_the_start(expression, expected):
    assert value(expression) == expected


def test_id_is_that_of_the_page():
    formula = Formula.parse("id()")

    assert formula.evaluate(Context({}, NOW, page_id="p1")) == "p1"
