"""What each address of the API answers, and what it costs. All of it is for reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

from sandbox.freshdesk.account import Account, Json, stamp
from sandbox.freshdesk.errors import invalid, not_found, wrong_method

LAST_PAGE = 300
MOST_PER_PAGE = 100
ATTACHMENT_SECONDS = 300
_MONTH_SECONDS = 30 * 86_400

_HIDDEN_IN_LISTS = frozenset({"description", "description_text", "attachments", "stats"})
_ORDERS = ("created_at", "due_by", "updated_at", "status")
_LIST_INCLUDES = frozenset({"stats", "requester", "description", "company"})
_VIEW_INCLUDES = frozenset({"conversations", "requester", "company", "stats"})


@dataclass(frozen=True)
class Request:
    """A GET: its path below `/api/v2`, its query, and where the account was reached."""

    path: str
    query: Mapping[str, str]
    base: str


Endpoint = Callable[..., Any]


def cost_of(path: str, query: Mapping[str, str], conversations: int) -> int:
    """Credits: a call costs 1, an include 2 more in a list and 1 more in a view."""
    includes = [name for name in query.get("include", "").split(",") if name]
    if path == "/tickets":
        return 1 + 2 * len(includes)
    return 1 + sum(conversations if name == "conversations" else 1 for name in includes)


def listed_by(path: str) -> str | None:
    """Which kind of list with a limit of its own a path is."""
    return {"/tickets": "tickets", "/contacts": "contacts"}.get(path)


def find(method: str, path: str) -> tuple[Endpoint, tuple[str, ...]]:
    """Who answers a path, and the ids in it. Raises Refused."""
    for pattern, endpoint in _ROUTES:
        if match := pattern.fullmatch(path):
            if method != "GET":
                raise wrong_method()
            return endpoint, match.groups()
    raise not_found()


def tickets(account: Account, request: Request) -> tuple[list[Json], str | None]:
    query = request.query
    _only(query, "filter requester_id email company_id updated_since order_by order_type include")
    includes = _includes(query, _LIST_INCLUDES)
    order = _choice(query, "order_by", "created_at", _ORDERS)
    descending = _choice(query, "order_type", "desc", ("asc", "desc")) == "desc"
    found: Iterable[Json] = _asked_for(account, query)
    if order != "updated_at" or descending:  # else as it comes
        by_order = partial(_in_order_of, order)
        found = sorted(found, key=by_order, reverse=descending)
    page, more = _page(request, found, last=LAST_PAGE)
    return [_listed(account, ticket, includes) for ticket in page], more


def _asked_for(account: Account, query: Mapping[str, str]) -> Iterator[Json]:
    """Without a filter and without `updated_since`: what was created in the last 30 days."""
    kind = query.get("filter")
    if kind not in (None, "deleted", "spam"):
        raise invalid("filter", "invalid_value", "It should be one of these values: 'spam,deleted'")
    asked = {name: query[name] for name in ("requester_id", "company_id") if name in query}
    hides_old = kind is None and "updated_since" not in query
    month = stamp(account.clock() - _MONTH_SECONDS) if hides_old else ""
    for ticket in account.updated_since(query.get("updated_since", "")):
        if ticket["deleted"] != (kind == "deleted") or ticket["created_at"] < month:
            continue
        if kind != "deleted" and ticket["spam"] != (kind == "spam"):
            continue
        if all(str(ticket[name]) == value for name, value in asked.items()):
            yield ticket


def _in_order_of(name: str, ticket: Json) -> tuple[Any, int]:
    return ticket[name] or "", ticket["id"]


def _listed(account: Account, ticket: Json, includes: frozenset[str]) -> Json:
    hidden = _HIDDEN_IN_LISTS
    if "description" in includes:
        hidden = hidden - {"description", "description_text"}
    told = {name: value for name, value in ticket.items() if name not in hidden}
    return {**told, **_beside(account, ticket, includes)}


def _beside(account: Account, ticket: Json, includes: frozenset[str]) -> Json:
    found: Json = {}
    if "stats" in includes:
        found["stats"] = account.stats.get(ticket["id"], {"closed_at": None, "resolved_at": None})
    if "requester" in includes:
        found["requester"] = _by_id(account.contacts, ticket["requester_id"])
    if "company" in includes:
        found["company"] = _by_id(account.companies, ticket["company_id"])
    return found


def ticket_view(account: Account, request: Request, number: str) -> Json:
    _only(request.query, "include")
    includes = _includes(request.query, _VIEW_INCLUDES)
    ticket = _ticket(account, number)
    told = {**ticket, **_beside(account, ticket, includes)}
    told["attachments"] = _signed(account, request, ticket["attachments"])
    if "conversations" in includes:
        first = _in_order(account, ticket["id"])[:10]
        told["conversations"] = [_conversation(account, request, item) for item in first]
    return told


def conversations(account: Account, request: Request, number: str) -> tuple[list[Json], str | None]:
    _only(request.query, "")
    found = _in_order(account, _ticket(account, number)["id"])
    page, more = _page(request, found)
    return [_conversation(account, request, item) for item in page], more


def _ticket(account: Account, number: str) -> Json:
    ticket = account.tickets.get(int(number))
    if ticket is None:
        raise not_found()
    return ticket


def _in_order(account: Account, ticket_id: int) -> list[Json]:
    found = account.conversations[ticket_id]
    return sorted(found, key=lambda item: (item["created_at"], item["id"]))


def _conversation(account: Account, request: Request, item: Json) -> Json:
    return {**item, "attachments": _signed(account, request, item["attachments"])}


def _signed(account: Account, request: Request, attachments: list[Json]) -> list[Json]:
    """With addresses that are good for five minutes from now."""
    now = f"X-Amz-Date={int(account.clock())}&X-Amz-Expires={ATTACHMENT_SECONDS}"
    place = f"{request.base}/attachments"
    return [
        {**item, "attachment_url": f"{place}/{item['id']}/{quote(item['name'])}?{now}"}
        for item in attachments
    ]


def search_tickets(account: Account, request: Request) -> Json:
    """`created_at` and `updated_at` by the day, which is all that a count takes."""
    _only(request.query, "query")
    match = _SEARCH.fullmatch(request.query.get("query", ""))
    if match is None:
        raise invalid("query", "invalid_value", "Given query is invalid")
    field, sign, day = match.groups()
    shown = (ticket for ticket in account.tickets.values() if not ticket["deleted"])
    found = [
        ticket
        for ticket in shown
        if not ticket["spam"] and _compared(ticket[field][:10], sign, day)
    ]
    page, _ = _page(request, found, size=30, last=10)
    return {"total": len(found), "results": page}


_SEARCH = re.compile(r'"(created_at|updated_at):([<>]?)\'(\d{4}-\d\d-\d\d)\'"')


def _compared(value: str, sign: str, day: str) -> bool:
    """Freshdesk's `>` is at or after, its `<` at or before."""
    return value >= day if sign == ">" else value <= day if sign == "<" else value == day


def categories(account: Account, request: Request, language: str | None) -> Any:
    _language(account, language)
    return _page(request, account.categories)


def folders(account: Account, request: Request, number: str, language: str | None) -> Any:
    _language(account, language)
    _known(account.categories, number)
    top = [
        folder
        for folder in account.folders
        if folder["category_id"] == int(number) and folder["parent_folder_id"] is None
    ]
    return _page(request, top)


def subfolders(account: Account, request: Request, number: str) -> Any:
    _known(account.folders, number)
    below = [item for item in account.folders if item["parent_folder_id"] == int(number)]
    return _page(request, below)


def articles(account: Account, request: Request, number: str, language: str | None) -> Any:
    _known(account.folders, number)
    written = account.articles.get(_language(account, language), [])
    return _page(request, [item for item in written if item["folder_id"] == int(number)])


def _language(account: Account, language: str | None) -> str:
    if language is not None and language not in account.languages:
        raise not_found()
    return language or account.languages[0]


def _known(items: list[Json], number: str) -> None:
    if not any(item["id"] == int(number) for item in items):
        raise not_found()


def helpdesk(account: Account, _: Request) -> Json:
    first, *others = account.languages
    return {"primary_language": first, "supported_languages": others, "portal_languages": []}


def me(account: Account, _: Request) -> Json:
    return account.agents[0] if account.agents else {"id": 1, "available": True}


def _all(name: str, *, since: bool = False) -> Endpoint:
    """A list of the account; with `since` by when its items changed."""

    def listed(account: Account, request: Request) -> tuple[list[Json], str | None]:
        _only(request.query, "updated_since _updated_since" if since else "")
        query = request.query
        earliest = query.get("updated_since") or query.get("_updated_since") or ""
        items: list[Json] = getattr(account, name)
        return _page(request, [item for item in items if item.get("updated_at", "") >= earliest])

    return listed


def _only(query: Mapping[str, str], names: str) -> None:
    """Raises Refused for a parameter that the list does not take."""
    for name in query:
        if name not in names.split() and name not in ("page", "per_page"):
            raise invalid(name, "invalid_field", "Unexpected/invalid field in request")


def _includes(query: Mapping[str, str], known: frozenset[str]) -> frozenset[str]:
    given = frozenset(name for name in query.get("include", "").split(",") if name)
    if not given <= known:
        raise invalid("include", "invalid_value", f"It should be one of {sorted(known)}")
    return given


def _choice(query: Mapping[str, str], name: str, default: str, known: tuple[str, ...]) -> str:
    value = query.get(name, default)
    if value not in known:
        raise invalid(name, "invalid_value", f"It should be one of these values: '{known}'")
    return value


def _page(
    request: Request, items: Iterable[Json], *, size: int = 30, last: int | None = None
) -> tuple[list[Json], str | None]:
    """A page, and the address of the next one where there is one."""
    number = _number(request.query, "page", 1)
    size = _number(request.query, "per_page", size, MOST_PER_PAGE)
    if last is not None and number > last:
        place = {300: "300th", 10: "10th"}[last]
        message = f"You cannot access tickets beyond the {place} page. "
        raise invalid("page", "invalid_value", f"{message}Please provide a smaller page number.")
    page = list(islice(items, (number - 1) * size, number * size + 1))
    if len(page) <= size:
        return page, None
    query = urlencode({**request.query, "page": number + 1})
    return page[:size], f"{request.base}/api/v2{request.path}?{query}"


def _number(query: Mapping[str, str], name: str, default: int, most: int | None = None) -> int:
    text = query.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text) <= (most or 10**9):
        less = "" if most is None else f" less than {most + 1}"
        raise invalid(name, "invalid_value", f"It should be a Positive Integer{less}")
    return int(text)


def _by_id(items: list[Json], number: int | None) -> Json | None:
    return next((item for item in items if item["id"] == number), None)


_ROUTES: tuple[tuple[re.Pattern[str], Endpoint], ...] = tuple(
    (re.compile(pattern), endpoint)
    for pattern, endpoint in (
        (r"/tickets", tickets),
        (r"/tickets/(\d+)", ticket_view),
        (r"/tickets/(\d+)/conversations", conversations),
        (r"/search/tickets", search_tickets),
        (r"/solutions/categories(?:/([a-z]{2}))?", categories),
        (r"/solutions/categories/(\d+)/folders(?:/([a-z]{2}))?", folders),
        (r"/solutions/folders/(\d+)/subfolders", subfolders),
        (r"/solutions/folders/(\d+)/articles(?:/([a-z]{2}))?", articles),
        (r"/contacts", _all("contacts", since=True)),
        (r"/companies", _all("companies", since=True)),
        (r"/agents", _all("agents")),
        (r"/agents/me", me),
        (r"/groups", _all("groups")),
        (r"/ticket_fields", _all("ticket_fields")),
        (r"/settings/helpdesk", helpdesk),
    )
)
