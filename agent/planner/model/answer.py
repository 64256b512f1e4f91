"""What goes to a language model, and what comes back: data, known to all of this package."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from agent.planner.model.provider import Form

MOST_CHARACTERS = 200_000  # of an answer; the longest that was of use had a tenth of it

Hear = Callable[[str], Awaitable[None]]


class Turn(NamedTuple):
    """What one side of a conversation with a model says."""

    role: Literal["system", "human", "ai"]
    text: str


class Usage(NamedTuple):
    """Tokens that a request cost; `cached` of those read the server had kept from before."""

    read: int
    written: int
    cached: int = 0


@dataclass(frozen=True)
class Answer:
    """What a model answered, as far as it came.

    `finish` is why it ended: "" says that nobody knows, so the answer may be cut. `refusal` are the
    words with which it declined. `usage` is the server's own count, None where it gave none.
    `reading` are the seconds before the first piece, `writing` those from there to the end; 0 where
    it came in one.
    """

    text: str = ""
    finish: str = ""
    refusal: str = ""
    model: str = ""
    usage: Usage | None = None
    reading: float = 0.0
    writing: float = 0.0


@dataclass(frozen=True)
class Request:
    """What is asked: `shape` is the JSON schema of the answer, `most` its tokens."""

    turns: Sequence[Turn]
    shape: Mapping[str, Any]
    form: Form
    most: int
    streams: bool = True
