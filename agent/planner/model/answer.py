"""What goes to a language model, and what comes back: data, known to all of this package."""

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Turn(NamedTuple):
    """What one side of a conversation with a model says."""

    role: Literal["system", "human", "ai"]
    text: str


class Usage(NamedTuple):
    """Tokens that a request cost."""

    read: int
    written: int


@dataclass(frozen=True)
class Answer:
    """What a model answered, as far as it came.

    `finish` is why it ended: "" says that nobody knows, so the answer may be cut. `refusal` are the
    words with which it declined. `usage` is the server's own count, None where it gave none.
    """

    text: str = ""
    finish: str = ""
    refusal: str = ""
    model: str = ""
    usage: Usage | None = None
