"""The formula language of Notion (2.0), to the extent templates use it.

ValueError
└── FormulaError    the expression is no formula, or names an unknown property

    formula = Formula.parse('dateBetween(prop("Due"), now(), "days")')
    formula.result_type({"Due": "date"})                      # "number"
    formula.evaluate(Context({"Due": DateValue(due)}, now))   # 12

Parsing finds all that can be told without values; evaluation never raises and answers None where
the values do not fit. Styles and links of texts are left out: the value is the plain text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sandbox.notion.formula.budget import Budget
from sandbox.notion.formula.errors import DepthError, EvaluationError, FormulaError
from sandbox.notion.formula.evaluation import Scope, evaluate
from sandbox.notion.formula.inference import infer
from sandbox.notion.formula.nodes import Node, Property, children, depth_of
from sandbox.notion.formula.parser import parse
from sandbox.notion.formula.values import (
    Context,
    DateValue,
    PageValue,
    Value,
    as_text,
    plain_number,
)

__all__ = [
    "Budget",
    "Context",
    "DateValue",
    "DepthError",
    "EvaluationError",
    "Formula",
    "FormulaError",
    "PageValue",
    "ResultType",
    "Value",
    "as_text",
]

ResultType = Literal["string", "number", "boolean", "date"]


@dataclass(frozen=True)
class Formula:
    """A parsed formula; make one with `Formula.parse`."""

    expression: str
    tree: Node
    levels: int

    @classmethod
    def parse(cls, expression: str) -> Formula:
        """The formula. Raises FormulaError for wrong syntax, unknown names, wrong arguments."""
        tree = parse(expression)
        # The types are not known yet; this looks for unknown names and wrong arguments.
        infer(tree, None, {})
        return cls(expression, tree, depth_of(tree))

    @property
    def properties(self) -> frozenset[str]:
        """The properties of its own page that the formula reads, by name."""
        found: set[str] = set()
        nodes = [self.tree]
        while nodes:
            node = nodes.pop()
            if isinstance(node, Property):
                found.add(node.name)
            nodes.extend(children(node))
        return frozenset(found)

    def result_type(self, types: Mapping[str, str]) -> ResultType:
        """The type of the result, by the types of the properties; "string" if nobody can tell.

        `types` gives by name a property's type or, for formulas and rollups, the type of their
        result. A list or a page is a "string", as in the API. Raises FormulaError for a property
        that is not among them.
        """
        match infer(self.tree, types, {}):
            case "number":
                return "number"
            case "boolean":
                return "boolean"
            case "date":
                return "date"
            case _:
                return "string"

    def evaluate(self, context: Context) -> Value:
        """The value for one page; None where its values do not fit the formula.

        Raises DepthError if it stands too deep in other evaluations of the context's budget.

        It may be a list, or a number where `result_type` says "string": `as_text` writes it.
        """
        try:
            with context.budget.evaluation(self.levels):
                return _plain(evaluate(self.tree, Scope(context)))
        except (FormulaError, ArithmeticError, ValueError):
            return None


def _plain(value: Value) -> Value:
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain_number(value)
    return value
