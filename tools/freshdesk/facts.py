"""What is told of tickets and articles, whoever words it."""

from dataclasses import dataclass, field

from tools.freshdesk.tools import By


@dataclass(frozen=True)
class Ticket:
    """A ticket as it is told. `status` and `priority` are numbers, `status_name` the account's own
    label; names are empty where nobody is known. Times are as Freshdesk writes them;
    `waiting_since` is when the customer's wait for an answer began, empty where nobody waits."""

    id: int
    subject: str
    status: int
    status_name: str
    priority: int
    type: str
    tags: list[str]
    customer: str
    company: str
    customer_id: int | None
    agent: str
    created_at: str
    updated_at: str
    url: str
    summary: str
    private_note: str = ""
    waiting_since: str = ""


@dataclass(frozen=True)
class FoundTickets:
    """`total` is how many there are; `similar` says that none holds the words, and that these are
    near in meaning. `unknown` are names that nobody has, by the field that named them. Where none
    is of the time that was asked for, `newest` is when the latest of all came."""

    tickets: list[Ticket]
    total: int
    similar: bool = False
    unknown: dict[str, str] = field(default_factory=dict)
    newest: str = ""


@dataclass(frozen=True)
class Group:
    """`name` is a label, a name or a day; empty for tickets that have none."""

    name: str
    count: int


@dataclass(frozen=True)
class CountedTickets:
    """How many, and by what; `kinds` is how many groups there are beside those that are here."""

    total: int
    by: By | None
    groups: list[Group]
    kinds: int
    unknown: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """Something that was said on a ticket."""

    at: str
    incoming: bool
    private: bool
    text: str


@dataclass(frozen=True)
class ReadThrough:
    """A ticket with what was said on it, the oldest first; None where there is no such ticket.
    `count` is how many messages there are in all."""

    ticket: Ticket | None
    messages: list[Message]
    count: int


@dataclass(frozen=True)
class Article:
    """An article as it is told: `text` is the beginning and the end of what it says."""

    id: int
    title: str
    text: str
    url: str
    updated_at: str
    draft: bool


@dataclass(frozen=True)
class FoundArticles:
    """`similar` says that none holds a word of what was asked, and these are near in meaning."""

    articles: list[Article]
    similar: bool = False


Facts = FoundTickets | CountedTickets | ReadThrough | FoundArticles
