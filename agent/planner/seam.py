"""The seam: what is said goes in, what is wanted comes out, and nothing private stays behind.

A planner returns a `Heard`, which is public and JSON-ready, so whoever is behind the seam in the
next turn goes on from it: a model where the embedded planner began, or the other way round.
`agent.planner.embedded` needs no key, `agent.planner.scripted` says what it was given.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from pydantic import Field

from agent.planner.brief import Brief
from tools.blueprint.base import Complexity, Hue, Language, Strict, TemplateType
from tools.blueprint.model import Blueprint
from tools.freshdesk.tools import Asked
from tools.workspace.change import Change
from tools.workspace.model import Structure

MOST_SAID = 20  # texts that are kept of what was said about one plan

Say = Callable[[str], Awaitable[None]]
Act = Literal["comment", "lock", "unlock", "archive", "restore", "save_recipe"]


async def unsaid(piece: str) -> None:
    """Says nothing on the way, for whoever needs the reply as a whole only."""


class Hands(Protocol):
    """What a planner may reach for in a turn: to read, and never to write."""

    @property
    def thread_id(self) -> str:
        """Whose turn it is: what a model costs is counted by it."""
        ...

    async def key(self, provider: str) -> str | None:
        """The thread's own key for a provider of models, where it brought one."""
        ...

    async def spoken(self) -> list[str]:
        """What was said in the thread of late, oldest first, each with who said it."""
        ...

    async def look(self, tool: str, query: str) -> str:
        """What a tool finds, as text; that it found nothing is said so too.

        Raises NotionForgeError where what it reads is not to be had.
        """
        ...


@dataclass(frozen=True)
class Preferences:
    """What the caller set beside the words of the wish; the wish's own words win."""

    language: Language | None = None
    complexity: Complexity | None = None
    color_theme: Hue | None = None
    include_sample_data: bool = True
    sample_count: int | None = None
    time_zone: str | None = None  # an IANA name: of the times of day that words name


class Choice(Strict):
    """One answer offered with a question: what it stands for and how it reads."""

    value: str
    label: str


class Question(Strict):
    """A clarifying question, with the wish that it is about and what that wish is to do."""

    content: str
    options: list[Choice] = Field(default_factory=list)
    about: str
    kind: Literal["create", "modify", "manage"] = "create"


@dataclass(frozen=True)
class Said:
    """A person's words, with the question that was open when they came.

    `today` is the day on which the turn began, so that a repetition after a crash counts the same
    days. `owner` is the server key whose skills count. A reply that takes long is said piece by
    piece through `say` while it is written. `hands` are those of the turn; without them nothing but
    the words is there.
    """

    text: str
    today: date
    preferences: Preferences = field(default_factory=Preferences)
    question: Question | None = None
    owner: str = ""
    say: Say = field(default=unsaid, compare=False, repr=False)
    hands: Hands | None = field(default=None, compare=False, repr=False)


class Manage(Strict):
    """What is to be done to a page as a whole: `text` is what a comment says, or what a recipe is
    to be called; `page` the title of a page below the one that is spoken of, where that is meant.
    """

    act: Act
    text: str | None = None
    page: str | None = None


class Heard(Strict):
    """What is wanted by all that was said so far: the whole of it, and not a step.

    `create`: what the pattern of `skill` is composed to by `brief`, or an empty page where neither
    is there; `modify`: a page as it was read. Both with `changes`, in their order. A `modify`
    of a page that was not read yet has none: it is read then, and the same words are asked again.
    `manage`: a page as a whole, with `manage`; `recipe`: the same, where a recipe is made of it.
    `answer`: `reply`, and nothing is done. `ask`: `question`; what was agreed before stands.
    `import`: a workspace of the documents `files`, with `changes`.
    `tickets`: what is `asked` of the helpdesk is read and answered. `ingest`: its tickets are
    collected, and then what is `asked` is gone on with. `dashboard`: a workspace of them.

    `reply` introduces a plan, quotes what was not understood (`unread`), or is the answer.
    `said` are the latest texts that led here, an answer to a question beneath what it was about.
    `language` is that of what is made; `speaks` that of answers, where the person chose another one
    while a plan waited.
    """

    kind: str  # "create", "modify", "answer", "ask"; further kinds of plan have names of their own
    language: Language
    said: list[str] = Field(default_factory=list)
    skill: str | None = None
    template_type: TemplateType = "custom"
    confidence: float = 0.0  # from 0 to 1
    brief: Brief | None = None
    changes: list[Change] = Field(default_factory=list)
    manage: Manage | None = None
    question: Question | None = None
    reply: str = ""
    unread: list[str] = Field(default_factory=list)
    asked: Asked | None = None
    files: list[str] = Field(default_factory=list)  # ids of what was sent ahead
    speaks: Language | None = None

    @property
    def spoken(self) -> Language:
        """The language in which it is spoken of."""
        return self.speaks or self.language


@dataclass(frozen=True)
class NothingYet:
    """There is no plan. `workspace` is the title of what the thread has, which words may speak of
    changing; with `must_change` they speak of nothing else, unless they are mere talk."""

    workspace: str | None = None
    must_change: bool = False


@dataclass(frozen=True)
class Design:
    """A plan to create that waits: what was agreed, what it comes to, and what that was rehearsed
    as. Changes may name its parts by the ids of the rehearsal."""

    agreed: Heard
    blueprint: Blueprint
    built: Structure


@dataclass(frozen=True)
class PageRead:
    """A page that was read, with the plan of changes to it that waits, if one does."""

    structure: Structure
    agreed: Heard | None = None


About = NothingYet | Design | PageRead


class Planner(Protocol):
    """Understands what is said. Never raises for what a person may type."""

    async def understand(self, said: Said, about: About) -> Heard:
        """What is wanted by now."""
        ...


class Designer(Protocol):
    """Makes of what was heard, by whomever, the workspace that it stands for."""

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        """The blueprint, checked; `waiting` is the plan that the words were about.

        Raises ValidationFailed where there is no such skill or a change cannot be meant.
        """
        ...


class OwnPlanner(Planner, Designer, Protocol):
    """The planner that is always there: it needs nobody else, and others fall back on it."""
