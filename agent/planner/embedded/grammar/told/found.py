"""What a text comes to for one database."""

from dataclasses import dataclass
from typing import Any

from agent.planner.embedded.grammar.told.evidence import Piece
from tools.workspace.model import ExistingDatabase, ExistingRow


@dataclass
class Told:
    """What a text comes to for one database: its rows, each with its values, or a new one."""

    home: ExistingDatabase
    rows: list[ExistingRow]
    values: list[dict[str, Any]]
    pieces: list[Piece]
    is_due: bool = False  # whether a day is told by which something is due, as it keeps one

    @property
    def is_of_days(self) -> bool:
        """Whether nothing but days is told of the rows, which may be still to come."""
        days = {p.name for p in self.home.properties if p.type == "date"}
        return all(set(values) <= days for values in self.values)

    @property
    def weight(self) -> tuple[int, bool, int]:
        """How much of the text it explains, but for what is guessed."""
        sure = sum(p.end - p.start for p in self.pieces if not p.guessed)
        return sure, self.is_due, sum(map(len, self.values))
