"""One part of a sentence about rows."""

from dataclasses import dataclass, field
from typing import Any, Literal

from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingProperty

PartKind = Literal[
    "verb", "cut", "property", "value", "filled", "row", "text", "every", "thing", "remark", "it",
    "meant",
]  # fmt: skip


@dataclass(eq=False)
class Part:
    """One part; a cut has the text of its mark. `prop` is what a value is known to belong to, and
    `value` what it says, of a property whether it was named as it is called, and not only meant; a
    number's depends on the property (`number`)."""

    kind: PartKind
    tokens: list[Token]
    roles: set[str] = field(default_factory=set)
    prop: ExistingProperty | None = None
    value: Any = None
    number: Token | None = None

    def plays(self, *roles: str) -> bool:
        """Whether a mark beside it says one of these parts."""
        return bool(self.roles & set(roles))
