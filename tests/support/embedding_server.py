"""An endpoint that answers `POST /embeddings` as OpenAI does, and counts what is paid for."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.serving import bound, listening

KEY = "sk-test-1234567890abcdef"


@dataclass
class EmbeddingServer:
    """Vectors of 96 numbers, of a text always the same. `refusals` are answers before any other;
    after `most` texts it answers 401."""

    refusals: list[Response] = field(default_factory=list)
    most: int = 10**6
    texts: list[str] = field(default_factory=list)  # that were paid for
    bodies: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        if request.headers["authorization"] != f"Bearer {KEY}":
            return JSONResponse({"error": {"message": "wrong key"}}, 401)
        body = json.loads(await request.body())
        if self.refusals:
            return self.refusals.pop(0)
        if len(self.texts) + len(body["input"]) > self.most:
            return JSONResponse({"error": {"code": "insufficient_quota"}}, 429)
        self.bodies.append(body)
        self.texts += body["input"]
        rows = [
            {"object": "embedding", "index": number, "embedding": vector_of(text)}
            for number, text in enumerate(body["input"])
        ]
        return JSONResponse({"object": "list", "data": rows[::-1], "model": body["model"]})


def vector_of(text: str) -> list[float]:
    """Of the characters in a text, so that texts with the same ones are near."""
    vector = [0.0] * 96
    for character in text:
        vector[ord(character) % 96] += 1.0
    return vector


@asynccontextmanager
async def embedding_server(server: EmbeddingServer) -> AsyncIterator[str]:
    """Its address, as `AI_BASE_URL` takes it."""
    app = Starlette(routes=[Route("/v1/embeddings", server.answer, methods=["POST"])])
    with bound() as sock:
        async with listening(app, sock, lifespan="off"):
            yield f"http://127.0.0.1:{sock.getsockname()[1]}/v1"
