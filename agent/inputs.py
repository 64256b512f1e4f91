"""What a run starts from, as it is kept with the run."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from agent.embedded.replies import read_reply
from agent.plans import Decision
from agent.state import Mode
from tools.blueprint.base import Strict
from tools.blueprint.model import Blueprint

_SAID: dict[str, Decision] = {"approve": "approve", "reject": "reject", "feedback": "respond"}


class Message(Strict):
    """Words of a person, about the page `page_id` and nothing else where one is given.

    `echo` shows them to the thread's sockets.
    """

    kind: Literal["message"] = "message"
    text: str
    mode: Mode = "ask"
    page_id: str | None = None
    client_id: str | None = None
    echo: bool = True


class Answer(Strict):
    """A decision on a plan; `edited` replaces its blueprint and is kept with the plan alone."""

    kind: Literal["answer"] = "answer"
    approval_id: str
    decision: Decision
    feedback: str | None = None
    client_id: str | None = None
    edited: Blueprint | None = Field(default=None, exclude=True)

    @classmethod
    def saying(cls, approval_id: str, text: str) -> "Answer":
        """What a message means to the plan that waits for an answer."""
        decision = _SAID[read_reply(text)]
        feedback = text if decision == "respond" else None
        return cls(approval_id=approval_id, decision=decision, feedback=feedback)


class Undo(Strict):
    """Takes a finished build back."""

    kind: Literal["undo"] = "undo"
    build_id: str


RunInput = Annotated[Message | Answer | Undo, Field(discriminator="kind")]


@dataclass(frozen=True)
class Run:
    """One turn of a thread."""

    id: str
    thread_id: str
    input: RunInput


_ADAPTER: TypeAdapter[RunInput] = TypeAdapter(RunInput)


def read_input(data: object) -> Message | Answer | Undo:
    """The input that was kept."""
    return _ADAPTER.validate_python(data)
