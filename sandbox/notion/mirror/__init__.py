"""A workspace in memory that answers what another one has answered.

What was named but not read (the page above, the far end of a relation, blocks deeper than was
read) is there as a stub, so that nothing that is done to the copy breaks on it.
"""

from sandbox.notion.mirror.building import mirror

__all__ = ["mirror"]
