"""What the workspace refuses, in Notion's words and codes.

NotionError
├── ValidationError         400 validation_error
│   └── BodyError           400 validation_error, "body failed validation: …"
├── JsonError               400 invalid_json
├── UrlError                400 invalid_request_url
├── VersionError            400 missing_version
├── OAuthError              400 or 401, an OAuth code
├── UnauthorizedError       401 unauthorized
├── RestrictedError         403 restricted_resource
├── NotFoundError           404 object_not_found
├── RateLimitError          429 rate_limited
├── StorageError            503 service_unavailable
└── FaultError              any status and code that a test or chaos run asked for

They are caught in one place, the ASGI application, which turns them into Notion's error object.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class NotionError(Exception):
    """A refusal; `status`, `code`, the message and `additional_data` make Notion's error object."""

    status = 500
    code = "internal_server_error"

    def __init__(self, message: str, additional_data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.additional_data = dict(additional_data or {})

    @property
    def headers(self) -> dict[str, str]:
        """Response headers that belong to the refusal."""
        return {}

    def answer(self) -> dict[str, Any]:
        """The error object without its request id, keys in Notion's order."""
        extra = {"additional_data": self.additional_data} if self.additional_data else {}
        return {
            "object": "error",
            "status": self.status,
            "code": self.code,
            "message": self.message,
            **extra,
        }


class ValidationError(NotionError):
    """A request that is well-formed but cannot be done."""

    status = 400
    code = "validation_error"


class BodyError(ValidationError):
    """A body of the wrong shape; the message names the place, what it should be and what it is."""

    def __init__(self, *findings: str) -> None:
        """Several findings stand for alternatives of which one has to be mended."""
        many = len(findings) > 1
        joined = ". Fix one:\n" + "\n".join(findings) if many else f": {findings[0]}"
        super().__init__(f"body failed validation{joined}")


class JsonError(NotionError):
    """A body that is not JSON."""

    status = 400
    code = "invalid_json"


class UrlError(NotionError):
    """No such endpoint."""

    status = 400
    code = "invalid_request_url"

    def __init__(self) -> None:
        super().__init__("Invalid request URL.")


class VersionError(NotionError):
    """No usable `Notion-Version` header."""

    status = 400
    code = "missing_version"


class OAuthError(NotionError):
    """A refused OAuth request: a code of RFC 6749 in Notion's error object."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


class UnauthorizedError(NotionError):
    """No token, or one that this workspace does not know."""

    status = 401
    code = "unauthorized"

    def __init__(self) -> None:
        super().__init__("API token is invalid.")


class RestrictedError(NotionError):
    """A token of a kind that may not do this."""

    status = 403
    code = "restricted_resource"


class NotFoundError(NotionError):
    """An id that names nothing, or nothing of the wanted kind."""

    status = 404
    code = "object_not_found"

    def __init__(self, kind: str, name: str, integration: tuple[str, str] | None = None) -> None:
        """`kind` is a word such as `page`; `integration` is the asking bot's (id, name)."""
        message = f"Could not find {kind} with ID: {name}."
        if integration:
            message += (
                " Make sure the relevant pages and databases are shared with your integration"
                f' "{integration[1]}".'
            )
        super().__init__(message, {"integration_id": integration[0]} if integration else None)


class RateLimitError(NotionError):
    """Too many requests; `retry_after` is in whole seconds."""

    status = 429
    code = "rate_limited"

    def __init__(self, retry_after: int, reason: str = "public_api_request_rate_limit") -> None:
        message = "You have been rate limited. Please try again in a few minutes."
        super().__init__(message, {"rate_limit_reason": reason, "retry_after": str(retry_after)})
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)}


class StorageError(NotionError):
    """The workspace's file could not be used; nothing of the request is in it, or in memory."""

    status = 503
    code = "service_unavailable"

    def __init__(self) -> None:
        super().__init__("Notion is unavailable, please try again later.")


class FaultError(NotionError):
    """An answer that somebody injected on purpose; `retry_after` is in whole seconds."""

    def __init__(
        self,
        status: int,
        code: str,
        retry_after: int | None = None,
        additional_data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"Injected fault: {code}.", additional_data)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
