"""What was not carried over from a file, each with its place; and what stops the reading of it.

Both are names of texts with what fills them, as they are told in the person's language elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_NOTES = 200  # that are told; how many more there were is told too


@dataclass(frozen=True)
class Note:
    """One thing that is not as it was: the rule's name, the file with its line or cell."""

    rule: str
    place: str
    params: dict[str, Any] = field(default_factory=dict)


class Notes:
    """Gathers the notes of an upload; the same one at the same place counts once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Note] = {}

    def add(self, rule: str, place: str, **params: Any) -> None:
        self._found.setdefault((rule, place, repr(params)), Note(rule, place, params))

    def __iter__(self) -> Iterator[Note]:
        """The notes in the order in which they came, the last of them a count of what is left."""
        notes = list(self._found.values())
        yield from notes[:MOST_NOTES]
        if len(notes) > MOST_NOTES:
            yield Note("more_notes", "", {"count": len(notes) - MOST_NOTES})


class Refused(Exception):
    """A file that cannot be read: `kind` says which sort of error that is for who sent it."""

    def __init__(self, kind: str, rule: str, place: str, **params: Any) -> None:
        super().__init__(f"{place}: {rule}")
        self.kind = kind  # "unsupported" | "unreadable"
        self.rule = rule
        self.place = place
        self.params = params

    @property
    def told(self) -> dict[str, Any]:
        """As one process tells it to another."""
        told = {"kind": self.kind, "rule": self.rule, "place": self.place}
        return {**told, "params": self.params}
