"""The cells of a row while they are read out of a statement, and which letters say each."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from tools.workspace.model import ExistingProperty


class Cells:
    """What a statement says of one new row of a database: by the names of its columns, and by the
    pieces of its text."""

    def __init__(self, evidence: Evidence, values: dict[str, Any], pieces: list[Piece]) -> None:
        self.evidence, self.home = evidence, evidence.home
        self.values, self.pieces = values, pieces
        unsure = [p for p in self.told if p.prop and p.prop.type == "relation" and not p.sure]
        self.forget(unsure)  # a part of a name is no link
        self.pieces = [p for p in self.pieces if p.kind != "name" or p.prop is None]

    @cached_property
    def title(self) -> ExistingProperty:
        """What rows are called by."""
        return next(p for p in self.home.properties if p.type == "title")

    @property
    def told(self) -> list[Piece]:
        """The pieces that say what a cell holds."""
        return [p for p in self.pieces if p.kind == "value" and p.prop is not None]

    def free(self, *types: str) -> list[ExistingProperty]:
        """The columns of some types that nothing is told of yet."""
        props = [p for p in self.home.properties if p.type in types]
        return [p for p in props if p.name not in self.values]

    def give(self, prop: ExistingProperty, span: tuple[int, int], value: Any) -> None:
        """Keeps what the letters from one place to another say of a column."""
        held = self.values.get(prop.name, []) if prop.type == "multi_select" else []
        self.values[prop.name] = [*held, value] if prop.type == "multi_select" else value
        self.pieces.append(Piece("value", *span, prop, value))

    def forget(self, pieces: Sequence[Piece]) -> None:
        """Takes back what some pieces say; their letters are no name all the same."""
        self.pieces = [replace(p, kind="name", value=None) if p in pieces else p
                       for p in self.pieces]  # fmt: skip
        for piece in pieces:
            self.values.pop(piece.prop.name if piece.prop else "", None)

    def is_taken(self, start: int, end: int) -> bool:
        """Whether letters say something already."""
        return any(p.meets(start, end) for p in self.pieces if p.kind != "lead")
