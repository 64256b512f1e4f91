"""Regular expressions of JavaScript, matched in steps that a budget counts.

Python's own matcher knows no limit and holds the interpreter while it tries: a pattern of ten
characters stops the whole server. Here a state is tried once, so the work grows with the length of
the pattern times that of the text; and what a lookaround or a back reference adds, the budget ends.
"""

from sandbox.notion.formula.patterns.matching import Found, find_all
from sandbox.notion.formula.patterns.parsing import PatternError, compiled

__all__ = ["Found", "PatternError", "compiled", "find_all"]
