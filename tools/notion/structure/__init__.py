"""What stands in Notion below a page or in a database, read with the fewest calls."""

from tools.notion.structure.read import Reading, read_page, read_structure
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingOption,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Structure,
)

__all__ = [
    "ExistingBlock",
    "ExistingDatabase",
    "ExistingOption",
    "ExistingPage",
    "ExistingProperty",
    "ExistingRow",
    "ExistingView",
    "Reading",
    "Structure",
    "read_page",
    "read_structure",
]
