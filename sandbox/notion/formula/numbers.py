"""Functions and operators on numbers.

Numbers are floats, as in Notion; nothing but empty values stays empty.
"""

import math
import statistics
from collections.abc import Callable, Sequence
from functools import reduce

from sandbox.notion.formula.functions import ANY, NUMBER, STRING, pure
from sandbox.notion.formula.values import Value, as_number, as_text, flattened

NUMERIC_TYPES = frozenset({NUMBER, "boolean"})


def _arithmetic(operate: Callable[[float, float], float]) -> Callable[..., Value]:
    def apply(*values: Value) -> Value:
        # An empty row should look empty, not like a zero.
        if all(value is None for value in values):
            return None
        return reduce(operate, map(as_number, values))

    return apply


def _unary(operate: Callable[[float], float]) -> Callable[[Value], Value]:
    return lambda value: None if value is None else operate(as_number(value))


def _aggregate(operate: Callable[[Sequence[float]], float]) -> Callable[..., Value]:
    """Over all arguments and the entries of lists among them, without the empty ones."""

    def apply(*values: Value) -> Value:
        numbers = [as_number(value) for value in flattened(values) if value is not None]
        return operate(numbers) if numbers else None

    return apply


def _is_numeric(value: Value) -> bool:
    return value is None or isinstance(value, int | float)


# From left to right, two at a time: 1 + 2 + "x" is 3x.
def _add_two(left: Value, right: Value) -> Value:
    if left is None and right is None:
        return None
    if _is_numeric(left) and _is_numeric(right):
        return as_number(left) + as_number(right)
    return as_text(left) + as_text(right)


def _add(*values: Value) -> Value:
    return reduce(_add_two, values)


def _sum_type(types: Sequence[str]) -> str:
    if any(type_ not in NUMERIC_TYPES | {ANY} for type_ in types):
        return STRING
    return NUMBER if any(type_ in NUMERIC_TYPES for type_ in types) else ANY


def _round(value: Value, digits: Value = None) -> Value:
    """Halves round up, also below zero."""
    if value is None:
        return None
    scale = 10.0 ** math.trunc(as_number(digits))
    return math.floor(as_number(value) * scale + 0.5) / scale


def _sign(number: float) -> float:
    return (number > 0) - (number < 0)


FUNCTIONS = {
    "add": pure(_add, _sum_type, 2, None),
    "subtract": pure(_arithmetic(lambda a, b: a - b), NUMBER, 2, 2),
    "multiply": pure(_arithmetic(lambda a, b: a * b), NUMBER, 2, None),
    "divide": pure(_arithmetic(lambda a, b: a / b), NUMBER, 2, 2),
    "mod": pure(_arithmetic(math.fmod), NUMBER, 2, 2),
    "pow": pure(_arithmetic(math.pow), NUMBER, 2, 2),
    "unaryMinus": pure(_unary(lambda number: -number), NUMBER),
    "unaryPlus": pure(_unary(lambda number: number), NUMBER),
    "abs": pure(_unary(abs), NUMBER),
    "round": pure(_round, NUMBER, 1, 2),
    "ceil": pure(_unary(math.ceil), NUMBER),
    "floor": pure(_unary(math.floor), NUMBER),
    "sqrt": pure(_unary(math.sqrt), NUMBER),
    "cbrt": pure(_unary(math.cbrt), NUMBER),
    "exp": pure(_unary(math.exp), NUMBER),
    "ln": pure(_unary(math.log), NUMBER),
    "log10": pure(_unary(math.log10), NUMBER),
    "log2": pure(_unary(math.log2), NUMBER),
    "sign": pure(_unary(_sign), NUMBER),
    "min": pure(_aggregate(min), NUMBER, 1, None),
    "max": pure(_aggregate(max), NUMBER, 1, None),
    "sum": pure(_aggregate(math.fsum), NUMBER, 1, None),
    "mean": pure(_aggregate(statistics.fmean), NUMBER, 1, None),
    "median": pure(_aggregate(statistics.median), NUMBER, 1, None),
    "pi": pure(lambda: math.pi, NUMBER, 0, 0),
    "e": pure(lambda: math.e, NUMBER, 0, 0),
}
