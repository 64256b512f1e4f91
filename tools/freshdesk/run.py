"""Where a run stands, and what it brings to be kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
Json = dict[str, Any]


@dataclass(frozen=True)
class Collected:
    """A ticket as it was listed, with its conversations; None where these could not be had."""

    ticket: Json
    conversations: list[Json] | None


@dataclass
class Run:
    """Where a run stands: what its next step begins from, and what it counted so far."""

    id: str
    phase: str = ""
    cursor: Json = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    begun: str = ""  # when the present reading of the tickets began
    seen: str = ""  # the latest change of a ticket that it saw
    complete_from: str | None = None  # from when on all tickets will be here; None: as it was

    def count(self, name: str, number: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + number


def batches(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """The same items in parts of at most `size`."""
    return [items[at : at + size] for at in range(0, len(items), size)]
