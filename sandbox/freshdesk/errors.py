"""Refusals in Freshdesk's words."""

from __future__ import annotations

from collections.abc import Mapping

import orjson


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(
        self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def invalid(field: str, code: str, message: str) -> Refused:
    """400: one field of the query is wrong."""
    error = {"field": field, "message": message, "code": code}
    told = {"description": "Validation failed", "errors": [error]}
    return Refused(400, orjson.dumps(told))


def invalid_credentials() -> Refused:
    return _coded(401, "invalid_credentials", "You have to be logged in to perform this action.")


def not_found() -> Refused:
    """404, whose body is empty as far as is known."""
    return Refused(404)


def wrong_method() -> Refused:
    return Refused(405, orjson.dumps({"message": "GET method is allowed"}), {"Allow": "GET"})


def limited(retry_after: int) -> Refused:
    told = {"message": "You have exceeded the limit of requests per minute"}
    return Refused(429, orjson.dumps(told), {"Retry-After": str(retry_after)})


def _coded(status: int, code: str, message: str) -> Refused:
    return Refused(status, orjson.dumps({"code": code, "message": message}))
