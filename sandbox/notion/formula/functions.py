"""What a function of the formula language is, and the types its values may have.

A type is "string", "number", "boolean", "date", "page", "any" (not known before evaluation) or
"list:" and the type of the entries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.notion.formula.values import Value

STRING, NUMBER, BOOLEAN, DATE, PAGE, ANY = "string", "number", "boolean", "date", "page", "any"
LIST = "list:"

TypeRule = Callable[[Sequence[str]], str]


@dataclass(frozen=True)
class Function:
    """A function whose arguments are all evaluated before it is called.

    `apply` takes the arguments, `fewest` to `most` of them (None: any number), behind the Context
    if the function is `contextual`. `result` is the type of the result, or gives it by those of the
    arguments. `apply` raises EvaluationError, ArithmeticError or ValueError for unfit values.
    """

    apply: Callable[..., Value]
    fewest: int
    most: int | None
    result: str | TypeRule
    contextual: bool = False

    def result_type(self, arguments: Sequence[str]) -> str:
        """The type of the result for arguments of these types."""
        return self.result if isinstance(self.result, str) else self.result(arguments)


def list_of(element: str) -> str:
    """The type of a list with such entries."""
    return LIST + element


def element_of(type_: str) -> str:
    """The type of the entries of a list; a single value counts as its own only entry."""
    return type_.removeprefix(LIST)


def common_type(types: Sequence[str]) -> str:
    """The type of a value that comes from one of several places: text if they disagree."""
    known = {type_ for type_ in types if type_ != ANY}
    if len(known) > 1:
        return STRING
    return known.pop() if known else ANY


def element_of_first(types: Sequence[str]) -> str:
    """The rule of functions that pick an entry of a list."""
    return element_of(types[0])


def same_list(types: Sequence[str]) -> str:
    """The rule of functions that answer some of a list's entries."""
    return list_of(element_of(types[0]))


def pure(
    apply: Callable[..., Any], result: str | TypeRule, fewest: int = 1, most: int | None = 1
) -> Function:
    """A function of its arguments alone."""
    return Function(apply, fewest, most, result)


def contextual(
    apply: Callable[..., Any], result: str | TypeRule, fewest: int = 1, most: int | None = 1
) -> Function:
    """A function that also needs the Context, as its first argument."""
    return Function(apply, fewest, most, result, contextual=True)
