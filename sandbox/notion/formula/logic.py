"""Comparisons, tests and conversions of values of any type."""

import re

from sandbox.notion.formula.functions import BOOLEAN, NUMBER, STRING, Function, contextual, pure
from sandbox.notion.formula.values import (
    Context,
    DateValue,
    Value,
    as_text,
    as_truth,
    equal,
    instant,
    is_empty,
    precedes,
)

LEADING_NUMBER = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)


def _equal(context: Context, left: Value, right: Value) -> bool:
    return equal(left, right, context.now.tzinfo)


def _comparison(*, swapped: bool, negated: bool) -> Function:
    """One of < > <= >=, all told by "precedes". Where it says nothing, none of them holds."""

    def apply(context: Context, left: Value, right: Value) -> bool:
        pair = (right, left) if swapped else (left, right)
        # a > b is b < a, and a >= b is "not a < b": one order gives all four.
        before = precedes(*pair, context.now.tzinfo)
        return before is not None and before is not negated

    return contextual(apply, BOOLEAN, 2, 2)


def _to_number(context: Context, value: Value) -> Value:
    if isinstance(value, DateValue):
        return instant(value.start, context.now.tzinfo).timestamp() * 1000
    if isinstance(value, int | float):
        return float(value)
    found = LEADING_NUMBER.match(as_text(value))
    return float(found[1]) if found else None


FUNCTIONS = {
    "equal": contextual(_equal, BOOLEAN, 2, 2),
    "unequal": contextual(lambda *operands: not _equal(*operands), BOOLEAN, 2, 2),
    "smaller": _comparison(swapped=False, negated=False),
    "larger": _comparison(swapped=True, negated=False),
    "smallerEq": _comparison(swapped=True, negated=True),
    "largerEq": _comparison(swapped=False, negated=True),
    "not": pure(lambda value: not as_truth(value), BOOLEAN),
    "empty": pure(is_empty, BOOLEAN),
    "format": pure(as_text, STRING),
    "toNumber": contextual(_to_number, NUMBER),
    "id": contextual(lambda context, page=None: getattr(page, "id", context.page_id), STRING, 0, 1),
    "name": pure(as_text, STRING),
}
