"""For which company somebody asks, with which key, and whether he may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from starlette.requests import HTTPConnection, Request

from api.app import app_of
from api.callers import company_of
from api.client_frames import Init
from tools.errors import AuthFailed, Forbidden, InvalidInput
from tools.freshdesk.companies import checked
from tools.freshdesk.jobs import Job
from tools.tokens import OddToken, cleaned

COMPANY, PLATFORM, DOMAIN, KEY = "X-Company-ID", "X-Platform", "X-Domain", "X-API-Key"
Day = TypeVar("Day", datetime, date)


def _of_our_time(day: Day) -> Day:
    if not 1970 <= day.year < 2200:  # else arithmetic with zones overflows
        raise PydanticCustomError("bad_date", "a date from 1970 to 2199 is meant")
    return day


Moment = Annotated[datetime, AfterValidator(_of_our_time)]
MomentOrDay = Moment | Annotated[date, AfterValidator(_of_our_time)]

_KEYS = ("api_key", "apikey", "x_api_key")  # in a body, where they are not read


@dataclass(frozen=True)
class Account:
    """Whose helpdesk is to be read, as the headers say."""

    company: str
    domain: str
    key: str = field(repr=False)


def account_of(request: Request, body: Mapping[str, Any]) -> Account:
    """The four headers. `body` is looked at for keys that were put there instead.

    Raises AuthFailed for a missing header, by name; InvalidInput, Forbidden.
    """
    for name in (COMPANY, PLATFORM, DOMAIN, KEY):
        if not request.headers.get(name, "").strip():
            if body.keys() & set(_KEYS):
                raise AuthFailed("the key is in the body", reason="key_in_body")
            missing = {"header": name}
            raise AuthFailed(f"{name} is missing", reason="header_missing", params=missing)
    if request.headers[PLATFORM].strip().lower() != "freshdesk":
        raise InvalidInput("another platform", reason="bad_platform")
    company = checked(request.headers[COMPANY])
    _check(request, company)
    domain = app_of(request).desk.ingest.helpdesks.checked(request.headers[DOMAIN])
    try:
        key = cleaned(request.headers[KEY])
    except OddToken:
        raise AuthFailed("the key is none", reason="freshdesk_auth_failed") from None
    return Account(company, domain, key)


def helpdesk_of(connection: HTTPConnection, init: Init) -> dict[str, str | None]:
    """The company and the helpdesk that a thread's first frame brings, as its settings have them;
    the company of a server key that is limited to one, where it brings none.

    Raises AuthFailed, InvalidInput, and Forbidden for another key's company.
    """
    asked = init.helpdesk
    if asked is None:
        own = company_of(connection, app_of(connection).settings, init.access_token)
        return {} if own is None or init.thread_id is not None else {"company": own}
    company = checked(asked.company_id)
    _check(connection, company, init.access_token)
    if asked.domain is None:
        return {"company": company, "helpdesk": None}
    domain = app_of(connection).desk.ingest.helpdesks.checked(asked.domain)
    return {"company": company, "helpdesk": domain}


def companies_of(
    connection: HTTPConnection, asked: str | None = None, token: str | None = None
) -> list[str] | None:
    """The companies that a request is about; None for all, where its caller may see them.

    `token` is the server key of a socket that told it in a frame.

    Raises InvalidInput, Forbidden.
    """
    named = {name for name in (asked, connection.headers.get(COMPANY)) if name}
    for name in named:
        _check(connection, checked(name), token)
    if len(named) > 1:
        raise InvalidInput("two companies are named", reason="two_companies")
    own = company_of(connection, app_of(connection).settings, token)
    return list(named) or (None if own is None else [own])


def one_company_of(connection: HTTPConnection, asked: str | None = None) -> str:
    """The one company that a request is about. Raises AuthFailed where it names none."""
    companies = companies_of(connection, asked)
    if companies is None:
        missing = {"header": COMPANY}
        raise AuthFailed(f"{COMPANY} is missing", reason="header_missing", params=missing)
    return companies[0]


async def job_of(connection: HTTPConnection, token: str | None = None) -> Job:
    """The job of a route. Raises NotFound, Forbidden where its company is none of the caller's."""
    companies = companies_of(connection, token=token)
    job = await app_of(connection).desk.ingest.jobs.get(connection.path_params["job_id"])
    if companies is not None and job.company_id not in companies:
        raise Forbidden("another company's job", reason="foreign_company")
    return job


def _check(connection: HTTPConnection, company: str, token: str | None = None) -> None:
    own = company_of(connection, app_of(connection).settings, token)
    if own is not None and own != company:
        raise Forbidden("the server key is another company's", reason="foreign_company")
