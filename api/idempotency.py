"""`Idempotency-Key`: the same request again gets the first answer again."""

import asyncio
import contextlib
import functools
import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from sqlalchemy import Connection, Row, delete, insert, select, update
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.entrance import Begun
from agent.runs import UNDO_SECONDS
from api.app import App, UnderWay, app_of
from api.callers import address_of, known_key
from api.errors import Refusal
from api.requests import body_of
from tools.errors import Conflict, Problem, ValidationFailed
from tools.records.tables import idempotency

Handler = Callable[[Request], Awaitable[Response]]

KEPT_SECONDS = 86_400.0
LONGEST_KEY = 200
# Who asks for what and with whose rights: another value is another request.
_MATTER = (
    *("x-notion-token", "x-ai-key"),
    *("x-company-id", "x-platform", "x-domain", "x-api-key"),
)

_once = set[object]()  # the handlers that are carried out once per key


def once(handler: Handler, matter_of: Callable[[Request], Awaitable[bytes]] = body_of) -> Handler:
    """The same route, carried out once per key; without the header nothing changes. The same again
    while the first still runs waits for its answer. `matter_of` reads what a request asks for.

    Raises Conflict where the key came with another body, or the first runs longer than one waits.
    """

    @functools.wraps(handler)
    async def answer(request: Request) -> Response:
        key = request.headers.get("idempotency-key")
        if key is None:
            return await handler(request)
        if not 0 < len(key) <= LONGEST_KEY:
            rule = "too_long" if key else "too_short"
            raise ValidationFailed("the key's length", [Problem("Idempotency-Key", rule)])
        app, place = app_of(request), (_scope(request), key)
        mine = UnderWay(_fingerprint(request, await matter_of(request)))
        async with _turn(app, place, mine):
            return await _answer(request, handler, _Place(app, *place), mine.fingerprint)

    _once.add(answer)
    return answer


def is_once(handler: object) -> bool:
    """Whether a route's handler knows the header."""
    return handler in _once


@contextlib.asynccontextmanager
async def _turn(app: App, place: tuple[str, str], mine: UnderWay) -> AsyncIterator[None]:
    """Waits until no other request with the same key is under way, here or at another server.
    Raises Conflict, StorageFailed."""
    seconds = app.settings.generate_timeout_seconds + UNDO_SECONDS  # the longest that one takes
    async with contextlib.AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(seconds):
                while (first := app.keyed.get(place)) is not None:
                    if first.fingerprint != mine.fingerprint:
                        raise Conflict(
                            "another body came with the key", reason="idempotency_reused"
                        )
                    await first.over.wait()
                app.keyed[place] = mine
                stack.callback(_end, app, place)
                lock = app.desk.connector.locks.at("key " + " ".join(place))
                await stack.enter_async_context(lock)
        except TimeoutError:
            raise Conflict("the first request still runs", reason="idempotency_running") from None
        yield


def _end(app: App, place: tuple[str, str]) -> None:
    app.keyed.pop(place).over.set()


async def run_of(request: Request, begin: Callable[[], Awaitable[Begun]]) -> Begun:
    """What a request begins; for one whose first try a crash interrupted, what that one began."""
    place: _Place | None = getattr(request.state, "place", None)
    if place is None:
        return await begin()
    if place.begun is None:
        await place.name(await begin())
    assert place.begun is not None  # noqa: S101 - named the line before
    return place.begun


def _fingerprint(request: Request, matter: bytes) -> str:
    """What a request asks for, and with whose rights."""
    sent = [request.headers.get(name, "").encode("latin-1") for name in _MATTER]
    query = request.url.query.encode()
    return hashlib.sha256(b"\0".join((*sent, query, matter))).hexdigest()


async def _answer(
    request: Request, handler: Handler, place: "_Place", fingerprint: str
) -> Response:
    known = await place.claim(fingerprint)
    if known is not None:
        return JSONResponse(known.answer, known.status)
    request.state.place = place
    try:
        response = await handler(request)
    except Exception:
        await place.free()
        raise
    return await place.keep(response)


def _scope(request: Request) -> str:
    """Keys belong to a route and a server key, or an address where no key is asked."""
    settings = app_of(request).settings
    caller = known_key(request, settings) or address_of(request)
    return f"{request.method} {request.url.path} {caller}"


class _Place:
    """Where the answer to one key is kept. `begun` is what an interrupted first try began."""

    def __init__(self, app: App, scope: str, key: str) -> None:
        self.begun: Begun | None = None
        self._records = app.desk.records
        self._new = {"scope": scope, "key": key}
        self._here = (idempotency.c.scope == scope) & (idempotency.c.key == key)

    async def claim(self, fingerprint: str) -> Row[tuple[object, ...]] | None:
        """The kept answer, or None for whoever is to make it."""

        def claim(connection: Connection) -> Row[tuple[object, ...]] | None:
            now = time.time()
            old = idempotency.c.created_at < now - KEPT_SECONDS
            connection.execute(delete(idempotency).where(old))
            known = connection.execute(select(idempotency).where(self._here)).first()
            if known is None:
                row = {**self._new, "fingerprint": fingerprint, "created_at": now}
                connection.execute(insert(idempotency).values(row))
            return known

        known = await self._records.write(claim)
        if known is None:
            return None
        if known.fingerprint != fingerprint:
            raise Conflict("the key came with another body", reason="idempotency_reused")
        if known.status is not None:
            return known
        if known.run_id is not None:
            self.begun = Begun(known.thread_id, known.run_id)
        return None

    async def name(self, begun: Begun) -> None:
        """Keeps what is about to be begun, before it is."""
        self.begun = begun
        values = {"thread_id": begun.thread_id, "run_id": begun.run_id}
        statement = update(idempotency).where(self._here).values(values)
        await self._records.write(lambda connection: connection.execute(statement))

    async def keep(self, response: Response) -> Response:
        """Keeps an answer that will not change; a refusal that may pass frees the key, as one does
        that came before anything was begun. A stream is made anew from what its run has said."""
        if response.media_type == "text/event-stream":
            return response
        if isinstance(response, Refusal) and response.passes:
            await self.free()
            return response
        changes = {"status": response.status_code, "answer": json.loads(bytes(response.body))}
        statement = update(idempotency).where(self._here).values(changes)
        await self._records.write(lambda connection: connection.execute(statement))
        return response

    async def free(self) -> None:
        """Lets the next request with this key be carried out."""
        statement = delete(idempotency).where(self._here)
        await self._records.write(lambda connection: connection.execute(statement))
