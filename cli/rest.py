"""Requests to the server's REST routes, and what their refusals say."""

from typing import Any

import httpx

from cli.outcome import CommandFailed


async def asked(client: httpx.AsyncClient, method: str, path: str, **request: Any) -> Any:
    """The JSON that a route answers. Raises CommandFailed with what the server says otherwise."""
    try:
        answer = await client.request(method, path, **request)
    except httpx.HTTPError:
        raise CommandFailed("unreachable", address=client.base_url) from None
    check(answer)
    return answer.json()


def check(answer: httpx.Response) -> None:
    """Raises CommandFailed with what the server says of a refusal; its body has been read."""
    if answer.is_success:
        return
    try:
        said = answer.json()["error"]["message"]
    except (ValueError, LookupError, TypeError):
        raise CommandFailed("refused", status=answer.status_code) from None
    raise CommandFailed("said", said=said)
