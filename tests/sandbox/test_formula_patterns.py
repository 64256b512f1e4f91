"""Patterns: JavaScript's meaning, in steps that grow with the pattern times the text."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.notion.formula import Budget, Context, Formula
from sandbox.notion.formula.budget import MAX_STEPS
from sandbox.notion.formula.errors import EvaluationError
from sandbox.notion.formula.patterns import PatternError, compiled, find_all

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ENDLESS = 10**12


def value(expression, **values):
    return Formula.parse(expression).evaluate(Context(values, NOW))


def found(pattern, text, budget=None):
    return [match.groups for match in find_all(compiled(pattern), text, budget or Budget(ENDLESS))]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("b|ab|a", "abab", [("ab",), ("ab",)]),
        ("a|ab", "ab", [("a",)]),
        ("a*?b", "aab", [("aab",)]),
        ("<.+?>", "<a><b>", [("<a>",), ("<b>",)]),
        ("x*", "axb", [("",), ("x",), ("",), ("",)]),
        (r"(\d+)-(\d+)?", "12-", [("12-", "12", None)]),
        (r"(?<year>\d{4})\D\k<year>", "2026/2026", [("2026/2026", "2026")]),
        (r"(a|b)\1", "abba", [("bb", "b")]),
        (r"\bfoo\b", "foo food foo", [("foo",), ("foo",)]),
        (r"o\B", "foo food", [("o",), ("o",), ("o",)]),
        (r"\d+(?=원)", "10원 20엔", [("10",)]),
        (r"(?<=₩)\d+", "₩10 20", [("10",)]),
        (r"(?<!₩)\b\d+", "₩10 20", [("20",)]),
        (r"[\w-]+", "a-b c", [("a-b",), ("c",)]),
        (r"[^\s,]+", "a, b", [("a",), ("b",)]),
        (r"[가-힣]+", "가 나다 x", [("가",), ("나다",)]),
        (r"[]", "a", []),
        (r"[^]", "\n", [("\n",)]),
        (r"[\b]", "\b", [("\b",)]),
        (r"a{,2}{", "a{,2}{", [("a{,2}{",)]),
        (r"\x41\u0042\t\/", "AB\t/", [("AB\t/",)]),
        (".", "\u2028a", [("a",)]),
        ("a$", "a\n", []),
        (r"\d", "٣", []),
        ("", "", [("",)]),
    ],
)
def test_patterns_mean_what_they_mean_in_javascript(pattern, text, expected):
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", ")", "a**", "*", "[b-a]", "[a", "a{2,1}", r"(a)\2", "\\", "(?i)a"),
        *("(" * 21 + ")" * 21, "a{9999}", "((a{50}){50}){50}", "a" * 1001),
    ],
)
def test_what_is_no_pattern_or_too_large_is_refused(pattern):
    with pytest.raises(PatternError):
        compiled(pattern)


def test_thousands_get_their_separators():
    expression = r'replaceAll(format(prop("P")), "\\B(?=(\\d{3})+(?!\\d))", ",")'

    assert value(expression, P=1234567) == "1,234,567"


def test_groups_inside_groups_may_repeat():
    assert value(r'test(prop("T"), "^((\\w+\\.)+\\w+ ?)+$")', T="a.b c.d.e") is True


LETTERS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]"])
REPEATS = st.sampled_from(["", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{2,}"])


def composed(inner):
    """Groups, choices and repetitions of patterns that each take at least a character."""
    return (
        st.builds("({}{})".format, inner, inner)
        | st.builds("(?:{}|{})".format, inner, inner)
        | st.builds("(?:{}){}".format, inner, st.sampled_from(["+", "+?", "{2}", "{1,3}"]))
    )


PATTERNS = st.recursive(LETTERS, composed, max_leaves=5)
TEXTS = st.text("abc", max_size=8)


@given(PATTERNS, REPEATS, PATTERNS, TEXTS)
def test_python_finds_the_same(one, repeat, other, text):
    """On texts as short as these Python's matcher ends soon, whatever the pattern."""
    pattern = f"(?:{one}){repeat}(?:{other})"
    spans = [(match.start, match.end) for match in find_all(compiled(pattern), text, Budget())]

    assert spans == [match.span() for match in re.finditer(pattern, text)]


@given(PATTERNS, REPEATS, st.integers(1, 60))
@example("((a+)+)+", "b", 60)
@example("(a*)*" * 3, "b", 60)
@example("(a|a|[ab])+(a?){40}", "c", 60)
def test_a_search_tries_each_instruction_once_at_each_place(pattern, repeat, length):
    program, budget = compiled(f"(?:{pattern}){repeat}"), Budget(ENDLESS)

    next(find_all(program, "a" * length, budget), None)

    assert budget.spent <= 3 * (len(program.code) + 1) * (length + 1)


@pytest.mark.parametrize("pattern", [r"(a+)+\1b", "(?=.*b)" * 5, "(?<=(a|aa)+b)c"])
def test_what_takes_more_than_linear_time_ends_with_the_budget(pattern):
    budget = Budget(MAX_STEPS)

    with pytest.raises(EvaluationError):
        found(f"{pattern}|x{{1,300}}y", "a" * 3000, budget)
    assert budget.spent <= MAX_STEPS + 3000
