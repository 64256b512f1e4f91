"""Any formula with any values: evaluation ends, never raises, and keeps to the foretold type."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.formula import (
    Budget,
    Context,
    DateValue,
    Formula,
    FormulaError,
    PageValue,
    as_text,
)
from sandbox.notion.formula.registry import FORM_ARITIES, FUNCTIONS

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def value(expression, **values):
    return Formula.parse(expression).evaluate(Context(values, NOW))


def test_work_without_end_gives_nothing():
    hundred = 'split(repeat("a", 100))'

    assert value(f"{hundred}.map({hundred}.map({hundred}.map(1)))") is None
    assert value("lets(" + _doublings(30) + "length(x30))") is None


def test_lists_cost_what_they_hold():
    """Each of these is a handful of nodes, but a million entries."""
    entries = 'lets(x, split(repeat("a", 900)), y, map(x, x), '

    assert value(f"{entries}unique(y))") is None
    assert value(f"{entries}z, map(x, y), format(z))") is None
    assert value(f"{entries}length(map(x, includes(y, [index]))))") is None


def test_lists_nest_only_so_deep():
    pairs = ", ".join(f"x{n + 1}, [x{n}]" for n in range(500))

    assert value(f"lets(x0, [1], {pairs}, x500)") is None
    assert value("[[[[1]]]]") == [[[[1]]]]


def test_one_budget_serves_all_evaluations_of_a_request():
    formula = Formula.parse('split(repeat("a", 100)).map(current + "b").length()')
    alone, shared = Budget(), Budget(total=1000)

    assert formula.evaluate(Context({}, NOW, budget=alone)) == 100
    assert alone.spent < 1000 < 2 * alone.spent
    assert [formula.evaluate(Context({}, NOW, budget=shared)) for _ in range(3)] == [
        100,
        None,
        None,
    ]


def _doublings(times):
    return "x0, [1], " + "".join(f"x{n + 1}, concat(x{n}, x{n}), " for n in range(times))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.builds(DateValue, st.dates() | st.datetimes(), st.none() | st.dates())
    | st.builds(PageValue, st.text(max_size=2), st.text(max_size=2)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
ARITIES = {
    **{name: (function.fewest, function.most) for name, function in FUNCTIONS.items()},
    **FORM_ARITIES,
}
ATOMS = """prop("A") prop("B") 1 -3.5 1e300 "days" "a.b" "[Q]" [] [[1]] true now() current x"""


@st.composite
def calls(draw, inner):
    name = draw(st.sampled_from(sorted(ARITIES)))
    fewest, most = ARITIES[name]
    count = draw(st.integers(fewest, fewest + 1 if most is None else most))
    arguments = [draw(inner) for _ in range(count)]
    if name in ("let", "lets"):
        arguments[0] = "x"
    return f"{name}({', '.join(arguments)})"


EXPRESSIONS = st.recursive(st.sampled_from(ATOMS.split()), calls, max_leaves=8)


@given(EXPRESSIONS, VALUES, VALUES)
def test_evaluation_never_raises(expression, a, b):
    try:
        formula = Formula.parse(expression)
    except FormulaError:
        return
    as_text(formula.evaluate(Context({"A": a, "B": b}, NOW)))


FORETOLD = {"number": int | float, "boolean": bool, "date": DateValue}


@given(EXPRESSIONS, st.none() | st.integers(-9, 9), st.text(max_size=5))
def test_a_result_is_empty_or_of_the_type_foretold(expression, a, b):
    try:
        formula = Formula.parse(expression)
    except FormulaError:
        return
    result = formula.evaluate(Context({"A": a, "B": b}, NOW))
    foretold = formula.result_type({"A": "number", "B": "title"})

    if result is not None and foretold != "string":
        assert isinstance(result, FORETOLD[foretold])
