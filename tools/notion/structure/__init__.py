"""What stands in Notion below a page or in a database, read with the fewest calls."""

from tools.notion.structure.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingOption,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Structure,
)
from tools.notion.structure.read import read_structure

__all__ = [
    "ExistingBlock",
    "ExistingDatabase",
    "ExistingOption",
    "ExistingPage",
    "ExistingProperty",
    "ExistingRow",
    "ExistingView",
    "Structure",
    "read_structure",
]
