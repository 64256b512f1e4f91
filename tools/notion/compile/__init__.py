"""From a blueprint to the operations that build it, at the fewest calls."""

from tools.notion.compile.compiler import (
    WORKSPACE,
    Parent,
    below,
    compile_blueprint,
    page_parent,
)

__all__ = ["WORKSPACE", "Parent", "below", "compile_blueprint", "page_parent"]
