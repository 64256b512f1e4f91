"""What a planner is: the one who understands wishes and designs workspaces.

Two implementations, both real: `agent.planner.embedded` needs no key; a model-backed one joins it
behind the same protocol.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from pydantic import Field

from tools.blueprint.base import Complexity, Hue, Language, Strict
from tools.blueprint.changes import Change
from tools.blueprint.model import Blueprint, TemplateType
from tools.workspace.model import Structure


@dataclass(frozen=True)
class Preferences:
    """What the caller set beside the words of the wish; the wish's own words win."""

    language: Language | None = None
    complexity: Complexity | None = None
    color_theme: Hue | None = None
    include_sample_data: bool = True
    sample_count: int | None = None


@dataclass(frozen=True)
class Request:
    """A person's words with everything that bears on their meaning.

    `workspace` is the title of the workspace that the words may speak of changing; with
    `must_change` they speak of nothing else, unless they are mere talk.
    """

    text: str
    today: date
    preferences: Preferences = field(default_factory=Preferences)
    pending_question: "Question | None" = None
    history: Sequence[str] = ()
    workspace: str | None = None
    must_change: bool = False


class Choice(Strict):
    """One answer offered with a question: what it stands for and how it reads."""

    value: str
    label: str


class Question(Strict):
    """A clarifying question, with the wish that it is about and what that wish is to do."""

    content: str
    options: list[Choice] = Field(default_factory=list)
    about: str
    kind: Literal["create", "modify"] = "create"


class Intent(Strict):
    """What a person wants, as JSON-ready data: it lives in the checkpoint.

    `wants` is the planner's own reading of the wish (counts, names, colours, …) and opaque to
    others; `design` and `revise` of the same planner understand it. `changes` is what was agreed
    since, over the design that the wish alone led to.
    """

    kind: str  # "answer", "ask", or the kind of plan to be made (`agent.plans.store.KINDS`)
    language: Language
    text: str
    skill: str | None = None
    template_type: TemplateType = "custom"
    confidence: float = 0.0
    reply: str | None = None  # the text of an answer
    question: Question | None = None
    wants: dict[str, Any] = Field(default_factory=dict)
    changes: list[Change] = Field(default_factory=list)


@dataclass(frozen=True)
class Proposal:
    """A design, how it is introduced to the person (one to three sentences), and what it answers.

    `intent` carries everything said so far, so that feedback adds up over several rounds.
    """

    blueprint: Blueprint
    introduction: str
    intent: Intent


@dataclass(frozen=True)
class ChangeProposal:
    """Changes to what exists, how they are introduced (one to three sentences), or what is asked.

    The introduction quotes what was not understood. Without changes and without a question it
    says so and gives examples.
    """

    changes: Sequence[Change]
    introduction: str
    question: Question | None = None


class Planner(Protocol):
    """Understands, designs, revises, changes. Never raises for what a person may type."""

    async def understand(self, request: Request) -> Intent:
        """Reads a wish: to create, to change, something to answer, or too vague to act on."""
        ...

    async def design(self, intent: Intent, today: date) -> Proposal:
        """Composes the workspace that the intent asks for."""
        ...

    async def revise(
        self, intent: Intent, blueprint: Blueprint, built: Structure, feedback: str, today: date
    ) -> Proposal:
        """Changes the last design as the person says; `built` is what it was rehearsed as."""
        ...

    async def changes(
        self, structure: Structure, said: Sequence[str], language: Language, today: date
    ) -> ChangeProposal:
        """Reads a wish to change what exists, and all that was said about its earlier readings.

        Each part of `said` is read against the structure as those before it leave it.
        """
        ...
