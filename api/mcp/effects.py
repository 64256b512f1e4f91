"""What a tool does to the world, as clients are told."""

from typing import Any

from mcp_types import ToolAnnotations


def _kind(*, reads: bool = False, destroys: bool = False) -> ToolAnnotations:
    return ToolAnnotations(
        read_only_hint=reads, destructive_hint=destroys, idempotent_hint=reads, open_world_hint=True
    )


# A plan writes nothing to the workspace, but is kept; a decision may change it, or take it back.
READS, PLANS, DECIDES = _kind(reads=True), _kind(), _kind(destroys=True)

Described = tuple[Any, str, ToolAnnotations]  # a function, its title, what it does
