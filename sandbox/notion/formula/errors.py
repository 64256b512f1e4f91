"""What can be wrong with a formula.

ValueError
└── FormulaError           the text is no formula: syntax, unknown name, wrong number of arguments
    └── EvaluationError    a value does not fit what is done with it; evaluation answers empty
RuntimeError
└── DepthError             formulas read each other too deep; nothing of the chain has a value
"""


class FormulaError(ValueError):
    """The expression cannot be a formula; the text says where and what to write instead."""


class EvaluationError(FormulaError):
    """A value at hand does not fit; it never leaves `Formula.evaluate`, which answers None."""


class DepthError(RuntimeError):
    """Too long a chain of properties that read each other.

    It passes through whatever reads the property, for a value without it would be a wrong one.
    """
