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


@dataclass(frozen=True)
class Request:
    """What is asked: `shape` is the JSON schema of the answer, `most` its tokens."""

    turns: Sequence[Turn]
    shape: Mapping[str, Any]
    form: Form
    most: int
    streams: bool = True
