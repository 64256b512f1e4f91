"""Changes to an existing workspace, read from a person's words without a model."""

from agent.embedded.changing.asking import asks_to_change
from agent.embedded.changing.proposal import propose
from agent.embedded.changing.reader import read_changes
from agent.embedded.changing.reading import Reading

__all__ = ["Reading", "asks_to_change", "propose", "read_changes"]
