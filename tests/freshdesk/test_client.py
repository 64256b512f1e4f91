"""The client asks Freshdesk alone, and says in our words what went wrong."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.freshdesk.collecting import URL, at_once
from tests.freshdesk.helpdesks import account_of, app_of
from tests.support.virtual import now, seconds_of
from tools.errors import FreshdeskError, FreshdeskForbidden, FreshdeskNotFound, InvalidInput
from tools.freshdesk.client import Freshdesk
from tools.freshdesk.companies import checked
from tools.freshdesk.lanes import Through
from tools.freshdesk.pace import Pace


class Asked(httpx.AsyncBaseTransport):
    """A network that answers nothing but a redirect, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(302, headers={"location": "http://169.254.169.254/"})


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://evil.example/a.txt",
        "https://amazonaws.com.evil.example/a.txt",
        "https://user:pass@s3.amazonaws.com/a.txt",
        "http://s3.amazonaws.com/a.txt",
        "https://xfreshdesk.com/a.txt",
        "https://s3.amazonaws.com:8443/a.txt",
        "https://s3.amazonaws.com:port/a.txt",
        "https://s3.amazonaws.com/a\x00.txt",
        "https://xn--.amazonaws.com/a.txt",
        "https://℀.amazonaws.com/a.txt",
        "http://[",
        "file:///etc/passwd",
        "",
    ],
)
async def test_a_file_elsewhere_is_never_asked_for(url):
    network = Asked()
    with pytest.raises(FreshdeskForbidden):
        await Freshdesk(URL, "demo", Through(network), Pace()).file(url)
    assert network.requests == []


async def test_a_file_on_s3_is_asked_for_without_the_key_and_redirects_lead_nowhere():
    network = Asked()
    with pytest.raises(FreshdeskError):
        await Freshdesk(URL, "demo", Through(network), Pace()).file(
            "https://s3.amazonaws.com/a.txt"
        )
    [request] = network.requests
    assert "authorization" not in request.headers


async def test_what_is_not_there_is_not_asked_for_twice_and_what_fails_is():
    app = app_of(account_of(1))
    async with httpx.ASGITransport(app=app) as connection:
        network = Through(connection)
        freshdesk = Freshdesk(URL, "demo", network, Pace(), most_retries=2, sleep=at_once)
        with pytest.raises(FreshdeskNotFound):
            await freshdesk.view("/tickets/99")
        assert app.usage.calls == 1
        app.faults.inject("me", 503, times=3)
        with pytest.raises(FreshdeskError):
            await freshdesk.view("/agents/me")
        assert app.usage.calls == 4


class Dripping(httpx.AsyncBaseTransport):
    """A network whose answers never end."""

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        async def drips() -> AsyncIterator[bytes]:
            while True:
                await asyncio.sleep(20)
                yield b" "

        return httpx.Response(200, content=drips())


def test_an_answer_that_never_ends_is_given_up():
    async def asked() -> None:
        pace, network = Pace(clock=now), Through(Dripping())
        with pytest.raises(FreshdeskError):
            await Freshdesk(URL, "demo", network, pace, most_retries=1).view("/agents/me")

    assert 240 <= seconds_of(asked()) <= 242


@pytest.mark.parametrize(
    "company", ["", "a", "../x", "a/b", "A", "-a", "a" * 64, "a.b", "회사", "a\n"]
)
def test_a_company_id_is_never_a_path(company):
    with pytest.raises(InvalidInput):
        checked(company)
