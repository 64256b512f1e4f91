"""How good a design is to whoever opens it, out of 100: `docs/quality.md` argues for the weights.

Pure: nothing is built for it. `rubric.measured` is the whole of it; the other modules each look at
one side of a design.
"""
