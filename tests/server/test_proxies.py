"""Behind proxies that are trusted the person counts, and is answered at the person's address."""

from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.support.chat import connected
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

PER_MINUTE = 3


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {
        "trusted_proxies": ("127.0.0.0/8", "10.0.0.0/8"),
        "rate_limit_rpm": PER_MINUTE,
        "allowed_hosts": ("forge.example",),
    }


async def status_of(server: Server, *forwarded: str) -> int:
    """What a request is answered that came with so many lines of `X-Forwarded-For`."""
    headers = [("X-Forwarded-For", line) for line in forwarded]
    async with rest(server.url) as client:
        return (await client.get("/api/features", headers=headers)).status_code


async def test_each_person_behind_the_same_proxy_has_a_budget_of_their_own(server: Server):
    spent = [await status_of(server, "192.0.2.1") for _ in range(PER_MINUTE + 1)]
    assert spent == [200, 200, 200, 429]
    assert await status_of(server, "192.0.2.2") == 200


@pytest.mark.parametrize(
    "lines",
    [
        ["{forged}, 192.0.2.11"],  # a proxy that writes behind what was sent
        ["{forged}", "192.0.2.12"],  # one that adds a line of its own
        ["{forged}, 192.0.2.13, 10.1.2.3"],  # another trusted one between
    ],
)
async def test_whoever_forges_addresses_is_counted_by_their_own(server: Server, lines: list[str]):
    forged = [f"203.0.113.{number}" for number in range(PER_MINUTE + 1)]
    found = [
        await status_of(server, *(line.format(forged=each) for line in lines)) for each in forged
    ]
    assert found == [200, 200, 200, 429]


async def test_sockets_count_for_the_person_as_well(server: Server):
    person = {"X-Forwarded-For": "192.0.2.50"}
    for _ in range(PER_MINUTE):
        async with connected(server.socket_url, additional_headers=person):
            pass
    with pytest.raises(InvalidStatus):
        async with connected(server.socket_url, additional_headers=person):
            raise AssertionError("it was let in")
    async with connected(server.socket_url, additional_headers={"X-Forwarded-For": "192.0.2.51"}):
        pass


async def test_a_redirect_leads_to_the_scheme_that_the_person_used(server: Server):
    async with rest(server.url) as client:
        headers = {"X-Forwarded-Proto": "https", "Host": "forge.example"}
        answer = await client.get(
            "/api/features/", headers={**headers, "X-Forwarded-For": "192.0.2.60"}
        )
    assert answer.status_code == 307
    assert httpx.URL(answer.headers["Location"]).copy_with(query=None) == httpx.URL(
        "https://forge.example/api/features"
    )
