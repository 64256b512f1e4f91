"""What can be wrong with a formula.

ValueError
└── FormulaError           the text is no formula: syntax, unknown name, wrong number of arguments
    └── EvaluationError    a value does not fit what is done with it; evaluation answers empty
"""


class FormulaError(ValueError):
    """The expression cannot be a formula; the text says where and what to write instead."""


class EvaluationError(FormulaError):
    """A value at hand does not fit; it never leaves `Formula.evaluate`, which answers None."""
