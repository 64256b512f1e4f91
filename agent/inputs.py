"""What a run starts from, as it is kept with the run."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from tools.blueprint.base import Strict

# Whether a plan is put before somebody, approved beforehand (REST, tasks), or only looked at.
Mode = Literal["ask", "implied", "preview"]
Decision = Literal["approve", "edit", "reject", "respond"]


class Message(Strict):
    """Words of a person, about the page `page_id` and nothing else where one is given.

    `echo` shows them to the thread's sockets. `plan` is the one that waited as they came and that
    their sender had been shown; `given` one that came with them, ready to be rehearsed. What they
    mean is settled when their turn comes (`agent.settling`). `seen` is the number of the last frame
    that the sender had been sent; None: all of them. `attachments` are ids of files that were sent
    ahead of them.
    """

    kind: Literal["message"] = "message"
    text: str
    mode: Mode = "ask"
    page_id: str | None = None
    client_id: str | None = None
    echo: bool = True
    plan: str | None = None
    given: str | None = None
    seen: int | None = None
    attachments: list[str] = Field(default_factory=list)


class Page(Strict):
    """A page that words may ask to change; `named` says that they can mean nothing else."""

    page_id: str
    title: str = ""
    named: bool = False


class Opening(Strict):
    """Words that answer no plan, as they were understood: they open a turn of the graph.

    `about` is the page that they may ask to change, `question` the one that they may answer, and
    `agreed` what was heard before that was asked, with the plans that were there `earlier`; `given`
    is a plan that is there already, `attachments` files that a plan is to be made of.
    """

    kind: Literal["wish"] = "wish"
    text: str
    mode: Mode
    about: Page | None = None
    question: dict[str, Any] | None = None
    agreed: dict[str, Any] | None = None
    earlier: list[dict[str, Any]] = Field(default_factory=list)
    given: str | None = None
    attachments: list[str] = Field(default_factory=list)


class Answer(Strict):
    """A decision on a plan; `edited` is its new subject as JSON, and kept with the plan alone.

    One with a `fault` counts for nothing: words came before their plan was shown, after another
    answer, or after the plan's time.
    """

    kind: Literal["answer"] = "answer"
    approval_id: str
    decision: Decision
    feedback: str | None = None
    client_id: str | None = None
    edited: dict[str, Any] | None = Field(default=None, exclude=True)
    fault: Literal["unseen", "overtaken", "late"] | None = None


class Undo(Strict):
    """Takes a finished build back. With a `fault` it counts for nothing: whoever said it had not
    seen what was done or undone last, and meant something else; or it would take a `whole`
    workspace away, and has to be said once more."""

    kind: Literal["undo"] = "undo"
    build_id: str
    fault: Literal["unseen_end", "whole"] | None = None


class Redo(Strict):
    """Makes again what a build had made that is undone; its `fault` is that of an undo."""

    kind: Literal["redo"] = "redo"
    build_id: str
    fault: Literal["unseen_end"] | None = None


class Retry(Strict):
    """Goes on with a failed build."""

    kind: Literal["retry"] = "retry"
    build_id: str


RunInput = Annotated[Message | Opening | Answer | Undo | Redo | Retry, Field(discriminator="kind")]


@dataclass(frozen=True)
class Run:
    """One turn of a thread; `stop` is set once it is to end early."""

    id: str
    thread_id: str
    input: RunInput
    stop: asyncio.Event = field(default_factory=asyncio.Event, compare=False, repr=False)


_ADAPTER: TypeAdapter[RunInput] = TypeAdapter(RunInput)


def read_input(data: dict[str, Any]) -> RunInput:
    """The input that was kept, by an older version with a mark that is needed no more."""
    return _ADAPTER.validate_python({k: v for k, v in data.items() if k != "is_wish"})
