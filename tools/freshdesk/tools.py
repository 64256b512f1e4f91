"""What can be asked of a company's helpdesk: functions with names, descriptions and arguments.

They are described for whoever cannot read code: a language model that is given tools, an MCP
client. The embedded planner asks the same ones. Those of `READING` change nothing and need nobody's
yes (`tools.freshdesk.reading` answers them); the others are plans, which somebody approves first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from tools.blueprint.base import Strict

MOST_LISTED = 50  # tickets or articles in one answer
MOST_FETCHED = 1_000_000_000  # as the body of `POST /ingest` has it
MOST_ROWS = 100  # tickets that a dashboard shows

Priority = Literal["low", "medium", "high", "urgent"]
By = Literal["type", "status", "priority", "agent", "customer", "tag", "day", "month"]

_Text = Annotated[str, Field(max_length=500)]
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Number = Annotated[int, Field(ge=1, lt=2**63)]  # SQLite's integers end there
# Calls are kept as JSON, where a day is a text.
_Day = Annotated[date, Field(strict=False)]
_Flag = Annotated[bool, Field(strict=False)]  # addresses of what was made have it as a text
_Limit = Annotated[int, Field(ge=1, le=MOST_LISTED)]


class Tickets(Strict):
    """Which tickets: all that fulfil everything that is given."""

    text: _Text = Field(
        default="",
        description="Words that the ticket, its conversation or its customer's name must hold.",
    )
    status: _Name | None = Field(
        default=None,
        description="open, pending, resolved, closed, unresolved (neither of the last two), or a "
        "status of the account's own by its label or number.",
    )
    priority: Priority | None = None
    type: _Name | None = Field(default=None, description="The type that agents gave it.")
    agent: _Name | None = Field(default=None, description="The name of who works on it.")
    customer: _Name | None = Field(default=None, description="A person or a company, by name.")
    tag: _Name | None = None
    since: _Day | None = Field(
        default=None, description="Created on this day or later, in the person's time zone."
    )
    until: _Day | None = Field(default=None, description="Created on this day or earlier.")
    waiting: _Flag = Field(
        default=False,
        description="Only unresolved ones where what the customer said last has no public answer.",
    )


class _ReadTickets(Tickets):
    include_private: bool = Field(
        default=False,
        description="Whether private notes count and are quoted. Only where the person asked.",
    )


class FindTickets(_ReadTickets):
    """The tickets that are meant, each with a summary of what was said on it: the newest first,
    those that wait for an answer by how long they do."""

    tool: Literal["find_tickets"]
    limit: _Limit = 5
    oldest: bool = Field(default=False, description="The oldest first.")


class CountTickets(_ReadTickets):
    """How many tickets are meant, in all and by type, status, customer and so on."""

    tool: Literal["count_tickets"]
    by: By | None = None
    limit: _Limit = 5


class ReadTicket(Strict):
    """One ticket with all that was said on it."""

    tool: Literal["read_ticket"]
    number: _Number
    include_private: bool = False


class FindArticles(Strict):
    """Articles of the knowledge base, the best first."""

    tool: Literal["find_articles"]
    text: _Text = Field(description="What is looked for, in the person's own words.")
    limit: _Limit = 5
    include_private: bool = Field(
        default=False, description="Whether drafts and what only agents may read count."
    )


class FetchTickets(Strict):
    """Collects tickets, conversations and articles from the helpdesk; asks the person first."""

    tool: Literal["fetch_tickets"]
    max_tickets: Annotated[int, Field(ge=1, le=MOST_FETCHED)] | None = Field(
        default=None, description="So many of the latest; all where none is given."
    )
    start_date: _Day | None = Field(default=None, description="What changed since this day (UTC).")
    further: bool = Field(
        default=False, description="So many that were not fetched yet, instead of the latest."
    )


class MakeDashboard(Tickets):
    """A Notion workspace of the collected tickets that are meant, their customers, and articles;
    where there is one of the same already its rows are brought up to date. Asks the person first.
    """

    tool: Literal["make_dashboard"]
    latest: Annotated[int, Field(ge=1, le=MOST_ROWS)] = Field(
        default=MOST_ROWS, description="How many of the latest tickets become rows."
    )
    again: bool = Field(
        default=False, description="Bring the one that there is up to date, whatever it shows."
    )

    @classmethod
    def usual(cls) -> "MakeDashboard":
        """Where nobody said how many."""
        return cls(tool="make_dashboard")


Asked = Annotated[
    FindTickets | CountTickets | ReadTicket | FindArticles | FetchTickets | MakeDashboard,
    Field(discriminator="tool"),
]
Reading = FindTickets | CountTickets | ReadTicket | FindArticles

ASKED: TypeAdapter[Asked] = TypeAdapter(Asked)


@dataclass(frozen=True)
class Tool:
    """A function as it is shown: `schema` is JSON Schema of its arguments."""

    name: str
    description: str
    schema: Mapping[str, Any]


def _described(model: type[Strict]) -> Tool:
    schema = model.model_json_schema()
    name: str = schema["properties"].pop("tool")["const"]
    required = [field for field in schema.get("required", ()) if field != "tool"]
    shown = {"type": "object", "properties": schema["properties"], "required": required}
    return Tool(
        name, " ".join((model.__doc__ or "").split()), {**shown, "additionalProperties": False}
    )


READING = tuple(_described(each) for each in (FindTickets, CountTickets, ReadTicket, FindArticles))


def call(name: str, arguments: Mapping[str, Any]) -> Asked:
    """A call as a model or a client makes it. Raises pydantic's ValidationError."""
    return ASKED.validate_python({**arguments, "tool": name})
