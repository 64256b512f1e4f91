"""What a provider tells without a model being asked: whether a key is good, which models there are,
how much one of them can read."""

from collections.abc import Mapping
from typing import Any

import httpx

from agent.planner.model.provider import Endpoint
from tools.errors import AiAuthFailed, AiError

SECONDS = 10.0
MOST_MODELS = 1_000
MOST_BYTES = 4 * 1024 * 1024
_REFUSED = (400, 401, 403)  # Gemini answers 400 to a key that is none
# What servers call the length of a context, in the list of their models.
_LENGTHS = ("context_length", "max_model_len", "context_window", "max_context_length", "n_ctx")

Json = Mapping[str, Any]


class Remote:
    """The lists of providers, over the process's one HTTP client."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def proven(self, endpoint: Endpoint) -> list[str]:
        """The models that a key leads to, once a route that needs it took it.

        Raises AiAuthFailed where that refuses, AiError where nobody answers.
        """
        if endpoint.provider.proof != "models":
            await self._get(endpoint, endpoint.provider.proof)
        return [str(entry["id"]) for entry in await self._listed(endpoint)]

    async def context(self, endpoint: Endpoint) -> int | None:
        """How many tokens a model reads and writes together, where its server says so."""
        try:
            entries = await self._listed(endpoint)
        except AiError:
            return None  # whether the model answers will show when it is asked
        told = next((e for e in entries if e["id"] == endpoint.model), {})
        meta = told.get("meta")
        held = {**(meta if isinstance(meta, dict) else {}), **told}
        found = (held.get(name) for name in _LENGTHS)
        return next((size for size in found if isinstance(size, int) and size > 0), None)

    async def _listed(self, endpoint: Endpoint) -> list[dict[str, Any]]:
        answer = await self._get(endpoint, "models")
        entries = answer.get("data") or answer.get("models")
        listed = entries if isinstance(entries, list) else []
        named = [e for e in listed if isinstance(e, dict) and isinstance(e.get("id"), str)]
        return named[:MOST_MODELS]

    async def _get(self, endpoint: Endpoint, route: str) -> Json:
        try:
            answer = await self._http.get(
                f"{endpoint.base_url}/{route}", headers=_headers(endpoint), timeout=SECONDS
            )
        except httpx.TimeoutException:
            raise AiError("the list took too long", reason="ai_timeout") from None
        except httpx.HTTPError:
            raise AiError("nobody answers", reason="ai_unreachable") from None
        if answer.status_code in _REFUSED:
            raise AiAuthFailed(f"the key was refused: {answer.status_code}")
        if not answer.is_success or len(answer.content) > MOST_BYTES:
            raise AiError(f"no list: {answer.status_code}")
        try:
            found = answer.json()
        except ValueError:
            raise AiError("the list is no JSON") from None
        return found if isinstance(found, dict) else {}


def _headers(endpoint: Endpoint) -> dict[str, str]:
    provider = endpoint.provider
    if not endpoint.key:
        return dict(provider.headers)
    bearer = provider.key_header == "Authorization"
    value = f"Bearer {endpoint.key}" if bearer else endpoint.key
    return {**provider.headers, provider.key_header: value}
