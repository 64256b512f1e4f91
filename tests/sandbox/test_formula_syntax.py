"""What is a formula, what is none, and how the refusal reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.formula import Formula, FormulaError


def refusal(expression):
    with pytest.raises(FormulaError) as caught:
        Formula.parse(expression)
    return str(caught.value)


def test_a_formula_knows_the_properties_of_its_own_page():
    formula = Formula.parse(
        'prop("마감") < now() and prop("Tasks").map(current.prop("Name")).length()'
    )

    assert formula.properties == {"마감", "Tasks"}


def test_comments_and_line_breaks_are_passed_over():
    assert Formula.parse('/* 남은 일수 */\n prop("A") /* days */ + 1').properties == {"A"}


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "Expected a value but found the end of the formula."),
        ("1 +", "Expected a value but found the end of the formula."),
        ("(1", "Expected ) but found the end of the formula."),
        ("1 2", "Expected the end but found 2 at position 2."),
        ("round(1", "Expected ) but found the end of the formula."),
        ("true ? 1", "Expected : but found the end of the formula."),
        ("1 # 2", "Unexpected # at position 2."),
        ('"open', 'The text at position 0 is not closed; end it with ".'),
        ("/* open", "The comment at position 0 is not closed; end it with */."),
        ("'days'", "Unexpected ' at position 0; write texts in straight \" quotes."),
        ("[1].(2)", "Expected a function after . but found ( at position 4."),
        ("prop(Due)", 'prop at position 0 takes a name: prop("Name").'),
        ("Due + 1", 'Unknown name Due at position 0; properties are written prop("Due").'),
        ("dateBetwen(1)", "Unknown function dateBetwen at position 0. Did you mean dateBetween?"),
        ("if(true, 1)", "if at position 0 takes 3 arguments, not 2."),
        ("round(1, 2, 3)", "round at position 0 takes 1 to 2 arguments, not 3."),
        ("now(1)", "now at position 0 takes 0 arguments, not 1."),
        ("max()", "max at position 0 takes 1 or more arguments, not 0."),
        ("lets(a, 1, b, 2)", "lets takes names with their values, then one expression."),
        ("let(1, 2, 3)", "let at position 0 needs a name to define."),
    ],
)
def test_what_is_no_formula_is_refused_with_its_place(expression, message):
    assert refusal(expression) == message


def test_names_end_with_the_form_that_defines_them():
    assert "Unknown name x" in refusal("let(x, 1, x) + x")
    assert "Unknown name current" in refusal("current")


def test_deep_nesting_is_refused_before_it_exhausts_the_stack():
    assert "nests deeper than 40 levels" in refusal("(" * 5000)
    assert "nests deeper than 40 levels" in refusal("-" * 5000 + "1")
    assert "nests deeper than 100 levels" in refusal("1" + " - 1" * 5000)


def test_long_sums_are_flat():
    Formula.parse(" + ".join(['"a"'] * 1000))


VOCABULARY = (
    '1 2.5 "a" prop " ( ) [ ] , . + - not and or ? : == < ^ ! if map current index let lets x true '
    "now round /* */"
)
TOKENS = st.sampled_from(VOCABULARY.split())


@given(st.text() | st.lists(TOKENS, max_size=25).map(" ".join))
def test_any_text_is_a_formula_or_refused(text):
    try:
        Formula.parse(text)
    except FormulaError:
        return
