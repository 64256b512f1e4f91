"""Sentences as vectors of a model elsewhere, over OpenAI's `POST /embeddings`."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import httpx
import orjson

from tools.errors import EncodingFailed
from tools.received import seconds_to_wait
from tools.recent import Recent

OPENAI_URL = "https://api.openai.com/v1"
DIMENSIONS = 512  # asked of models that can be cut: a third of the space, 1 % less found
MOST_TRIES = 3
REQUEST_SECONDS = 60.0
LONGEST_PAUSE = 20.0  # seconds, whatever a `Retry-After` says
MOST_REMEMBERED = 128  # vectors of short texts: searches are repeated, and each would be paid for
_SHORT = 500  # characters
_PASSING = frozenset({408, 409, 429, 500, 502, 503, 504})


class Embeddings:
    """The models of one account."""

    def __init__(
        self,
        key: str,
        url: str = OPENAI_URL,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._key = key
        self._url = f"{url.rstrip('/')}/embeddings"
        self._sleep = sleep
        self._client: httpx.AsyncClient | None = None

    def model(self, name: str) -> "RemoteEncoder":
        return RemoteEncoder(self, name)

    async def ask(self, body: dict[str, Any]) -> Any:
        """What the endpoint answers, asked again where that may help. Raises EncodingFailed."""
        for number in range(1, MOST_TRIES + 1):
            delay: float | None = 2.0**number
            try:
                async with asyncio.timeout(REQUEST_SECONDS):
                    response = await self._post(body)
            except (httpx.HTTPError, TimeoutError) as error:
                failure = EncodingFailed(f"no answer ({type(error).__name__})")
            else:
                if response.status_code == httpx.codes.OK:
                    return _decoded(response)
                failure = EncodingFailed(f"HTTP {response.status_code}")
                delay = _pause(response, 2.0**number)
            if delay is None or number == MOST_TRIES:
                raise failure
            await self._sleep(delay)
        raise AssertionError("the last try raised")

    async def _post(self, body: dict[str, Any]) -> httpx.Response:
        if self._client is None:  # beside the loop: certificates take long to load
            self._client = await asyncio.to_thread(httpx.AsyncClient, timeout=REQUEST_SECONDS)
        headers = {"Authorization": f"Bearer {self._key}"}
        return await self._client.post(self._url, json=body, headers=headers)

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.aclose()


@contextlib.asynccontextmanager
async def reaching(key: str | None, url: str | None) -> AsyncIterator[Embeddings | None]:
    """The models that a key opens until the block ends; None without one."""
    if key is None:
        yield None
        return
    embeddings = Embeddings(key, url or OPENAI_URL)
    try:
        yield embeddings
    finally:
        await embeddings.aclose()


class RemoteEncoder:
    """One of these models, as an `Encoder`."""

    def __init__(self, embeddings: Embeddings, name: str) -> None:
        self.name = name
        self._embeddings = embeddings
        self._known = Recent[str, list[float]](MOST_REMEMBERED)

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text. Raises EncodingFailed."""
        found = {text: vector for text in texts if (vector := self._known.get(text))}
        wanted = [text for text in dict.fromkeys(texts) if text not in found]
        if wanted:
            body: dict[str, Any] = {"model": self.name, "input": wanted}
            if self.name.startswith("text-embedding-3"):
                body["dimensions"] = DIMENSIONS
            told = await self._embeddings.ask(body)
            found |= zip(wanted, _vectors(told, len(wanted)), strict=True)
        # A search asks for one; what is kept in a file needs no other memory.
        if len(wanted) == 1 and len(wanted[0]) <= _SHORT:
            self._known.put(wanted[0], found[wanted[0]])
        return [found[text] for text in texts]


def _decoded(response: httpx.Response) -> Any:
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError:
        raise EncodingFailed("no JSON") from None


def _pause(response: httpx.Response, usual: float) -> float | None:
    """Seconds until the same may succeed; None where it will not."""
    if response.status_code not in _PASSING or b"insufficient_quota" in response.content:
        return None
    told = seconds_to_wait(response.headers.get("retry-after"))
    return min(LONGEST_PAUSE, usual if told is None else told)


def _vectors(told: Any, count: int) -> list[list[float]]:
    """The vectors of an answer in the order of what was asked. Raises EncodingFailed."""
    try:
        rows = sorted(told["data"], key=lambda row: row["index"])
        vectors = [[float(number) for number in row["embedding"]] for row in rows]
    except (KeyError, TypeError, ValueError):
        raise EncodingFailed("another shape than OpenAI's") from None
    whole = all(map(math.isfinite, (number for vector in vectors for number in vector)))
    if len(vectors) != count or len({len(vector) for vector in vectors}) != 1 or not whole:
        raise EncodingFailed("another number of vectors than of texts")
    return vectors
