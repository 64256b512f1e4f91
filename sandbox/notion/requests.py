"""An HTTP request as it comes in over ASGI, before it is known what it asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

import orjson

from sandbox.notion import checks
from sandbox.notion.errors import BodyError, JsonError, ValidationError
from sandbox.notion.records import Json

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MAX_BODY = 500_000  # bytes
MAX_LEVELS = 40  # of objects and arrays in each other; what endpoints read takes half of that
MAX_UPLOAD = 21_000_000  # bytes: the largest single part, and its envelope
_LOCAL = "localhost"


class BrokenOffRequest(ConnectionError):
    """The client went away before it had sent its whole request."""


@dataclass(frozen=True)
class Request:
    """Method, headers (names in lower case), raw body, and the path below the mount."""

    scope: Scope
    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The query parameters, each with all of its values."""
        return parse_qs(self.scope["query_string"].decode(errors="replace"))

    @property
    def base_url(self) -> str:
        """What stands before the endpoints: `http://localhost:9500/sandbox/notion/v1`."""
        root = f"{self.scope.get('scheme', 'http')}://{self.headers.get('host', _LOCAL)}"
        return f"{root}{self.scope.get('root_path', '')}/v1"

    def json(self) -> Json:
        """The body as an object, empty for a form; raises JsonError or ValidationError."""
        if self.headers.get("content-type", "").startswith("multipart/"):
            return {}
        if len(self.raw) > MAX_BODY:
            raise ValidationError(
                f"body failed validation: body size should be ≤ `{MAX_BODY}` bytes,"
                f" instead was `{len(self.raw)}`."
            )
        try:
            body = orjson.loads(self.raw) if self.raw else {}
        except orjson.JSONDecodeError as error:
            raise JsonError("Error parsing JSON body.") from error
        if self.raw.count(b"{") + self.raw.count(b"[") > MAX_LEVELS:  # else it cannot be that deep
            _check_levels(body)
        return checks.mapping(body, checks.BODY)


def _check_levels(body: Any) -> None:
    """Refuses a body that nests deeper than whoever reads it, and refuses it, can follow."""
    values = [body]
    for _ in range(MAX_LEVELS):
        values = [item for value in values for item in _items(value) if type(item) in (dict, list)]
    if values:
        where = checks.shown_place(_deepest(body))
        raise BodyError(f"{where} should be at most {MAX_LEVELS} levels deep, but is deeper.")


def _items(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _deepest(body: Any) -> checks.Place:
    """Where a body that is too deep is so first."""
    level = [(checks.BODY, body)]
    for _ in range(MAX_LEVELS):
        level = [item for place, value in level for item in _containers(value, place)]
    return level[0][0]


def _containers(value: Any, place: checks.Place) -> Iterator[tuple[checks.Place, Any]]:
    """The objects and arrays directly in a value, with their places."""
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        if isinstance(item, dict | list):
            yield (place, key), item


async def read_request(scope: Scope, receive: Receive) -> Request:
    """Reads a request to its end.

    Raises ValidationError if it is larger than any may be, BrokenOffRequest if it has no end.
    """
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    # Latin-1 reads any byte: odd headers are not worth a breakdown.
    pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    headers = {name.lower(): value for name, value in pairs}
    return Request(scope, scope["method"], path, headers, await _body(receive))


async def _body(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BrokenOffRequest("the client went away before its request was whole")
        chunk = message.get("body", b"")
        size += len(chunk)
        # What is too large is read to its end but not kept: a client that still sends
        # could not hear the refusal.
        if size <= MAX_UPLOAD:
            chunks.append(chunk)
        more = message.get("more_body", False)
    if size > MAX_UPLOAD:
        raise ValidationError(f"The request body is larger than {MAX_UPLOAD} bytes.")
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
