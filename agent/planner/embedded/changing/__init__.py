"""Changes to an existing workspace, read from a person's words without a model."""

from agent.planner.embedded.changing.asking import asks_to_change
from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.changing.reader import read_changes
from agent.planner.embedded.changing.reading import Reading

__all__ = ["Reading", "asks_to_change", "propose", "read_changes"]
