"""From one state of a structure to another, at the fewest calls; the same code both ways."""

from tools.notion.modify.diff.passage import passage
from tools.notion.modify.diff.work import Work

__all__ = ["Work", "passage"]
