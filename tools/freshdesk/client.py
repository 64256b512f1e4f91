"""One account's REST API as one key sees it: requests that wait for their turn, are repeated where
that may help, and say in our words what went wrong."""

import asyncio
import base64
import json
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson

from tools.errors import (
    FreshdeskAuthFailed,
    FreshdeskError,
    FreshdeskForbidden,
    FreshdeskNotFound,
)
from tools.freshdesk.pace import Pace
from tools.freshdesk.wire import Network, Place, Reply
from tools.received import json_in, seconds_to_wait

Json = dict[str, Any]
Query = Mapping[str, str | int]

PER_PAGE = 100
TIMEOUT_SECONDS = 30.0  # for each step of a request
REQUEST_SECONDS = 120.0  # for the whole of one, however slowly its answer drips
MOST_REFUSALS = 10  # 429s of one request, each waited for as long as it says
LONGEST_PAUSE = 900.0  # seconds
MOST_FILE_BYTES = 20 * 1024 * 1024  # Freshdesk's own limit for all files of a ticket
MOST_ANSWER_BYTES = 64 * 1024 * 1024  # a hundred conversations that quote each other, and more
_KINDS: Mapping[int, type[FreshdeskError]] = {
    401: FreshdeskAuthFailed,
    403: FreshdeskForbidden,
    404: FreshdeskNotFound,
}
# Where attachments lie (reference: public fixtures): S3, and Freshdesk's own hosts.
_FILE_HOSTS = (".amazonaws.com", ".freshdesk.com")


@dataclass(frozen=True)
class Page:
    """What a list answered, and whether another page follows."""

    items: list[Json]
    more: bool


class _Failed(Exception):
    """A request that failed. `passing` says that the same may succeed later."""

    def __init__(
        self, meaning: FreshdeskError, *, passing: bool = False, limited: float | None = None
    ) -> None:
        super().__init__(str(meaning))
        self.meaning = meaning
        self.passing = passing
        self.limited = limited  # seconds to wait, where it was a limit that refused


class Freshdesk:
    """An account. `network` is somebody else's to close."""

    def __init__(
        self,
        base_url: str,
        key: str,
        network: Network,
        pace: Pace,
        *,
        most_retries: int = 3,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.base_url = base_url
        self.pace = pace
        self.retries = 0
        self._place = Place.of(httpx.URL(f"{base_url}/api/v2"))
        self._network = network
        self._most_retries = most_retries
        self._sleep = sleep
        basic = base64.b64encode(f"{key}:X".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {basic}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        }

    async def list(self, path: str, query: Query | None = None, *, price: int = 1) -> Page:
        """A page of a list; `price` is what it is thought to cost. Raises FreshdeskError."""
        asked = {"per_page": PER_PAGE, **(query or {})}
        headers, content = await self._get(path, asked, price)
        if not isinstance(content, list):
            raise FreshdeskError(f"{path} answered no list", reason="freshdesk_error")
        return Page(content, 'rel="next"' in headers.get("link", ""))

    async def all(self, path: str, query: Query | None = None) -> Sequence[Json]:
        """All pages of a list that is not long. Raises FreshdeskError."""
        found: list[Json] = []
        number = 1
        while True:
            page = await self.list(path, {**(query or {}), "page": number})
            found += page.items
            if not page.more:
                return found
            number += 1

    async def view(self, path: str, query: Query | None = None, *, price: int = 1) -> Json:
        """One object. Raises FreshdeskError."""
        _, content = await self._get(path, query or {}, price)
        if not isinstance(content, dict):
            raise FreshdeskError(f"{path} answered no object", reason="freshdesk_error")
        return content

    async def file(self, url: str) -> bytes:
        """The content of an attachment, whose address is good for five minutes.

        Raises FreshdeskError, also for an address that leads anywhere else. The key stays here.
        """
        place = self._place_of_files(url)
        if place is None:
            raise FreshdeskForbidden("an attachment lies at an address that is not Freshdesk's")
        try:
            reply = await self._sent(place, {}, MOST_FILE_BYTES)
        except _Failed as failed:
            raise failed.meaning from None
        if reply.status != httpx.codes.OK:
            raise _refused(reply, "the attachment").meaning
        return reply.content

    def _place_of_files(self, url: str) -> Place | None:
        """An address where attachments may lie; None for any other, and for what is none."""
        try:
            place = httpx.URL(url)
            host = place.host
        except (httpx.InvalidURL, ValueError):  # the latter for a host that IDNA does not know
            return None
        if place.netloc == httpx.URL(self.base_url).netloc:
            return Place.of(place)
        public = place.scheme == "https" and not place.userinfo and place.port is None
        return Place.of(place) if public and host.endswith(_FILE_HOSTS) else None

    async def _get(self, path: str, query: Query, price: int) -> tuple[Mapping[str, str], Any]:
        refusals = retries = 0
        while True:
            try:
                return await self._once(path, query, price)
            except _Failed as failed:
                self.pace.tally.errors += 1
                delay = failed.limited
                if delay is not None:
                    refusals += 1
                    if refusals > MOST_REFUSALS or delay > LONGEST_PAUSE:
                        raise failed.meaning from None
                    self.pace.pause(delay)
                    continue
                if not failed.passing or retries >= self._most_retries:
                    raise failed.meaning from None
            retries += 1
            self.retries += 1
            await self._sleep(min(30.0, 0.5 * 2**retries) * (0.5 + random.random() / 2))  # noqa: S311

    async def _sent(self, place: Place, headers: Mapping[str, str], most: int) -> Reply:
        """Raises _Failed."""
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                return await self._network.get(place, headers, most=most, seconds=TIMEOUT_SECONDS)
        except (TimeoutError, httpx.TransportError, httpx.DecodingError) as error:
            raise _unanswered(error) from None
        except FreshdeskError as error:  # more than Freshdesk would send
            raise _Failed(error) from None

    async def _once(self, path: str, query: Query, price: int) -> tuple[Mapping[str, str], Any]:
        """Raises _Failed."""
        # What a path is made of comes from answers in part: quoted, none of it ends the line.
        asked = quote(path) + (f"?{urlencode(query)}" if query else "")
        place = self._place._replace(target=self._place.target + asked)
        async with self.pace.turn(price) as use:
            reply = await self._sent(place, self._headers, MOST_ANSWER_BYTES)
            self.pace.learn(use, reply.headers)
        if reply.status != httpx.codes.OK:
            raise _refused(reply, path)
        try:
            return reply.headers, _decoded(reply.content)
        except (ValueError, RecursionError):  # a proxy's page, or a body that was cut
            meaning = FreshdeskError(f"{path} answered no JSON")
            raise _Failed(meaning, passing=True) from None


def _decoded(content: bytes) -> Any:
    """The JSON of an answer. For half an emoji in somebody's text, which JSON's escapes can say and
    nothing can keep, a mark stands. Raises ValueError, RecursionError."""
    try:
        return json_in(content)
    except orjson.JSONDecodeError:
        told = json.dumps(json.loads(content.decode(errors="replace")), ensure_ascii=False)
        return json_in(told.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _unanswered(error: Exception) -> _Failed:
    # The exception's own words may quote the request; its kind says enough.
    message = f"no answer from Freshdesk ({type(error).__name__})"
    return _Failed(FreshdeskError(message, reason="freshdesk_unreachable"), passing=True)


def _refused(reply: Reply, what: str) -> _Failed:
    status = reply.status
    kind = _KINDS.get(status, FreshdeskError)
    meaning = kind(f"Freshdesk answered {status} to {what}", status=status)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        after = seconds_to_wait(reply.headers.get("retry-after"))
        return _Failed(meaning, limited=5.0 if after is None else after)
    return _Failed(meaning, passing=status >= httpx.codes.INTERNAL_SERVER_ERROR)
