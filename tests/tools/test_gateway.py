"""One way to Notion: what is safe is repeated, what is doubtful is said to be."""

import traceback
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion import RateWindow
from tests.support.designs import design
from tests.support.notion import TOKEN, URL, Naps, Notion
from tools.errors import (
    InvalidInput,
    NotionAuthFailed,
    NotionError,
    NotionForbidden,
    NotionNotFound,
)
from tools.notion.difference import from_nothing
from tools.notion.gateway import FateUnknown, NotionGateway, notion_id
from tools.notion.limiter import Limiter
from tools.notion.operations import WORKSPACE
from tools.notion.transport import HttpTransport

PAGE = {"parent": {"workspace": True}, "properties": {"title": {"title": []}}}
NOBODY = "00000000-0000-0000-0000-000000000000"


async def test_a_429_waits_as_long_as_it_says_and_succeeds(notion: Notion) -> None:
    notion.faults.inject(status=429, retry_after=7, times=2)
    await notion.gateway().call("POST", "pages", PAGE)
    assert notion.naps.taken == [7.0, 7.0]
    assert notion.top() == ["Untitled"]


async def test_a_pause_that_nobody_can_count_is_none(notion: Notion) -> None:
    notion.faults.inject(status=429, retry_after=10**400)
    await notion.gateway().call("POST", "pages", PAGE)
    assert [seconds <= 1 for seconds in notion.naps.taken] == [True]


async def test_a_503_that_asks_for_a_pause_gets_it_before_the_write_is_looked_for(
    notion: Notion,
) -> None:
    notion.faults.inject(method="POST", status=503, retry_after=300)
    assert await notion.forge(from_nothing(design(), WORKSPACE)).run()
    assert notion.naps.taken[0] == 300.0
    assert len(notion.top()) == 1


async def test_a_429_pauses_everyone_with_the_token(notion: Notion) -> None:
    now, naps = [0.0], []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds

    limiter = Limiter(clock=lambda: now[0], sleep=sleep)
    notion.faults.inject(status=429, retry_after=7)
    await notion.gateway(limiter=limiter).call("GET", "users/me")
    assert (naps, notion.naps.taken) == ([7.0], [])


@pytest.mark.parametrize("status", [409, 529])
async def test_what_was_refused_before_writing_is_sent_again(notion: Notion, status: int) -> None:
    notion.faults.inject(status=status, times=3)
    await notion.gateway().call("POST", "pages", PAGE)
    assert [sent.status for sent in notion.wire.sent] == [status] * 3 + [200]
    assert notion.naps.taken[2] > notion.naps.taken[0]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("after_write", [True, False])
async def test_a_failed_write_is_not_repeated_blindly(
    notion: Notion, status: int, after_write: bool
) -> None:
    notion.faults.inject(method="POST", status=status, after_write=after_write)
    with pytest.raises(FateUnknown) as caught:
        await notion.gateway().call("POST", "pages", PAGE)
    assert caught.value.status == status
    assert len(notion.wire.sent) == 1
    assert notion.top() == (["Untitled"] if after_write else [])


async def test_a_503_tells_what_it_may_have_made(notion: Notion) -> None:
    notion.faults.inject(method="POST", status=503, after_write=True)
    with pytest.raises(FateUnknown) as caught:
        await notion.gateway().call("POST", "pages", PAGE)
    made = caught.value.committed["committed_resource_id"]
    assert (await notion.gateway().call("GET", f"pages/{made}"))["id"] == made


@pytest.mark.parametrize("status", [500, 502, 503, 504, 409, 529])
async def test_a_failed_read_is_simply_repeated(notion: Notion, status: int) -> None:
    notion.faults.inject(method="GET", status=status, times=2)
    answer = await notion.gateway().call("GET", "users/me")
    assert answer["object"] == "user"
    assert len(notion.wire.sent) == 3


async def test_a_query_is_repeated_when_it_is_said_to_be_harmless(notion: Notion) -> None:
    notion.faults.inject(status=500)
    await notion.gateway().call("POST", "search", {}, repeatable=True)
    assert len(notion.wire.sent) == 2


@pytest.mark.parametrize("after_write", [True, False])
async def test_a_connection_that_breaks_leaves_a_writes_fate_unknown(
    notion: Notion, after_write: bool
) -> None:
    notion.faults.inject(method="POST", drop=True, after_write=after_write)
    with pytest.raises(FateUnknown, match="no answer from Notion"):
        await notion.gateway().call("POST", "pages", PAGE)
    assert len(notion.wire.sent) == 1


async def test_a_connection_that_breaks_is_no_matter_for_a_read(notion: Notion) -> None:
    notion.faults.inject(drop=True)
    assert (await notion.gateway().call("GET", "users/me"))["object"] == "user"


async def test_a_deletion_may_be_repeated(notion: Notion) -> None:
    page = await notion.gateway().call("POST", "pages", PAGE)
    notion.faults.inject(method="DELETE", status=500)
    await notion.gateway().call("DELETE", f"blocks/{page['id']}")
    assert notion.top() == []


async def test_a_connection_that_was_never_made_is_tried_again_for_a_write() -> None:
    transport, naps = _Answers(httpx.ConnectError("refused")), Naps()
    gateway = NotionGateway(HttpTransport(TOKEN, transport, URL), sleep=naps)
    with pytest.raises(NotionError) as caught:
        await gateway.call("POST", "pages", PAGE)
    assert not isinstance(caught.value, FateUnknown)
    assert caught.value.reason == "notion_unreachable"
    assert (transport.asked, len(naps.taken)) == (6, 5)


async def test_a_timed_out_write_may_have_been_done() -> None:
    late = _Answers(httpx.ReadTimeout("slow"))
    gateway = NotionGateway(HttpTransport(TOKEN, late, URL), sleep=Naps())
    with pytest.raises(FateUnknown):
        await gateway.call("POST", "pages", PAGE)


async def test_an_answer_that_is_no_json_counts_as_none() -> None:
    page = _Answers(httpx.Response(200, text="<html>please log in</html>"))
    gateway = NotionGateway(HttpTransport(TOKEN, page, URL), sleep=Naps())
    with pytest.raises(FateUnknown, match="no answer from Notion"):
        await gateway.call("POST", "pages", PAGE)


async def test_a_read_is_given_up_after_six_attempts(notion: Notion) -> None:
    notion.faults.inject(status=500, times=100)
    with pytest.raises(NotionError) as caught:
        await notion.gateway().call("GET", "users/me")
    assert caught.value.status == 500
    assert len(notion.wire.sent) == 6


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (401, NotionAuthFailed, "notion_auth_failed"),
        (403, NotionForbidden, "notion_forbidden"),
        (404, NotionNotFound, "notion_not_found"),
        (400, NotionError, "notion_error"),
    ],
)
async def test_refusals_have_their_own_kinds(
    notion: Notion, status: int, kind: type[NotionError], reason: str
) -> None:
    notion.faults.inject(status=status)
    with pytest.raises(NotionError) as caught:
        await notion.gateway().call("GET", "users/me")
    assert type(caught.value) is kind
    assert (caught.value.reason, caught.value.status) == (reason, status)
    assert caught.value.request_id
    assert len(notion.wire.sent) == 1


async def test_a_spent_window_is_told_with_the_seconds_that_are_left() -> None:
    notion = await Notion.fresh(RateWindow(limit=1, seconds=3600))
    gateway = notion.gateway()
    await gateway.call("GET", "users/me")
    with pytest.raises(NotionError) as caught:
        await gateway.call("GET", "users/me")
    assert 0 < (caught.value.retry_after or 0) <= 3600
    assert caught.value.retryable
    assert notion.naps.taken == []


async def test_no_error_ever_says_the_token(notion: Notion) -> None:
    for fault in ({"status": 401}, {"status": 500, "times": 9}, {"drop": True, "times": 9}):
        notion.faults.inject(**fault)
        with pytest.raises(NotionError) as caught:
            await notion.gateway().call("GET", "users/me")
        notion.faults.clear()
        told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.params)
        assert TOKEN not in told
    assert TOKEN not in repr(notion.gateway())


async def test_a_wrong_token_is_refused(notion: Notion) -> None:
    with pytest.raises(NotionAuthFailed, match="API token is invalid"):
        await notion.gateway("ntn_wrong").call("GET", "users/me")


async def test_repetitions_are_counted_for_each_user_of_the_gateway(notion: Notion) -> None:
    gateway = notion.gateway()
    mine = gateway.counting()
    notion.faults.inject(status=500, times=2)
    await mine.call("GET", "users/me")
    await gateway.call("GET", "users/me")
    assert (mine.count.calls, gateway.count.calls) == (3, 1)


@given(st.uuids(), st.booleans(), st.sampled_from(["", "?pvs=4", "#block", "/", "?v=1#x"]))
def test_an_id_is_found_however_it_is_pasted(uuid: Any, dashes: bool, tail: str) -> None:
    written = str(uuid) if dashes else uuid.hex
    assert notion_id(f"  {written.upper()} ") == str(uuid)
    assert notion_id(f"https://www.notion.so/team/My-Page-{written}{tail}") == str(uuid)


@given(st.text(max_size=80))
def test_anything_else_is_no_id(text: str) -> None:
    with suppress(InvalidInput):
        found = notion_id(text)
        assert len(found) == 36
        assert found.replace("-", "") in text.replace("-", "").lower()


@pytest.mark.parametrize(
    "text", ["", "page", "My-Page-0123456789abcdef0123456789abcdef", NOBODY[:-1], f"{NOBODY}0"]
)
def test_words_around_an_id_are_no_address(text: str) -> None:
    with pytest.raises(InvalidInput):
        notion_id(text)


class _Answers(httpx.AsyncBaseTransport):
    """A wire on which every request meets the same fate."""

    def __init__(self, fate: httpx.Response | httpx.TransportError) -> None:
        self._fate = fate
        self.asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if isinstance(self._fate, httpx.TransportError):
            raise self._fate
        return self._fate
